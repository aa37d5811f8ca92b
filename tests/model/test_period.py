"""Are days, months and what lies between them counted right?"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.period import (
    Days,
    add_months,
    calendar_month,
    month_text,
    months_between,
    parse_month,
)

DAY = dt.date
days = st.dates(min_value=dt.date(1901, 1, 1), max_value=dt.date(2900, 1, 1))


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (DAY(2024, 3, 4), DAY(2024, 4, 1), 28),
        (DAY(2024, 3, 4), DAY(2024, 3, 5), 1),
        (DAY(2024, 3, 4), DAY(2024, 3, 4), 0),
        (DAY(2024, 3, 4), DAY(2024, 3, 3), 0),
    ],
)
def test_days_are_counted_to_the_end_and_not_with_it(
    start: dt.date, end: dt.date, count: int
) -> None:
    """4 to 31 March are 28 days; backwards there are none."""
    assert Days(start, end).count == count


def test_the_end_is_not_in_it() -> None:
    """The start is."""
    march = Days(DAY(2024, 3, 1), DAY(2024, 4, 1))
    assert DAY(2024, 3, 1) in march
    assert DAY(2024, 3, 31) in march
    assert DAY(2024, 4, 1) not in march
    assert DAY(2024, 2, 29) not in march


@given(days, days, days, days, days)
def test_an_intersection_holds_the_common_days(
    a: dt.date, b: dt.date, c: dt.date, d: dt.date, day: dt.date
) -> None:
    """A day lies in it where it lies in both."""
    first, second = Days(a, b), Days(c, d)
    assert (day in first.intersection(second)) == (day in first and day in second)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (DAY(2024, 1, 31), 1, DAY(2024, 2, 29)),
        (DAY(2023, 1, 31), 1, DAY(2023, 2, 28)),
        (DAY(2024, 1, 31), 2, DAY(2024, 3, 31)),
        (DAY(2024, 11, 1), 16, DAY(2026, 3, 1)),
        (DAY(2024, 3, 31), -1, DAY(2024, 2, 29)),
        (DAY(2024, 1, 1), -1, DAY(2023, 12, 1)),
        (DAY(2024, 5, 5), 0, DAY(2024, 5, 5)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(
    day: dt.date, months: int, expected: dt.date
) -> None:
    """There is no 31 February; 16 months from November 2024 is March 2026."""
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (DAY(2024, 1, 1), DAY(2025, 1, 1), 12),
        (DAY(2024, 1, 1), DAY(2024, 12, 31), 11),
        (DAY(2024, 1, 15), DAY(2024, 2, 15), 1),
        (DAY(2024, 1, 15), DAY(2024, 2, 14), 0),
        (DAY(2024, 1, 31), DAY(2024, 2, 29), 1),
        (DAY(2024, 1, 31), DAY(2024, 2, 28), 0),
        (DAY(2024, 1, 1), DAY(2024, 1, 1), 0),
    ],
)
def test_whole_months_are_counted_from_the_start(start: dt.date, end: dt.date, months: int) -> None:
    """A day short is a month less; 31 January to 29 February is one."""
    assert months_between(start, end) == months


@given(days, st.integers(min_value=0, max_value=600))
def test_so_many_months_on_so_many_months_lie_between(day: dt.date, months: int) -> None:
    """Adding and counting agree."""
    assert months_between(day, add_months(day, months)) == months


@given(days)
def test_a_month_written_is_read_again(day: dt.date) -> None:
    """As its first day, and the month from it holds the day."""
    first = parse_month(month_text(day))
    assert first == day.replace(day=1)
    assert day in calendar_month(first)


@pytest.mark.parametrize(
    "text", ["2025-3", "2025-13", "2025-00", "0000-01", "25-03", "2025-03-01", "２０２５-03", ""]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    """Quoted, with an example."""
    with pytest.raises(ValueError, match="is not a month such as 2025-03"):
        parse_month(text)


def test_years_before_1000_are_written_with_four_digits() -> None:
    """On Linux, %Y leaves the zeros out."""
    assert month_text(DAY(999, 3, 1)) == "0999-03"
