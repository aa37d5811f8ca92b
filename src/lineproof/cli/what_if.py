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
    from lineproof.report.terminal import Printing
    from lineproof.settle.settlement import Settlement
    from lineproof.settle.what_if import Otherwise

_SHOWN_MAX = 20


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
    from lineproof.settle.what_if import otherwise
    from lineproof.store.cases import open_case

    asked, day = month_of(month), day_of(as_known, option="--as-known")
    case = changed = open_case(folder)
    for setting in settings:
        changed = supposed(changed, setting)
    before, after = (_settled(each, (asked, day)) for each in (case, changed))
    found = otherwise(before, after)
    if is_json:
        sys.stdout.write(dumped(_json(before, after, found)) + "\n")
    else:
        _print(settings, before, found, printing(language))
    return FINE if before.is_settled and after.is_settled else FOUND


def _settled(case: Case, asked: tuple[Any, Any]) -> Settlement:
    """Return a case's month settled, with what is open in it."""
    from lineproof.contract.check import check
    from lineproof.settle.settle import Asked, settle

    month, day = asked
    return settle(case, Asked(month, as_known=day, findings=check(case, as_known=day)))


def _json(before: Settlement, after: Settlement, found: Otherwise) -> dict[str, Any]:
    """Return what `what-if --json` prints."""
    from lineproof.model.money import format_minor

    def text(minor: int | None) -> str | None:
        return None if minor is None else format_minor(minor, digits=before.digits)

    return {
        "contract": before.contract,
        "month": before.month,
        "totals": {
            name: {"before": text(one.value), "after": text(two.value)}
            for name, one, two in found.totals
        },
        "lines": [
            {
                "line": c.line,
                "charge": c.charge,
                "clause": c.clause,
                "before": text(c.before),
                "after": text(c.after),
            }
            for c in found.lines
        ],
        "settled": {"before": before.is_settled, "after": after.is_settled},
    }


def _print(settings: list[str], before: Settlement, found: Otherwise, printing: Printing) -> None:
    """Print the totals and the lines that differ."""
    from rich.text import Text

    from lineproof.model.money import format_minor
    from lineproof.report.amounts import bounded_text
    from lineproof.report.wording import Word

    title = f"{printing.said(Word.WHAT_IF)}  {before.contract}  {before.month}"
    printing.console.print(Text(title, style="bold"))
    for setting in settings:
        printing.indented(setting)
    if not found.totals and not found.lines:
        printing.console.print(printing.said(Word.NOTHING_DIFFERS))
        return
    table = printing.table(
        (Word.AMOUNT, "left"), (Word.AS_IT_IS, "right"), (Word.AS_SUPPOSED, "right")
    )
    for name, one, two in found.totals:
        ends = (
            bounded_text(b, digits=before.digits, language=printing.language) for b in (one, two)
        )
        table.add_row(printing.said(Word[name.upper()]), *ends)
    printing.console.print(table)
    lines = printing.table(
        (Word.LINE, "left"), (Word.CHARGE, "left"), (Word.CLAUSE, "left"),
        (Word.AS_IT_IS, "right"), (Word.AS_SUPPOSED, "right"),
    )  # fmt: skip
    for change in found.lines[:_SHOWN_MAX]:
        amounts = (
            "–" if minor is None else format_minor(minor, digits=before.digits)
            for minor in (change.before, change.after)
        )
        lines.add_row(change.line, change.charge, change.clause, *amounts)
    printing.console.print(lines)
    if len(found.lines) > _SHOWN_MAX:
        more = len(found.lines) - _SHOWN_MAX
        printing.console.print(printing.said(Word.AND_MORE, count=more))
