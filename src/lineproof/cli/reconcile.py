"""Is the bill right? `lineproof reconcile`: what is billed against what is owed, by cause."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from lineproof.cli.running import (
    FINE,
    FOUND,
    AsJson,
    AsKnown,
    In,
    Language,
    day_of,
    printing,
)


def reconcile(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The contract folder, or a folder of them.")
    ],
    bills: Annotated[
        list[str], typer.Argument(metavar="BILL...", help="Numbers of bills, or files of them.")
    ],
    month: Annotated[
        list[str] | None,
        typer.Option("--month", metavar="YYYY-MM", help="A month; give it several times for more."),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM", help="First of several months.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM", help="Last of several months.")
    ] = None,
    as_known: AsKnown = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write the differences as XLSX.")
    ] = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Compare bills with what is owed for some months, each difference by its cause.

    Exit code 1: something differs, or what is owed isn't known.
    """
    from lineproof.cli.reconciling import months_of, reconciled
    from lineproof.report.reconciliation import print_reconciliation, write_reconciliation_json

    months = months_of(month or [], first, last)
    found = reconciled(folder, bills, months, day_of(as_known, option="--as-known"))
    if output is not None:
        from lineproof.report.reconciliation_xlsx import reconciliation_xlsx
        from lineproof.store.files import write_file

        write_file(output, reconciliation_xlsx(found, language.value))
    if is_json:
        sys.stdout.flush()
        write_reconciliation_json(found, sys.stdout.buffer)
    else:
        print_reconciliation(found, printing(language))
    differs = found.differences.get_column("cause").count() > 0
    return FOUND if differs or found.unproven is not None else FINE
