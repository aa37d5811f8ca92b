"""Until when? Workdays of an official calendar, and the last day on which a duty can be met.

It doesn't know where a calendar comes from (`sources/workdays.py`), nor any day's holiday itself.

Sources, where a contract says nothing else:
Civil Code of the People's Republic of China, arts. 201 (the day of the event isn't counted), 202
(months end on the same day of the month, or on the month's last), 203 (a period that ends on a
法定休假日 ends on the day after it, at midnight) and 204 (the parties may agree otherwise);
Regulation (EEC, Euratom) No 1182/71, arts. 2(2) (working days), 3(1) (the day of the event isn't
counted), 3(2) (ends) and 3(4) (the following working day), but not art. 3(5) (two working days at
least), which is not applied; German Civil Code, §§ 187, 188 and 193.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import Literal

from lineproof.model.errors import LineproofError
from lineproof.model.period import add_months

Unit = Literal["days", "workdays", "months"]
Roll = Literal["none", "next_workday", "statutory_holiday"]

_DAY = dt.timedelta(days=1)
_SATURDAY = 5


class CalendarMissingError(LineproofError):
    """A deadline needs to know workdays or holidays, and there is no calendar to ask."""

    def __init__(self, need: str) -> None:
        """Say what needs a calendar: `need` is the message's subject."""
        super().__init__(
            f"{need} needs a calendar, and the contract names none. Set workdays (a country such as"
            ' "CN"), or file and sha256, in [contract.calendar].'
        )


class CalendarYearMissingError(LineproofError):
    """A day lies in a year of which the calendar knows no holidays; to guess would be wrong."""

    def __init__(self, *, calendar: str, year: int) -> None:
        """Keep which calendar lacks which year."""
        super().__init__(
            f'calendar "{calendar}" has no year {year}. Add a CSV file with the columns date and'
            f" kind (holiday or workday), say workdays-{year}.csv, for every year the contract"
            " needs, and name it as file, with its sha256, in [contract.calendar]."
        )
        self.calendar = calendar
        self.year = year


