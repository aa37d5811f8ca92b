"""How many points did a month earn? Each deduction with what it rests on, as bounds where unsure.

An item that both sides signed a figure for is that figure. Otherwise it is worked out from what was
recorded and measured; where nothing is known of it, it lies between none and all of its points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lineproof.contract.terms.scoring import EachItem, RateItem, Scorecard, Step, StepItem

HOUR_NS = 3600 * 10**9


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points lost for one reason.

    low, high: the fewest and most points it takes. evidence: records as FILE:ROW, and outages by
    their names. incident, endpoints: of time over a limit, and how many were down at most.
    """

    item: str
    why: str
    low: Fraction
    high: Fraction
    evidence: tuple[str, ...] = ()
    incident: str = ""
    endpoints: int = 0


@dataclass(frozen=True, slots=True)
class ItemScore:
    """An item's points, between the fewest and the most it can have.

    missing: what would settle it, blank where it is settled.
    """

    item: str
    max_points: Fraction
    low: Fraction
    high: Fraction
    deductions: tuple[Deduction, ...]
    missing: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything narrows it down."""
        return self.low > 0 or self.high < self.max_points


@dataclass(frozen=True, slots=True)
class Score:
    """A month's points as worked out, item by item; signed: the total both sides signed, if any."""

    term: str
    month: str
    base: Fraction
    items: tuple[ItemScore, ...]
    signed: Fraction | None = None
    evidence: tuple[str, ...] = ()

    @property
    def low(self) -> Fraction:
        """The fewest points it can have."""
        return self.base - sum((i.max_points - i.low for i in self.items), Fraction(0))

    @property
    def high(self) -> Fraction:
        """The most points it can have."""
        return self.base - sum((i.max_points - i.high for i in self.items), Fraction(0))

    @property
    def is_known(self) -> bool:
        """Whether anything narrows its items down."""
        return any(item.is_known for item in self.items)


@dataclass(frozen=True, slots=True)
class Timed:
    """One incident's clock, as an item reads it: how long it took at least and at most.

    elapsed_high: None where it has no end yet. endpoints: the most distinct ones down at one time.
    unreported_ns: how long it was down without a report; None where there was one.
    """

    incident: str
    endpoints: int
    elapsed_low: int
    elapsed_high: int | None
    unreported_ns: int | None = None
    evidence: tuple[str, ...] = ()


def step_item(item: StepItem, timed: Iterable[Timed]) -> ItemScore:
    """Return an item of points per stretch of time over a limit, by severity."""
    found = []
    for incident in timed:
        step = level_of(item.steps, incident.endpoints)
        if step is None or _is_told_elsewhere(step, incident):
            continue
        low = _step_points(step, incident.elapsed_low)
        high = (low[0], _most_points(item, step, incident, low[1]))
        if high[1]:
            why = f"level {step.level}: {_hours(incident)} against {_plain(step.limit_h)} h"
            found.append(
                Deduction(
                    item.item, why, *high, incident.evidence, incident.incident, incident.endpoints
                )
            )
    return _scored(item.item, item.max_points, found)


def _most_points(item: StepItem, step: Step, incident: Timed, low: Fraction) -> Fraction:
    """Return the most points that an incident costs; low: by the least time that it took."""
    if incident.elapsed_high is None:
        return item.max_points
    if incident.elapsed_high == incident.elapsed_low:
        return low
    return _step_points(step, incident.elapsed_high)[1]


def level_of(steps: Sequence[Step], endpoints: int) -> Step | None:
    """Return the gravest level that so many endpoints make; None: none of them."""
    reached = [s for s in steps if s.endpoints_min is None or endpoints >= s.endpoints_min]
    return min(reached, key=lambda s: s.level, default=None)


def _is_told_elsewhere(step: Step, incident: Timed) -> bool:
    """Whether an incident nobody reported is too short to count as one of this level."""
    if incident.unreported_ns is None or step.unreported_h is None:
        return False
    return incident.unreported_ns <= step.unreported_h * HOUR_NS


