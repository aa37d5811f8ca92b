"""How do several contracts look together? One row each, totals by currency; the same as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from lineproof.model.money import format_minor
from lineproof.report.amounts import bounded_text
from lineproof.report.terminal import Printing
from lineproof.report.wording import Word
from lineproof.settle.portfolio import Entry, totals_of
from lineproof.settle.settlement import Bounded


def print_portfolio(entries: Sequence[Entry], printing: Printing, *, month: str) -> None:
    """Print what each contract owes, what is open, and the totals of each currency."""
    printing.console.print(Text(f"{printing.said(Word.PORTFOLIO)}  {month}", style="bold"))
    table = printing.table(
        (Word.CONTRACT, "left"), (Word.CURRENCY, "left"), (Word.EARNED, "right"),
        (Word.PAYABLE_SHORT, "right"), (Word.NEXT_DUE, "left"), (Word.NEXT_AMOUNT, "right"),
        (Word.ERRORS, "right"), (Word.QUESTIONS, "right"), (Word.SEALED, "left"),
    )  # fmt: skip
    for entry in entries:
        if entry.problem is None:
            table.add_row(*_cells(entry, printing))
    if table.row_count:
        printing.console.print(table)
    for entry in entries:
        if entry.problem is not None:
            text = printing.said(Word.CANNOT_READ, reason=entry.problem)
            printing.console.print(Text(f"{entry.folder}: {text}", style="bold red"))
    _print_totals(entries, printing)


def _cells(entry: Entry, printing: Printing) -> list[str | Text]:
    """Return a contract's row."""
    if not entry.is_running:
        idle = printing.said(Word.OUTSIDE_TERM)
        blank = "–", "–", "–"
        return [Text(entry.contract), entry.currency, idle, *blank, *_state(entry, printing)]
    return [
        Text(entry.contract),
        entry.currency,
        _amount(entry.gross, entry, printing),
        _amount(entry.payable, entry, printing),
        entry.next_due.isoformat() if entry.next_due else "–",
        _amount(entry.next_amount, entry, printing) if entry.next_due else "–",
        *_state(entry, printing),
    ]


def _state(entry: Entry, printing: Printing) -> list[str]:
    """Return what is open about a contract, and whether its month is closed."""
    sealed = printing.said(Word.YES if entry.is_sealed else Word.NO)
    return [str(entry.errors), str(entry.questions), sealed]


def _amount(amount: Bounded, entry: Entry, printing: Printing) -> str:
    """Return one amount, or its bounds."""
    return bounded_text(amount, digits=entry.digits, language=printing.language)


def _print_totals(entries: Sequence[Entry], printing: Printing) -> None:
    """Print what the contracts of each currency come to."""
    totals = totals_of(entries)
    if totals:
        printing.heading(printing.said(Word.TOTALS_BY_CURRENCY))
        table = printing.table(
            (Word.CURRENCY, "left"), (Word.CONTRACT, "right"), (Word.EARNED, "right"),
            (Word.PAYABLE_SHORT, "right"),
        )  # fmt: skip
        for total in totals:
            amounts = (
                bounded_text(amount, digits=total.digits, language=printing.language)
                for amount in (total.gross, total.payable)
            )
            table.add_row(total.currency, str(total.count), *amounts)
        printing.console.print(table)
    unread = sum(1 for entry in entries if entry.problem is not None)
    if unread:
        printing.console.print(printing.said(Word.UNREAD_LEFT_OUT, count=unread))


def portfolio_json(entries: Sequence[Entry], *, month: str) -> dict[str, Any]:
    """Return what `portfolio --json` prints: amounts as text, or null beside their bounds."""
    return {
        "month": month,
        "contracts": [_entry_json(entry) for entry in entries],
        "totals": [
            {
                "currency": total.currency,
                "contracts": total.count,
                "gross": _bounded(total.gross, total.digits),
                "payable": _bounded(total.payable, total.digits),
            }
            for total in totals_of(entries)
        ],
        "unread": sum(1 for entry in entries if entry.problem is not None),
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    """Return one contract; one that can't be read has its problem alone."""
    if entry.problem is not None:
        return {"folder": entry.folder, "problem": entry.problem}
    due = None
    if entry.next_due is not None:
        amount = _bounded(entry.next_amount, entry.digits)
        due = {"date": entry.next_due.isoformat(), "amount": amount}
    return {
        "folder": entry.folder,
        "problem": None,
        "contract": entry.contract,
        "currency": entry.currency,
        "running": entry.is_running,
        "gross": _bounded(entry.gross, entry.digits),
        "payable": _bounded(entry.payable, entry.digits),
        "next_due": due,
        "errors": entry.errors,
        "questions": entry.questions,
        "blocked": entry.is_blocked,
        "sealed": entry.is_sealed,
    }


def _bounded(amount: Bounded, digits: int) -> dict[str, str | None]:
    """Return an amount with its bounds: all three are the same where it is known."""
    parts = {"value": amount.value, "low": amount.low, "high": amount.high}
    return {
        name: None if minor is None else format_minor(minor, digits=digits)
        for name, minor in parts.items()
    }
