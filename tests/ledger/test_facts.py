"""Does each fact ask for what it should be booked as, to the minor unit?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lineproof.contract.case import View
from lineproof.ledger.accounts import Account
from lineproof.ledger.facts import (
    BilledPart,
    BookedMonth,
    Stands,
    abouts,
    billed_parts,
    clearing_of,
    documents,
    invoiced,
    month_document,
    share_of,
    shared_numbers,
)
from lineproof.ledger.journal import Document

Made = Callable[..., Any]
D = dt.date
MONTH = BookedMonth("2024-01", 0, D(2024, 1, 31), 161000, 144900, 8202, 0, 0, "a" * 64)
BLUE = {"id": "I1", "number": "N1", "item": "2024-01", "amount": 161000, "tax": 9113,
        "received": D(2024, 2, 5)}  # fmt: skip
YEARLY = {"id": "PLAN", "kind": "payment_plan", "mode": "annual_prepay",
          "items": [{"item": "year", "triggers": ["period_start"]}]}  # fmt: skip


def amounts(document: Document) -> dict[str, int]:
    """Return a document's amounts by account."""
    return {posting.account.value: posting.amount for posting in document.postings}


def by_name(view: View, **given: Any) -> dict[str, dict[str, int]]:  # noqa: ANN401 - facts
    """Return a view's documents by name."""
    found = documents(view, given.get("months", ()), given.get("billed", ()))
    return {document.name: amounts(document) for document in found}


@pytest.mark.parametrize(
    ("share", "cost", "tax"),
    [(Fraction(0), 144900, None), (Fraction(1), 136698, 8202), (Fraction(1, 2), 140799, 4101)],
)
def test_cost_holds_the_tax_that_is_not_got_back(
    share: Fraction, cost: int, tax: int | None
) -> None:
    """Claimed 1,610.00, earned 1,449.00 with 82.02 tax: of it none, all, or half is no cost.

    161.00 are credited in another month: 1,610.00 − 1,449.00.
    """
    found = amounts(month_document(MONTH, clearing=Account.ACCRUED, share=share))
    wanted = {"cost": cost, "tax_pending": tax, "credits": 16100, "accrued": -161000}
    assert found == {name: amount for name, amount in wanted.items() if amount is not None}


def test_a_credit_that_arrives_leaves_its_account() -> None:
    """February earns 1,310.00 and claims 1,149.00: the 161.00 of January are taken off."""
    month = BookedMonth("2024-02", 0, D(2024, 2, 29), 114900, 131000, None, 0, 0, "")
    found = amounts(month_document(month, clearing=Account.ACCRUED, share=Fraction(1)))
    assert found == {"cost": 131000, "credits": -16100, "accrued": -114900}


def test_a_reduction_that_lapses_is_cost() -> None:
    """Earned 900.00 of 1,000.00, and the 100.00 never reach the buyer: 1,000.00 is the cost."""
    month = BookedMonth("2024-12", 0, D(2024, 12, 31), 100000, 90000, None, 0, -10000, "")
    found = amounts(month_document(month, clearing=Account.ACCRUED, share=Fraction(0)))
    assert found == {"cost": 100000, "accrued": -100000}


def test_interest_is_no_cost_of_the_service() -> None:
    """1,000.00 with 5.00 interest in it."""
    month = BookedMonth("2024-03", 0, D(2024, 3, 31), 100500, 100500, None, 500, 0, "")
    found = amounts(month_document(month, clearing=Account.ACCRUED, share=Fraction(0)))
    assert found == {"cost": 100000, "interest": 500, "accrued": -100500}


def test_an_invoice_and_its_payment(viewed: Made) -> None:
    """1,610.00 billed for January's item, due with it; paid in full."""
    paid = {"id": "P1", "item": "2024-01", "amount": 161000, "paid": D(2024, 2, 20),
            "invoice": "N1"}  # fmt: skip
    known = viewed(records={"invoices": [BLUE], "payments": [paid]})
    assert by_name(known) == {
        "invoice:N1": {"accrued": 161000, "payable": -161000},
        "payment:P1": {"payable": 161000, "cash": -161000},
    }


def test_what_is_disputed_stands_apart(viewed: Made) -> None:
    """Of 1,610.00 billed, 100.00 are in dispute and 10.00 within a tolerance: 1,500.00 are owed."""
    part = BilledPart("N1", disputed=10000, tolerated=(("wrong_price", 1000),))
    known = viewed(records={"invoices": [BLUE]})
    assert by_name(known, billed=[part])["invoice:N1"] == {
        "accrued": 150000, "disputed": 10000, "tolerance": 1000, "payable": -161000,
    }  # fmt: skip


