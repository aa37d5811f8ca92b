"""What does supposing something change? Totals and lines side by side, and the same as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from lineproof.model.money import format_minor
from lineproof.report.amounts import bounded_text
from lineproof.report.printing import Printing
from lineproof.report.wording import Word
from lineproof.settle.settlement import Settlement
from lineproof.settle.what_if import Otherwise

_SHOWN_MAX = 20


def what_if_json(before: Settlement, after: Settlement, found: Otherwise) -> dict[str, Any]:
    """Return what `what-if --json` prints."""

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


def print_what_if(
    settings: Sequence[str], before: Settlement, found: Otherwise, printing: Printing
) -> None:
    """Print the totals and the lines that differ."""
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
