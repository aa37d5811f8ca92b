"""How is a month rounded? Once a unit, a charge or an invoice, with parts that sum to the whole.

Columns of int64 with a bound checked before any product or sum; beyond it the same steps run on
Python's integers (Arithmetic 1, 2, 3 and 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.model.money import round_half_away

#: int64, or Python integers as objects where int64 might not hold them.
Column = npt.NDArray[Any]
_INT64_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Exact:
    """A month's exact amounts: numerators per segment over one denominator, in minor units.

    unit: ascending; quantity: units a row stands for; step: minor units rounded to.
    """

    unit: npt.NDArray[np.int64]
    quantity: Column
    numerators: Column
    denominator: int
    step: int = 1

    @property
    def whole(self) -> int:
        """What a numerator is divided by to count steps."""
        return self.denominator * self.step


def exact(
    unit: npt.NDArray[np.int64],
    quantity: npt.NDArray[np.int64],
    factors: tuple[Column, ...],
    *,
    denominator: int,
    step: int,
) -> Exact:
    """Return the amounts that are the product of some columns, as int64 where all is sure to fit.

    All: twice the running sums of every product times quantity, and what they are divided by.
    """
    bound = 4 * max(unit.size, 1) * _largest(quantity)
    for column in factors:
        bound *= _largest(column)
    is_wide = bound + 4 * denominator * step > _INT64_MAX
    product: Column = factors[0].astype(np.object_) if is_wide else factors[0]
    for column in factors[1:]:
        product = product * column
    many: Column = quantity.astype(np.object_) if is_wide else quantity
    return Exact(unit, many, product, denominator, step)


def _largest(column: Column) -> int:
    """Return a column's greatest magnitude, at least 1."""
    return max(int(np.abs(column).max(initial=0)), 1)


def round_per_unit(amounts: Exact) -> Column:
    """Return each segment's amount where a unit's month is rounded once, then multiplied.

    Part k of a unit is R(sum of its first k) - R(sum of its first k - 1).
    """
    running = _running(amounts.numerators, amounts.unit)
    rounded = _rounded(running, amounts.whole) * amounts.step
    return _steps(rounded, amounts.unit) * amounts.quantity


def round_per_group(amounts: Exact, group: npt.NDArray[np.int64]) -> Column:
    """Return each segment's amount where a group of units is rounded once.

    The group's total is cut among its units by largest remainder, ties by their order, and each
    unit's among its segments in time.
    """
    weighted = amounts.numerators * amounts.quantity
    targets = _rounded(_sums(weighted, group), amounts.whole)
    return _cut(weighted, amounts, group, targets)


def reduce_per_group(full: Exact, left: Exact, group: npt.NDArray[np.int64]) -> Column:
    """Return what a reduction takes off each segment where a group of units is rounded once.

    A group's reduction is R(what is left) - R(the full amount), cut among the units it touches.
    """
    scale = left.denominator // full.denominator
    weighted = left.numerators * left.quantity
    whole = full.numerators.astype(weighted.dtype) * full.quantity
    targets = _rounded(_sums(weighted, group), left.whole) - _rounded(
        _sums(whole, group), full.whole
    )
    return _cut(weighted - whole * scale, left, group, targets)


def total(amounts: pl.Series) -> int:
    """Return a column's sum as a Python integer, without wrapping.

    >>> total(pl.Series([2**62, 2**62, 2**62, None]))
    13835058055282163712
    """
    return int(amounts.cast(pl.Int128).sum())


def round_to(value: Fraction, step: int) -> int:
    """Round once to a step of minor units, half away from zero.

    >>> round_to(Fraction(25, 2), 1), round_to(Fraction(25, 2), 10)
    (13, 10)
    """
    return round_half_away(value / step) * step


def round_each(amounts: pl.Series, ratio: Fraction, *, step: int) -> int:
    """Return the sum of some amounts times a ratio, each rounded by itself.

    >>> round_each(pl.Series([50, 50, 50]), Fraction(1, 4), step=1)
    39
    """
    column = amounts.to_numpy().astype(np.int64)
    unit = np.arange(column.size)
    times = np.full(column.size, ratio.numerator)
    one = np.ones(column.size, dtype=np.int64)
    found = exact(unit, one, (column, times), denominator=ratio.denominator, step=step)
    return total(pl.Series(fitting(round_per_unit(found)), dtype=pl.Int64))


def fitting(amounts: Column) -> npt.NDArray[np.int64]:
    """Return amounts as int64; raises InputRefusedError where one doesn't fit a column."""
    if amounts.dtype == np.object_ and _largest(amounts) > _INT64_MAX:
        what = f"a line's month comes to {_largest(amounts)} minor units, beyond 2^63"
        raise InputRefusedError((
            error("E-MONEY-RANGE", what, fix="Check the quantity and the rent of the line."),
        ))  # fmt: skip
    return amounts.astype(np.int64)


def _sums(weighted: Column, group: npt.NDArray[np.int64]) -> Column:
    """Return the sum of each group, by its number."""
    sums = np.zeros(int(group.max(initial=-1)) + 1, dtype=weighted.dtype)
    np.add.at(sums, group, weighted)
    return sums


def _cut(weighted: Column, amounts: Exact, group: npt.NDArray[np.int64], targets: Column) -> Column:
    """Return the groups' rounded totals cut among units, and each unit's among its segments."""
    if not weighted.size:
        return weighted
    starts = np.flatnonzero(np.diff(amounts.unit, prepend=-1))
    by_unit = np.add.reduceat(weighted, starts)
    of_unit = group[starts]
    shares = np.zeros_like(by_unit)
    for number in np.unique(of_unit):
        members = np.flatnonzero(of_unit == number)
        shares[members] = _largest_remainder(by_unit[members], amounts.whole, targets[number])
    parts = _steps(_rounded(_running(weighted, amounts.unit), amounts.whole), amounts.unit)
    ends = np.append(starts[1:], amounts.unit.size) - 1
    parts[ends] += shares - np.add.reduceat(parts, starts)
    return parts * amounts.step


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


def _largest_remainder(numerators: Column, whole: int, target: int) -> Column:
    """Return the parts of a rounded total, by largest remainder, ties by order."""
    floors = numerators // whole
    missing = int(target) - int(floors.sum())
    assert 0 <= missing <= floors.size, "the total is not a rounding of the parts' sum"
    order = np.argsort(floors * whole - numerators, kind="stable")
    floors[order[:missing]] += 1
    return floors


def on_reduced(parts: Column, *, is_reduced: npt.NDArray[np.bool_]) -> Column:
    """Return parts with what rounding left on rows that aren't reduced moved to the one before.

    Both rows are of one unit: a running difference changes first where something is reduced.

    >>> on_reduced(np.array([-10, 1, 0]), is_reduced=np.array([True, False, False])).tolist()
    [-9, 0, 0]
    """
    strays = np.flatnonzero((parts != 0) & ~is_reduced)
    before = np.maximum.accumulate(np.where(is_reduced, np.arange(parts.size), -1))
    moved = parts.copy()
    np.add.at(moved, before[strays], parts[strays])
    moved[strays] = 0
    return moved
