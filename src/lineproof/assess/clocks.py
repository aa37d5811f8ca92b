"""How long did it take, as the contract counts? Time between two instants, in service hours.

Durations are real: an hour is an hour on the night the clocks change. Service hours are local: from
08:00 to 22:00 is fourteen hours every day, and 24 h a day is 23 or 25 on those two.
"""

from __future__ import annotations

import datetime as dt
import functools
import zoneinfo
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lineproof.model.calendar import CalendarMissingError, WorkdayTable
from lineproof.model.period import add_months

#: [from, to) in nanoseconds since 1970 UTC.
Stretch = tuple[int, int]
_DAY = dt.timedelta(days=1)
_FURTHEST = 2**63
"""Behind every instant."""


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """When a clock runs: from a time of the day to another, on all days or on workdays.

    begin, end: minutes after local midnight, 0 ≤ begin < end ≤ 1,440. Source: the contract's words,
    such as "7 × 14".
    """

    begin: int
    end: int
    days: Literal["all", "workdays"]
    timezone: str
    table: WorkdayTable | None = None


def counted(
    start: int, end: int, *, pauses: Iterable[Stretch] = (), hours: ServiceHours | None = None
) -> tuple[Stretch, ...]:
    """Return the stretches between two instants in which a clock runs, in order.

    pauses: when it stands still; they may overlap. hours: None: day and night. Empty where the end
    isn't after the start. Raises CalendarMissingError where workdays are counted without a table.

    >>> counted(0, 100, pauses=[(10, 30), (20, 40)])
    ((0, 10), (40, 100))
    """
    running: Iterable[Stretch] = [(start, end)] if start < end else []
    if hours is not None:
        running = _in_hours(start, end, hours)
    near = (pause for pause in pauses if pause[0] < end and pause[1] > start)
    return tuple(_without(running, _united(near)))


def elapsed(stretches: Iterable[Stretch], *, until: int = _FURTHEST) -> int:
    """Return how long some stretches last together up to an instant, in nanoseconds.

    >>> elapsed([(0, 10), (40, 100)], until=60)
    30
    """
    return sum(min(end, until) - start for start, end in stretches if start < until)


def local_instant(day: dt.date, minutes: int, *, timezone: str) -> int:
    """Return the instant of a local time of the day, in nanoseconds since 1970 UTC.

    minutes: after midnight, to 1,440, the next midnight. A time that occurs twice is its first; one
    that the clocks skip lies as long after the skip began as it would have.
    """
    zone = zoneinfo.ZoneInfo(timezone)
    days, minute = divmod(minutes, 24 * 60)
    time = dt.time(*divmod(minute, 60))
    local = dt.datetime.combine(day + days * _DAY, time, tzinfo=zone)
    return int(local.timestamp()) * 10**9


def _in_hours(start: int, end: int, hours: ServiceHours) -> Iterator[Stretch]:
    """Yield the service hours between two instants."""
    zone = zoneinfo.ZoneInfo(hours.timezone)
    first = dt.datetime.fromtimestamp(start // 10**9, tz=zone).date() - _DAY
    last = dt.datetime.fromtimestamp(end // 10**9, tz=zone).date()
    month = first.replace(day=1)
    while month <= last:
        for opens, closes in _hours_of_month(month, hours):
            if opens < end and start < closes:
                yield max(opens, start), min(closes, end)
        month = add_months(month, 1)


@functools.lru_cache(maxsize=256)
def _hours_of_month(month: dt.date, hours: ServiceHours) -> tuple[Stretch, ...]:
    """Return a month's service hours, day by day."""
    after = add_months(month, 1)
    days = (month + number * _DAY for number in range((after - month).days))
    return tuple(
        (
            local_instant(day, hours.begin, timezone=hours.timezone),
            local_instant(day, hours.end, timezone=hours.timezone),
        )
        for day in days
        if hours.days == "all" or _is_workday(day, hours)
    )


def _is_workday(day: dt.date, hours: ServiceHours) -> bool:
    """Tell whether a clock of workdays runs on a day."""
    if hours.table is None:
        need = "a clock of workdays"
        raise CalendarMissingError(need)
    return hours.table.is_workday(day)


def _united(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches without overlaps, in order; empty and reversed ones left out."""
    found: list[Stretch] = []
    for start, end in sorted(s for s in stretches if s[0] < s[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _without(running: Iterable[Stretch], pauses: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield what is left of some stretches without pauses; both are in order."""
    first = 0
    for start, end in running:
        at = start
        while first < len(pauses) and pauses[first][1] <= start:
            first += 1
        for begins, ends in pauses[first:]:
            if begins >= end:
                break
            if at < begins:
                yield at, begins
            at = max(at, ends)
        if at < end:
            yield at, end
