"""How do findings and a settlement look in a terminal? Rich tables, from 80 columns up.

Nothing is said by colour alone. Where the output is no terminal there are no colours and no lines.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import polars as pl
from rich.table import Table
from rich.text import Text

from lineproof.model.finding import Finding, Severity, Status, count_open
from lineproof.report.amounts import amount_text, bounded_text
from lineproof.report.finding_words import fix_text, message_text
from lineproof.report.phrases import (
    charge_name,
    item_name,
    sentence,
    severity_name,
    status_name,
    waiting_text,
)
from lineproof.report.printing import LINES_SHOWN_MAX, Printing, console_for
from lineproof.report.terminal_statement import print_statement
from lineproof.report.wording import Word
from lineproof.settle.settlement import Bounded, Settlement

__all__ = [
    "Printing",
    "console_for",
    "print_findings",
    "print_settlement",
    "print_statement",
]

_STYLES = {Severity.ERROR: "bold red", Severity.QUESTION: "bold yellow", Severity.WARNING: "cyan"}
_ORDER = list(Severity)


def print_findings(findings: Iterable[Finding], printing: Printing, *, digits: int) -> None:
    """Print what `check` found, the open and gravest first, and how many are open.

    digits: decimals of the contract's currency.
    """
    every = sorted(findings, key=_weight)
    for finding in every:
        _print_finding(finding, printing, digits)
    if not every:
        printing.console.print(printing.said(Word.NOTHING_FOUND))
        return
    counts = {f"{severity.value}s": count_open(every, severity) for severity in Severity}
    printing.console.print(printing.said(Word.OPEN_FINDINGS_N, **counts))


def print_settlement(
    settlement: Settlement, printing: Printing, *, with_lines: bool = True
) -> None:
    """Print a settled month: its totals, its charges or lines, what is due and what blocks it."""
    title = f"{settlement.contract}  {settlement.month}  {settlement.currency}"
    printing.console.print(Text(title, style="bold"))
    _print_totals(settlement, printing)
    if with_lines:
        _print_lines(settlement, printing)
    if settlement.due:
        _print_due(settlement, printing)
    if settlement.blocked:
        _print_blocked(settlement, printing)
    _print_rest(settlement, printing)


def bounds_text(amount: Bounded, settlement: Settlement, printing: Printing) -> str:
    """Return an amount of a settlement, or its bounds."""
    return bounded_text(amount, digits=settlement.digits, language=printing.language)


def _weight(finding: Finding) -> tuple[bool, int]:
    """Return where a finding is listed: open before answered, errors first."""
    return finding.status is Status.ANSWERED, _ORDER.index(finding.severity)


def _print_finding(finding: Finding, printing: Printing, digits: int) -> None:
    """Print one finding as an error that teaches: what, where, why, and what to do."""
    name = severity_name(finding.severity, printing.language)
    if finding.status is Status.ANSWERED:
        name = f"{name}, {status_name(finding.status, printing.language)}"
    head = Text(f"{finding.code}  ", style=_STYLES[finding.severity])
    head.append(name, style="")
    places = [finding.where]
    if finding.clause:
        places.append(printing.said(Word.CLAUSE_N, clause=finding.clause))
    head.append("  " + printing.said(Word.SEMICOLON).join(p for p in places if p), style="dim")
    printing.console.print(head)
    body = [message_text(finding.code, finding.message, printing.language)]
    if finding.amount is not None:
        stake = amount_text(finding.amount, digits=digits)
        body.append(f"{printing.said(Word.AT_STAKE)}: {stake}")
    if finding.answers and finding.status is Status.OPEN:
        body.append(f"{printing.said(Word.ANSWERS)}: {' | '.join(finding.answers)}")
    if finding.fix and finding.status is Status.OPEN:
        body.append(f"→ {fix_text(finding.code, finding.fix, printing.language)}")
    printing.indented("\n".join(body))
    printing.console.print()


def _print_totals(settlement: Settlement, printing: Printing) -> None:
    """Print the totals, one a row."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    rows = [(Word.GROSS, settlement.gross)]
    if settlement.net.value is not None or settlement.net.low is not None:
        rows += [(Word.NET, settlement.net), (Word.TAX, settlement.tax)]
    rows += [(Word.CARRIED, settlement.carried), (Word.PAYABLE, settlement.payable)]
    for word, amount in rows:
        style = "bold" if word is Word.PAYABLE else ""
        table.add_row(
            Text(printing.said(word), style=style),
            Text(bounds_text(amount, settlement, printing), style=style),
        )
    printing.console.print(table)


