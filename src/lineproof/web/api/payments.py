"""Payments as programs see them: what is to be paid on a day, and what was, recorded once."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils import timezone
from ninja import Query
from pydantic import Field

from lineproof.report.proposal import proposal_json
from lineproof.web.api.bills import of_bills
from lineproof.web.api.door import ContractCall
from lineproof.web.api.marks import etag
from lineproof.web.api.operations import Operations
from lineproof.web.api.shapes import Amount, Day, Month, On, Shape, Text, printed
from lineproof.web.doing.paying import pay, proposal_of
from lineproof.web.known.case import at, known, today
from lineproof.web.who.rights import Right

operations = Operations("payments")

Only = Annotated[Month | None, Query(description="Only what falls due by this month.")]
Hash = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]


class Payment(Shape):
    """A payment that was made."""

    item: Text = Field(min_length=1, description="The plan's item, or the month.")
    amount: Amount
    paid: Day = Field(description="The day.")
    invoice: Text = Field(default="", description="The invoice that it pays.")
    evidence: Hash = Field(default="", description="SHA-256 of the file that proves it.")
    again: bool = Field(default=False, description="It isn't the one that says the same.")


class Invoice(Shape):
    """An invoice that came."""

    number: Text = Field(min_length=1, description="Its number.")
    item: Text = Field(min_length=1, description="The plan's item, or the month.")
    amount: Amount
    received: Day = Field(description="The day it came.")
    tax: Amount | None = Field(default=None, description="Its tax.")
    again: bool = Field(default=False, description="It isn't the one of the same number.")


class Kept(Shape):
    """What was recorded."""

    id: str = Field(description="The record's id.")


def of_day(call: ContractCall) -> str:
    """Return the ETag of what also depends on bills and on the hour."""
    return etag(of_bills(call), timezone.now().strftime("%Y-%m-%dT%H"))


@operations.reads(
    "/contracts/{int:pk}/payment-proposal",
    Right.SEE_CHECKS,
    printed("pay propose"),
    marked=of_day,
)
def payment_proposal(call: ContractCall, on: On = None, month: Only = None) -> dict[str, Any]:
    """Read what is to be paid on a day, and what stands in the way."""
    day = on or today(known(at(call.contract)).case, timezone.now())
    return proposal_json(proposal_of(call.contract, on=day, month=month or ""))


@operations.changes("/contracts/{int:pk}/payments", Right.PAY, Kept)
def record_payment(call: ContractCall, body: Payment) -> dict[str, object]:
    """Record a payment, once; one that says the same as another is asked about."""
    return _recorded(call, "payments", body)


@operations.changes("/contracts/{int:pk}/invoices", Right.PAY, Kept)
def record_invoice(call: ContractCall, body: Invoice) -> dict[str, object]:
    """Record an invoice, once; one with the number of another is asked about."""
    return _recorded(call, "invoices", body)


def _recorded(call: ContractCall, kind: str, body: Shape) -> dict[str, object]:
    """Record what is sent."""
    said = {name: str(value) for name, value in body.model_dump(mode="json").items() if value}
    return {"id": pay(call.contract, kind, said, by=call.user)}
