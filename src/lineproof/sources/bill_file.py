"""Which bill is in a file? What kind of file it is, its bytes say; what it lacks, a person says.

A bill is read whole or not at all: an error in any row refuses it. What the provider got wrong
refuses nothing, and is for `reconcile` to say. It opens no files: it is given their content.
"""

from __future__ import annotations

import codecs
import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Literal

import polars as pl

from lineproof.model.bill import Bill, BilledTotals
from lineproof.model.canonical import sha256_hex
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, error
from lineproof.model.money import (
    AMOUNT_MAX,
    currency_digits,
    format_minor,
    grouped_minor,
    parse_ratio,
    round_half_away,
)
from lineproof.sources.bill_en16931 import is_en16931, read_en16931
from lineproof.sources.bill_fapiao import is_fapiao, read_fapiao
from lineproof.sources.bill_lines import canonical_lines, is_canonical, neutral, refuse_errors
from lineproof.sources.bill_pdf import is_pdf, xml_of_pdf
from lineproof.sources.bill_sheet import SheetGiven, SheetRead, read_sheet
from lineproof.sources.flaws import LISTED_MAX, Flaw, listed, quote
from lineproof.sources.xml_tree import parse_xml

_AMOUNTS = ("net", "tax", "gross")
_BEGIN_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a bill that doesn't say it itself: a sheet has no head.

    number: "" where nobody says it. seller, buyer: the contract's parties. credits: the invoices
    that it corrects; none: it isn't a credit note.
    """

    currency: str
    number: str = ""
    issued: dt.date | None = None
    credits: tuple[str, ...] = ()
    seller: str = ""
    buyer: str = ""


@dataclass(frozen=True, slots=True)
class BillRead:
    """A bill as it was read, and what there is to say of reading it.

    sheet: what its columns were taken for, where its lines stand in a sheet of the provider's.
    official: the XML that the rules of EN 16931 are for, where it is such an invoice.
    """

    bill: Bill
    findings: tuple[Finding, ...] = ()
    sheet: SheetRead | None = None
    official: bytes = b""


def read_bill_file(given: SheetGiven, said: Said, *, detail: SheetGiven | None = None) -> BillRead:
    """Return the bill in a file, its lines from a detail sheet beside it where one is given.

    Raises InputRefusedError with everything that keeps it from being read, and LineproofError for
    columns given that there aren't.
    """
    read = _e_invoice(given) if is_e_invoice(given.content) else _sheet_bill(given, said)
    read = read if detail is None else _with_detail(read, detail)
    refuse_errors(_out_of_range(read.bill))
    return read


def is_e_invoice(content: bytes) -> bool:
    """Return whether a file is XML, or a PDF that may carry some."""
    begins = content[:_BEGIN_BYTES].removeprefix(codecs.BOM_UTF8)
    is_wide = begins.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = begins.decode("utf-16", "ignore").encode() if is_wide else begins
    return text.lstrip().startswith(b"<") or is_pdf(content)


def _e_invoice(given: SheetGiven) -> BillRead:
    """Return the bill of an e-invoice; raises InputRefusedError where it can't be read whole."""
    xml = xml_of_pdf(given.content, file=given.file) if is_pdf(given.content) else given.content
    root = parse_xml(xml, file=given.file)
    if is_en16931(root):
        bill, findings = read_en16931(root, content=given.content, file=given.file)
    elif is_fapiao(root):
        bill, findings = read_fapiao(root, content=given.content, file=given.file)
    else:
        message = f"{given.file} is XML with the root {quote(str(root.tag))}: no invoice we read"
        fix = "Ask for UBL 2.1, CII D16B, or the XML of a fully digital e-fapiao."
        refusal = error("E-BILL-FORMAT", message, where=given.file, fix=fix)
        raise InputRefusedError((refusal,))
    if bill is None:
        raise InputRefusedError(findings)
    lines, unsafe = neutral(bill.lines, file=given.file)
    refuse_errors((*unsafe, *_unsafe_head(bill)))
    official = xml if is_en16931(root) else b""
    return BillRead(dataclasses.replace(bill, lines=lines), findings, official=official)


def _unsafe_head(bill: Bill) -> tuple[Finding, ...]:
    """Return the errors for a head whose number or names run as formulas, or can't be seen."""
    named = {"number": bill.number, "contract": bill.contract, "account": bill.account}
    return tuple(
        error(
            "E-CELL-FORMULA",
            f"its {name} is {quote(text)}: it runs as a formula, or holds what nobody sees",
            where=bill.file,
            fix="Ask the provider for a valid one.",
        )
        for name, text in named.items()
        if text[:1] in set("=+@＝＋＠") or not text.isprintable()
    )


def _out_of_range(bill: Bill) -> tuple[Finding, ...]:
    """Return the error for totals beyond what an amount may be."""
    amounts = (getattr(bill.totals, name) for name in BilledTotals.__slots__)
    if all(amount is None or abs(amount) <= AMOUNT_MAX for amount in amounts):
        return ()
    message = f"the totals of {bill.file} are larger than {format_minor(AMOUNT_MAX, digits=2)}"
    fix = "Check its digits, and the unit."
    return (error("E-MONEY-RANGE", message, where=bill.file, fix=fix),)


