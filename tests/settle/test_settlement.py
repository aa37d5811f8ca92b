"""What does a settled month hold? Amounts and their bounds."""

from fractions import Fraction

import pytest

from lineproof.settle.settlement import UNKNOWN, Bounded, TaxPart


@pytest.mark.parametrize(
    ("low", "high", "value"), [(1, 1, 1), (1, 2, None), (0, 0, 0), (-2, -1, None)]
)
def test_bounds_that_meet_make_an_amount_known(low: int, high: int, value: int | None) -> None:
    """1 to 1 is 1; 1 to 2 isn't known."""
    found = Bounded.between(low, high)
    assert (found.value, found.low, found.high) == (value, low, high)


def test_known_and_unknown() -> None:
    """Exactly 5 is bounded by itself; nothing bounds the unknown."""
    assert Bounded.exactly(5) == Bounded(5, 5, 5)
    assert Bounded(None, None, None) == UNKNOWN


def test_net_and_tax_are_the_gross() -> None:
    """100 + 6."""
    assert (
        TaxPart(
            Fraction(6, 100),
            net=100,
            tax=6,
            clause="",
            nature="price",
            is_inclusive=True,
            round_at="category",
        ).gross
        == 106
    )
