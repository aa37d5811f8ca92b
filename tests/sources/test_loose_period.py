"""Is a period read where it means one thing, and nothing where it could mean two?"""

import datetime as dt

import pytest

from lineproof.sources.loose_period import plain_period

MARCH = (dt.date(2025, 3, 1), dt.date(2025, 4, 1))


@pytest.mark.parametrize(
    "text",
    [
        "2025-03", "202503", "2025年3月", "２０２５年３月", "03/2025", "Mar 2025", "2025-03-01",
        "2025-03-01 - 2025-03-31", "2025-03-01~2025-03-31", "20250301-20250331",
        "2025年3月1日至2025年3月31日", "2025/3/1-2025/3/31", "2025.03.01 to 2025.03.31",
        "2025-03 to 2025-03", "01.03.2025 - 31.03.2025",
    ],
)  # fmt: skip
def test_march_in_many_spellings(text: str) -> None:
    """From 1 March up to the day before 1 April; a spreadsheet's month is its first day."""
    assert plain_period(text) == MARCH


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2025-01 - 2025-03", dt.date(2025, 1, 1), dt.date(2025, 4, 1)),  # a quarter
        ("2025-03-15 to 2025-03-15", dt.date(2025, 3, 15), dt.date(2025, 3, 16)),  # one day
        ("2024-02-01–2024-02-29", dt.date(2024, 2, 1), dt.date(2024, 3, 1)),  # a leap year
        ("2025-12", dt.date(2025, 12, 1), dt.date(2026, 1, 1)),
    ],
)
def test_the_last_day_is_still_in_it(text: str, first: dt.date, after: dt.date) -> None:
    """The second day given is the last one billed; the one after it is the first that isn't."""
    assert plain_period(text) == (first, after)


@pytest.mark.parametrize(
    "text",
    [
        "", "spring", "Q1 2025", "2025", "2025-02-30", "2025-13", "03/04/2025", "2025-03-31",
        "2025-03-31 - 2025-03-01", "2025年1月至3月", "2025-01 - 2025-02 - 2025-03",
    ],
)  # fmt: skip
def test_what_means_no_period_or_several_is_none(text: str) -> None:
    """A day that isn't there, days in the wrong order, a single day in the middle of a month."""
    assert plain_period(text) is None
