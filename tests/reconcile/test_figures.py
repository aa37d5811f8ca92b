"""Are the figures of a group what its rows say, whatever it is made of?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconciliation import Reconciliation

D = dt.date
PRICES = {"id": "PRICES", "kind": "price_lines", "lines": [
    {"line": "1a", "name": "phase 1", "qty": 198, "monthly_rent": "113.00"},
]}  # fmt: skip
Told = Callable[[Reconciliation], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param({"gross": 198 * 11_300}, [], id="198 × 113.00"),
        pytest.param({"gross": 200 * 11_300, "quantity": "200", "price": "113"},
                     [("1a", "wrong_quantity", 22_600)], id="200 units are printed"),
        pytest.param({"gross": 200 * 11_300}, [("1a", "wrong_quantity", 22_600)],
                     id="200 units, by the amount"),
        pytest.param({"gross": 198 * 12_000, "price": "120.00"},
                     [("1a", "wrong_price", 138_600)], id="198 × 7.00 too much"),
        pytest.param({"gross": 200 * 12_000, "quantity": "200", "price": "120"},
                     [("1a", "wrong_price", 140_000), ("1a", "wrong_quantity", 22_600)],
                     id="2 × 113.00 for the units, then 200 × 7.00"),
        pytest.param({"gross": 198 * 11_300 + 5, "quantity": "1"}, [("1a", "unexplained", 5)],
                     id="one lot is printed, and five cents are beyond all"),
    ],
)  # fmt: skip
def test_unnamed_units(
    claimed: Callable[..., Owed], compared_to: Callable[..., Reconciliation], told: Told,
    row: dict[str, Any], expected: list[Any],
) -> None:  # fmt: skip
    """198 units of 113.00 are 22,374.00."""
    claim = claimed("2024-03", terms=(PRICES,))
    assert told(compared_to(claim, [{"product": "phase 1", **row}])) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"net": 10_000, "tax": 600, "price": "100.00"}, []),
        ({"net": 20_000, "tax": 1_200, "price": "200.00"}, [("1", "wrong_price", 10_600)]),
        ({"net": 20_000, "tax": 1_200, "price": "212.00"}, [("1", "wrong_price", 10_600)]),
    ],
)
def test_a_printed_price_may_be_without_tax(
    claimed: Callable[..., Owed], compared_to: Callable[..., Reconciliation], told: Told,
    row: dict[str, Any], expected: list[Any],
) -> None:  # fmt: skip
    """106.00 with 6 % is agreed; 200.00 without tax, or 212.00 with it, are 106.00 too much."""
    tax = {"id": "T", "kind": "tax", "rate": "0.06", "inclusive": True}
    circuits = [{"line": "1", "id": "C1", "monthly_rent": 10_600, "start": D(2024, 1, 1)}]
    claim = claimed("2024-03", circuits=circuits, terms=(tax,))
    assert told(compared_to(claim, [{"circuit": "C1", **row}])) == expected


def test_amounts_beyond_64_bits_are_compared_all_the_same(
    claimed: Callable[..., Owed], compared_to: Callable[..., Reconciliation], told: Told
) -> None:
    """9 × 10^12 for 17 of 31 days: 10^15 minor units times the shares don't fit a product."""
    part = {"id": "PART", "kind": "proration", "method": "annual_365"}
    circuits = [{"line": "1", "id": "C1", "monthly_rent": 9 * 10**14}]
    begun = {"lifecycle": [{"line": "1", "event": "accepted", "date": D(2024, 3, 15)}]}
    claim = claimed("2024-03", circuits=circuits, terms=(part,), records=begun)
    (owed,) = claim.rows["low"].to_list()
    found = compared_to(claim, [{"circuit": "C1", "gross": owed + 7}])
    assert told(found) == [("1", "unexplained", 7)]
