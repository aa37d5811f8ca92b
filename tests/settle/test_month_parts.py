"""Do a month's parts add up to what it earned and to what is payable?"""

from __future__ import annotations

import dataclasses
import datetime as dt

import polars as pl
import pytest

from lineproof.model.period import Days
from lineproof.settle.month_parts import MonthParts, Step, month_parts
from lineproof.settle.settlement import LINE_SCHEMA, UNKNOWN, Bounded, Settlement

FIRST = dt.date(2025, 1, 1)


def _month(rows: list[tuple[str, str, int | None]], *, gross: int, payable: int) -> Settlement:
    """Return a month of rows: charge, clause, amount."""
    frame = pl.DataFrame(
        [{"charge": charge, "clause": clause, "amount": amount} for charge, clause, amount in rows],
        schema={name: LINE_SCHEMA[name] for name in ("charge", "clause", "amount")},
    )
    known = Bounded.exactly
    return Settlement(
        "c", "2025-01", Days(FIRST, FIRST), "EUR", 2, frame, known(gross), known(0),
        known(payable), UNKNOWN, UNKNOWN, (), (), (), (), (), (), (), (), (), "", "",
    )  # fmt: skip


def test_charges_stand_in_the_order_that_makes_a_month() -> None:
    """Rent by clause, deductions, then 19 % tax: 100 + 50 − 10 = 140, and 27 more."""
    rows: list[tuple[str, str, int | None]] = [
        ("deduction", "3", -1000), ("rent", "1", 4000), ("rent", "2", 5000), ("rent", "1", 6000),
    ]  # fmt: skip
    found = month_parts(_month(rows, gross=16_660, payable=16_660))
    assert found is not None
    assert found.earned == (
        Step("rent", "1", 10_000), Step("rent", "2", 5000), Step("deduction", "3", -1000),
        Step("tax", "", 2660),
    )  # fmt: skip
    assert found.moved == ()


def test_what_moves_between_months_leads_to_what_is_payable() -> None:
    """Earned 100, of it a credit of 10 for later; 5 of earlier months; 30 falls due elsewhere."""
    month = _month([("rent", "1", 11_000), ("deduction", "3", -1000)], gross=10_000, payable=7500)
    month = dataclasses.replace(
        month, carried=Bounded.exactly(-500), deferred=(("2025-02", -1000),)
    )
    found = month_parts(month)
    assert found is not None
    assert found.moved == (
        Step("deferred", "", 1000), Step("carried", "", -500), Step("due", "", -3000),
    )  # fmt: skip


def test_an_open_month_has_no_parts() -> None:
    """Neither where a total isn't known, nor where a line isn't."""
    month = _month([("rent", "1", 100)], gross=100, payable=100)
    assert month_parts(dataclasses.replace(month, payable=UNKNOWN)) is None
    assert month_parts(_month([("rent", "1", None)], gross=100, payable=100)) is None


def test_parts_that_don_t_add_up_are_a_mistake_of_ours() -> None:
    """Whatever made them."""
    with pytest.raises(AssertionError, match="must add up"):
        MonthParts((Step("rent", "1", 1),), 2, (), 2)
    with pytest.raises(AssertionError, match="must lead to"):
        MonthParts((Step("rent", "1", 2),), 2, (), 3)
