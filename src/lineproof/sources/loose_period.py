"""Which days does a person's text for a period mean? A month, several of them, or two days.

What can be read in two ways is none. Days are half-open: the second is the first no longer in it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from lineproof.model.period import add_months
from lineproof.sources.loose import plain_month

_DAY = re.compile(
    r"(?<![0-9])(20[0-9]{2})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))(?![0-9])",
    re.ASCII,
)
_DAY_FIRST = re.compile(r"(?<![0-9.])([0-9]{1,2})\.([0-9]{1,2})\.(20[0-9]{2})(?![0-9])", re.ASCII)
_DAY_LAST = re.compile(r"(?<![0-9/.-])[0-9]{1,2}([-/.])[0-9]{1,2}\1 ?20[0-9]{2}", re.ASCII)
_SEPARATOR = re.compile(
    r"\s+(?:to|bis|-|–|—)\s+|至|到|[~～–—]|(?<=[0-9日月])-(?=20[0-9]{2}[-/.年])"
)
_PAIR = 2


def plain_period(text: str) -> tuple[dt.date, dt.date] | None:
    """Return a period's first day and the first day after it, or None where it is none.

    With dots the day comes first; with strokes it could be the month, so that it is neither.

    >>> plain_period("2025年3月")
    (datetime.date(2025, 3, 1), datetime.date(2025, 4, 1))
    >>> plain_period("2025-03-15 to 2025-03-31"), plain_period("2025.01-2025.03")[1]
    ((datetime.date(2025, 3, 15), datetime.date(2025, 4, 1)), datetime.date(2025, 4, 1))
    >>> plain_period("spring")
    """
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    plain = _DAY_FIRST.sub(r"\3-\2-\1", plain)
    if _DAY_LAST.search(plain):
        return None
    try:
        days = [
            dt.date(int(m[1]), int(m[2] or m[4]), int(m[3] or m[5])) for m in _DAY.finditer(plain)
        ]
        if len(days) == _PAIR:
            return _checked(days[0], days[1] + dt.timedelta(days=1))
        if len(days) == 1 and days[0].day == 1:  # a spreadsheet's way to write a month
            return days[0], add_months(days[0], 1)
        parts = [part for part in _SEPARATOR.split(plain) if part.strip()]
        months = [plain_month(part) for part in parts]
        if days or not 0 < len(months) <= _PAIR or None in months:
            return None
        first, last = (dt.date.fromisoformat(f"{months[i]}-01") for i in (0, -1))
        return _checked(first, add_months(last, 1))
    except ValueError:
        return None


def _checked(first: dt.date, after: dt.date) -> tuple[dt.date, dt.date] | None:
    """Return a period, or None where it ends before it begins."""
    return (first, after) if first < after else None