def test_what_is_tolerated_is_booked_by_cause(viewed: Made) -> None:
    """10.00 too dear and 4.00 not billed stand: two postings, each with its cause; of the bill of
    1,610.00 then 1,604.00 are what was owed. N2 is only in dispute.
    """
    stands = {"N1": Stands((("wrong_price", 1000), ("not_billed", -400)))}
    steps = {"dispute": "X", "date": D(2024, 2, 6)}
    draft = {"event": "draft", "amount": 300, "bill": "N2", "cause": "ceased"}
    disputes = [steps | draft, steps | {"event": "sent"}]
    known = viewed(records={"invoices": [BLUE], "disputes": disputes})
    parts = billed_parts(known, stands, on=D(2024, 3, 1))
    assert {p.number: (p.disputed, sum(n for _, n in p.tolerated)) for p in parts} == {
        "N2": (300, 0), "N1": (0, 600),
    }  # fmt: skip
    (found,) = (d for d in documents(known, (), parts) if d.name == "invoice:N1")
    tolerated = [(p.about, p.amount) for p in found.postings if p.account == "tolerance"]
    assert tolerated == [("cause:wrong_price", 1000), ("cause:not_billed", -400)]
    assert [p.amount for p in found.postings if p.account == "accrued"] == [160400]


@pytest.mark.parametrize(
    ("sent", "left"), [(7500, [7500]), (7501, [7499]), (10000, [5000]), (15000, [])]
)
def test_what_is_disputed_is_not_tolerated(viewed: Made, sent: int, left: list[int]) -> None:
    """150.00 too much, of which 75.00 stand and 75.00 aren't owed. 75.00 in dispute leave all that
    stands; each cent more is a cent less of it.
    """
    stands = {"N1": Stands((("wrong_price", 7500),), not_owed=7500)}
    steps = {"dispute": "X", "date": D(2024, 2, 6)}
    draft = {"event": "draft", "amount": sent, "bill": "N1", "cause": "wrong_price"}
    disputes = [steps | draft, steps | {"event": "sent"}]
    known = viewed(records={"invoices": [BLUE], "disputes": disputes})
    (part,) = billed_parts(known, stands, on=D(2024, 3, 1))
    assert (part.disputed, [amount for _, amount in part.tolerated]) == (sent, left)


def test_a_red_invoice_settles_the_dispute_first(viewed: Made) -> None:
    """100.00 disputed; reds of 60.00 and 90.00: the first takes 60.00 of it, the second 40.00."""
    red = {"received": D(2024, 3, 1), "colour": "red", "red_of": "N1"}
    reds = [red | {"id": f"I{n}", "number": f"N{n}", "amount": amount}
            for n, amount in ((2, -6000), (3, -9000))]  # fmt: skip
    known = viewed(records={"invoices": [BLUE, *reds]})
    found = by_name(known, billed=[BilledPart("N1", disputed=10000)])
    assert found["invoice:N2"] == {"disputed": -6000, "payable": 6000}
    assert found["invoice:N3"] == {"disputed": -4000, "accrued": -5000, "payable": 9000}
    assert abouts(known)["N2"] == "item:2024-01"


@pytest.mark.parametrize(("recovery", "tax"), [("full", 9113), ("0.5", 4557), ("none", None)])
def test_deducted_tax_moves_in_its_period(viewed: Made, recovery: str, tax: int | None) -> None:
    """Of 91.13, half is 45.565, rounded 45.57; deducted for February: on its last day."""
    row = BLUE | {"verified": D(2024, 2, 5), "deducted": "2024-02"}
    parties = {"buyer": {"name": "B", "vat_recovery": recovery}, "provider": {"name": "P"}}
    known = viewed(head={"parties": parties}, records={"invoices": [row]})
    (found,) = (d for d in documents(known, ()) if d.name == "deduction:N1")
    assert found.date == D(2024, 2, 29)
    assert amounts(found) == ({"tax": tax, "tax_pending": -tax} if tax else {})


def test_a_yearly_plan_is_billed_ahead(viewed: Made) -> None:
    """Its invoices are prepaid, and months use them up."""
    known = viewed(terms=[], more=[YEARLY], head={"stated_total": "1200.00"},
                   records={"invoices": [BLUE]})  # fmt: skip
    assert clearing_of(known) is Account.PREPAID
    assert by_name(known)["invoice:N1"] == {"prepaid": 161000, "payable": -161000}


def test_without_a_word_on_tax_all_of_it_is_cost(viewed: Made) -> None:
    """The minimal contract says nothing of `vat_recovery`."""
    assert share_of(viewed()) == 0


def test_what_the_calendar_does_not_reach_has_no_day(viewed: Made) -> None:
    """30 workdays after December 2024 lie in 2025, which the calendar lacks; January's are known.

    Invoiced on 5 February: 30 workdays after 31 January, as the plan says.
    """
    known = viewed(records={"invoices": [BLUE, BLUE | {"id": "I2", "number": "N2",
                                                        "item": "2024-12"}]})  # fmt: skip
    one, two = documents(known, ())
    assert [p.due is None for p in one.postings if p.about] == [False]
    assert [p.due is None for p in two.postings if p.about] == [True]


def test_a_number_in_two_contracts_is_found(viewed: Made) -> None:
    """N1 is in both; N9 in one."""
    one = viewed(records={"invoices": [BLUE, BLUE | {"id": "I9", "number": "N9"}]})
    two = viewed(records={"invoices": [BLUE]})
    assert shared_numbers({"a": one, "b": two}) == {"N1": ("a", "b")}


@pytest.mark.parametrize(("day", "sum_"), [(D(2024, 2, 4), 0), (D(2024, 2, 5), 161000)])
def test_invoices_count_from_the_day_they_came(viewed: Made, day: dt.date, sum_: int) -> None:
    """Received on 5 February."""
    assert invoiced(viewed(records={"invoices": [BLUE]}), until=day) == sum_
