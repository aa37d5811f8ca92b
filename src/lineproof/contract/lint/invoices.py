"""Do the buyer's records of invoices and payments fit together? Numbers, days, reds, amounts paid.

It judges one contract: numbers that several contracts share, the ledger finds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from lineproof.contract.lint.rows import Row, repeated, row_findings
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import quoted
from lineproof.contract.terms.standing import Obligation
from lineproof.model.calendar import (
    CalendarMissingError,
    CalendarYearMissingError,
    Unit,
    deadline,
)
from lineproof.model.finding import Finding, Severity
from lineproof.model.money import format_minor

_IS_RED = (pl.col("colour") == "red").fill_null(value=False)
_UNITS: dict[str, Unit] = {"days": "days", "workdays": "workdays", "months": "months"}
_AMOUNTS = ("amount", "tax", "asked", "reds", "sum_paid")


def _told(
    view: LintView, rows: pl.DataFrame, kind: str, code: str, texts: tuple[str, str]
) -> Iterator[Finding]:
    """Yield a finding for each row; texts: what is said, with the row's columns, and the fix."""
    severity = Severity.ERROR if code.startswith("E-") else Severity.WARNING
    digits = view.contract.digits

    def make(row: Row) -> Finding:
        said = {
            name: format_minor(value, digits=digits)
            if name in _AMOUNTS and value is not None
            else quoted(str(value))
            for name, value in row.items()
        }
        where = f"records/{kind}.csv:{row['row']}"
        text = texts[0].format_map(said)
        return Finding(code, severity, text, where, texts[1], subject=str(row["id"]))

    yield from row_findings(view, rows, subject="id", make=make)


def numbers_once(view: LintView) -> Iterator[Finding]:
    """E-INVOICE-TWICE: a number names one invoice, which has one payer."""
    rows = repeated(view.rows("invoices"), "number")
    said = "the invoice {number} is recorded more than once"
    fix = "Withdraw all rows but one; to change a row, name it in --replaces."
    yield from _told(view, rows, "invoices", "E-INVOICE-TWICE", (said, fix))


def signs(view: LintView) -> Iterator[Finding]:
    """E-INVOICE-SIGN, E-INVOICE-TAX: blue ones ask, red ones take back, tax is a part of it."""
    rows = view.rows("invoices")
    red = rows.filter(_IS_RED & (pl.col("amount") >= 0))
    said = "the red invoice {number} has the amount {amount}: it takes nothing back"
    fix = "Write what it takes back, with a minus sign."
    yield from _told(view, red, "invoices", "E-INVOICE-SIGN", (said, fix))
    blue = rows.filter(~_IS_RED & (pl.col("amount") <= 0))
    said = "the blue invoice {number} has the amount {amount}: it asks for nothing"
    fix = 'Write what it asks for; where it takes back another, record it as colour "red".'
    yield from _told(view, blue, "invoices", "E-INVOICE-SIGN", (said, fix))
    odd = rows.filter(
        (pl.col("tax").abs() > pl.col("amount").abs()) | (pl.col("tax") * pl.col("amount") < 0)
    )
    said = "the invoice {number} over {amount} has the tax {tax}"
    fix = "Write its tax as the invoice prints it: a part of its amount, of the same sign."
    yield from _told(view, odd, "invoices", "E-INVOICE-TAX", (said, fix))


def days_in_order(view: LintView) -> Iterator[Finding]:
    """E-INVOICE-ORDER, E-INVOICE-DEDUCTED: received, verified, then booked and deducted."""
    rows = view.rows("invoices")
    fix = "Record its days again with --replaces."
    for name in ("verified", "booked"):
        said = f"the invoice {{number}} was {name} on {{{name}}}, before it came on {{received}}"
        wrong = rows.filter(pl.col(name) < pl.col("received"))
        yield from _told(view, wrong, "invoices", "E-INVOICE-ORDER", (said, fix))
    unverified = rows.filter(
        pl.col("booked").is_not_null()
        & (pl.col("verified").is_null() | (pl.col("verified") > pl.col("booked")))
    )
    said = "the invoice {number} was booked on {booked}, and not verified by then"
    fix = "Verify it, and record when, by whom and the evidence with --replaces."
    yield from _told(view, unverified, "invoices", "E-INVOICE-ORDER", (said, fix))
    verified_in = pl.col("verified").dt.strftime("%Y-%m")
    early = rows.filter(
        pl.col("deducted").is_not_null()
        & (verified_in.is_null() | (pl.col("deducted") < verified_in))
    )
    said = "the tax of invoice {number} was deducted for {deducted}, and not verified by then"
    fix = "Correct the period, or record when the invoice was verified."
    yield from _told(view, early, "invoices", "E-INVOICE-DEDUCTED", (said, fix))


