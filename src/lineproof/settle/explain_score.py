"""Why is it this score? From the points to each deduction, its incident, outages and batches.

It shows points that were worked out; a total that both sides signed has its own record.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import polars as pl

from lineproof.assess.incidents import outage_ref
from lineproof.assess.measured import Measured
from lineproof.assess.score import card_named
from lineproof.assess.scorecard import Deduction, ItemScore, Score
from lineproof.contract.terms.scoring import Bands, Scorecard
from lineproof.measure.rule import NS
from lineproof.model.explained import Explained, Rule
from lineproof.settle.explain_measured import Batches, first_batches, local_text, no_batches
from lineproof.settle.explain_nodes import sum_of

End = Literal["highest", "lowest"]
LISTED_MAX = 20
_UNIT = "points"
_AT = "@"
"""What parts a measured outage's circuit from its onset; a record's place has none."""


@dataclass(frozen=True)
class _Side:
    """What a score is explained from, and at which of its ends."""

    measured: Measured
    batches: Batches
    end: End


def score(
    measured: Measured, bands: Bands, month: dt.date, *, batches: Batches = no_batches
) -> Iterator[Explained]:
    """Yield the score that bands read, between its ends; nothing where none was worked out.

    batches: tells which batches of samples an outage rests on.
    """
    card = card_named(measured.view, bands.metric, month)
    found = None if card is None else measured.score(card, month)
    if card is None or found is None or found.signed is not None or not found.is_known:
        return
    yield _score(card, found, _Side(measured, batches, "highest"))
    if found.low != found.high:
        yield _score(card, found, _Side(measured, batches, "lowest"))


def _score(card: Scorecard, found: Score, side: _Side) -> Explained:
    """Return a score: the base, less what its items lost."""
    base = Explained(label="points without deductions", exact=card.base, unit=_UNIT,
                     clause=card.clause)  # fmt: skip
    clauses = {item.item: item.clause or card.clause for item in card.items}
    parts = tuple(_lost(item, clauses[item.item], side) for item in found.items)
    lost = sum_of("lost", tuple(part for part in parts if part.value), unit=_UNIT)
    suffix = f", at its {side.end}" if found.low != found.high else ""
    return Explained(
        label=f"score{suffix}",
        exact=base.value - lost.value,
        rule=Rule.DIFFERENCE,
        unit=_UNIT,
        clause=card.clause,
        inputs=(base, lost),
    )


def _lost(item: ItemScore, clause: str, side: _Side) -> Explained:
    """Return what an item lost: its deductions together, at most all of its points."""
    if item.missing and not item.deductions:
        lost = Fraction(0) if side.end == "highest" else item.max_points - item.low
        label = f"{item.item}: not known, {item.missing} is missing"
        return Explained(label=label, exact=lost, unit=_UNIT, clause=clause)
    points = {d: d.low if side.end == "highest" else d.high for d in item.deductions}
    counting = [d for d in item.deductions if points[d]]
    listed = tuple(_deduction(d, points[d], side) for d in counting[:LISTED_MAX])
    if len(counting) > LISTED_MAX:
        rest = sum((points[d] for d in counting[LISTED_MAX:]), Fraction(0))
        more = f"and {len(counting) - LISTED_MAX} more"
        listed = (*listed, Explained(label=more, exact=rest, unit=_UNIT))
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


def _deduction(found: Deduction, points: Fraction, side: _Side) -> Explained:
    """Return the points lost for one reason, with the incident or the records it rests on."""
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
        inputs=tuple(_outages(side, [ref for ref in shown if _AT in ref])),
    )
    return Explained(label=found.why, exact=points, unit=_UNIT, inputs=(incident,))


def _outages(side: _Side, refs: Sequence[str]) -> Iterator[Explained]:
    """Yield measured outages, each with how long it was, and the batches it rests on.

    refs: as `assess.incidents.outage_ref` makes them.
    """
    states = side.measured.view.case.states
    if states is None or not refs:
        return
    zone = zoneinfo.ZoneInfo(side.measured.view.contract.contract.timezone)
    circuits = [ref.rpartition(_AT)[0] for ref in refs]
    down = states.filter((pl.col("state") == "down") & pl.col("circuit").is_in(circuits))
    spans = down.group_by("circuit", pl.col("since").dt.epoch("ns")).agg(
        pl.col("to").dt.epoch("ns").max()
    )
    until = {outage_ref(circuit, since): (since, to) for circuit, since, to in spans.iter_rows()}
    for circuit, ref in zip(circuits, refs, strict=True):
        if ref in until:
            lo, hi = until[ref]
            said = " → ".join(local_text(at, zone) for at in (lo, hi))
            unit, size = ("min", 60 * NS) if (hi - lo) % (60 * NS) == 0 else ("s", NS)
            yield Explained(
                label=f"outage of {circuit} {said}",
                exact=Fraction(hi - lo, size),
                unit=unit,
                evidence=first_batches(side.batches(circuit, lo, hi)),
            )