def _lines(given: SheetGiven) -> tuple[pl.DataFrame, tuple[Finding, ...], SheetRead | None]:
    """Return a table's lines, what there is to say of them, and its columns where guessed."""
    if is_canonical(given.content):
        lines, findings = canonical_lines(
            given.content, file=given.file, currency_digits=given.digits
        )
        refuse_errors(_without_amount(lines, given.file))
        return lines, findings, None
    sheet = read_sheet(given)
    refuse_errors((*sheet.findings, *_without_amount(sheet.lines, given.file)))
    return sheet.lines, sheet.findings, sheet


def _without_amount(lines: pl.DataFrame, file: str) -> tuple[Finding, ...]:
    """Return the errors for lines that bill no amount at all."""
    bare = lines.filter(pl.col("net").is_null() & pl.col("gross").is_null())["row"]
    message = "the line has no amount, neither net nor gross"
    fix = "Write its amount, or delete the row; say which column it is: --column net=HEADER."
    first = tuple(
        (row, error("E-CELL-REQUIRED", message, where=f"{file}:{row}", fix=fix))
        for row in bare.head(LISTED_MAX)
    )
    return listed([Flaw("E-CELL-REQUIRED", len(bare), first)], file=file)


def _sheet_bill(given: SheetGiven, said: Said) -> BillRead:
    """Return the bill that a sheet alone is."""
    lines, findings, sheet = _lines(given)
    kind: Literal["detail", "credit_note"] = "credit_note" if said.credits else "detail"
    bill = Bill(
        number=said.number or (sheet.number if sheet is not None else ""),
        kind=kind,
        issued=said.issued,
        currency=said.currency,
        digits=given.digits,
        seller=said.seller,
        buyer=said.buyer,
        totals=_totals(lines, dict(sheet.printed) if sheet is not None else {}),
        lines=lines,
        file=given.file,
        sha256=sha256_hex(given.content),
        credits=said.credits,
    )
    return BillRead(bill, findings, sheet)


def _totals(lines: pl.DataFrame, printed: dict[str, int]) -> BilledTotals:
    """Return a sheet's totals: as its last row prints them, else what its lines come to."""
    sums = {name: _sum(lines, name) for name in _AMOUNTS}
    net, tax = (printed.get(name, sums[name]) for name in ("net", "tax"))
    gross = printed.get("gross", sums["gross"])
    if gross is None:
        gross = _asked(lines) if tax is None or net is None else net + tax
    return BilledTotals(net, tax, gross)


def _sum(lines: pl.DataFrame, name: str) -> int | None:
    """Return a column's sum, or None where a line lacks it."""
    if not lines.height or lines[name].null_count():
        return None
    return int(lines[name].cast(pl.Int128).sum())


def _asked(lines: pl.DataFrame) -> int:
    """Return what lines ask for that don't all have an amount with tax.

    A line without tax of its own has that of its rate, rounded once a rate; without a rate, none.
    """
    with_tax = pl.coalesce("gross", pl.col("net") + pl.col("tax"))
    known = lines.select(with_tax.cast(pl.Int128).sum()).item()
    net = pl.col("net").cast(pl.Int128).sum()
    rest = lines.filter(with_tax.is_null()).group_by("rate").agg(net)
    return int(known) + sum(
        int(net) + (round_half_away(net * parse_ratio(rate)) if rate else 0)
        for rate, net in rest.iter_rows()
    )


def _with_detail(read: BillRead, detail: SheetGiven) -> BillRead:
    """Return an invoice with the lines of the sheet beside it, which must come to its totals."""
    bill = read.bill
    detail = dataclasses.replace(detail, digits=currency_digits(bill.currency))
    lines, findings, sheet = _lines(detail)
    refuse_errors(_differences(bill, lines, detail.file))
    whole = dataclasses.replace(
        bill, lines=lines, detail=detail.file, detail_sha256=sha256_hex(detail.content)
    )
    return BillRead(whole, (*read.findings, *findings), sheet)


def _differences(bill: Bill, lines: pl.DataFrame, file: str) -> tuple[Finding, ...]:
    """Return where a detail sheet's lines don't come to the invoice's totals, to the minor unit."""
    totals = {"net": bill.totals.net, "tax": bill.totals.tax, "gross": bill.totals.gross}
    sums = {name: _sum(lines, name) for name in _AMOUNTS}
    fix = "Ask for the sheet of this invoice, or say which column is which: --column gross=HEADER."
    if sums["net"] is None and sums["gross"] is None:
        message = f"not every line of {file} has an amount, so that nothing can be compared"
        return (error("E-BILL-DETAIL", message, where=file, fix=fix),)
    return tuple(
        error(
            "E-BILL-DETAIL",
            f"the lines of {file} come to {name} {grouped_minor(came, digits=bill.digits)}, the "
            f"invoice {bill.number} says {grouped_minor(total, digits=bill.digits)}",
            where=file,
            fix=fix,
        )
        for name, total in totals.items()
        if (came := sums[name]) is not None and total is not None and came != total
    )


def unnumbered(file: str) -> Finding:
    """Return the error for a bill without a number: it can be compared, and not be kept."""
    message = f"nothing says the number of the bill in {file}"
    fix = "Give it with --number, or name its column: --column bill=HEADER."
    return error("E-BILL-NUMBER", message, where=file, fix=fix)
