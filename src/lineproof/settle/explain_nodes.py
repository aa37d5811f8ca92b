"""How are explanations put together? Sums, products and roundings as nodes that recompute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from lineproof.model.explained import Explained, Rule
from lineproof.settle.interest import Overdue, Stretch
from lineproof.settle.late_rates import DailyRate

Until = Literal["before", "so far"]


def sum_of(label: str, parts: tuple[Explained, ...], *, unit: str) -> Explained:
    """Return the sum of some nodes; where one isn't known, its bounds are summed."""
    bounds = None
    if any(part.bounds is not None for part in parts):
        lows = [part.bounds[0] if part.bounds else int(part.value) for part in parts]
        highs = [part.bounds[1] if part.bounds else int(part.value) for part in parts]
        bounds = (total_of(lows), total_of(highs))
    exact = sum((part.value for part in parts), Fraction(0))
    return Explained(
        label=label, exact=exact, rule=Rule.SUM, unit=unit, inputs=parts, bounds=bounds
    )


def times(node: Explained, count: Explained, *, label: str) -> Explained:
    """Return a node multiplied by another, in the first one's unit."""
    return Explained(
        label=label,
        exact=node.value * count.value,
        rule=Rule.PRODUCT,
        unit=node.unit,
        inputs=(node, count),
    )


def rounded(label: str, parts: tuple[Explained, ...], *, step: int, unit: str) -> Explained:
    """Return the sum of some parts, rounded once to a step of minor units."""
    whole = parts[0] if len(parts) == 1 else sum_of(label, parts, unit=unit)
    if step == 1:
        return replace(whole, label=label, is_rounded=True)
    size = Explained(label="rounding step", exact=Fraction(step), unit=unit)
    steps = Explained(
        label="in rounding steps",
        exact=whole.value / step,
        rule=Rule.QUOTIENT,
        is_rounded=True,
        unit="steps",
        inputs=(whole, size),
    )
    return replace(times(steps, size, label=label), unit=unit)


def total_of(amounts: Sequence[int | None]) -> int | None:
    """Return a sum, or None where a part of it has no bound."""
    known = [a for a in amounts if a is not None]
    return sum(known) if len(known) == len(amounts) else None


def interest_node(label: str, late: Overdue, *, until: Until, unit: str) -> Explained:
    """Return the exact interest on an instalment up to the start or the end of a month.

    until: "before" the month, or "so far". A cap that holds replaces the sum.
    """
    stretches, exact = (
        (late.stretches_before, late.before)
        if until == "before"
        else (late.stretches_so_far, late.so_far)
    )
    parts = tuple(_stretch(stretch, late, unit=unit) for stretch in stretches)
    whole = sum_of(label, parts, unit=unit)
    if whole.value == exact:
        return whole
    capped = f"{label}, at the cap"
    return Explained(label=capped, exact=exact, unit=unit, inputs=(whole,))


def _stretch(stretch: Stretch, late: Overdue, *, unit: str) -> Explained:
    """Return some days' interest: days × rate × what it is on."""
    days = stretch.days
    base = Explained(
        label="overdue" if late.base is None else "interest is on",
        exact=Fraction(stretch.owed if late.base is None else late.base),
        unit=unit,
    )
    count = Explained(
        label=f"days {days.start} → {days.end}", exact=Fraction(days.count), unit="days"
    )
    rate = _rate(stretch.rate, late.clause)
    exact = base.value * count.value * rate.value
    inputs = (base, count, rate)
    return Explained(
        label=f"{days.count} days", exact=exact, rule=Rule.PRODUCT, unit=unit, inputs=inputs
    )


def _rate(rate: DailyRate, clause: str) -> Explained:
    """Return a day's rate: as agreed, or as read from the series, with its margin, cut to a day."""
    label = "rate a day"
    if rate.a_day is None:
        return Explained(label="rate a day: none is recorded", exact=Fraction(0), clause=clause)
    if rate.reference is None:
        return Explained(label=label, exact=rate.a_day, clause=clause)
    read = Explained(
        label=f"{rate.series}, read {rate.read_on}", exact=rate.reference, unit="a year",
        evidence=(rate.where,),
    )  # fmt: skip
    margin = Explained(label="margin", exact=rate.margin, unit="a year", clause=clause)
    year = sum_of("rate a year", (read, margin), unit="a year") if rate.margin else read
    days = Explained(label="days of a year", exact=Fraction(rate.year_days), unit="days")
    return Explained(
        label=label, exact=rate.a_day, rule=Rule.QUOTIENT, clause=clause, inputs=(year, days)
    )
