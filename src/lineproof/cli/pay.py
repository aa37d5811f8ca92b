"""What is to be paid? `lineproof pay propose`: and the sheet to approve it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lineproof.cli.running import (
    FINE,
    FOUND,
    AsJson,
    Folder,
    In,
    Language,
    day_of,
    ending,
    month_of,
    printing,
    write_json,
)

pay = typer.Typer(help="Propose what is to be paid, and why.", no_args_is_help=True)


@pay.callback()
def payments() -> None:
    """Propose what is to be paid, and why."""


def propose(
    folder: Folder,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it is looked at.")],
    month: Annotated[
        str | None, typer.Option("--month", metavar="YYYY-MM", help="Only this month's payments.")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the approval sheet as PDF.")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it as XLSX, with formulas.")
    ] = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Propose what is to be paid: what is owed, billed, withheld and paid already, and when.

    Without --month: everything not paid yet that falls due by the end of the next month.
    Exit code 1: something stands in the way of a payment; it is listed.
    """
    from lineproof.contract.check import check
    from lineproof.ledger.proposal import propose as proposed
    from lineproof.report.as_json import dumped
    from lineproof.report.proposal import print_proposal, proposal_json
    from lineproof.store.bills import read_bills
    from lineproof.store.cases import open_case
    from lineproof.store.files import write_file

    day = day_of(on, option="--on")
    assert day is not None, "--on is required"
    asked = month_of(month) if month is not None else None
    case = open_case(folder)
    made = proposed(case, check(case), on=day, month=asked, bills=read_bills(folder))
    if is_json:
        write_json(dumped(proposal_json(made)))
    elif pdf is None and xlsx is None:
        print_proposal(made, printing(language))
    if pdf is not None:
        from lineproof.report.approval_pdf import approval_pdf

        write_file(pdf, approval_pdf(made, language=language.value))
        typer.echo(f"wrote {pdf}", err=True)
    if xlsx is not None:
        from lineproof.report.approval_xlsx import approval_xlsx

        write_file(xlsx, approval_xlsx(made, language=language.value))
        typer.echo(f"wrote {xlsx}", err=True)
    return FOUND if made.is_blocked else FINE


pay.command()(ending(propose))
