"""What must be done by when? `lineproof deadlines`: one contract, or all of them."""

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
    day_of,
    printing,
)

if TYPE_CHECKING:
    from lineproof.report.deadlines import Agenda


def deadlines(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="The contract folders.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it is looked at.")],
    as_known: AsKnown = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Write a calendar of what is due.")
    ] = None,
    is_open: Annotated[
        bool, typer.Option("--open", help="Leave out what was met, waived or is over.")
    ] = False,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """List every deadline with its clause, whether it was met, and what follows if not.

    Exit code 1: something is breached, lost or not known, or a folder can't be read. Exit code 2:
    none can be read.
    """
    from lineproof.report.as_json import dumped
    from lineproof.report.deadlines import deadlines_ics, deadlines_json, print_deadlines
    from lineproof.store.files import write_file

    day = day_of(on, option="--on")
    assert day is not None, "--on is required"
    known = day_of(as_known, option="--as-known")
    agendas = [_agenda(folder, day, known, is_open=is_open) for folder in folders]
    if ics is not None:
        write_file(ics, deadlines_ics(agendas, language.value))
    if is_json:
        sys.stdout.write(dumped(deadlines_json(agendas, on=day)) + "\n")
    else:
        print_deadlines(agendas, printing(language), on=day)
    if all(agenda.problem for agenda in agendas):
        return CANNOT
    bad = {"breached", "lost", "unknown"}
    is_found = any(a.problem or any(d.status in bad for d in a.dated) for a in agendas)
    return FOUND if is_found else FINE


def _agenda(folder: Path, on: dt.date, known: dt.date | None, *, is_open: bool) -> Agenda:
    """Return a folder's agenda; one that can't be read says why, and stops no other."""
    from lineproof.assess.chronic import reads_outages
    from lineproof.contract.case import view
    from lineproof.model.errors import LineproofError
    from lineproof.report.deadlines import Agenda
    from lineproof.settle.duties import duties
    from lineproof.sources.folder import read_case
    from lineproof.store.cases import with_states

    try:
        case = read_case(folder)
        if reads_outages(case.contract):
            case = with_states(folder, case, as_known=known)
        seen = view(case, as_known=known)
        dated = duties(seen, on=on)
    except LineproofError as problem:
        return Agenda(str(folder), (), str(problem))
    over = {"met", "waived"} if is_open else set()
    name = seen.contract.contract.id
    return Agenda(name, tuple(d for d in dated if d.status not in over))
