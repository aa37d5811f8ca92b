"""Do bills that were brought in count once, as what they are?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.ledger.paying import bill

from lineproof.ledger.billed import accounts_of, differing, with_bills
from lineproof.ledger.facts import documents
from lineproof.model.bill import BilledTotals

Made = Callable[..., Any]
DAY = dt.date(2024, 2, 5)
RECORD = {"number": "N1", "item": "2024-01", "amount": 176000, "received": DAY}


def test_a_bill_is_booked_as_an_invoice_of_its_month(viewed: Made) -> None:
    """1,760.00 for January, proved by the file's hash."""
    (found,) = documents(with_bills(viewed(), [bill()]), ())
    assert (found.name, found.date, found.evidence) == ("invoice:N1", DAY, "b" * 64)
    assert {p.about: p.amount for p in found.postings} == {"": 176000, "item:2024-01": -176000}


def test_a_record_goes_before_its_bill(viewed: Made) -> None:
    """N1 is recorded: it stays one invoice, with its own amount; a difference is told."""
    known = viewed(records={"invoices": [RECORD]})
    assert with_bills(known, [bill()]) is known
    assert not [*differing(known, [bill()])]
    other = viewed(records={"invoices": [RECORD | {"amount": 175999}]})
    (found,) = differing(other, [bill()])
    assert (found.code, "1759.99" in found.message) == ("W-INVOICE-BILL", True)


def test_a_credit_note_takes_back(viewed: Made) -> None:
    """Whichever sign it prints: 150.00 less, of N1, and of the tax in it 8.49."""
    for sign in (1, -1):
        totals = BilledTotals(net=sign * 14151, tax=sign * 849, gross=sign * 15000)
        red = bill(number="N2", kind="credit_note", credits=("N1",), totals=totals)
        rows = with_bills(viewed(), [bill(), red]).rows("invoices")
        assert rows.select("amount", "tax", "colour", "red_of").rows()[1] == (
            -15000, -849, "red", "N1")  # fmt: skip


@pytest.mark.parametrize("changes", [{"kind": "detail"}, {"issued": None}, {"currency": "EUR"}])
def test_what_asks_for_nothing_here_is_no_invoice(viewed: Made, changes: dict[str, Any]) -> None:
    """A detail sheet, a bill without a day, one in another currency."""
    known = viewed()
    assert with_bills(known, [bill(**changes)]) is known


def test_accounts_are_those_that_bills_name() -> None:
    """A bill without one says nothing."""
    assert accounts_of([bill(account="Z1"), bill(number="N2")]) == {"N1": "Z1"}
