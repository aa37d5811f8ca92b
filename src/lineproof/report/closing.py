"""How is a month-end shown? On the terminal, as JSON, and as a journal for an outside book."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from lineproof.ledger.books import Books
from lineproof.ledger.closing import Closing, Left
from lineproof.ledger.cost_centres import cut
from lineproof.ledger.exchange import BookLine
from lineproof.model.money import currency_digits, format_minor
from lineproof.report.amounts import amount_text, bounded_text
from lineproof.report.closing_words import KINDS, CloseWord
from lineproof.report.ledger_words import ACCOUNT_WORDS
from lineproof.report.printing import LINES_SHOWN_MAX, Printing
from lineproof.report.wording import Word
from lineproof.settle.factors import plain
from lineproof.settle.settlement import Bounded

_FORMULA_STARTS = tuple("=+-@\t\r")
JOURNAL_COLUMNS = (
    "entry", "date", "account", "cost_centre", "debit", "credit", "currency", "contract_debit",
    "contract_credit", "contract_currency", "rate", "rate_date", "contract", "provider", "reverses",
)  # fmt: skip


@dataclass(frozen=True)
class MonthEnd:
    """A contract's month-end with its lines in the book's currency."""

    closing: Closing
    lines: tuple[BookLine, ...]
    books: Books


def print_month_end(end: MonthEnd, printing: Printing) -> None:
    """Print a contract's month-end."""
    closing = end.closing
    console, said = printing.console, printing.said
    title = f"{said(CloseWord.CLOSE)}  {closing.contract}  {closing.month}"
    console.print(Text(title, style="bold"))
    table = printing.table((CloseWord.WHAT, "left"), (Word.AMOUNT, "right"))
    for word, amount in _balances(closing):
        told = bounded_text(amount, digits=closing.digits, language=printing.language)
        table.add_row(said(word), f"{told} {closing.currency}")
    console.print(table)
    stated = CloseWord.NET if closing.is_net else CloseWord.GROSS
    console.print(said(stated if closing.is_stated else CloseWord.NOT_STATED))
    _print_left(closing, printing)
    _print_centres(closing, printing)
    _print_journal(end, printing)
    if not closing.is_known:
        console.print(Text(said(CloseWord.OPEN), style="yellow"))


def _balances(closing: Closing) -> tuple[tuple[CloseWord, Bounded], ...]:
    """Return what stands at the month's end."""
    prepaid = closing.prepaid
    return (
        (CloseWord.ACCRUED, closing.accrued),
        (CloseWord.OPENING, prepaid.opening),
        (CloseWord.ADDED, Bounded.exactly(prepaid.added)),
        (CloseWord.RELEASED, prepaid.released),
        (CloseWord.CLOSING, prepaid.closing),
        (CloseWord.CREDITS, closing.credits),
        (CloseWord.CLAIMED, Bounded.exactly(closing.claimed)),
        (CloseWord.DISPUTED, Bounded.exactly(closing.disputed)),
    )


def _print_left(closing: Closing, printing: Printing) -> None:
    """Print what is left of orders, budgets and the contract."""
    if not closing.left:
        return
    printing.heading(printing.said(CloseWord.LEFT))
    table = printing.table(
        (CloseWord.KIND, "left"), (CloseWord.NAME, "left"), (CloseWord.GIVEN, "right"),
        (CloseWord.USED, "right"), (CloseWord.REMAINS, "right"),
    )  # fmt: skip
    for each in closing.left:
        given, left = (
            "–" if amount is None else amount_text(amount, digits=closing.digits)
            for amount in (each.given, each.left)
        )
        used = amount_text(each.used, digits=closing.digits)
        table.add_row(printing.said(KINDS[each.kind]), Text(each.name), given, used, left)
    printing.console.print(table)


def _print_centres(closing: Closing, printing: Printing) -> None:
    """Print who bears this month's lines."""
    whole = sum(weight for _, weight in closing.weights)
    if not whole or [name for name, _ in closing.weights] == [""]:
        return
    printing.heading(printing.said(CloseWord.CENTRES))
    table = printing.table((CloseWord.CENTRE, "left"), (Word.AMOUNT, "right"))
    for name, part in cut(int(whole), closing.weights):
        told = Text(name) if name else printing.said(CloseWord.NOBODY)
        table.add_row(told, amount_text(part, digits=closing.digits))
    printing.console.print(table)


