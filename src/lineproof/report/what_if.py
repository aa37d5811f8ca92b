"""What does supposing something change? Totals and lines side by side, and the same as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from lineproof.model.money import format_minor
from lineproof.report.amounts import bounded_text
from lineproof.report.charge_rules import factor_text
from lineproof.report.phrases import charge_name
from lineproof.report.printing import Printing
from lineproof.report.wording import Word
from lineproof.settle.factors import plain
from lineproof.settle.settlement import Factor, Settlement
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
        "factors": {
            side: [_factor_json(factor) for factor in factors]
            for side, factors in zip(("before", "after"), found.factors, strict=True)
        },
        "settled": {"before": before.is_settled, "after": after.is_settled},
    }


def _factor_json(factor: Factor) -> dict[str, Any]:
    """Return what a factor comes from."""
    return {
        "term": factor.term,
        "clause": factor.clause,
        "metric": factor.metric,
        "value": None if factor.value is None else plain(factor.value),
        "band": factor.band,
        "factor": plain(factor.factor),
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
    _print_factors(found, printing)
    lines = printing.table(
        (Word.LINE, "left"), (Word.CHARGE, "left"), (Word.CLAUSE, "left"),
        (Word.AS_IT_IS, "right"), (Word.AS_SUPPOSED, "right"),
    )  # fmt: skip
    for change in found.lines[:_SHOWN_MAX]:
        amounts = (
            "–" if minor is None else format_minor(minor, digits=before.digits)
            for minor in (change.before, change.after)
        )
        charge = charge_name(change.charge, printing.language)
        lines.add_row(change.line, charge, change.clause, *amounts)
    printing.console.print(lines)
    if len(found.lines) > _SHOWN_MAX:
        more = len(found.lines) - _SHOWN_MAX
        printing.console.print(printing.said(Word.AND_MORE, count=more))


def _print_factors(found: Otherwise, printing: Printing) -> None:
    """Print which share of the rent is paid on each side, and by which band."""
    if not any(found.factors):
        return
    table = printing.table(
        (Word.WHY, "left"), (Word.CLAUSE, "left"), (Word.AS_IT_IS, "left"),
        (Word.AS_SUPPOSED, "left"),
    )  # fmt: skip
    sides = [{f.term: f for f in factors} for factors in found.factors]
    for term in dict.fromkeys((*sides[0], *sides[1])):
        both = [side.get(term) for side in sides]
        clause = next(factor.clause for factor in both if factor is not None)
        table.add_row(
            term, clause, *(factor_text(f, printing.language) if f else "–" for f in both)
        )
    printing.console.print(table)
