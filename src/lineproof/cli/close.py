"""What does a month-end add to the books? `lineproof close`: accruals, prepaid, credits."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.contract_folders import contract_folders
from lineproof.cli.running import (
    FINE,
    FOUND,
    AsJson,
    In,
    Language,
    Month,
    month_of,
    printing,
    write_json,
)

if TYPE_CHECKING:
    from lineproof.report.month_end import MonthEnd


def close(
    folders: Annotated[
        list[Path],
        typer.Argument(metavar="DIR...", help="Contract folders, or folders that hold some."),
    ],
    month: Month,
    journal: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write the journal for the outside book."),
    ] = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Show what a month-end adds to the books: accruals, prepaid, credits, what is left to spend.

    Nothing is written but the journal that --csv asks for; accruals in it are reversed on the next
    month's first day. A contract that doesn't run in the month is left out.
    Exit code 1: something isn't known yet; what depends on it has no line in the journal.
    """
    from lineproof.model.period import month_text
    from lineproof.report.as_json import dumped
    from lineproof.report.closing import journal_csv, month_end_json, print_month_end
    from lineproof.store.files import write_file

    asked = month_of(month)
    ends = [end for folder in contract_folders(folders) if (end := _end(folder, asked))]
    if is_json:
        write_json(dumped(month_end_json(ends, month=month_text(asked))))
    elif journal is None:
        for end in ends:
            print_month_end(end, printing(language))
    if journal is not None:
        write_file(journal, journal_csv(ends))
        typer.echo(f"wrote {journal}", err=True)
    return FINE if all(end.closing.is_known for end in ends) else FOUND


def _end(folder: Path, month: dt.date) -> MonthEnd | None:
    """Return a contract's month-end; None where it doesn't run in the month."""
    from lineproof.contract.case import view
    from lineproof.model.errors import InputRefusedError
    from lineproof.report.month_end import Bookkeeping, month_end_of
    from lineproof.sources.books import read_books, read_cost_centres
    from lineproof.store.bills import read_bills
    from lineproof.store.cases import open_case
    from lineproof.store.sealed_books import sealed_reads

    books = read_books(folder)
    seen = view(open_case(folder))
    rules = read_cost_centres(folder, digits=seen.contract.digits)
    keeping = Bookkeeping(books, rules, read_bills(folder), sealed_reads(folder, seen))
    try:
        return month_end_of(seen, month, keeping)
    except InputRefusedError as refused:
        if all(finding.code == "E-MONTH-OUTSIDE" for finding in refused.findings):
            return None
        raise
