"""What share of a month bears each stretch? Every method, by hand."""

from fractions import Fraction

import numpy as np
import pytest

from lineproof.contract.terms.pricing import Method
from lineproof.settle.shares import Methods, Stretches, segment_shares

Rows = list[tuple[int, int, int]]


def _shares(rows: Rows, days: int, method: Method, unit: int = 0) -> list[Fraction]:
    """Shares of one unit's stretches (start, end, rent) under one method."""
    start, end, rent = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    stretches = Stretches(np.full(len(rows), unit, dtype=np.int64), start, end, rent)
    rates = segment_shares(stretches, days=days, methods=Methods(method, method, method))
    return [Fraction(int(n), rates.denominator) for n in rates.numerators]


@pytest.mark.parametrize("method", ["actual_days", "thirty", "half_month", "annual_365", "none"])
@pytest.mark.parametrize("days", [28, 29, 30, 31])
def test_a_whole_month_at_one_price_is_one_under_every_method(method: Method, days: int) -> None:
    """In service throughout: one rent, uncut and cut by a rule at day 9 alike."""
    assert _shares([(0, days, 5)], days, method) == [1]
    assert sum(_shares([(0, 9, 5), (9, days, 5)], days, method)) == 1


@pytest.mark.parametrize(
    ("method", "days", "rows", "expected"),
    [
        ("actual_days", 31, [(3, 31, 9)], [Fraction(28, 31)]),
        ("actual_days", 29, [(0, 28, 9)], [Fraction(28, 29)]),
        ("actual_days", 31, [(30, 31, 9)], [Fraction(1, 31)]),
        ("thirty", 31, [(3, 31, 9)], [Fraction(27, 30)]),
        ("thirty", 31, [(30, 31, 9)], [Fraction(0)]),
        ("thirty", 31, [(29, 31, 9)], [Fraction(1, 30)]),
        ("thirty", 31, [(0, 30, 9)], [Fraction(1)]),
        ("thirty", 28, [(27, 28, 9)], [Fraction(3, 30)]),
        ("thirty", 29, [(28, 29, 9)], [Fraction(2, 30)]),
        ("thirty", 28, [(0, 27, 9)], [Fraction(27, 30)]),
        ("half_month", 31, [(14, 31, 9)], [Fraction(1)]),
        ("half_month", 31, [(15, 31, 9)], [Fraction(1, 2)]),
        ("half_month", 31, [(0, 15, 9)], [Fraction(1, 2)]),
        ("half_month", 31, [(0, 16, 9)], [Fraction(1)]),
        ("half_month", 31, [(0, 15, 9), (15, 31, 8)], [Fraction(1, 2), Fraction(1, 2)]),
        ("half_month", 31, [(0, 14, 9), (14, 31, 8)], [Fraction(0), Fraction(1)]),
        ("half_month", 31, [(0, 20, 9), (20, 31, 8)], [Fraction(1, 2), Fraction(1, 2)]),
        ("half_month", 31, [(0, 3, 9), (20, 31, 9)], [Fraction(1, 2), Fraction(1, 2)]),
        ("annual_365", 31, [(3, 31, 9)], [Fraction(28 * 12, 365)]),
        ("annual_365", 28, [(27, 28, 9)], [Fraction(12, 365)]),
        ("annual_365", 31, [(0, 9, 9), (9, 31, 8)], [Fraction(108, 365), Fraction(264, 365)]),
        ("none", 31, [(30, 31, 9)], [Fraction(1)]),
        ("none", 31, [(0, 1, 9)], [Fraction(1)]),
        ("none", 31, [(0, 9, 9), (9, 31, 8)], [Fraction(1), Fraction(0)]),
    ],
)
def test_part_months(method: Method, days: int, rows: Rows, expected: list[Fraction]) -> None:
    """From the 4th of 31: 28 days; of thirty 30 - 3 = 27; the 31st has no share of thirty, the 28th
    of February the days 28 to 30; a half begun counts whole; at a change the new price begins with
    the half it falls in; 28 × 12/365 of a month's rent; none: the first day's price.
    """
    assert _shares(rows, days, method) == expected


def test_a_cut_without_a_change_of_price_is_no_change() -> None:
    """31 days × 12/365 would be 1.019 rents: at one price a month of 31 days is one rent, 9/31 and
    22/31 of it where a rule changes on the 10th.
    """
    found = _shares([(0, 9, 5), (9, 31, 5)], 31, "annual_365")
    assert found == [Fraction(9, 31), Fraction(22, 31)]


def test_one_method_rules_a_month_first_then_last_then_changed() -> None:
    """A month in which the line starts, changes and ends goes by `first`; one that ends and changes
    by `last`; one that pauses by `changed`.
    """
    methods = Methods("none", "thirty", "half_month")
    unit = np.array([0, 0, 1, 1, 2, 2])
    start = np.array([3, 10, 0, 10, 0, 20])
    end = np.array([10, 20, 10, 20, 10, 31])
    rent = np.array([5, 6, 5, 6, 5, 5])
    rates = segment_shares(Stretches(unit, start, end, rent), days=31, methods=methods)
    found = [Fraction(int(n), rates.denominator) for n in rates.numerators]
    assert found == [1, 0, Fraction(1, 3), Fraction(1, 3), Fraction(1, 2), Fraction(1, 2)]


def test_no_stretches_have_no_shares() -> None:
    """A month in which nothing is in service."""
    none = np.zeros(0, dtype=np.int64)
    methods = Methods("actual_days", "actual_days", "actual_days")
    found = segment_shares(Stretches(none, none, none, none), days=31, methods=methods)
    assert found.numerators.size == 0
