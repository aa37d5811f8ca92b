"""Are charges with reasons of their own lines like any other? Amounts, days and clauses."""

import datetime as dt
from fractions import Fraction

import pytest

from lineproof.model.explained import Explained
from lineproof.model.period import Days
from lineproof.settle.charges import Charge, charge_lines
from lineproof.settle.settlement import LINE_SCHEMA

MARCH = Days(dt.date(2024, 3, 1), dt.date(2024, 4, 1))


def _charge(amount: Fraction) -> Charge:
    """Return a bundle's fee of so many minor units."""
    return Charge("B", "bundle", "B", "annex 3", MARCH, Explained(label="fee", exact=amount))


def test_a_charge_becomes_one_line() -> None:
    """300,000 minor units for March."""
    (row,) = charge_lines([_charge(Fraction(300_000))]).to_dicts()
    assert (row["line"], row["charge"], row["amount"]) == ("B", "bundle", 300_000)
    assert (row["from"], row["to"], row["clause"]) == (MARCH.start, MARCH.end, "annex 3")


def test_no_charges_are_no_lines() -> None:
    """In the columns of all lines."""
    assert charge_lines([]).schema == LINE_SCHEMA


def test_a_charge_is_rounded_before_it_is_owed() -> None:
    """Half a minor unit is a mistake of ours."""
    with pytest.raises(AssertionError, match="rounded before"):
        charge_lines([_charge(Fraction(1, 2))])
