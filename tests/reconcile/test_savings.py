"""Is what was saved counted once: back when it was paid, avoided when it never was?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.reconcile.disputes import register_of
from lineproof.reconcile.savings import Savings, savings_of

D = dt.date
Viewed = Callable[..., Any]
STEPS: list[dict[str, Any]] = [
    {"event": "draft", "amount": 300_00, "cause": "ceased"},
    {"event": "draft", "amount": 500_00, "cause": "billed_twice"},
    {"event": "sent"},
    {"event": "partly", "amount": 600_00},
    {"event": "credited", "amount": 100_00},
]


def _saved(viewed: Viewed, paid: int | None, steps: list[dict[str, Any]] | None = None) -> Savings:
    """Return what a bill of 9,000.00 and one dispute came to, with so much of it paid."""
    rows = [
        {"dispute": "D1", "bill": "B1", "date": D(2024, 3, n), **step}
        for n, step in enumerate(STEPS if steps is None else steps, start=1)
    ]
    payment = {"item": "2024-02", "amount": paid, "paid": D(2024, 4, 1), "invoice": "B1"}
    records = {
        "disputes": rows,
        "invoices": [{"number": "B1", "amount": 9_000_00, "received": D(2024, 3, 1)}],
        "payments": [payment] if paid is not None else [],
    }
    view = viewed(records=records)
    return savings_of(register_of(view, on=D(2024, 12, 31)).disputes, view)


@pytest.mark.parametrize(
    ("paid", "avoided"),
    [(9_000_00, 0), (8_500_00, 500_00), (8_499_99, 500_00), (8_900_00, 100_00), (None, 500_00)],
)
def test_avoided_is_agreed_and_never_paid(viewed: Viewed, paid: int | None, avoided: int) -> None:
    """600.00 agreed, 100.00 of it credited: at most 500.00, and no more than what isn't paid."""
    found = _saved(viewed, paid)
    assert (found.disputed, found.agreed, found.recovered) == (800_00, 600_00, 100_00)
    assert (found.avoided, found.open) == (avoided, 0)


def test_the_dearest_cause_comes_first(viewed: Viewed) -> None:
    """500.00 billed twice, 300.00 ceased."""
    assert _saved(viewed, None).causes == (("billed_twice", 500_00), ("ceased", 300_00))


def test_a_draft_saves_nothing(viewed: Viewed) -> None:
    """Nobody was told."""
    assert _saved(viewed, None, STEPS[:2]) == Savings(0, 0, 0, 0, 0, ())
