"""What do we object to, and what came of it? `lineproof dispute`: draft, claim, list."""

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
    Folder,
    In,
    Language,
    Month,
    day_of,
    ending,
    month_of,
    printing,
)

if TYPE_CHECKING:
    from lineproof.cli.dispute_drafting import Drafting
    from lineproof.reconcile.objection import Objection
    from lineproof.report.disputes import Listed
    from lineproof.store.disputes import Kept

On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The letter's date; today.")]

group = typer.Typer(
    name="dispute",
    help="Object to a bill, claim a credit, and see what came of it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def list_disputes(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="The contract folders.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it is looked at.")],
    as_known: AsKnown = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """List every dispute: how it stands, how old it is, what is due, and the money recovered.

    Exit code 1: a step that was recorded can't be, or a folder can't be read. Exit code 2: none
    can be read.
    """
    from lineproof.report.as_json import dumped
    from lineproof.report.disputes import disputes_json, print_disputes

    day = day_of(on, option="--on")
    assert day is not None, "--on is required"
    known = day_of(as_known, option="--as-known")
    listed = [_listed(folder, day, known) for folder in folders]
    if is_json:
        sys.stdout.write(dumped(disputes_json(listed, on=day)) + "\n")
    else:
        print_disputes(listed, printing(language), on=day)
    if all(each.problem for each in listed):
        return CANNOT
    return FOUND if any(each.problem or each.findings for each in listed) else FINE


def _listed(folder: Path, on: dt.date, known: dt.date | None) -> Listed:
    """Return a folder's disputes; one that can't be read says why, and stops no other."""
    from lineproof.assess.agenda import agenda
    from lineproof.contract.case import view
    from lineproof.model.errors import LineproofError
    from lineproof.reconcile.disputes import register_of
    from lineproof.report.disputes import Listed
    from lineproof.sources.folder import read_case

    try:
        seen = view(read_case(folder), as_known=known)
        register = register_of(seen, on=on)
        dated = agenda(seen, on=on) if register.disputes else ()
    except LineproofError as problem:
        return Listed(str(folder), problem=str(problem))
    head = seen.contract.contract
    return Listed(
        head.id, head.currency, seen.contract.digits, register.disputes, dated, register.findings
    )


def draft(
    folder: Folder,
    bill: Annotated[str, typer.Argument(metavar="BILL", help="The number of a bill kept in DIR.")],
    month: Month,
    on: On = None,
    as_known: AsKnown = None,
    language: In = Language.EN,
) -> int:
    """Draft the objection to a bill: letter, table, evidence, by what comparing it found.

    What is drafted lies in DIR/disputes, and is recorded as a draft. Exit code 1: the time to
    object is over.
    """
    from lineproof.assess.agenda import agenda
    from lineproof.cli.dispute_drafting import Drafting, drafted
    from lineproof.cli.reconciling import compared
    from lineproof.model.period import FAR_FUTURE, month_text
    from lineproof.reconcile.disputes import register_of
    from lineproof.reconcile.drafting import refuse_twice
    from lineproof.reconcile.objection import objection_to
    from lineproof.report.as_json import dumped, settlement_json
    from lineproof.store.bills import bill_folder
    from lineproof.store.evidence import folder_files

    asked, day, known = month_of(month), _today(on), day_of(as_known, option="--as-known")
    result = compared(folder, asked, [bill], known=known)
    register = register_of(result.view, on=FAR_FUTURE)
    refuse_twice(register, bill=bill, month=month_text(asked))
    found = objection_to(result.found, result.view, agenda(result.view, on=day), bill=bill)
    preview = dumped(settlement_json(result.settlement, with_lines=True)).encode()
    files = folder_files(bill_folder(folder, bill))
    drafting = Drafting(folder, result.view, register, day, language.value, files, preview)
    kept = drafted(drafting, found)
    return _told(drafting, kept, found)


def claim(
    folder: Folder,
    month: Month,
    term: Annotated[str, typer.Option(help="The term that gives the credit.")],
    on: On = None,
    as_known: AsKnown = None,
    language: In = Language.EN,
) -> int:
    """Draft the claim of a credit: letter, table, evidence, before its window closes.

    What is drafted lies in DIR/disputes, and is recorded as a draft. Exit code 1: the window is
    closed already.
    """
    from lineproof.assess.agenda import agenda
    from lineproof.cli.dispute_drafting import Drafting, drafted
    from lineproof.contract.case import view
    from lineproof.contract.check import check
    from lineproof.model.period import FAR_FUTURE, month_text
    from lineproof.reconcile.disputes import register_of
    from lineproof.reconcile.drafting import refuse_twice
    from lineproof.reconcile.objection import claim_of
    from lineproof.report.as_json import dumped, settlement_json
    from lineproof.settle.settle import Asked, settle
    from lineproof.store.cases import open_case

    asked, day, known = month_of(month), _today(on), day_of(as_known, option="--as-known")
    case = open_case(folder, as_known=known)
    seen = view(case, as_known=known)
    register = register_of(seen, on=FAR_FUTURE)
    refuse_twice(register, month=month_text(asked), term=term)
    findings = check(case, as_known=known)
    settlement = settle(case, Asked(asked, as_known=known, findings=findings))
    found = claim_of(settlement, seen, agenda(seen, on=day), term=term)
    preview = dumped(settlement_json(settlement, with_lines=True)).encode()
    drafting = Drafting(folder, seen, register, day, language.value, {}, preview)
    kept = drafted(drafting, found)
    return _told(drafting, kept, found)


def _told(drafting: Drafting, kept: Kept, found: Objection) -> int:
    """Print what was drafted, and whether its month can still change; return the exit code."""
    from lineproof.report.disputes import print_drafted
    from lineproof.report.wording_disputes import Said
    from lineproof.store.sealed import latest_revision

    language = Language(drafting.language)
    if latest_revision(drafting.folder, found.month) is None:
        sys.stderr.write(f"{Said.NOT_SEALED.said(language.value, month=found.month)}\n")
    print_drafted(kept.id, drafting.folder, found, printing(language), on=drafting.on)
    return FOUND if found.due is not None and drafting.on > found.due else FINE


def _today(on: str | None) -> dt.date:
    """Return the day a letter is dated."""
    return day_of(on, option="--on") or dt.datetime.now(tz=dt.UTC).astimezone().date()


group.command()(ending(draft))
group.command()(ending(claim))
group.command("list")(ending(list_disputes))
