"""How is a month rounded? Once a unit, a charge or an invoice, with parts that sum to the whole.

Columns of int64 with a bound checked before any product or sum; beyond it the same steps run on
Python's integers (Arithmetic 1, 2, 3 and 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

#: int64, or Python integers as objects where int64 might not hold them.
Column = npt.NDArray[Any]
_INT64_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Exact:
    """A month's exact amounts: numerators per segment over one denominator, in minor units.

    unit: ascending; quantity: units a row stands for; step: minor units rounded to.
    """

    unit: npt.NDArray[np.int64]
    quantity: npt.NDArray[np.int64]
    numerators: Column
    denominator: int
    step: int = 1


def exact_amounts(factors: tuple[npt.NDArray[np.int64], ...]) -> Column:
    """Return the product of columns, as int64 where it is sure to fit."""
    bound = 1
    for column in factors:
        bound *= max(int(np.abs(column).max(initial=0)), 1)
    wide = bound * 4 * max((c.size for c in factors), default=1) > _INT64_MAX
    product: Column = factors[0].astype(np.object_) if wide else factors[0]
    for column in factors[1:]:
        product = product * column
    return product


def round_per_unit(exact: Exact) -> Column:
    """Return each segment's amount where a unit's month is rounded once, then multiplied.

    Part k of a unit is R(sum of its first k) - R(sum of its first k - 1).
    """
    running = _running(exact.numerators, exact.unit)
    rounded = _rounded(running, exact.denominator * exact.step) * exact.step
    return _steps(rounded, exact.unit) * exact.quantity


def round_per_group(exact: Exact, group: npt.NDArray[np.int64]) -> Column:
    """Return each segment's amount where a group of units is rounded once.

    The group's total is cut among its units by largest remainder, ties by their order, and each
    unit's among its segments in time.
    """
    weighted: Column = exact_amounts_of(exact.numerators, exact.quantity)
    whole = exact.denominator * exact.step
    starts = np.flatnonzero(np.diff(exact.unit, prepend=-1))
    by_unit = np.add.reduceat(weighted, starts) if starts.size else weighted
    amounts = np.zeros(starts.size, dtype=by_unit.dtype)
    for chosen in np.unique(group[starts]):
        members = np.flatnonzero(group[starts] == chosen)
        amounts[members] = _largest_remainder(by_unit[members], whole)
    parts = _steps(_rounded(_running(weighted, exact.unit), whole), exact.unit)
    ends = np.append(starts[1:], exact.unit.size) - 1
    parts[ends] += amounts - (np.add.reduceat(parts, starts) if starts.size else parts)
    return parts * exact.step


def exact_amounts_of(numerators: Column, quantity: npt.NDArray[np.int64]) -> Column:
    """Return numerators times quantity, as int64 where it is sure to fit."""
    if numerators.dtype == np.object_:
        return numerators * quantity
    return exact_amounts((numerators.astype(np.int64), quantity))


def total(amounts: Column) -> int:
    """Return a column's sum as a Python integer, without wrapping.

    >>> total(np.array([2**62, 2**62, 2**62]))
    13835058055282163712
    """
    if amounts.dtype == np.object_:
        return int(sum(amounts.tolist()))
    low, high = amounts & 0xFFFFFFFF, amounts >> 32
    return int(low.sum()) + (int(high.sum()) << 32)


def _running(numerators: Column, unit: npt.NDArray[np.int64]) -> Column:
    """Return the running sum within each unit.

    The sum over all units may wrap; the difference of two of its values is exact all the same.
    """
    if not unit.size:
        return numerators
    cumulative: Column = np.cumsum(numerators)
    starts = np.flatnonzero(np.diff(unit, prepend=-1))
    before = cumulative[starts] - numerators[starts]
    cumulative -= np.repeat(before, np.diff(starts, append=unit.size))
    return cumulative


def _rounded(numerators: Column, denominator: int) -> Column:
    """Return numerators over a denominator, rounded half away from zero."""
    magnitude: Column = (2 * np.abs(numerators) + denominator) // (2 * denominator)
    return np.where(numerators < 0, -magnitude, magnitude)


def _steps(rounded: Column, unit: npt.NDArray[np.int64]) -> Column:
    """Return each running total less the one before it in its unit."""
    steps = rounded.copy()
    same = np.flatnonzero(np.diff(unit) == 0) + 1
    steps[same] -= rounded[same - 1]
    return steps


def _largest_remainder(numerators: Column, whole: int) -> Column:
    """Return the parts of R(sum / whole), by largest remainder, ties by order."""
    floors = numerators // whole
    target = _rounded(np.array([total(numerators)], dtype=np.object_), whole)[0]
    missing = int(target) - total(floors)
    order = np.argsort(floors * whole - numerators, kind="stable")
    parts = floors.copy()
    parts[order[:missing]] += 1
    return parts
