"""What does a row cost over the term, in months and by days?"""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.contract.lint.amounts import exact_sum, with_amounts
from lineproof.model.circuit import CIRCUITS
from lineproof.model.period import Days

DAY = dt.date
YEAR = Days(DAY(2024, 1, 1), DAY(2025, 1, 1))


def cost(
    start: dt.date | None, end: dt.date | None, span: Days | None = YEAR
) -> tuple[object, ...]:
    """Return months_low, months_high and amount of a row at 310.00 a month."""
    rows = pl.DataFrame([{"line": "1", "monthly_rent": 31000, "start": start, "end": end}],
                        schema=CIRCUITS.schema())  # fmt: skip
    frame = with_amounts(rows, span=span, months=12)
    return frame.select("months_low", "months_high", "amount_minor").row(0)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, (12, 12, 372000)),
        (DAY(2024, 1, 1), DAY(2024, 12, 31), (12, 12, 372000)),
        (DAY(2024, 9, 1), None, (4, 4, 124000)),
        (DAY(2024, 12, 2), None, (0, 1, 30000)),
        (DAY(2024, 12, 1), DAY(2024, 12, 30), (0, 1, 30000)),
        (DAY(2024, 12, 2), DAY(2024, 12, 30), (0, 1, 29000)),
        (DAY(2024, 10, 31), DAY(2024, 12, 1), (1, 3, 33000)),
        (DAY(2024, 3, 5), DAY(2024, 3, 4), (0, 0, 0)),
        (DAY(2024, 5, 5), DAY(2024, 3, 4), (0, 0, 0)),
    ],
)
def test_part_months_are_bounded_and_cost_their_days(
    start: dt.date | None, end: dt.date | None, expected: tuple[int, ...]
) -> None:
    """310.00 is 10.00 a day of a 31-day month. 31 October to 1 December: 10.00 + 310.00 + 10.00."""
    assert cost(start, end) == expected


def test_without_a_known_term_only_dated_rows_and_whole_terms_cost() -> None:
    """No dates: the 12 months agreed. One date alone: nobody knows."""
    assert cost(None, None, None) == (12, 12, 372000)
    assert cost(DAY(2024, 9, 1), DAY(2024, 10, 31), None) == (2, 2, 62000)
    assert cost(DAY(2024, 9, 1), None, None) == (None, None, None)


def test_a_length_beyond_reason_is_cut_off() -> None:
    """From the year 1 to 9999: 9,000 months, so that rent × months stays below 2⁶³."""
    assert cost(DAY(1, 1, 1), DAY(9999, 12, 31))[:2] == (9000, 9000)


@given(st.lists(st.integers(min_value=-(2**62), max_value=2**62) | st.none()))
def test_sums_are_exact_beyond_64_bits(values: list[int | None]) -> None:
    """The same as Python's integers, which have no bound."""
    series = pl.Series(values, dtype=pl.Int64)
    assert exact_sum(series) == sum(value for value in values if value is not None)