def reds(view: LintView) -> Iterator[Finding]:
    """E-INVOICE-RED-OF, E-INVOICE-RED-SUM and what else a red invoice lacks."""
    rows = view.rows("invoices")
    red = rows.filter(_IS_RED)
    blue = rows.filter(~_IS_RED).unique("number", keep="first")
    lost = red.join(blue, left_on="red_of", right_on="number", how="anti")
    said = "the red invoice {number} takes back {red_of}, which is no blue invoice of this contract"
    fix = "Write the number of the blue invoice into red_of."
    yield from _told(view, lost, "invoices", "E-INVOICE-RED-OF", (said, fix))
    taken = red.group_by("red_of").agg(pl.col("amount").sum().alias("reds"))
    over = blue.join(taken, left_on="number", right_on="red_of").filter(
        -pl.col("reds") > pl.col("amount")
    )
    said = "red invoices take back {reds} of invoice {number}, which asked for {amount}"
    fix = "Correct their amounts; together they can take back no more than it asked for."
    yield from _told(view, over.sort("row"), "invoices", "E-INVOICE-RED-SUM", (said, fix))
    bare = red.filter(pl.col("reason").is_null() | pl.col("confirmation").is_null())
    said = "the red invoice {number} lacks its reason or the number of its confirmation"
    fix = "Record both with --replaces: without them its tax effect can't be shown."
    yield from _told(view, bare, "invoices", "W-INVOICE-RED-REASON", (said, fix))
    deducted = blue.filter(pl.col("deducted").is_not_null()).select(
        red_of="number", of_period="deducted"
    )
    out = red.filter(pl.col("deducted").is_null()).join(deducted, on="red_of")
    said = "the red invoice {number} takes back {red_of}, whose tax was deducted in {of_period}"
    fix = "Turn the tax out, and record the period in the red invoice's deducted."
    yield from _told(view, out.sort("row"), "invoices", "W-INVOICE-RED-DEDUCTED", (said, fix))


def payers(view: LintView) -> Iterator[Finding]:
    """W-INVOICE-PAYER, W-INVOICE-MISMATCH: an invoice is the buyer's, in name and number."""
    rows = view.rows("invoices")
    buyer = view.contract.contract.parties.buyer.name
    other = rows.filter(pl.col("payer").is_not_null() & (pl.col("payer") != buyer))
    said = f"the invoice {{number}} is to be paid by {{payer}}, and the buyer is {quoted(buyer)}"
    fix = "Ask for an invoice in the buyer's name."
    yield from _told(view, other, "invoices", "W-INVOICE-PAYER", (said, fix))
    paid = view.rows("payments").select(pl.col("invoice")).drop_nulls().to_series()
    is_used = (
        pl.col("booked").is_not_null()
        | pl.col("deducted").is_not_null()
        | pl.col("number").is_in(paid.implode())
    )
    wrong = rows.filter((pl.col("matches") == "no") & is_used)
    said = "title or tax id of the invoice {number} isn't the buyer's, and it was used all the same"
    fix = "Have it reissued, and record the new one."
    yield from _told(view, wrong, "invoices", "W-INVOICE-MISMATCH", (said, fix))


def paid_in_full_at_most(view: LintView) -> Iterator[Finding]:
    """E-INVOICE-OVERPAID, W-INVOICE-UNKNOWN: payments of an invoice come to what it asks for."""
    payments = view.rows("payments").filter(pl.col("invoice").is_not_null())
    rows = view.rows("invoices")
    if "invoices" in view.case.records:
        unknown = payments.join(rows, left_on="invoice", right_on="number", how="anti")
        said = "the payment {id} pays the invoice {invoice}, which isn't recorded"
        fix = "Record the invoice, or correct the payment with --replaces."
        yield from _told(view, unknown, "payments", "W-INVOICE-UNKNOWN", (said, fix))
    asked = pl.when(_IS_RED).then("red_of").otherwise("number").alias("invoice")
    left = rows.group_by(asked).agg(pl.col("amount").sum().alias("asked"))
    sums = payments.sort("row").group_by("invoice", maintain_order=True).agg(
        pl.col("amount").sum().alias("sum_paid"), pl.col("id").last(), pl.col("row").last()
    )  # fmt: skip
    over = sums.join(left, on="invoice").filter(pl.col("sum_paid") > pl.col("asked"))
    said = "{sum_paid} was paid on the invoice {invoice}, which asks for {asked}"
    fix = "Correct the payments, or have the rest paid back."
    yield from _told(view, over.sort("row"), "payments", "E-INVOICE-OVERPAID", (said, fix))


def payment_windows(view: LintView) -> Iterator[Finding]:
    """W-INVOICE-WINDOW: an invoice is paid within the time that a clause gives for it."""
    came = view.rows("invoices").filter(~_IS_RED).unique("number", keep="first")
    paid = view.rows("payments").join(
        came.select("number", "received"), left_on="invoice", right_on="number"
    )
    for term in view.all_of(Obligation):
        if term.event != "invoice received" or term.done != "invoice paid" or term.within is None:
            continue
        if term.unit == "hours" or not paid.height:
            continue
        last = {day: _last_day(view, term, day) for day in paid.get_column("received").unique()}
        due = pl.col("received").replace_strict(last, return_dtype=pl.Date).alias("due")
        late = paid.with_columns(due).filter(pl.col("paid") > pl.col("due"))
        said = "the invoice {invoice} was paid on {paid}; it could be paid up to {due}"
        fix = f"Ask whether the provider takes it back and issues another (clause {term.clause})."
        yield from _told(view, late.sort("row"), "payments", "W-INVOICE-WINDOW", (said, fix))


def _last_day(view: LintView, term: Obligation, day: dt.date) -> dt.date | None:
    """Return the last day to pay what came on a day; None past the calendar's years."""
    assert term.within is not None, "asked only of a term with a time"
    rule, table = view.deadline_rule, view.case.workdays
    try:
        return deadline(
            day, within=term.within, unit=_UNITS[term.unit or "days"], rule=rule, table=table
        ).day
    except (CalendarMissingError, CalendarYearMissingError):
        return None


RULES = (
    numbers_once, signs, days_in_order, reds, payers, paid_in_full_at_most, payment_windows,
)  # fmt: skip
