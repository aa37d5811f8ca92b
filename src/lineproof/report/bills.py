"""How do bills appear? What was brought in, the list of them, and one with its lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from rich.table import Table
from rich.text import Text

from lineproof.model.bill import BILL_LINES, Bill
from lineproof.model.money import format_minor
from lineproof.model.table_text import canonical_text
from lineproof.report.amounts import amount_text
from lineproof.report.as_json import check_json
from lineproof.report.bill_words import BillWord
from lineproof.report.printing import LINES_SHOWN_MAX, Printing
from lineproof.report.sections import Align, Section, columns_of
from lineproof.report.terminal import print_findings
from lineproof.report.wording import Bilingual, Language, Word
from lineproof.sources.guess import Guess
from lineproof.store.bringing import Brought

_KINDS = {
    "invoice": BillWord.INVOICE,
    "credit_note": BillWord.CREDIT_NOTE,
    "detail": BillWord.DETAIL,
}
_WHY = {
    "given": Word.WHY_GIVEN,
    "header": Word.WHY_HEADER,
    "similar header": Word.WHY_SIMILAR,
    "content": Word.WHY_CONTENT,
}
_CHARGES = {
    "rent": BillWord.RENT,
    "one_off": BillWord.ONE_OFF,
    "usage": BillWord.USAGE,
    "credit": BillWord.CREDIT,
    "surcharge": BillWord.SURCHARGE,
    "interest": BillWord.INTEREST,
    "balance": BillWord.BALANCE,
}
_TOTALS = ("net", "tax", "gross", "prepaid", "rounding", "payable")


def print_brought(brought: Iterable[Brought], printing: Printing) -> None:
    """Print what each file came to: its guessed columns, its bill, and its findings."""
    for each in brought:
        if each.guesses:
            _print_columns(each, printing)
        if each.bill is not None:
            _print_kept(each, each.bill, printing)
        elif each.is_waiting:
            said = printing.said(BillWord.NOT_CONFIRMED, file=each.file)
            printing.console.print(Text(said))
        else:
            printing.console.print(Text(printing.said(BillWord.REFUSED, file=each.file)))
        if each.findings:
            print_findings(each.findings, printing, digits=each.digits)


def _print_columns(each: Brought, printing: Printing) -> None:
    """Print what each column was taken for, and why, with some of its cells."""
    printing.heading(printing.said(Word.COLUMNS_OF, file=each.file, rows=f"{each.rows:,}"))
    table = printing.table(
        (Word.HEADER, "left"), (Word.MEANS, "left"), (Word.WHY, "left"), (Word.SAMPLES, "left")
    )
    for guess in each.guesses:
        why = why_text(guess, printing.language)
        means = guess.name or printing.said(Word.NOT_USED)
        samples = ", ".join(" ".join(sample.split()) for sample in guess.samples)
        table.add_row(Text(guess.header), means, why, Text(samples, overflow="ellipsis"))
    printing.console.print(table)


def why_text(guess: Guess, language: Language) -> str:
    """Return why a column was taken for what it was; blank where it means nothing."""
    return _WHY[guess.why].said(language) if guess.why else ""


def _print_kept(each: Brought, bill: Bill, printing: Printing) -> None:
    """Print that a bill was brought in, or had been before, and what it comes to."""
    if not each.is_new:
        printing.console.print(Text(printing.said(BillWord.KNOWN, number=bill.number)))
        return
    said = printing.said(
        BillWord.IMPORTED,
        number=bill.number,
        kind=kind_name(bill, printing.language),
        lines=f"{bill.lines.height:,}",
        folder=each.folder,
    )
    printing.console.print(Text(said))
    _print_totals(bill, printing)
    if each.saved:
        printing.console.print(Text(printing.said(BillWord.SAVED, file=each.saved)))


def kind_name(bill: Bill, language: Language) -> str:
    """Return what kind of bill it is."""
    return _KINDS[bill.kind].said(language)


def _print_totals(bill: Bill, printing: Printing) -> None:
    """Print a bill's totals, those that it prints."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    for name, text in totals_of(bill, printing.language):
        table.add_row(name, text)
    printing.console.print(table)


def print_bills(bills: Sequence[Bill], printing: Printing) -> None:
    """Print a folder's bills, one a row."""
    if not bills:
        printing.console.print(printing.said(BillWord.NO_BILLS))
        return
    printing.heading(printing.said(BillWord.BILLS))
    table = printing.table(
        (BillWord.NUMBER, "left"), (BillWord.ISSUED, "left"), (Word.KIND, "left"),
        (Word.COUNT, "right"), (Word.WITH_TAX, "right"), (Word.CURRENCY, "left"),
        (BillWord.CORRECTS, "left"),
    )  # fmt: skip
    for bill in bills:
        table.add_row(
            Text(bill.number),
            str(bill.issued or "–"),
            kind_name(bill, printing.language),
            f"{bill.lines.height:,}",
            amount_text(bill.totals.gross, digits=bill.digits),
            bill.currency,
            Text(", ".join(bill.credits)),
        )
    printing.console.print(table)


def print_bill(bill: Bill, printing: Printing) -> None:
    """Print one bill: its head, its totals and its lines."""
    title = f"{printing.said(BillWord.BILL)} {bill.number}  {bill.currency}"
    printing.console.print(Text(title, style="bold"))
    head = Table(box=None, show_header=False, pad_edge=False)
    for name, text in facts_of(bill, printing.language):
        head.add_row(name, Text(text))
    printing.console.print(head)
    _print_totals(bill, printing)
    _print_lines(bill, printing)


