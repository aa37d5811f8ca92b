"""Which bills count as invoices, though nobody recorded them as such? Those that were brought in.

A bill is one of the invoices from its day of issue; once it is recorded, the record rules, and the
bill only proves it. A mere detail sheet asks for nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from lineproof.contract.case import View
from lineproof.model.bill import Bill
from lineproof.model.finding import Finding, Severity
from lineproof.model.money import format_minor
from lineproof.model.period import month_text
from lineproof.model.record import RECORDS
from lineproof.settle.plan import plan_of

_INVOICES = RECORDS["invoices"]


def with_bills(view: View, bills: Iterable[Bill]) -> View:
    """Return a view in which bills that aren't recorded as invoices are such, from their issue."""
    known = view.rows("invoices")
    recorded = set(known.get_column("number"))
    rows = [_row(view, bill) for bill in _asking(view, bills) if bill.number not in recorded]
    if not rows:
        return view
    added = pl.DataFrame(rows, schema=_INVOICES.schema())
    invoices = pl.concat([known, added])
    return dataclasses.replace(view, records={**view.records, "invoices": invoices})


def accounts_of(bills: Iterable[Bill]) -> Mapping[str, str]:
    """Return the account that each bill asks to be paid to, where it names one."""
    return {bill.number: bill.account for bill in bills if bill.account}


def differing(view: View, bills: Iterable[Bill]) -> Iterator[Finding]:
    """Yield a warning for each invoice recorded with another amount than its bill asks for."""
    rows = view.rows("invoices").select("number", "amount", "row").iter_rows()
    recorded = {number: (amount, row) for number, amount, row in rows}
    digits = view.contract.digits
    for bill in _asking(view, bills):
        amount, row = recorded.get(bill.number, (_amount(bill), 0))
        if amount == _amount(bill):
            continue
        told, asked = (format_minor(n, digits=digits) for n in (amount, _amount(bill)))
        yield Finding(
            "W-INVOICE-BILL",
            Severity.WARNING,
            f"the invoice {bill.number} is recorded with {told}, and its bill asks for {asked}",
            f"records/invoices.csv:{row}",
            "Correct the record with --replaces, or the bill that was brought in.",
        )


def _asking(view: View, bills: Iterable[Bill]) -> Iterator[Bill]:
    """Yield the bills that ask for something in the contract's currency, and say since when."""
    currency = view.contract.contract.currency
    for bill in bills:
        if bill.kind != "detail" and bill.issued is not None and bill.currency == currency:
            yield bill


def _amount(bill: Bill) -> int:
    """Return what a bill asks for, or takes back: then below 0."""
    gross = bill.totals.gross
    return -abs(gross) if bill.kind == "credit_note" else gross


def _row(view: View, bill: Bill) -> dict[str, Any]:
    """Return a bill as a record of an invoice."""
    is_red = bill.kind == "credit_note"
    tax = bill.totals.tax
    return {
        "id": f"bill:{bill.number}",
        "by": "bill",
        "evidence": bill.sha256,
        "number": bill.number,
        "item": _item(view, bill),
        "amount": _amount(bill),
        "received": bill.issued,
        "tax": -abs(tax) if is_red and tax is not None else tax,
        "colour": "red" if is_red else None,
        "red_of": bill.credits[0] if bill.credits else None,
        "confirmation": bill.confirmation or None,
        "row": 0,
    }


def _item(view: View, bill: Bill) -> str | None:
    """Return the month that a bill of a monthly plan is for, where all its lines lie in one."""
    plan = plan_of(view)
    if plan is None or plan.mode != "monthly" or bill.kind == "credit_note":
        return None
    days: Sequence[Any] = bill.lines.get_column("from").drop_nulls().unique().to_list()
    months = {month_text(day) for day in days}
    return months.pop() if len(months) == 1 else None
