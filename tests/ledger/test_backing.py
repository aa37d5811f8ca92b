"""Is what stands behind a payment gathered as it was recorded, up to the day asked?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from lineproof.ledger.backing import (
    Acceptance,
    Order,
    acceptances_of,
    invoices_of,
    orders_of,
    paid_of,
    scores_of,
)

Made = Callable[..., Any]
D = dt.date
DAY = D(2024, 2, 5)
BLUE = {"number": "N1", "item": "a", "amount": 1000, "received": DAY, "matches": "yes"}
RED = {"number": "N2", "amount": -400, "received": D(2024, 2, 6), "colour": "red", "red_of": "N1"}


def test_an_invoice_is_left_what_reds_do_not_take(viewed: Made) -> None:
    """10.00 on the 5th; 4.00 taken back on the 6th; on the 4th there is none."""
    known = viewed(records={"invoices": [BLUE, RED]})
    assert invoices_of(known, "a", on=D(2024, 2, 4)) == ()
    for day, left in ((DAY, 1000), (D(2024, 2, 6), 600)):
        (invoice,) = invoices_of(known, "a", on=day)
        assert (invoice.number, invoice.left, invoice.matches) == ("N1", left, True)
    assert invoices_of(known, "b", on=DAY) == ()


def test_payments_count_from_their_day(viewed: Made) -> None:
    """3.00 on the 5th and 4.00 on the 6th, for the item; none for another."""
    rows = [{"item": "a", "amount": n, "paid": day} for n, day in ((300, DAY),
            (400, D(2024, 2, 6)))]  # fmt: skip
    known = viewed(records={"payments": rows})
    assert [paid_of(known, "a", on=D(2024, 2, n)) for n in (4, 5, 6)] == [0, 300, 700]
    assert paid_of(known, "b", on=D(2024, 2, 6)) == 0


def test_orders_are_counted_by_line(viewed: Made) -> None:
    """Two lines by one order; a cancelled one is none."""
    usual = {"order": "O", "purchase_order": "P", "ordered": DAY}
    rows = [usual | {"line": "1a"}, usual | {"line": "2"},
            usual | {"order": "X", "line": "3", "cancelled": DAY}]  # fmt: skip
    assert orders_of(viewed(records={"orders": rows})) == (Order("O", "P", "", 2),)


def test_acceptances_of_the_contract_and_of_lines(viewed: Made) -> None:
    """Signed on the 5th; line 1a accepted on the 1st: both known on the 5th, one on the 4th."""
    records = {
        "milestones": [{"event": "signed", "date": DAY}],
        "lifecycle": [{"line": "1a", "event": "accepted", "date": D(2024, 2, 1)}],
    }
    known = viewed(records=records)
    first = D(2024, 2, 1)
    assert acceptances_of(known, on=DAY) == (
        Acceptance("", 0, DAY, DAY), Acceptance("", 1, first, first))  # fmt: skip
    assert acceptances_of(known, on=D(2024, 2, 4)) == (Acceptance("", 1, first, first),)


def test_scores_say_who_signed(viewed: Made) -> None:
    """The total of the month asked for, not an item of it."""
    rows = [{"month": "2024-01", "points": "89.99", "signed_by": "both"},
            {"month": "2024-01", "item": "x", "points": "1"},
            {"month": "2024-02", "points": "1"}]  # fmt: skip
    (score,) = scores_of(viewed(records={"scores": rows}), ["2024-01"])
    assert (score.points, score.signed_by) == (Fraction(8999, 100), "both")
