"""How is a month shown to others? `lineproof statement`: terminal, JSON, XLSX, PDF."""

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
    Folder,
    In,
    Language,
    Month,
    day_of,
    month_of,
    printing,
)


def statement(
    folder: Folder,
    month: Month,
    pdf: Annotated[Path | None, typer.Option(help="Write it as PDF.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write it as XLSX, with formulas.")] = None,
    as_known: AsKnown = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Make the statement of a month, as PDF and XLSX too.

    Exit code 1: something keeps an amount from being known; the statement shows what.
    """
    from lineproof.contract.case import view
    from lineproof.contract.check import check
    from lineproof.report.as_json import write_settlement_json
    from lineproof.report.statement import statement_of
    from lineproof.report.terminal import print_statement
    from lineproof.settle.settle import Asked, settle
    from lineproof.store.cases import open_case
    from lineproof.store.files import write_file

    asked, day = month_of(month), day_of(as_known, option="--as-known")
    case = open_case(folder, as_known=day)
    findings = check(case, as_known=day)
    settled = settle(case, Asked(asked, as_known=day, findings=findings))
    made = statement_of(settled, view(case, as_known=day), findings)
    if is_json:
        write_settlement_json(settled, sys.stdout.buffer, with_lines=True)
    elif pdf is None and xlsx is None:
        print_statement(made, printing(language))
    if pdf is not None:
        from lineproof.report.pdf import statement_pdf

        write_file(pdf, statement_pdf(made, language=language.value))
        sys.stderr.write(f"wrote {pdf}\n")
    if xlsx is not None:
        from lineproof.report.xlsx import statement_xlsx

        write_file(xlsx, statement_xlsx(made, language=language.value))
        sys.stderr.write(f"wrote {xlsx}\n")
    return FINE if settled.is_settled else FOUND
