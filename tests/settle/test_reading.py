"""What does one month come to in one reading? Totals, dues and notes together."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from lineproof.settle.book import Book, Reading
from lineproof.settle.reading import NO_PLAN, MonthRead, read_month, sum_of

Made = Callable[..., Any]

D = dt.date
MARCH = D(2024, 3, 1)
ROW = {"line": "1", "monthly_rent": 10000, "start": D(2024, 1, 1)}
LATE = {"id": "LATE", "kind": "late_interest", "rate": "0.001", "cap": "0.01",
        "right_past_cap": "END"}  # fmt: skip
DATED = {"id": "PLAN", "kind": "payment_plan", "mode": "by_date", "items": [
    {"item": "late", "amount": "1000.00", "on": D(2024, 3, 10)},
    {"item": "next", "amount": "5.00", "on": D(2024, 4, 10)},
    {"item": "open", "amount": "7.00", "triggers": ["signed"]},
]}  # fmt: skip


def _read(viewed: Made, month: dt.date = MARCH, **changes: object) -> MonthRead:
    return read_month(Book(viewed(**changes), Reading()), month)


def test_without_a_plan_the_claim_waits_for_a_clause(viewed: Made) -> None:
    """100.00 are claimed, and no clause says when they are due."""
    found = _read(viewed, terms=[], circuits=[ROW])
    assert [(d.item, d.date, d.waiting_for, d.amount.value) for d in found.due] == [
        ("2024-03", None, NO_PLAN, 10000)
    ]
    assert found.payable == 10000


def test_dues_by_day_those_that_wait_last(viewed: Made) -> None:
    """10 March, interest on 31 March, 10 April, and what waits for the signature."""
    found = _read(viewed, terms=[DATED, LATE], records={"payments": []})
    assert [(d.item, d.month) for d in found.due] == [
        ("late", MARCH), ("late interest", MARCH), ("next", None), ("open", None),
    ]  # fmt: skip
    assert found.payable == 100000 + 1000


def test_a_cap_that_holds_is_noted_with_its_right(viewed: Made) -> None:
    """21 × 1.00, at most 1 % of 1,000.00 = 10.00: capped, and the right arises."""
    found = _read(viewed, terms=[DATED, LATE], records={"payments": []})
    assert found.notes == ("interest on late is capped (clause 1); right END arises",)


def test_interest_and_rent_are_taxed_together(viewed: Made) -> None:
    """Exclusive 6 %: rent 0.08 bears R(0.0048) = 0, with interest of 0.01 R(0.0054) = 0.01: the
    interest's payable is what is left of the whole, 0.02, so that the parts sum to it.
    """
    tax = {"id": "TAX", "kind": "tax", "rate": "0.06", "inclusive": False}
    plan = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
            "items": [{"item": "month", "triggers": ["period_start"]}]}  # fmt: skip
    late = {"id": "LATE", "kind": "late_interest", "rate": "0.004"}
    found = _read(viewed, D(2024, 1, 1), terms=[tax, plan, late], records={"payments": []},
                  circuits=[{**ROW, "monthly_rent": 8}])  # fmt: skip
    assert found.lines.get_column("amount").to_list() == [8, 1]
    assert (found.gross, found.payable) == (10, 10)


def test_sums_of_what_is_known() -> None:
    """One unknown makes the sum unknown; of nothing it is 0."""
    assert (sum_of([1, 2]), sum_of([1, None]), sum_of([])) == (3, None, 0)
