"""Does a month-end book what isn't billed, defer what is ahead, and reverse to nothing?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from lineproof.contract.case import View
from lineproof.ledger.accounts import Account
from lineproof.ledger.books import Books
from lineproof.ledger.closing import Closing, MonthUsed, close
from lineproof.ledger.cost_centres import COST_CENTRES
from lineproof.settle.settlement import Bounded

Made = Callable[..., Any]
D = dt.date
YEARLY = {"id": "PLAN", "kind": "payment_plan", "mode": "annual_prepay",
          "items": [{"item": "year", "triggers": ["period_start"]}]}  # fmt: skip
INVOICE = {"number": "N1", "item": "2024-01", "amount": 10000, "received": D(2024, 2, 29)}


def used(month: str, claimed: int, cost: int | None = None, tax: int | None = None) -> MonthUsed:
    """Return a month that claims an amount, by default all that it costs."""
    cost = claimed if cost is None else cost
    lines = pl.DataFrame({"line": ["1a"], "amount": [cost]})
    return MonthUsed(month, Bounded.exactly(claimed), Bounded.exactly(cost), tax, lines,
                     is_sealed=True)  # fmt: skip


def closed(view: View, *months: MonthUsed, books: Books | None = None) -> Closing:
    """Return the month-end of the last month."""
    return close(view, months, books or Books(), COST_CENTRES.empty())


def journal(closing: Closing) -> list[tuple[str, str, int]]:
    """Return entry, account and amount of each line."""
    return [(line.entry.split("/", 2)[2], line.account.value, line.amount)
            for line in closing.lines]  # fmt: skip


def recovering(recovery: str) -> dict[str, Any]:
    """Return the head of a contract whose buyer gets so much tax back."""
    return {
        "parties": {"buyer": {"name": "B", "vat_recovery": recovery}, "provider": {"name": "P"}}
    }


@pytest.mark.parametrize(("recovery", "booked"), [("none", 10000), ("full", 9434), ("0.5", 9717)])
def test_what_is_not_billed_is_accrued_and_reversed(
    viewed: Made, recovery: str, booked: int
) -> None:
    """January and February claim 100.00 each, 5.66 tax in each; January was billed.

    100.00 accrued; in the journal gross, net (94.34), or with half of the tax: 100.00 − 2.83.
    """
    known = viewed(head=recovering(recovery), records={"invoices": [INVOICE]})
    found = closed(known, used("2024-01", 10000, tax=566), used("2024-02", 10000, tax=566))
    assert found.accrued == Bounded.exactly(10000)
    assert journal(found) == [
        ("accrual", "cost", booked), ("accrual", "accrued", -booked),
        ("accrual/reversal", "cost", -booked), ("accrual/reversal", "accrued", booked),
    ]  # fmt: skip
    assert [line.date for line in found.lines] == [D(2024, 2, 29)] * 2 + [D(2024, 3, 1)] * 2
    assert found.is_net == (recovery != "none")


def test_tax_is_that_of_the_months_that_are_not_billed(viewed: Made) -> None:
    """Three months of 100.00 with 5.66, 5.65 and 5.67 tax: 283.02 is cost, to the cent.

    With 150.00 billed, March's 100.00 and half of February's: 150.00 − 5.67 − 2.825 = 141.505,
    of which 8.495 tax is rounded to 8.50: 141.50.
    """
    months = [used(f"2024-0{n}", 10000, tax=tax) for n, tax in ((1, 566), (2, 565), (3, 567))]
    for billed, cost in ((0, 28302), (15000, 14150)):
        row = INVOICE | {"amount": billed}
        known = viewed(head=recovering("full"), records={"invoices": [row]})
        assert journal(closed(known, *months))[0] == ("accrual", "cost", cost)


def test_an_invoice_of_the_next_day_is_not_billed_yet(viewed: Made) -> None:
    """Received on 1 March, February closes without it: 100.00 more accrued."""
    late = INVOICE | {"received": D(2024, 3, 1)}
    months = used("2024-01", 10000), used("2024-02", 10000)
    assert closed(viewed(records={"invoices": [late]}), *months).accrued.value == 20000
    assert closed(viewed(records={"invoices": [INVOICE]}), *months).accrued.value == 10000


def test_what_is_billed_ahead_is_deferred(viewed: Made) -> None:
    """Billed 300.00 for two months of 100.00: 100.00 is taken out of cost, and put back."""
    row = INVOICE | {"amount": 30000}
    found = closed(viewed(records={"invoices": [row]}), used("2024-01", 10000),
                   used("2024-02", 10000))  # fmt: skip
    assert found.accrued == Bounded.exactly(0)
    assert found.prepaid.closing == Bounded.exactly(10000)
    assert journal(found)[:2] == [("deferral", "cost", -10000), ("deferral", "prepaid", 10000)]
    assert sum(line.amount for line in found.lines) == 0


def test_a_year_paid_ahead_is_used_month_by_month(viewed: Made) -> None:
    """1,200.00 billed in February: 0 before, 1,200.00 added, 100.00 used, 1,000.00 left.

    January's 100.00 were owed before anything was billed. The release isn't reversed.
    """
    row = INVOICE | {"amount": 120000, "item": "year-1"}
    known = viewed(terms=[], more=[YEARLY], head={"stated_total": "1200.00"},
                   records={"invoices": [row]})  # fmt: skip
    found = closed(known, used("2024-01", 10000), used("2024-02", 10000))
    prepaid = found.prepaid
    assert (prepaid.opening.value, prepaid.added, prepaid.released.value) == (0, 120000, 10000)
    assert prepaid.closing.value == 100000
    assert journal(found) == [("release", "cost", 10000), ("release", "prepaid", -10000)]


def test_credits_of_a_later_cycle_are_receivable(viewed: Made) -> None:
    """Claims 100.00 and costs 90.00: 10.00 less cost, until the next month computes it anew."""
    found = closed(viewed(), used("2024-01", 10000, 9000))
    assert found.credits == Bounded.exactly(1000)
    assert ("credits", "cost", -1000) in journal(found)
    assert ("credits/reversal", "credits", -1000) in journal(found)


def test_over_all_month_ends_cost_is_what_the_months_cost(viewed: Made) -> None:
    """Costs 90.00 (10.00 credited in February) and 100.00; billed 100.00 in February: 190.00.

    January: accrual 100.00 − credits 10.00. February: reversals −90.00, accrual 90.00; and the bill
    of 100.00: 90.00 − 90.00 + 90.00 + 100.00 = 190.00.
    """
    known = viewed(records={"invoices": [INVOICE]})
    months = used("2024-01", 10000, 9000), used("2024-02", 9000, 10000)
    ends = [closed(known, *months[:n]) for n in (1, 2)]
    lines = (line for end in ends for line in end.lines)
    by_february = (x for x in lines if x.account is Account.COST and x.date <= D(2024, 2, 29))
    booked = sum(line.amount for line in by_february)
    assert booked == 9000 - 9000 + 9000
    assert booked + 10000 == 19000


def test_what_is_not_known_has_no_line(viewed: Made) -> None:
    """Between 90.00 and 100.00: bounds are shown, and the journal waits."""
    low, high = Bounded.between(9000, 10000), Bounded.between(9000, 10000)
    month = MonthUsed("2024-01", low, high, None, used("2024-01", 0).lines, is_sealed=False)
    found = closed(viewed(), month)
    assert (found.accrued, found.is_known, found.lines) == (low, False, ())
    assert found.credits == Bounded.between(-1000, 1000)


def test_what_orders_budgets_and_the_contract_have_left(viewed: Made) -> None:
    """Line 1a used 200.00 of a purchase order of 150.00; the contract 1,200.00 less that."""
    orders = [{"order": "O", "line": "1a", "purchase_order": "PO-1", "budget_line": "B-1",
               "ordered": D(2024, 1, 1)}]  # fmt: skip
    books = Books(purchase_orders={"PO-1": Decimal("150.00"), "PO-2": Decimal("1.00")})
    months: Sequence[MonthUsed] = (used("2024-01", 10000), used("2024-02", 10000))
    found = closed(viewed(records={"orders": orders}), *months, books=books)
    assert [(each.kind, each.name, each.left) for each in found.left] == [
        ("purchase_order", "PO-1", -5000), ("purchase_order", "PO-2", 100),
        ("budget_line", "B-1", None), ("contract", "minimal", 100000),
    ]  # fmt: skip


def test_claims_and_disputes_are_shown_and_not_booked(viewed: Made) -> None:
    """5.00 claimed by the month's end, 7.00 a day later."""
    rows = [{"what": "T", "amount": n, "claimed": day} for n, day in ((500, D(2024, 1, 31)),
            (700, D(2024, 2, 1)))]  # fmt: skip
    found = closed(viewed(records={"claims": rows}), used("2024-01", 10000))
    assert (found.claimed, found.disputed) == (500, 0)