def _print_lines(bill: Bill, printing: Printing) -> None:
    """Print a bill's lines, as many as are shown at most."""
    shown = bill.lines.head(LINES_SHOWN_MAX)
    printing.section(lines_section(bill, shown, printing.language))
    more = bill.lines.height - shown.height
    if more:
        printing.console.print(printing.said(BillWord.MORE_LINES, count=f"{more:,}"))


def lines_section(bill: Bill, lines: pl.DataFrame, language: Language) -> Section:
    """Return some of a bill's lines as a table; what they are for where one of the bill says it."""
    says_charges = bill.lines["charge"].count() > 0
    charges: tuple[tuple[Bilingual, Align], ...] = ((Word.CHARGE, "left"),) if says_charges else ()
    heads: tuple[tuple[Bilingual, Align], ...] = (
        (Word.LINE, "left"), *charges, (Word.CIRCUIT, "left"), (BillWord.PRODUCT, "left"),
        (Word.FIRST_DAY, "left"), (Word.LAST_DAY, "left"), (Word.NET_OF, "right"),
        (Word.WITH_TAX, "right"),
    )  # fmt: skip
    rows = []
    columns = ("line", "charge", "circuit", "product", "from", "to", "net", "gross")
    for line, charge, circuit, product, start, end, net, gross in lines.select(columns).iter_rows():
        last = end - dt.timedelta(days=1) if end else ""
        amounts = ("" if a is None else amount_text(a, digits=bill.digits) for a in (net, gross))
        what = [_CHARGES[charge].said(language) if charge else ""] if says_charges else []
        rows.append((line, *what, circuit or "", product or "", str(start or ""), str(last),
                     *amounts))  # fmt: skip
    title = Word.LINES.said(language)
    return Section(title=title, columns=columns_of(language, *heads), rows=tuple(rows))


def totals_of(bill: Bill, language: Language) -> list[tuple[str, str]]:
    """Return a bill's totals, those that it prints, each with its name."""
    totals = bill.totals
    return [
        (word.said(language), f"{amount_text(amount, digits=bill.digits)} {bill.currency}")
        for word, amount in (
            (Word.NET_OF, totals.net),
            (Word.TAX, totals.tax),
            (Word.WITH_TAX, totals.gross),
            (BillWord.PREPAID, totals.prepaid),
            (BillWord.ASKS_FOR, totals.payable),
        )
        if amount is not None
    ]


def facts_of(bill: Bill, language: Language) -> list[tuple[str, str]]:
    """Return what a bill says of itself, each with its name."""
    said = (
        (Word.KIND, kind_name(bill, language)),
        (BillWord.ISSUED, str(bill.issued or "")),
        (Word.DUE_DATE, str(bill.due or "")),
        (BillWord.SELLER, bill.seller),
        (BillWord.BUYER, bill.buyer),
        (Word.CONTRACT, bill.contract),
        (BillWord.CORRECTS, ", ".join(bill.credits)),
        (BillWord.CONFIRMATION, bill.confirmation),
        (BillWord.ORIGINAL, f"{bill.file}  {bill.sha256}"),
    )
    return [(word.said(language), text) for word, text in said if text]


def brought_json(brought: Sequence[Brought]) -> dict[str, Any]:
    """Return what `bill import --json` prints; findings as `check --json` has them."""
    files = [
        {
            "file": each.file,
            "bill": None if each.bill is None else bill_head_json(each.bill),
            "is_new": each.is_new,
            "folder": each.folder or None,
            "columns": [
                {"header": g.header, "means": g.name or None, "why": g.why} for g in each.guesses
            ],
        }
        for each in brought
    ]
    findings = [finding for each in brought for finding in each.findings]
    digits = brought[0].digits if brought else 2
    return {"files": files, **check_json(findings, digits=digits)}


def bills_json(bills: Iterable[Bill]) -> dict[str, Any]:
    """Return what `bill list --json` prints."""
    return {"bills": [bill_head_json(bill) for bill in bills]}


def bill_json(bill: Bill) -> dict[str, Any]:
    """Return what `bill show --json` prints: the head, and every line as it is kept."""
    return {**bill_head_json(bill), "lines": bill_lines_json(bill)}


def bill_lines_json(bill: Bill) -> list[dict[str, Any]]:
    """Return a bill's lines as `bill show --json` prints them."""
    texts = canonical_text(bill.lines, table=BILL_LINES, currency_digits=bill.digits)
    return texts.to_dicts()


def bill_head_json(bill: Bill) -> dict[str, Any]:
    """Return a bill's head as JSON; amounts as texts, days in ISO."""
    return {
        "number": bill.number,
        "kind": bill.kind,
        "issued": None if bill.issued is None else bill.issued.isoformat(),
        "due": None if bill.due is None else bill.due.isoformat(),
        "currency": bill.currency,
        "seller": bill.seller,
        "buyer": bill.buyer,
        "contract": bill.contract or None,
        "credits": list(bill.credits),
        "confirmation": bill.confirmation or None,
        "count": bill.lines.height,
        "totals": {
            name: None if (minor := getattr(bill.totals, name)) is None
            else format_minor(minor, digits=bill.digits)
            for name in _TOTALS
        },
        "original": bill.file,
        "sha256": bill.sha256,
    }  # fmt: skip
