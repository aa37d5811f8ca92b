"""What share of a month's rent does each segment bear? The proration methods, as one table each.

One method rules a unit's month: `first` where it starts in it, else `last` where it ends, else
`changed` where its price changes or it pauses. A month in service throughout at one price bears the
whole rent, by its days where a rule of the contract changes within it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineproof.contract.terms.pricing import Method

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
FULL_MONTH_30 = 30
DAYS_OF_YEAR = 365
MONTHS_OF_YEAR = 12
_MID_MONTH = 15


@dataclass(frozen=True, slots=True)
class Rates:
    """The exact share of each segment: numerators over one common denominator."""

    numerators: Ints
    denominator: int


@dataclass(frozen=True, slots=True)
class Methods:
    """Which method rules a unit's month, by what happens to the unit in it."""

    first: Method
    last: Method
    changed: Method


@dataclass(frozen=True, slots=True)
class Stretches:
    """A month's segments by unit and day: their days as offsets in [0, days], and their rents."""

    unit: Ints
    start: Ints
    end: Ints
    rent: Ints

    def where(self, chosen: Flags) -> Stretches:
        """Return some of them."""
        if chosen.all():
            return self
        return Stretches(*(c[chosen] for c in (self.unit, self.start, self.end, self.rent)))


def segment_shares(stretches: Stretches, *, days: int, methods: Methods) -> Rates:
    """Return each segment's share of a full month; days: the month's own."""
    unit, start, end = stretches.unit, stretches.start, stretches.end
    denominator = math.lcm(days, *(_denominator(m, days) for m in _all(methods)))
    numerators = np.full(unit.shape, denominator, dtype=np.int64)
    is_first = np.diff(unit, prepend=-1) != 0
    is_last = np.diff(unit, append=-1) != 0
    bounds = np.flatnonzero(is_first)
    size = np.diff(bounds, append=unit.size)
    starts_in = start[bounds] > 0
    ends_in = end[np.flatnonzero(is_last)] < days
    is_changed = ~is_first & (
        (stretches.rent != np.roll(stretches.rent, 1)) | (start != np.roll(end, 1))
    )
    changes = np.add.reduceat(is_changed, bounds, dtype=np.int64) if unit.size else size
    ruling = np.select(
        [starts_in, ends_in, changes > 0, size > 1],
        [_index(methods.first), _index(methods.last), _index(methods.changed),
         _index(_BY_DAYS)],
        default=-1,
    )  # fmt: skip
    by_segment = np.repeat(ruling, size)
    for method in dict.fromkeys((*_all(methods), _BY_DAYS)):
        chosen = by_segment == _index(method)
        if chosen.any():
            part = (is_first[chosen], start[chosen], end[chosen])
            scale = denominator // _denominator(method, days)
            numerators[chosen] = _weights(method, *part, days=days) * scale
    return Rates(numerators, denominator)


_BY_DAYS: Method = "actual_days"
_METHODS: tuple[Method, ...] = ("actual_days", "thirty", "half_month", "annual_365", "none")


def _all(methods: Methods) -> tuple[Method, ...]:
    """Return the methods that may rule."""
    return methods.first, methods.last, methods.changed


def _index(method: Method) -> int:
    """Return a method's number."""
    return _METHODS.index(method)


def _denominator(method: Method, days: int) -> int:
    """Return what a method's weights are parts of, for a month of so many days."""
    by_method = {
        "actual_days": days,
        "thirty": FULL_MONTH_30,
        "half_month": 2,
        "annual_365": DAYS_OF_YEAR,
        "none": 1,
    }
    return by_method[method]


def _weights(method: Method, is_first: Flags, start: Ints, end: Ints, *, days: int) -> Ints:
    """Return the segments' weights under one method, in parts of its denominator.

    actual_days: days of the month's own. thirty: days of a month of thirty, whose 31st counts
    nothing. half_month: halves begun. annual_365: twelve rents over 365 days. none: the whole
    month at the price of its first day in service.
    """
    if method == "actual_days":
        return end - start
    if method == "annual_365":
        return (end - start) * MONTHS_OF_YEAR
    if method == "thirty":
        return _thirty(end, days) - _thirty(start, days)
    if method == "half_month":
        return _halves(is_first, start, end)
    return is_first.astype(np.int64)


def _halves(is_first: Flags, start: Ints, end: Ints) -> Ints:
    """Return how many half-months each segment bears.

    A half-month begun counts whole; at a change the new price begins with the half it falls in.
    """
    begin = np.where(start < _MID_MONTH, 0, 1)
    until = np.where(end <= _MID_MONTH, 1, 2)
    is_followed = ~np.append(is_first[1:], True) & (np.append(start[1:], -1) == end)
    until = np.where(is_followed, np.append(begin[1:], 0), until)
    before = np.where(is_first, 0, np.roll(until, 1))
    halves: Ints = np.maximum(until - np.maximum(begin, before), 0)
    return halves


def _thirty(offset: Ints, days: int) -> Ints:
    """Return a day's place in a month of thirty days; the month's end is always the thirtieth."""
    thirty: Ints = np.where(offset == days, FULL_MONTH_30, np.minimum(offset, FULL_MONTH_30))
    return thirty
