"""How does a day or a month read in a person's language? Files and addresses keep ISO 8601.

Findings and explanations keep it too: they are evidence, and read the same on both sides.
"""

from __future__ import annotations

import datetime as dt
import re

from lineproof.report.wording import Language

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
#: A day that is no part of a longer name, such as a bill's number.
_DAY = re.compile(r"(?<![\w/.-])\d{4}-\d{2}-\d{2}(?![\w/.-])")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_SHORT = 3


def day_text(day: dt.date, language: Language) -> str:
    """Return a day as it reads.

    >>> day_text(dt.date(2025, 1, 31), "en"), day_text(dt.date(2025, 1, 31), "zh")
    ('31 Jan 2025', '2025年1月31日')
    """
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1][:_SHORT]} {day.year}"


def month_name(month: str, language: Language) -> str:
    """Return a month as it reads. month: as 2025-01; any other text stays as it is.

    >>> month_name("2025-01", "en"), month_name("2025-01", "zh")
    ('January 2025', '2025年1月')
    """
    if _MONTH.fullmatch(month) is None:
        return month
    year, number = (int(part) for part in month.split("-"))
    return f"{year}年{number}月" if language == "zh" else f"{_MONTHS[number - 1]} {year}"


def short_month(month: str, language: Language) -> str:
    """Return a month as it reads over a narrow column.

    >>> short_month("2025-09", "en"), short_month("2025-09", "zh")
    ('Sep 2025', '2025年9月')
    """
    name, blank, year = month_name(month, language).partition(" ")
    return f"{name[:_SHORT]} {year}" if blank else name


def days_said(text: str, language: Language) -> str:
    """Return a text of ours with each day in it as it reads; anything else stays.

    >>> days_said("2025-01-01 to 2025-01-31", "en")
    '1 Jan 2025 to 31 Jan 2025'
    """
    return _DAY.sub(lambda found: _said(found[0], language), text)


def _said(text: str, language: Language) -> str:
    """Return a day as it reads; what is no day, such as the 30th of February, stays."""
    try:
        return day_text(dt.date.fromisoformat(text), language)
    except ValueError:
        return text
