"""What changed from month to month, and what did checking bring? `lineproof report`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.running import (
    FINE,
    AsJson,
    AsKnown,
    Folder,
    In,
    Language,
    day_of,
    months_from,
    printing,
    write_json,
)

if TYPE_CHECKING:
    from lineproof.report.changes import Changes


def report(
    folder: Folder,
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="The first month.")],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM", help="The last month.")],
    pdf: Annotated[Path | None, typer.Option(help="Write it as PDF.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write it as XLSX, with a chart.")] = None,
    svg: Annotated[Path | None, typer.Option(help="Draw the months as SVG.")] = None,
    as_known: AsKnown = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Show why months come to more or less, and what checking the bills brought.

    The parts of each change add up to it exactly. A month that isn't known ends it with exit
    code 2.
    """
    from lineproof.report.as_json import dumped
    from lineproof.report.changes import changes_json, print_changes
    from lineproof.store.files import write_file

    months = _months(first, last)
    found = _changes(folder, months, day_of(as_known, option="--as-known"))
    if is_json:
        write_json(dumped(changes_json(found)))
    elif pdf is None and xlsx is None and svg is None:
        print_changes(found, printing(language))
    for path, content in _made(found, (pdf, xlsx, svg), language=language):
        write_file(path, content)
        typer.echo(f"wrote {path}", err=True)
    return FINE


def _months(first: str, last: str) -> list[dt.date]:
    """Return the months from one to another, at least two."""
    from lineproof.model.errors import LineproofError

    found = months_from(first, last)
    if len(found) < 2:  # noqa: PLR2004 - a change is between two months
        message = f"--to {last} isn't after --from: a change is from one month to a later one"
        raise LineproofError(message)
    return found


def _changes(folder: Path, months: list[dt.date], known: dt.date | None) -> Changes:
    """Return the changes between months; raises InputRefusedError where one isn't known."""
    from lineproof.contract.case import view
    from lineproof.contract.check import check
    from lineproof.report.changes_found import changes_of
    from lineproof.settle.settle import Asked, refuse_outside, settle
    from lineproof.store.cases import open_case

    case = open_case(folder, as_known=known)
    seen = view(case, as_known=known)
    for month in months:
        refuse_outside(seen, month)
    findings = check(case, as_known=known)
    settled = [settle(case, Asked(month, as_known=known, findings=findings)) for month in months]
    return changes_of(seen, settled)


def _made(
    found: Changes, paths: tuple[Path | None, ...], *, language: Language
) -> list[tuple[Path, bytes]]:
    """Return each file that is asked for, with its content."""
    from lineproof.report.changes_pages import changes_pdf, changes_picture
    from lineproof.report.changes_xlsx import changes_xlsx

    pdf, xlsx, svg = paths
    made = []
    if pdf is not None:
        made.append((pdf, changes_pdf(found, language=language.value)))
    if xlsx is not None:
        made.append((xlsx, changes_xlsx(found, language=language.value)))
    if svg is not None:
        made.append((svg, changes_picture(found, form="svg", language=language.value)))
    return made
