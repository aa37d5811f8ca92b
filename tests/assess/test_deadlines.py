"""Which day is the last? Counted forward from an event, and back from an end."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.assess.deadlines import days_before, last_day, status_of
from lineproof.contract.case import view

D = dt.date


@pytest.mark.parametrize(
    ("done", "on", "status"),
    [
        (None, D(2024, 3, 9), "pending"),
        (None, D(2024, 3, 10), "breached"),
        (D(2024, 3, 9), D(2024, 3, 10), "met"),
        (D(2024, 3, 10), D(2024, 3, 10), "breached"),
        (D(2024, 3, 10), D(2024, 3, 9), "pending"),  # not done yet, on that day
    ],
)
def test_a_duty_can_be_met_to_the_end_of_its_last_day(
    done: dt.date | None, on: dt.date, status: str
) -> None:
    """The last day is 9 March."""
    assert status_of(due=D(2024, 3, 9), done=done, on=on) == status


@pytest.mark.parametrize(
    ("within", "unit", "expected"),
    [
        (30, "days", D(2024, 12, 1)),
        (1, "months", D(2024, 11, 30)),
        (2, "months", D(2024, 10, 31)),
        (0, "days", D(2024, 12, 31)),
    ],
)
def test_a_period_before_an_end(
    viewed: Callable[..., Any], within: int, unit: str, expected: dt.date
) -> None:
    """The contract ends with 31 December 2024."""
    assert days_before(viewed(), D(2024, 12, 31), within=within, unit=unit) == expected


def test_workdays_before_an_end(viewed: Callable[..., Any]) -> None:
    """3 workdays before 10 October 2024 ends: 8, 9, 10 are worked, so that the 7th is the last."""
    assert days_before(viewed(), D(2024, 10, 10), within=3, unit="workdays") == D(2024, 10, 7)


@given(st.dates(D(2024, 1, 10), D(2024, 11, 30)), st.integers(0, 40))
def test_the_day_before_is_the_last_from_which_the_period_fits(
    minimal: Callable[..., Any], last: dt.date, within: int
) -> None:
    """From that day it ends in time; from the next one it doesn't."""
    known = view(minimal())
    day = days_before(known, last, within=within, unit="days")
    assert last_day(known, day, within=within, unit="days") <= last
    later = day + dt.timedelta(days=1)
    assert last_day(known, later, within=within, unit="days") > last
