"""What would an import's rows be, for a program to judge? Counts, what is wrong, what changes."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from lineproof.model.finding import Finding
from lineproof.web.api.shapes import Shape, Told
from lineproof.web.doing.import_rows import Rows
from lineproof.web.doing.import_schedule import Compared, findings_with
from lineproof.web.doing.importing import looked_at, placed
from lineproof.web.kept.imports import Batch
from lineproof.web.known.case import at
from lineproof.web.known.trying import effect_of
from lineproof.web.who.people import User

_TOLD_MAX = 200


class Preview(Shape):
    """What an import's rows would be, as things stand."""

    fit: bool = Field(description="Whether it can be kept: nothing is wrong, something is new.")
    rows: int = Field(description="How many there are.")
    new: int = Field(description="How many would be kept; of circuits, lines that are added.")
    same: int = Field(description="How many are there already.")
    corrections: int = Field(description="How many correct one; of circuits, lines that change.")
    gone: int = Field(description="Of circuits: how many lines are no longer in it.")
    totals: int = Field(description="How many were left out as totals.")
    wrong_rows: int = Field(description="How many rows have something wrong.")
    wrong_cells: int = Field(description="How many cells are wrong; they are a list of their own.")
    absent: list[str] = Field(description="Columns that are needed, and that none is taken for.")
    findings: list[Told] = Field(description="What is wrong with the file as a whole.")
    first: str = Field(description="The month from which on something changes; may be empty.")
    sealed: list[str] = Field(description="Closed months that may be restated by it.")
    come: list[Told] = Field(description="What the contract would then be found to have.")
    go: list[Told] = Field(description="What it would no longer.")


def preview_of(batch: Batch, *, by: User) -> dict[str, object]:
    """Return what an open import's rows would be."""
    found = looked_at(batch)
    return {
        "fit": found.is_fit,
        "rows": found.count,
        "new": found.new_count,
        "same": found.same,
        "corrections": found.changed_count if isinstance(found, Compared) else found.corrections,
        "gone": len(found.gone) if isinstance(found, Compared) else 0,
        "totals": found.totals,
        "wrong_rows": found.wrong_rows,
        "wrong_cells": found.wrong_count,
        "absent": list(found.absent),
        "findings": _told(found.findings),
        **_effect(batch, found, by=by),
    }


def _effect(batch: Batch, found: Rows | Compared, *, by: User) -> dict[str, object]:
    """Return what would change, where it can be kept."""
    first = ""
    sealed: tuple[str, ...] = ()
    come: tuple[Finding, ...] = ()
    go: tuple[Finding, ...] = ()
    if found.is_fit and isinstance(found, Compared):
        come, go = findings_with(at(batch.contract), batch.file, found.frame)
    elif found.is_fit and isinstance(found, Rows):
        effect = effect_of(batch.contract, batch.kind, placed(batch, found, by=by))
        come, go, first, sealed = effect.new, effect.gone, effect.first, effect.sealed
    return {"first": first, "sealed": list(sealed), "come": _told(come), "go": _told(go)}


def _told(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return findings as every answer tells them, as many as somebody would read."""
    return [
        {"code": f.code, "message": f.message, "where": f.where, "fix": f.fix}
        for f in list(findings)[:_TOLD_MAX]
    ]
