"""Is each link of a billed line where a record tells of it, and missing where none does?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.contract.check import check
from lineproof.model.period import parse_month
from lineproof.reconcile.sample import Billed
from lineproof.reconcile.trace import KINDS, Trace, traced
from lineproof.settle.settle import Asked, settle

D = dt.date
Viewed = Callable[..., Any]
ALL: dict[str, list[dict[str, Any]]] = {
    "orders": [{"order": "O-7", "line": "1a", "ordered": D(2023, 12, 1)}],
    "lifecycle": [{"line": "1a", "event": "accepted", "date": D(2024, 1, 1)}],
    "invoices": [{"number": "B1", "amount": 100_00, "received": D(2024, 3, 4),
                  "verified": D(2024, 3, 5), "verified_by": "ann"}],
    "payments": [{"item": "2024-02", "amount": 60_00, "paid": D(2024, 3, 20), "invoice": "B1"},
                 {"item": "2024-02", "amount": 40_00, "paid": D(2024, 3, 28), "invoice": "B1"}],
}  # fmt: skip
LINE = Billed("B1", "1", "1a", "C-1", "", "rent", 100_00)


def _traced(viewed: Viewed, billed: Billed = LINE, *, without: str = "") -> Trace:
    """Return a line's trace in February 2024, with every record but those of one kind."""
    view = viewed(records={kind: rows for kind, rows in ALL.items() if kind != without})
    month = settle(view.case, Asked(parse_month("2024-02"), findings=check(view.case)))
    return traced(billed, view, month)


def test_a_whole_chain_has_every_link(viewed: Viewed) -> None:
    """Ordered, accepted, settled at 100.00, invoiced, verified, paid in two parts of 100.00."""
    trace = _traced(viewed)
    assert trace.missing == ()
    found = {link.kind: (link.day, link.amount, link.about) for link in trace.links}
    assert found["order"] == (D(2023, 12, 1), None, "O-7")
    assert found["acceptance"] == (D(2024, 1, 1), None, "")
    assert found["settlement"][1:] == (100_00, "1")
    assert found["invoice"] == (D(2024, 3, 4), 100_00, "B1")
    assert found["approval"] == (D(2024, 3, 5), None, "ann")
    assert found["payment"] == (D(2024, 3, 28), 100_00, "")
    assert trace.explained is not None
    assert trace.explained.value == 100_00
    assert [link.kind for link in trace.links] == list(KINDS)


@pytest.mark.parametrize(
    ("without", "missing"),
    [("orders", ("order",)), ("lifecycle", ("acceptance",)), ("payments", ("payment",)),
     ("invoices", ("invoice", "approval"))],
)  # fmt: skip
def test_a_link_without_a_record_is_missing(
    viewed: Viewed, without: str, missing: tuple[str, ...]
) -> None:
    """One kind of record less, and just its links are missing."""
    assert _traced(viewed, without=without).missing == missing


def test_a_line_that_nobody_ordered_has_no_settlement(viewed: Viewed) -> None:
    """Only the bill tells of it, and what was done about the bill."""
    stranger = Billed("B1", "9", "", "X-9", "", "rent", 5_00)
    trace = _traced(viewed, stranger)
    assert trace.missing == ("order", "acceptance", "settlement")
    assert trace.explained is None


def test_the_contract_as_a_whole_may_be_what_was_accepted(viewed: Viewed) -> None:
    """No line was accepted by itself, and the contract on 15 January."""
    records = {"milestones": [{"event": "signed", "date": D(2024, 1, 15)}]}
    view = viewed(records=records)
    month = settle(view.case, Asked(parse_month("2024-02"), findings=check(view.case)))
    (link,) = (each for each in traced(LINE, view, month).links if each.kind == "acceptance")
    assert (link.day, link.where) == (D(2024, 1, 15), ("records/milestones.csv:2",))
