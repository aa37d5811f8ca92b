"""How many points did a month earn? `lineproof scorecard`: and the sheet to sign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    write_json,
)

if TYPE_CHECKING:
    import datetime as dt

    from lineproof.model.errors import InputRefusedError
    from lineproof.report.scorecard import Sheet


def scorecard(
    folder: Folder,
    month: Month,
    pdf: Annotated[Path | None, typer.Option(help="Write the sheet to sign as PDF.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write it as XLSX, with formulas.")] = None,
    as_known: AsKnown = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Work out a month's score: each item, each deduction with its incident and records.

    A figure that both sides signed goes before what is worked out. Where there are several
    scorecards, each has a sheet: its id is added to the file's name.
    Exit code 1: the share that is paid isn't known yet; what is missing is listed.
    """
    asked, day = month_of(month), day_of(as_known, option="--as-known")
    sheets = _sheets(folder, asked, day)
    if is_json:
        from lineproof.report.as_json import dumped
        from lineproof.report.scorecard import sheet_json

        write_json(dumped({"scorecards": [sheet_json(sheet) for sheet in sheets]}))
    elif pdf is None and xlsx is None:
        from lineproof.report.scorecard import print_sheet

        for sheet in sheets:
            print_sheet(sheet, printing(language))
    _write(sheets, pdf, xlsx, language=language)
    return FINE if all(sheet.is_settled for sheet in sheets) else FOUND


def _sheets(folder: Path, month: dt.date, day: dt.date | None) -> tuple[Sheet, ...]:
    """Return a folder's sheets; raises InputRefusedError where no scorecard is in force."""
    from lineproof.assess.measured import Measured
    from lineproof.assess.taken import taken_in
    from lineproof.contract.case import view
    from lineproof.report.scorecard import sheets_of
    from lineproof.settle.settle import refuse_outside
    from lineproof.store.cases import open_case

    seen = view(open_case(folder, as_known=day), as_known=day)
    refuse_outside(seen, month)
    sheets = tuple(sheets_of(Measured(taken_in(seen, month)), month))
    if not sheets:
        raise _none(seen.case.positions.of("contract", "id"), month)
    return sheets


def _none(where: str, month: dt.date) -> InputRefusedError:
    """Return the error for a contract that scores nothing."""
    from lineproof.model.errors import InputRefusedError
    from lineproof.model.finding import error
    from lineproof.model.period import month_text

    return InputRefusedError((
        error(
            "E-SCORECARD-NONE",
            f"no scorecard is in force in {month_text(month)}",
            where=where,
            fix='Add [[term]] kind = "scorecard" with its clause, base and items.',
        ),
    ))  # fmt: skip


def _write(
    sheets: tuple[Sheet, ...], pdf: Path | None, xlsx: Path | None, *, language: Language
) -> None:
    """Write each sheet as asked."""
    from lineproof.store.files import write_file

    for sheet in sheets:
        # a term's id may hold what no file's name does
        name = sheet.card.id.replace("%", "%25").replace("/", "%2F")
        for path in (pdf, xlsx):
            if path is None:
                continue
            own = path if len(sheets) == 1 else path.with_stem(f"{path.stem}-{name}")
            write_file(own, _made(sheet, language=language, is_paper=path is pdf))
            typer.echo(f"wrote {own}", err=True)


def _made(sheet: Sheet, *, language: Language, is_paper: bool) -> bytes:
    """Return a sheet as PDF, or as XLSX."""
    if is_paper:
        from lineproof.report.scorecard_pdf import scorecard_pdf

        return scorecard_pdf(sheet, language=language.value)
    from lineproof.report.scorecard_xlsx import scorecard_xlsx

    return scorecard_xlsx(sheet, language=language.value)