def _print_journal(end: MonthEnd, printing: Printing) -> None:
    """Print the lines for the outside book."""
    if not end.lines:
        printing.console.print(printing.said(CloseWord.NO_LINES))
        return
    printing.heading(printing.said(CloseWord.JOURNAL))
    table = printing.table(
        (CloseWord.DATE, "left"), (CloseWord.ENTRY, "left"), (CloseWord.ACCOUNT, "left"),
        (CloseWord.CENTRE, "left"), (CloseWord.DEBIT, "right"), (CloseWord.CREDIT, "right"),
    )  # fmt: skip
    for each in end.lines[:LINES_SHOWN_MAX]:
        line = each.line
        name = printing.said(ACCOUNT_WORDS[line.account])
        digits = currency_digits(each.currency)
        debit, credit = (amount_text(n, digits=digits) if n else "" for n in _sides(each.amount))
        table.add_row(str(line.date), Text(line.entry),
                      Text(f"{end.books.name_of(line.account)} {name}"), Text(line.cost_centre),
                      debit, credit)  # fmt: skip
    printing.console.print(table)
    more = len(end.lines) - LINES_SHOWN_MAX
    if more > 0:
        printing.console.print(printing.said(Word.MORE_DEDUCTIONS, count=more))


def _sides(amount: int) -> tuple[int, int]:
    """Return an amount as debit and credit."""
    return max(amount, 0), max(-amount, 0)


def month_end_json(ends: Sequence[MonthEnd], *, month: str) -> dict[str, Any]:
    """Return what `close --json` prints."""
    return {"month": month, "contracts": [_closing_json(end) for end in ends]}


def _closing_json(end: MonthEnd) -> dict[str, Any]:
    """Return one contract's month-end."""
    closing = end.closing

    def text(minor: int | None) -> str | None:
        return None if minor is None else format_minor(minor, digits=closing.digits)

    def bounded(amount: Bounded) -> dict[str, str | None]:
        return {name: text(getattr(amount, name)) for name in ("value", "low", "high")}

    prepaid = closing.prepaid
    return {
        "contract": closing.contract,
        "currency": closing.currency,
        "accrued": bounded(closing.accrued),
        "prepaid": {
            "opening": bounded(prepaid.opening), "added": text(prepaid.added),
            "released": bounded(prepaid.released), "closing": bounded(prepaid.closing),
        },
        "credits": {
            "certain": bounded(closing.credits), "claimed": text(closing.claimed),
            "disputed": text(closing.disputed),
        },
        "net": closing.is_net,
        "left": [_left_json(each, closing.digits) for each in closing.left],
        "journal": [dict(zip(JOURNAL_COLUMNS, _row(end, line), strict=True))
                    for line in end.lines],
    }  # fmt: skip


def _left_json(left: Left, digits: int) -> dict[str, Any]:
    """Return what is left of one order, budget or contract."""

    def text(minor: int | None) -> str | None:
        return None if minor is None else format_minor(minor, digits=digits)

    return {"kind": left.kind, "name": left.name, "given": text(left.given),
            "used": text(left.used), "left": text(left.left)}  # fmt: skip


def journal_csv(ends: Sequence[MonthEnd]) -> bytes:
    """Return the journal lines of some contracts as CSV, for an outside book to take in.

    A text that a spreadsheet would compute gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(JOURNAL_COLUMNS)
    for end in ends:
        writer.writerows([_harmless(cell) for cell in _row(end, line)] for line in end.lines)
    return out.getvalue().encode()


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> _harmless("=1+1"), _harmless("812.90")
    ("'=1+1", '812.90')
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _row(end: MonthEnd, each: BookLine) -> tuple[str, ...]:
    """Return a journal line's cells, as `JOURNAL_COLUMNS`."""
    closing, line = end.closing, each.line
    debit, credit = (
        format_minor(n, digits=currency_digits(each.currency)) for n in _sides(each.amount)
    )
    own = [format_minor(n, digits=closing.digits) for n in _sides(line.amount)]
    rate, day = ("", "") if each.rate is None else (plain(each.rate.value), str(each.rate.date))
    return (
        line.entry, line.date.isoformat(), end.books.name_of(line.account), line.cost_centre,
        debit, credit, each.currency, *own, closing.currency, rate, day, closing.contract,
        closing.provider, line.reverses,
    )  # fmt: skip
