"""What is owed for a month? `lineproof settle`: a preview; nothing is written."""

from __future__ import annotations

import datetime as dt
import sys
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
    day_of,
    month_of,
    months_from,
    printing,
    write_json,
)
from lineproof.model.errors import LineproofError


def settle(
    folder: Folder,
    month: Annotated[
        str | None, typer.Option("--month", metavar="YYYY-MM", help="The month.")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM", help="First of several months.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM", help="Last of several months.")
    ] = None,
    as_known: AsKnown = None,
    is_json: AsJson = False,
    no_lines: Annotated[bool, typer.Option("--no-lines", help="Leave the lines out.")] = False,
    language: In = Language.EN,
) -> int:
    """Settle a month, or several as one JSON object a line.

    Exit code 1: something keeps an amount from being known.
    """
    from lineproof.contract.case import view
    from lineproof.contract.check import check
    from lineproof.report.as_json import settlement_json_line, write_settlement_json
    from lineproof.report.terminal import print_settlement
    from lineproof.settle.settle import Asked, refuse_outside
    from lineproof.settle.settle import settle as settled
    from lineproof.store.cases import open_case

    months, day = _months(month, first, last), day_of(as_known, option="--as-known")
    case = open_case(folder, as_known=day)
    known = view(case, as_known=day)
    for each in months:
        refuse_outside(known, each)
    findings = check(case, as_known=day)
    is_blocked = False
    for each in months:
        result = settled(case, Asked(each, as_known=day, findings=findings))
        is_blocked = is_blocked or not result.is_settled
        if month is None:
            write_json(settlement_json_line(result, with_lines=not no_lines))
        elif is_json:
            write_settlement_json(result, sys.stdout.buffer, with_lines=not no_lines)
        else:
            print_settlement(result, printing(language), with_lines=not no_lines)
    return FOUND if is_blocked else FINE


def _months(month: str | None, first: str | None, last: str | None) -> list[dt.date]:
    """Return the months asked for: one, or all from one to another."""
    several = [text for text in (first, last) if text is not None]
    if len(several) != (2 if month is None else 0):
        message = "ask for one month with --month 2025-03, or several with --from 2025-01 --to …"
        raise LineproofError(message)
    if month is not None:
        return [month_of(month)]
    assert first is not None
    assert last is not None
    return months_from(first, last)
