"""What would a month come to otherwise? `lineproof what-if`: the difference one thing makes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

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

if TYPE_CHECKING:
    from lineproof.contract.case import Case
    from lineproof.settle.settlement import Settlement


def what_if(
    folder: Folder,
    month: Month,
    settings: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="WHAT=VALUE",
            help="What to suppose: TERM.field=value, line:ID.monthly_rent=amount, "
            "score:YYYY-MM=points or exclusion:ID=accepted. May be given several times.",
        ),
    ],
    as_known: AsKnown = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Settle a month as it is and as supposed, and show what differs. Nothing is written.

    Exit code 1: something is open in one of both.
    """
    from lineproof.contract.suppose import supposed
    from lineproof.report.as_json import dumped
    from lineproof.report.what_if import print_what_if, what_if_json
    from lineproof.settle.what_if import otherwise
    from lineproof.store.cases import open_case

    asked, day = month_of(month), day_of(as_known, option="--as-known")
    case = changed = open_case(folder)
    for setting in settings:
        changed = supposed(changed, setting)
    before, after = (_settled(each, (asked, day)) for each in (case, changed))
    found = otherwise(before, after)
    if is_json:
        sys.stdout.write(dumped(what_if_json(before, after, found)) + "\n")
    else:
        print_what_if(settings, before, found, printing(language))
    return FINE if before.is_settled and after.is_settled else FOUND


def _settled(case: Case, asked: tuple[Any, Any]) -> Settlement:
    """Return a case's month settled, with what is open in it."""
    from lineproof.contract.check import check
    from lineproof.settle.settle import Asked, settle

    month, day = asked
    return settle(case, Asked(month, as_known=day, findings=check(case, as_known=day)))
