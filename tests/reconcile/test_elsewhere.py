"""Is what other bills have taken off what is owed, and asked for again, told?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.bill import Bill
from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconcile import reconcile
from lineproof.reconcile.reconciliation import Reconciliation

D = dt.date
MARCH = {"from": D(2024, 3, 1), "to": D(2024, 4, 1)}
FEBRUARY = {"from": D(2024, 2, 1), "to": D(2024, 3, 1)}
CIRCUITS = [{"line": str(n), "id": f"C{n}", "monthly_rent": 60_000, "start": D(2024, 1, 1)}
            for n in (1, 2)]  # fmt: skip
ONE = {"circuit": "C1", "gross": 60_000, **MARCH}
TWO = {"circuit": "C2", "gross": 60_000, **MARCH}
Row = dict[str, Any]


@pytest.mark.parametrize(
    ("bills", "expected"),
    [
        pytest.param(([ONE], [TWO]), [], id="the rest of the month"),
        pytest.param(([ONE, TWO], [ONE]), [("1", "billed_twice", 60_000)], id="a circuit again"),
        pytest.param(([{**ONE, **FEBRUARY}], [ONE, TWO, {**ONE, **FEBRUARY}]),
                     [("1", "billed_twice", 60_000)], id="last month again"),
        pytest.param(([{**ONE, **FEBRUARY, "circuit": "C2"}], [ONE, TWO, {**ONE, **FEBRUARY}]),
                     [("1", "wrong_period", 60_000)], id="last month of another circuit"),
        pytest.param(([{"circuit": "C1", "gross": 60_000}], [ONE, TWO]), [],
                     id="a row that names no days says nothing"),
        pytest.param(([{**ONE, "gross": 70_000}], [TWO, {**ONE, "gross": -10_000}]), [],
                     id="what was too much comes back"),
        pytest.param(([ONE, {**ONE, "gross": -60_000}], [ONE, TWO]), [],
                     id="billed and taken back before"),
    ],
)  # fmt: skip
def test_what_other_bills_have(
    claimed: Callable[..., Owed], bill_of: Callable[..., Bill],
    told: Callable[[Reconciliation], list[tuple[Any, ...]]], bills: tuple[list[Row], list[Row]],
    expected: list[Any],
) -> None:  # fmt: skip
    """600.00 are owed for each of C1 and C2 in March 2024, once."""
    claim = claimed("2024-03", circuits=CIRCUITS, terms=())
    before, now = bills
    other = bill_of(before, number="B0")
    found = reconcile([claim], [bill_of(now)], others=[other])
    assert told(found) == expected
    if ("1", "billed_twice", 60_000) in expected:
        rows = found.differences.filter(found.differences["cause"] == "billed_twice")
        assert rows["evidence"].to_list() == ["B0"]
