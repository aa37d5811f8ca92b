"""Why is it this score? From the points to each deduction, its incident, and its records.

It shows points that were worked out; a total that both sides signed has its own record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from lineproof.assess.measured import Measured
from lineproof.assess.score import card_named
from lineproof.assess.scorecard import Deduction, ItemScore, Score
from lineproof.contract.terms.scoring import Bands, Scorecard
from lineproof.model.explained import Explained, Rule
from lineproof.settle.explain_nodes import sum_of

End = Literal["highest", "lowest"]
LISTED_MAX = 20
_UNIT = "points"


def score(measured: Measured, bands: Bands, month: dt.date) -> Iterator[Explained]:
    """Yield the score that bands read, between its ends; nothing where none was worked out."""
    card = card_named(measured.view, bands.metric, month)
    found = None if card is None else measured.score(card, month)
    if card is None or found is None or found.signed is not None or not found.is_known:
        return
    yield score_node(card, found, end="highest")
    if found.low != found.high:
        yield score_node(card, found, end="lowest")


def score_node(card: Scorecard, found: Score, *, end: End) -> Explained:
    """Return a score: the base, less what its items lost."""
    base = Explained(label="points without deductions", exact=card.base, unit=_UNIT,
                     clause=card.clause)  # fmt: skip
    clauses = {item.item: item.clause or card.clause for item in card.items}
    parts = tuple(_lost(item, clauses[item.item], end=end) for item in found.items)
    lost = sum_of("lost", tuple(part for part in parts if part.value), unit=_UNIT)
    suffix = f", at its {end}" if found.low != found.high else ""
    return Explained(
        label=f"score{suffix}",
        exact=base.value - lost.value,
        rule=Rule.DIFFERENCE,
        unit=_UNIT,
        clause=card.clause,
        inputs=(base, lost),
    )


def _lost(item: ItemScore, clause: str, *, end: End) -> Explained:
    """Return what an item lost: its deductions together, at most all of its points."""
    if item.missing and not item.deductions:
        lost = Fraction(0) if end == "highest" else item.max_points - item.low
        label = f"{item.item}: not known, {item.missing} is missing"
        return Explained(label=label, exact=lost, unit=_UNIT, clause=clause)
    each = tuple(_deduction(d, end=end) for d in item.deductions)
    listed = tuple(node for node in each if node.value)
    if len(listed) > LISTED_MAX:
        rest = sum((node.value for node in listed[LISTED_MAX:]), Fraction(0))
        more = f"and {len(listed) - LISTED_MAX} more"
        listed = (*listed[:LISTED_MAX], Explained(label=more, exact=rest, unit=_UNIT))
    whole = sum_of(f"{item.item}: deductions", listed, unit=_UNIT)
    most = Explained(label=f"all points of {item.item}", exact=item.max_points, unit=_UNIT)
    return Explained(
        label=f"{item.item}: lost",
        exact=min(whole.value, most.value),
        rule=Rule.LEAST,
        unit=_UNIT,
        clause=clause,
        inputs=(whole, most),
    )


def _deduction(found: Deduction, *, end: End) -> Explained:
    """Return the points lost for one reason, with the incident or the records it rests on."""
    points = found.low if end == "highest" else found.high
    shown = found.evidence[:LISTED_MAX]
    more = len(found.evidence) - len(shown)
    evidence = (*shown, f"{more} more") if more else shown
    if not found.incident:
        return Explained(label=found.why, exact=points, unit=_UNIT, evidence=evidence)
    incident = Explained(
        label=f"incident {found.incident}, down together at most",
        exact=Fraction(found.endpoints),
        unit="endpoints",
        evidence=evidence,
    )
    return Explained(label=found.why, exact=points, unit=_UNIT, inputs=(incident,))
