"""What do all my contracts owe this month? `lineproof portfolio`: one table over many folders."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.running import (
    CANNOT,
    FINE,
    FOUND,
    AsJson,
    AsKnown,
    In,
    Language,
    Month,
    day_of,
    month_of,
    printing,
)

if TYPE_CHECKING:
    from lineproof.settle.portfolio import Entry


def portfolio(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="The contract folders.")],
    month: Month,
    as_known: AsKnown = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Show what several contracts owe in a month, what falls due next and what is open.

    Exit code 1: something is open, or a folder can't be read. Exit code 2: none can be.
    """
    from lineproof.model.period import month_text
    from lineproof.report.as_json import dumped
    from lineproof.report.portfolio import portfolio_json, print_portfolio

    asked, day = month_of(month), day_of(as_known, option="--as-known")
    entries = [_entry(folder, asked, day) for folder in folders]
    if is_json:
        sys.stdout.write(dumped(portfolio_json(entries, month=month_text(asked))) + "\n")
    else:
        print_portfolio(entries, printing(language), month=month_text(asked))
    if all(entry.problem is not None for entry in entries):
        return CANNOT
    return FOUND if any(entry.is_open for entry in entries) else FINE


def _entry(folder: Path, month: dt.date, as_known: dt.date | None) -> Entry:
    """Return a folder's entry; one that can't be read says why, and stops no other."""
    from lineproof.contract.check import check
    from lineproof.model.errors import InputRefusedError, LineproofError
    from lineproof.model.period import month_text
    from lineproof.settle.portfolio import Entry, entry_of, idle_entry
    from lineproof.settle.settle import Asked, settle
    from lineproof.store.cases import open_case

    try:
        case = open_case(folder, as_known=as_known)
        findings = check(case, as_known=as_known)
        is_sealed = any(booked.month == month_text(month) for booked in case.sealed)
        settlement = settle(case, Asked(month, as_known=as_known, findings=findings))
    except LineproofError as problem:
        refused = problem.findings if isinstance(problem, InputRefusedError) else ()
        if refused and all(finding.code == "E-MONTH-OUTSIDE" for finding in refused):
            return idle_entry(str(folder), case.contract, findings, is_sealed=is_sealed)
        return Entry(str(folder), problem=str(problem))
    return entry_of(str(folder), settlement, findings, is_sealed=is_sealed)