def _print_lines(settlement: Settlement, printing: Printing) -> None:
    """Print the lines, or where they are many each charge's count and sum."""
    if settlement.lines.height > LINES_SHOWN_MAX:
        _print_charges(settlement, printing)
        return
    printing.heading(printing.said(Word.LINES))
    table = printing.table(
        (Word.LINE, "left"), (Word.CHARGE, "left"), (Word.FIRST_DAY, "left"),
        (Word.LAST_DAY, "left"), (Word.AMOUNT, "right"), (Word.CLAUSE, "left"),
    )  # fmt: skip
    columns = ("line", "charge", "from", "to", "amount", "low", "high", "clause")
    for line, charge, start, end, *amounts, clause in settlement.lines.select(columns).iter_rows():
        table.add_row(
            line,
            charge_name(charge, printing.language),
            str(start),
            str(end - dt.timedelta(days=1)),
            bounds_text(Bounded(*amounts), settlement, printing),
            clause,
        )
    printing.console.print(table)


def _print_charges(settlement: Settlement, printing: Printing) -> None:
    """Print each charge with how many lines it has and what they come to."""
    printing.heading(printing.said(Word.CHARGES))
    table = printing.table(
        (Word.CHARGE, "left"), (Word.COUNT, "right"), (Word.AMOUNT, "right"), (Word.CLAUSE, "left")
    )
    for charge, clause, count, amount in charge_sums(settlement.lines):
        text = bounds_text(amount, settlement, printing)
        table.add_row(charge_name(charge, printing.language), f"{count:,}", text, clause)
    printing.console.print(table)


def charge_sums(lines: pl.DataFrame) -> Sequence[tuple[str, str, int, Bounded]]:
    """Return each charge under each clause: how many lines it has and what they come to."""
    bounds = ("amount", "low", "high")
    sums = lines.group_by("charge", "clause", maintain_order=True).agg(
        pl.len().alias("count"),
        *(pl.when(pl.col(b).null_count() == 0).then(pl.col(b).sum()) for b in bounds),
    )
    return [(c, clause, n, Bounded(*amounts)) for c, clause, n, *amounts in sums.iter_rows()]


def _print_due(settlement: Settlement, printing: Printing) -> None:
    """Print what falls due, and what it waits for."""
    printing.heading(printing.said(Word.DUE))
    table = printing.table(
        (Word.ITEM, "left"), (Word.DUE_DATE, "left"), (Word.AMOUNT, "right"), (Word.CLAUSE, "left")
    )
    for due in settlement.due:
        when = due.date.isoformat() if due.date else ""
        if due.waiting_for:
            what = waiting_text(due.waiting_for, printing.language)
            when = printing.said(Word.WAITS_FOR, what=what)
        amount = bounds_text(due.amount, settlement, printing)
        table.add_row(item_name(due.item, printing.language), when, amount, due.clause)
    printing.console.print(table)


def _print_blocked(settlement: Settlement, printing: Printing) -> None:
    """Print what keeps the month from being settled."""
    printing.heading(printing.said(Word.BLOCKED))
    for item in settlement.blocked:
        bounds = bounds_text(Bounded(None, item.low, item.high), settlement, printing)
        head = Text(f"{item.code} {item.subject}".strip(), style="bold red")
        clause = printing.said(Word.CLAUSE_N, clause=item.clause) if item.clause else ""
        head.append(f"  {clause}", style="dim")
        printing.console.print(head)
        between = f"{printing.said(Word.PAYABLE_BETWEEN)}: {bounds}"
        reason = f"{sentence(item.reason, printing.language)}\n{between}"
        printing.indented(reason)


def _print_rest(settlement: Settlement, printing: Printing) -> None:
    """Print notes, terms that aren't computed yet, and the hashes."""
    if settlement.not_computed:
        printing.heading(printing.said(Word.NOT_COMPUTED))
        printing.console.print(", ".join(settlement.not_computed))
    if settlement.notes:
        printing.heading(printing.said(Word.NOTES))
        for note in settlement.notes:
            printing.console.print(sentence(note, printing.language))
    printing.console.print()
    for word, value in (
        (Word.INPUTS_HASH, settlement.inputs_hash),
        (Word.RESULT_HASH, settlement.result_hash),
    ):
        printing.console.print(Text(f"{printing.said(word)}  {value}", style="dim"))
