"""What does another wording change? `lineproof diff`: two contracts, each difference's worth."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.running import FINE, FOUND, AsJson, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineproof.contract.diff import Difference
    from lineproof.settle.worth import LineChange

_LISTED_MAX = 100


def diff(
    left: Annotated[Path, typer.Argument(metavar="A", help="A contract folder.")],
    right: Annotated[Path, typer.Argument(metavar="B", help="Another, or another scan of it.")],
    is_json: AsJson = False,
) -> int:
    """Compare two contracts, with what each difference is worth.

    Worth is what the term would earn with that one difference, by the records of A, at full scores
    where none are recorded. Exit code 1: they differ.
    """
    from lineproof.contract.diff import differences
    from lineproof.settle.worth import earned_over_term, schedule_changes, worth, worth_together
    from lineproof.sources.folder import read_case

    ours, theirs = read_case(left), read_case(right)
    before = earned_over_term(ours)
    found = [
        (d, worth(ours, d.changed, before=before))
        for d in differences(ours.contract, theirs.contract)
    ]
    lines = schedule_changes(ours, theirs)
    total = worth_together(ours, theirs, before=before)
    if is_json:
        _write(found, lines, total, digits=ours.contract.digits)
    else:
        _tell(found, lines, total, digits=ours.contract.digits)
    return FOUND if found or lines else FINE


def _write(
    found: Sequence[tuple[Difference, int | None]],
    lines: Sequence[LineChange],
    total: int | None,
    *,
    digits: int,
) -> None:
    """Print the differences as JSON."""
    from lineproof.model.money import format_minor
    from lineproof.report.as_json import dumped

    def text(minor: int | None) -> str | None:
        return None if minor is None else format_minor(minor, digits=digits)

    told = [
        {
            "term": d.term, "clause": d.clause, "what": d.what, "left": d.left, "right": d.right,
            "worth": text(value), "unit": "points" if d.is_points else "money",
        }
        for d, value in found
    ]  # fmt: skip
    told += [
        {
            "term": "", "clause": "", "what": f"line {c.line}: {c.what}", "left": c.left,
            "right": c.right, "worth": text(c.worth), "unit": "money",
        }
        for c in lines
    ]  # fmt: skip
    write_json(dumped({"same": not told, "differences": told, "total": text(total)}))


def _tell(
    found: Sequence[tuple[Difference, int | None]],
    lines: Sequence[LineChange],
    total: int | None,
    *,
    digits: int,
) -> None:
    """Print the differences, one a paragraph."""
    from lineproof.model.money import format_minor

    def worth_text(value: int | None, *, is_points: bool = False) -> str:
        if is_points:
            return "points; their money depends on the scores"
        if value is None:
            return "not computable"
        return "nothing" if value == 0 else f"{format_minor(value, digits=digits)} over the term"

    out = sys.stdout
    for d, value in found:
        clause = f" (clause {d.clause})" if d.clause else ""
        out.write(f"{d.term}{clause}: {d.what}\n")
        out.write(f"  {d.left or '—'}  →  {d.right or '—'}\n")
        out.write(f"  worth: {worth_text(value, is_points=d.is_points)}\n")
    for c in lines[:_LISTED_MAX]:
        out.write(f"line {c.line}: {c.what}\n  {c.left or '—'}  →  {c.right or '—'}\n")
        out.write(f"  worth: {worth_text(c.worth)}\n")
    if len(lines) > _LISTED_MAX:
        out.write(f"… and {len(lines) - _LISTED_MAX} more lines\n")
    count = len(found) + len(lines)
    apart = ", points apart" if any(d.is_points for d, _ in found) else ""
    said = f"{count} differences; together {worth_text(total)}{apart}" if count else "no difference"
    out.write(f"{said}\n")
