"""What does one reading come to, month by month? Each computed once; credits to their payment."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.settle.book import Book, Reading, is_outside_term

Made = Callable[..., Any]

D = dt.date
ROW = {"line": "1", "monthly_rent": 10000, "start": D(2024, 1, 1)}
MONTHLY = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
           "items": [{"item": "month", "triggers": ["period_end"]}]}  # fmt: skip
CARD = {"id": "CARD", "kind": "scorecard", "base": "100",
        "items": [{"item": "a", "metric": "m", "max_points": "100",
                   "deduction": "manual"}]}  # fmt: skip
BANDS = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
         "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]}  # fmt: skip
CREDIT = {"id": "CREDIT", "kind": "credit", "cycle": "next_month", "after_last": "refund"}
SCORES = {"scores": [{"month": f"2024-{n:02d}", "points": "80"} for n in range(1, 13)]}
YEARLY = {"id": "PLAN", "kind": "payment_plan", "mode": "annual_prepay",
          "items": [{"item": "year", "triggers": ["period_start"]}]}  # fmt: skip


def _book(viewed: Made, *terms: dict[str, Any], reading: Reading | None = None) -> Book:
    known = viewed(terms=[CARD, BANDS, *terms], circuits=[ROW], records=SCORES)
    return Book(known, reading or Reading())


def test_a_month_is_computed_once(viewed: Made) -> None:
    """The same object the second time."""
    book = _book(viewed, MONTHLY)
    assert book.earned(D(2024, 3, 1)) is book.earned(D(2024, 3, 1))


def test_what_a_month_earns_and_claims(viewed: Made) -> None:
    """March earns 90.00; its 10.00 go to April, February's come: it claims 90 + 10 - 10."""
    book = _book(viewed, MONTHLY, CREDIT)
    earned = book.earned(D(2024, 3, 1))
    assert (earned.taxed.gross, earned.deferred) == (9000, {D(2024, 4, 1): -1000})
    assert book.carried(D(2024, 3, 1)) == -1000
    assert book.claimed(D(2024, 3, 1)) == 9000
    assert book.claimed(D(2024, 1, 1)) == 10000


def test_lines_left_out_earn_nothing(viewed: Made) -> None:
    """Line 1 unbilled: 0."""
    book = _book(viewed, MONTHLY, reading=Reading(unbilled=("1",)))
    assert book.earned(D(2024, 3, 1)).taxed.gross == 0


@pytest.mark.parametrize(("month", "expected"), [(D(2024, 1, 1), 0), (D(2024, 3, 1), -1000)])
def test_credits_that_no_payment_takes(viewed: Made, month: dt.date, expected: int) -> None:
    """Paid once in January: that payment takes January's 10.00, no payment takes March's."""
    assert _book(viewed, YEARLY).unpaid_credits(month) == expected


@pytest.mark.parametrize(
    ("month", "expected"),
    [(D(2023, 12, 1), True), (D(2024, 1, 1), False), (D(2024, 12, 1), False),
     (D(2025, 1, 1), False), (D(2025, 2, 1), True)],
)  # fmt: skip
def test_months_of_the_term(viewed: Made, month: dt.date, *, expected: bool) -> None:
    """January to December 2024, and January 2025 to close it."""
    assert is_outside_term(viewed(), month) is expected