@dataclass(frozen=True, slots=True)
class WorkdayTable:
    """Which days are workdays: Monday to Friday, but for the days that are listed.

    name: for messages. years: those it covers, ascending. holidays: official days off; they may
    fall on a weekend. workdays: Saturdays and Sundays that are worked, as China's make-up days
    (调休) are; no day is both.

    >>> table = WorkdayTable("CN", (2024,), frozenset(), frozenset({dt.date(2024, 10, 12)}))
    >>> table.is_workday(dt.date(2024, 10, 12)), table.is_workday(dt.date(2024, 10, 13))
    (True, False)
    """

    name: str
    years: tuple[int, ...]
    holidays: frozenset[dt.date]
    workdays: frozenset[dt.date]

    def __post_init__(self) -> None:
        assert self.years == tuple(sorted(set(self.years))), "years ascend"
        assert not self.holidays & self.workdays, "no day is both a holiday and a workday"

    def is_workday(self, day: dt.date) -> bool:
        """Tell whether a day is worked; raises CalendarYearMissingError."""
        self._require_year(day)
        if day.weekday() >= _SATURDAY:
            return day in self.workdays
        return day not in self.holidays

    def is_statutory_holiday(self, day: dt.date) -> bool:
        """Tell whether a day is listed as an official day off; raises CalendarYearMissingError.

        An ordinary Saturday or Sunday isn't. A day off in exchange for a make-up day is.
        """
        self._require_year(day)
        return day in self.holidays

    def content(self) -> dict[str, list[str]]:
        """Return what it says, for hashing: only of the years it covers, and not its name.

        Two tables with the same content give every deadline the same day.

        >>> WorkdayTable("CN", (2024,), frozenset({dt.date(2024, 10, 1)}), frozenset()).content()
        {'years': ['2024'], 'holidays': ['2024-10-01'], 'workdays': []}
        """
        return {
            "years": [f"{year:04d}" for year in self.years],
            "holidays": self._listed(self.holidays),
            "workdays": self._listed(self.workdays),
        }

    def _listed(self, days: frozenset[dt.date]) -> list[str]:
        return [day.isoformat() for day in sorted(days) if day.year in self.years]

    def _require_year(self, day: dt.date) -> None:
        if day.year not in self.years:
            raise CalendarYearMissingError(calendar=self.name, year=day.year)


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """What a contract says about both ends of its periods.

    first_day: whether the day of the event is day 1 ("included") or the day after it is.
    roll: where a period goes whose last day isn't a workday. "next_workday": to the next one, be
    it a holiday or a weekend (Regulation 1182/71, art. 3(4); German Civil Code, § 193).
    "statutory_holiday": only from a listed holiday, to the first day that isn't listed; that day
    may be an ordinary Saturday or Sunday, on which a period may end as well. Chinese Civil Code,
    art. 203 is the one or the other, as the parties read 法定休假日 with or without ordinary
    weekends: the contract has to say. "none": it stays.
    """

    first_day: Literal["excluded", "included"] = "excluded"
    roll: Roll = "none"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline and how it was reached.

    day: the last on which the duty can be met; it ends at the following midnight.
    counted_from: day 1 of the count; the event's own day where nothing is counted.
    skipped: the days passed over, ascending: those not worked while workdays were counted, and
    those rolled over at the end.
    """

    day: dt.date
    counted_from: dt.date
    skipped: tuple[dt.date, ...] = ()


def deadline(
    event: dt.date, *, within: int, unit: Unit, rule: DeadlineRule, table: WorkdayTable | None
) -> Deadline:
    """Return the last day on which a duty can be met that is due within a period of an event.

    event: a local calendar day. within: how many units, not negative. Within 0 of any unit is the
    day of the event itself, before rolling, included or not. "days": day N. "workdays": the N-th
    workday. "months": the same day N months later, or that month's last day if it is shorter; if
    the first day is included, the day before the same day (German Civil Code, § 188(2)).
    table: may be None only for days and months without rolling.

    Raises CalendarMissingError, CalendarYearMissingError. Sources: see the module.

    >>> rule = DeadlineRule(first_day="excluded", roll="none")
    >>> deadline(dt.date(2024, 10, 1), within=7, unit="days", rule=rule, table=None).day
    datetime.date(2024, 10, 8)
    """
    assert within >= 0, "a period isn't negative"
    is_counted = rule.first_day == "included" or within == 0
    first = event if is_counted else event + _DAY
    if unit == "workdays":
        counted = _count_workdays(
            first, within=within, table=_required(table, "a term in workdays")
        )
    elif unit == "months":
        counted = Deadline(_last_of_months(event, within=within, rule=rule), first)
    else:
        counted = Deadline(first + max(within - 1, 0) * _DAY, first)
    if rule.roll == "none":
        return counted
    return _rolled(counted, roll=rule.roll, table=_required(table, f'roll = "{rule.roll}"'))


def _required(table: WorkdayTable | None, need: str) -> WorkdayTable:
    if table is None:
        raise CalendarMissingError(need)
    return table


@functools.lru_cache(maxsize=65_536)
def _count_workdays(first: dt.date, *, within: int, table: WorkdayTable) -> Deadline:
    if within == 0:
        return Deadline(first, first)
    day, left = first, within
    skipped = []
    while True:
        if not table.is_workday(day):
            skipped.append(day)
        elif left == 1:
            return Deadline(day, first, tuple(skipped))
        else:
            left -= 1
        day += _DAY


def _last_of_months(event: dt.date, *, within: int, rule: DeadlineRule) -> dt.date:
    same_day = add_months(event, within)
    is_shorter = same_day.day != event.day
    if rule.first_day == "excluded" or is_shorter or within == 0:
        return same_day
    return same_day - _DAY


def _rolled(counted: Deadline, *, roll: Roll, table: WorkdayTable) -> Deadline:
    day = counted.day
    rolled = []
    while _is_off(day, roll=roll, table=table):
        rolled.append(day)
        day += _DAY
    return Deadline(day, counted.counted_from, (*counted.skipped, *rolled))


def _is_off(day: dt.date, *, roll: Roll, table: WorkdayTable) -> bool:
    if roll == "statutory_holiday":
        return table.is_statutory_holiday(day)
    return not table.is_workday(day)