def _step_points(step: Step, elapsed_ns: int) -> tuple[Fraction, Fraction]:
    """Return the fewest and most points a time over its limit costs.

    They differ only where the contract doesn't say how a part of a stretch, or the limit itself,
    counts: an open question.
    """
    over = Fraction(elapsed_ns, HOUR_NS) - step.limit_h
    points = []
    for boundary in (step.boundary,) if step.boundary else ("within", "over"):
        for part in (step.part_step,) if step.part_step else ("free", "counts"):
            if over < 0 or (over == 0 and boundary == "within"):
                points.append(Fraction(0))
                continue
            stretches = over / step.per_h
            count = math.floor(stretches) if part == "free" else math.ceil(stretches)
            points.append(step.first + step.each * count)
    return min(points), max(points)


def rate_item(item: RateItem, percent: tuple[Fraction, Fraction], *, why: str) -> ItemScore:
    """Return an item of points per percentage point below a target.

    percent: the least and the greatest that the figure can be, from which it was read: `why`.
    """
    ends = [_rate_points(item, value) for value in percent]
    low = min(points for pair in ends for points in pair)
    high = max(points for pair in ends for points in pair)
    lost = (Deduction(item.item, why, low, high),) if high else ()
    return _scored(item.item, item.max_points, lost)


def _rate_points(item: RateItem, value: Fraction) -> tuple[Fraction, Fraction]:
    """Return the fewest and most points that a percentage costs."""
    short = item.target - value
    if short <= 0:
        return Fraction(0), Fraction(0)
    if item.all_below is not None and value < item.all_below:
        return item.max_points, item.max_points
    counts = [
        math.floor(short) if part == "free" else math.ceil(short)
        for part in ((item.part_point,) if item.part_point else ("free", "counts"))
    ]
    points = [min(count * item.per_point, item.max_points) for count in counts]
    return min(points), max(points)


def each_item(item: EachItem, counts: Iterable[tuple[str, int, str]]) -> ItemScore:
    """Return an item of points per occurrence.

    counts: what occurred, how often, and where that is recorded.
    """
    found = [
        Deduction(item.item, f"{count} × {what}", points, points, (where,))
        for what, count, where in counts
        if what in item.each and (points := item.each[what] * count)
    ]
    return _scored(item.item, item.max_points, found)


def signed_item(item: str, max_points: Fraction, points: Fraction, *, where: str) -> ItemScore:
    """Return an item whose points both sides signed."""
    lost = max_points - points
    found = (Deduction(item, "as signed", lost, lost, (where,)),) if lost else ()
    return ItemScore(item, max_points, points, points, found)


def unknown_item(item: str, max_points: Fraction, *, missing: str) -> ItemScore:
    """Return an item nothing is known of: between none and all of its points."""
    return ItemScore(item, max_points, Fraction(0), max_points, (), missing)


def _scored(item: str, max_points: Fraction, found: Iterable[Deduction]) -> ItemScore:
    """Return an item's points less its deductions, never below none."""
    lost = tuple(found)
    low = max_points - min(sum((d.high for d in lost), Fraction(0)), max_points)
    high = max_points - min(sum((d.low for d in lost), Fraction(0)), max_points)
    missing = "" if low == high else "an end, or an answer"
    return ItemScore(item, max_points, low, high, lost, missing)


def _hours(incident: Timed) -> str:
    """Return how long an incident took, in words."""
    low = f"{_plain(Fraction(incident.elapsed_low, HOUR_NS))} h"
    return low if incident.elapsed_high is not None else f"more than {low}, not over yet"


def _plain(hours: Fraction) -> str:
    """Return hours to a hundredth."""
    return f"{math.floor(hours * 100) / 100:g}"


def maxima(card: Scorecard) -> Fraction:
    """Return the points of all items together."""
    return sum((item.max_points for item in card.items), Fraction(0))
