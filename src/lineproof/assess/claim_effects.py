"""What would a month be with and without each claim of exclusion? Each claim for itself.

It takes nobody's side: a claim that was rejected has an effect too, if it had been accepted.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.assess.availability import availability_terms, pooled_of
from lineproof.assess.claims import Claimed, claims_made
from lineproof.assess.measured import Measured
from lineproof.assess.service import midnight_ns
from lineproof.assess.taken import taken_in
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import Scorecard

Ends = tuple[Fraction, Fraction]
"""The least and the greatest that a figure can be."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure of a month, by the term that makes it; None: nothing is known of it.

    is_points: a score; else an availability in per cent, all circuits' time together. as_it_is: as
    the claims stand; without, accepted: if the one claim were rejected, or accepted as claimed.
    """

    term: str
    is_points: bool
    as_it_is: Ends | None
    without: Ends | None
    accepted: Ends | None


@dataclass(frozen=True, slots=True)
class Effect:
    """A claim, and what it does to the month's figures."""

    claim: Claimed
    readings: tuple[Reading, ...]


def claim_effects(view: View, month: dt.date, *, on: dt.date) -> Iterator[Effect]:
    """Yield the claims about a month as they stand on a day, and their effects on its figures.

    view: as recorded; what silence accepted is found here.
    """
    about = _about(view, month)
    whole = _figures(view, month)
    for claim in claims_made(view, on=on):
        if claim.id in about:
            sides = [_figures(_answered(view, claim.id, answer), month)
                     for answer in ("rejected", "accepted")]  # fmt: skip
            readings = (
                Reading(*key, ends, *(side.get(key) for side in sides))
                for key, ends in whole.items()
            )
            yield Effect(claim, tuple(readings))


def _about(view: View, month: dt.date) -> set[str]:
    """Return the claims that meet a month."""
    period, zone = view.period(month), view.contract.contract.timezone
    first, last = (midnight_ns(day, timezone=zone) // 1000 for day in (period.start, period.end))
    begins, ends = (pl.col(name).dt.epoch("us") for name in ("from", "to"))
    return set(view.rows("exclusions").filter((begins < last) & (ends > first))["id"])


def _answered(view: View, claim: str, answer: str) -> View:
    """Return a view in which one claim has an answer."""
    said = pl.when(pl.col("id") == claim).then(pl.lit(answer)).otherwise("answer").alias("answer")
    rows = view.rows("exclusions").with_columns(said)
    return dataclasses.replace(view, records={**view.records, "exclusions": rows})


def _figures(view: View, month: dt.date) -> dict[tuple[str, bool], Ends | None]:
    """Return a month's figures by term, and whether they are points."""
    measured = Measured(taken_in(view, month))
    found: dict[tuple[str, bool], Ends | None] = {}
    for term in availability_terms(view, month) if view.case.states is not None else ():
        judged = measured.judged(term, month)
        if judged is not None:
            both = judged.whole or pooled_of(judged.times, digits=term.round_digits)
            found[term.id, False] = None if both is None else (both.low, both.high)
    for card, _ in of_kind(view.versions, Scorecard, within=view.period(month)):
        score = measured.score(card, month)
        found[card.id, True] = (score.low, score.high)
    return found
