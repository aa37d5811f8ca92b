"""When? Half-open intervals of whole days, and the months of a contract.

A day is a local calendar day of the contract; a month runs from local midnight to local midnight.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 1901, 2999
"""Years that a day or month may lie in. Spreadsheets turn small numbers into days of 1899 and 1900;
the last leaves room to count from any day."""
_IN_EVERY_MONTH = 28
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
FAR_FUTURE = dt.date(9999, 12, 31)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """The days from `start` up to, not including, `end`.

    >>> Days(dt.date(2024, 3, 4), dt.date(2024, 4, 1)).count
    28
    """

    start: dt.date
    end: dt.date

    @property
    def count(self) -> int:
        """How many days it has; never negative."""
        return max(0, (self.end - self.start).days)

    def __contains__(self, day: dt.date) -> bool:
        """Whether the day lies in it."""
        return self.start <= day < self.end

    def intersection(self, other: Days) -> Days:
        """Return the common days; empty (count 0) where there are none."""
        return Days(max(self.start, other.start), min(self.end, other.end))


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month, `months` later; a day the month lacks becomes its last.

    >>> add_months(dt.date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if day.day <= _IN_EVERY_MONTH:
        return dt.date(year, month + 1, day.day)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def parse_month(text: str) -> dt.date:
    """Return the first day of a month written YYYY-MM, from 1901 to 2999; raises ValueError.

    >>> parse_month("2025-03")
    datetime.date(2025, 3, 1)
    """
    match = _MONTH.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        message = f'"{text}" is not a month such as 2025-03'
        raise ValueError(message)
    return dt.date(int(match[1]), int(match[2]), 1)


def parse_day(text: str) -> dt.date:
    """Return a day written YYYY-MM-DD, from 1901 to 2999; raises ValueError.

    >>> parse_day("2024-02-29")
    datetime.date(2024, 2, 29)
    """
    try:
        day = dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f'"{text}" is not a day such as 2025-04-30'
        raise ValueError(message)
    return day


def month_text(day: dt.date) -> str:
    """Return the month a day lies in, as YYYY-MM."""
    return day.isoformat()[:7]


def calendar_month(first: dt.date) -> Days:
    """Return the calendar month that starts on `first`."""
    return Days(first, add_months(first, 1))


def months_between(start: dt.date, end: dt.date) -> int:
    """Return how many whole months lie in [start, end), counted from `start`.

    >>> months_between(dt.date(2024, 1, 31), dt.date(2024, 2, 29))
    1
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1
