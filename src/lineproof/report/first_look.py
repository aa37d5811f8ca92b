"""How does a first look appear? The guessed columns, both totals, and findings by their money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from lineproof.contract.first_look import FirstLook
from lineproof.model.finding import Severity, count_open
from lineproof.model.money import format_minor
from lineproof.model.period import month_text
from lineproof.report.amounts import amount_text
from lineproof.report.as_json import check_json
from lineproof.report.terminal import Printing, print_findings
from lineproof.report.wording import Word
from lineproof.sources.guess import Guess
from lineproof.sources.start_files import StartRead

#: More findings than this are counted by their code alone; the JSON has them all.
SHOWN_MAX = 40
_WHY = {
    "given": Word.WHY_GIVEN,
    "header": Word.WHY_HEADER,
    "similar header": Word.WHY_SIMILAR,
    "content": Word.WHY_CONTENT,
    "numbered": Word.WHY_NUMBERED,
}


def print_guesses(file: str, read: StartRead, printing: Printing) -> None:
    """Print what each column of a file was taken for, and why."""
    printing.heading(printing.said(Word.COLUMNS_OF, file=file, rows=f"{read.frame.height:,}"))
    table = printing.table(
        (Word.HEADER, "left"), (Word.MEANS, "left"), (Word.WHY, "left"), (Word.SAMPLES, "left")
    )
    for guess in read.guesses:
        why = printing.said(_WHY[guess.why]) if guess.why else ""
        means = guess.name or printing.said(Word.NOT_USED)
        samples = ", ".join(" ".join(sample.split()) for sample in guess.samples)
        table.add_row(guess.header or "–", means, why, Text(samples, overflow="ellipsis"))
    printing.console.print(table)
    if read.skipped:
        printing.console.print(printing.said(Word.TOTAL_ROWS_SKIPPED, count=read.skipped))


def print_first_look(found: FirstLook, printing: Printing, *, digits: int, currency: str) -> None:
    """Print the totals, how much each kind of finding comes to, and the dearest findings."""
    month = month_text(found.month) if found.month else printing.said(Word.UNKNOWN)
    printing.heading(f"{printing.said(Word.FIRST_LOOK)}  {month}  {currency}")
    _print_totals(found, printing, digits)
    if found.unread:
        printing.heading(printing.said(Word.NOT_READ))
        print_findings(found.unread, printing, digits=digits)
    if not found.findings:
        printing.console.print(printing.said(Word.NOTHING_FOUND))
        return
    printing.heading(printing.said(Word.BY_KIND))
    table = printing.table((Word.AT_STAKE, "right"), (Word.COUNT, "right"), (Word.CODE, "left"))
    for kind in found.kinds:
        table.add_row(_stake(kind.amount, digits), f"{kind.rows.height:,}", kind.code)
    printing.console.print(table)
    printing.heading(printing.said(Word.DEAREST_FIRST))
    table = printing.table(
        (Word.AT_STAKE, "right"), (Word.CODE, "left"), (Word.MESSAGE, "left"), (Word.WHERE, "left")
    )
    for finding in found.findings[:SHOWN_MAX]:
        stake = _stake(finding.amount, digits)
        table.add_row(stake, finding.code, Text(finding.message), Text(finding.where))
    printing.console.print(table)
    if len(found.findings) > SHOWN_MAX:
        more = len(found.findings) - SHOWN_MAX
        printing.console.print(printing.said(Word.AND_MORE, count=f"{more:,}"))


def first_look_json(
    found: FirstLook,
    *,
    currency: str,
    digits: int,
    reads: Mapping[str, StartRead | None],
    folder: str | None,
) -> dict[str, Any]:
    """Return what `start --json` prints: findings as `check --json` has them, and the guesses.

    reads: "schedule" and "bill", where there is one. folder: the draft that was written.
    """
    return {
        "month": month_text(found.month) if found.month else None,
        "currency": currency,
        "folder": folder,
        "columns": {
            name: [_guess_json(guess) for guess in read.guesses]
            for name, read in reads.items()
            if read is not None
        },
        "kinds": [
            {"code": k.code, "count": k.rows.height, "amount": _text(k.amount, digits)}
            for k in found.kinds
        ],
        "scheduled": format_minor(found.scheduled, digits=digits),
        "billed": _text(found.billed, digits),
        "difference": _text(found.difference, digits),
        **check_json(found.everything, digits=digits),
    }


def _guess_json(guess: Guess) -> dict[str, str | None]:
    """Return one column's guess; a column that means nothing has nulls."""
    return {"header": guess.header, "means": guess.name or None, "why": guess.why}


def _print_totals(found: FirstLook, printing: Printing, digits: int) -> None:
    """Print what is scheduled and billed for the month."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    rows = [(Word.SCHEDULED, found.scheduled), (Word.BILLED, found.billed)]
    for word, amount in [*rows, (Word.BILLED_BEYOND, found.difference)]:
        if amount is not None:
            table.add_row(printing.said(word), amount_text(amount, digits=digits))
    printing.console.print(table)
    errors, warnings = (count_open(found.everything, s) for s in (Severity.ERROR, Severity.WARNING))
    counts = {"errors": errors, "questions": 0, "warnings": warnings}
    printing.console.print(printing.said(Word.OPEN_FINDINGS_N, **counts))


def _stake(amount: int | None, digits: int) -> str:
    """Return an amount, or a dash where a finding has none."""
    return "–" if amount is None else amount_text(amount, digits=digits)


def _text(amount: int | None, digits: int) -> str | None:
    """Return an amount as JSON has it."""
    return None if amount is None else format_minor(amount, digits=digits)
