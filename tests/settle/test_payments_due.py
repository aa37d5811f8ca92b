"""When is each payment of the plan due, and was it made? On the last day and the day after."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.settle.payments_due import payments_due

D = dt.date
PLAN = {
    "id": "PLAN", "kind": "payment_plan", "mode": "monthly",
    "items": [{"item": "month", "triggers": ["period_end"], "within": 10, "unit": "days"}],
}  # fmt: skip
PRICES = {
    "id": "PRICES", "kind": "price_lines",
    "lines": [{"line": "1a", "name": "access", "qty": 1, "monthly_rent": "100.00"}],
}  # fmt: skip


def _first(viewed: Callable[..., Any], on: dt.date, **records: object) -> Any:  # noqa: ANN401
    """Return January's payment as it stands on a day."""
    known = viewed(terms=[PRICES, PLAN], records=records)
    return next(iter(payments_due(known, on=on)))


@pytest.mark.parametrize(
    ("paid", "on", "status"),
    [
        (None, D(2024, 2, 10), "pending"),
        (None, D(2024, 2, 11), "breached"),
        (D(2024, 2, 10), D(2024, 2, 20), "met"),
        (D(2024, 2, 11), D(2024, 2, 20), "breached"),
        (D(2024, 2, 11), D(2024, 2, 10), "pending"),  # not paid yet, on that day
    ],
)
def test_january_is_due_ten_days_after_its_end(
    viewed: Callable[..., Any], paid: dt.date | None, on: dt.date, status: str
) -> None:
    """31 January and 10 days: 10 February."""
    rows = [{"item": "2024-01", "amount": 10_000, "paid": paid}] if paid else []
    found = _first(viewed, on, payments=rows)
    assert (found.subject, found.due, found.status) == ("2024-01", D(2024, 2, 10), status)


def test_without_a_file_of_payments_nobody_knows(viewed: Callable[..., Any]) -> None:
    """That isn't a breach."""
    assert _first(viewed, D(2024, 2, 11)).status == "unknown"


INTEREST = {
    "id": "LATE", "kind": "late_interest", "clause": "9", "rate": "0.0005", "base": "overdue_amount"
}  # fmt: skip


@pytest.mark.parametrize(
    ("paid", "first_day", "effect"),
    [
        (None, "day_after_due", "not paid by 2024-02-10; late interest from 2024-02-11 on"),
        (None, "due_day", "not paid by 2024-02-10; late interest from 2024-02-10 on"),
        (D(2024, 2, 11), "day_after_due", "paid 1 day late; late interest from 2024-02-11 on"),
        (D(2024, 2, 10), "day_after_due", ""),
    ],
)
def test_a_late_payment_says_what_follows(
    viewed: Callable[..., Any], paid: dt.date | None, first_day: str, effect: str
) -> None:
    """Due on 10 February: interest runs from the day after, or from that day itself."""
    rows = [{"item": "2024-01", "amount": 10_000, "paid": paid}] if paid else []
    terms = [PRICES, PLAN, INTEREST | {"first_day": first_day}]
    known = viewed(terms=terms, records={"payments": rows})
    found = next(iter(payments_due(known, on=D(2024, 2, 20))))
    assert found.effect == (f"{effect} (clause 9)" if effect else "")
