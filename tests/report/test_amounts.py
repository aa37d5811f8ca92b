"""Amounts as a person reads them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lineproof.report.amounts import amount_text, bounded_text, percent_text
from lineproof.settle.settlement import UNKNOWN, Bounded


@pytest.mark.parametrize(
    ("minor", "digits", "text"),
    [(0, 2, "0.00"), (-5, 2, "-0.05"), (99_999, 2, "999.99"), (100_000, 2, "1,000.00"),
     (1_234_567, 0, "1,234,567"), (1_234_567, 3, "1,234.567")],
)  # fmt: skip
def test_thousands_stand_apart(minor: int, digits: int, text: str) -> None:
    """From 1,000 on, whatever the currency's decimals."""
    assert amount_text(minor, digits=digits) == text


def test_an_unknown_amount_says_so() -> None:
    """Its bounds where it has both; never zero."""
    assert bounded_text(Bounded.between(0, 500), digits=2, language="en") == "0.00 to 5.00"
    assert bounded_text(Bounded(None, 0, None), digits=2, language="en") == "not known"
    assert bounded_text(UNKNOWN, digits=2, language="zh") == "未定"


def test_a_rate_below_one_per_cent_is_per_mille() -> None:
    """3 ‰ and 3 % are the mistake to see."""
    assert percent_text(Fraction(3, 1000)) == "3 ‰"
    assert percent_text(Fraction(1, 100)) == "1 %"
    assert percent_text(Fraction(0)) == "0 %"
