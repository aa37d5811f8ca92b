"""What do the lines owe for a month? Rent by segment, and what each line's factor takes off.

The rent line is R(without the factor); the deduction is R(with it) less that (Arithmetic 1).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import polars as pl

from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.pricing import Proration, Tax
from lineproof.contract.terms.scoring import Bands
from lineproof.model.period import Days
from lineproof.settle.factors import Doubt, factor_of, month_metric
from lineproof.settle.governing import Rulings, governing, lines_named, rule_changes
from lineproof.settle.intervals import Intervals
from lineproof.settle.kernel import (
    Column,
    Exact,
    exact_amounts,
    round_per_group,
    round_per_unit,
)
from lineproof.settle.segments import Cutting, month_segments
from lineproof.settle.settlement import LINE_SCHEMA, Factor
from lineproof.settle.shares import Methods, Rates, segment_shares

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rents:
    """A month's rent and deduction lines, and what their `factor` and `rule` point to."""

    lines: pl.DataFrame
    factors: tuple[tuple[Factor, ...], ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Month:
    """The month being computed: its first day, its days, and the days its rules change."""

    month: dt.date
    period: Days
    cuts: Sequence[dt.date]
    doubt: Doubt


def month_rents(
    view: View, intervals: Intervals, month: dt.date, *, unbilled: Sequence[str], doubt: Doubt
) -> Rents:
    """Return what the lines owe for a month.

    unbilled: lines left out, where a doubt about their ids is being tried. doubt: which end of a
    factor to take where its metric isn't known.
    """
    period = view.period(month)
    cuts = rule_changes(view, (Bands, Tax), period)
    cutting = Cutting(cuts, is_suspended_free=_is_suspended_free(view))
    segments = month_segments(view, intervals, period, cutting=cutting)
    if unbilled:
        segments = segments.filter(~pl.col("line").is_in(unbilled))
    this = _Month(month, period, (period.start, *cuts), doubt)
    shares, rules = _shares(view, intervals, segments, this)
    factors = _factor_rulings(view, intervals, segments, this)
    amounts = _amounts(view, segments, shares, factors)
    return Rents(
        _lines(intervals, segments, (shares, rules.index, factors), amounts),
        factors.results,
        tuple(rule_id for rule_id, _ in rules.results),
    )


def _is_suspended_free(view: View) -> bool:
    """Whether suspension stops the rent; where no clause says, it does (and a question is open)."""
    return not any(t.while_suspended == "rent" for t, _ in of_kind(view.versions, Proration))


def _shares(
    view: View, intervals: Intervals, segments: pl.DataFrame, this: _Month
) -> tuple[Rates, Rulings[tuple[str, Methods]]]:
    """Return the share of a month's rent each segment bears, and the rule that says so."""

    def choose(term: int, line: str, _day: dt.date) -> tuple[str, Methods]:
        made_by = intervals.terms[term].term.id
        rules = governing(view, Proration, on=this.period.start, charge=("rent", made_by, line))
        rules = rules or governing(
            view, Proration, on=this.period.end - dt.timedelta(days=1),
            charge=("rent", made_by, line),
        )  # fmt: skip
        if not rules:
            return "", Methods("actual_days", "actual_days", "actual_days")
        rule = rules[0]
        general = rule.method
        return rule.id, Methods(
            rule.first or general, rule.last or general, rule.changed or general
        )

    rulings = Rulings(segments, cuts=(this.period.start,), named=lines_named(view), choose=choose)
    unit = segments.get_column("unit").to_numpy().astype(np.int64)
    start = _offsets(segments, "from", this.period)
    end = _offsets(segments, "to", this.period)
    found = [
        segment_shares(
            unit[rulings.index == i], start[rulings.index == i], end[rulings.index == i],
            days=this.period.count, methods=methods,
        )
        for i, (_, methods) in enumerate(rulings.results)
    ]  # fmt: skip
    denominator = math.lcm(*(rates.denominator for rates in found))
    numerators = np.zeros(unit.size, dtype=np.int64)
    for i, rates in enumerate(found):
        numerators[rulings.index == i] = rates.numerators * (denominator // rates.denominator)
    return Rates(numerators, denominator), rulings


def _offsets(segments: pl.DataFrame, column: str, period: Days) -> Ints:
    """Return days as offsets from the month's first."""
    since_epoch = segments.get_column(column).to_physical().to_numpy().astype(np.int64)
    return since_epoch - (period.start - dt.date(1970, 1, 1)).days


def _factor_rulings(
    view: View, intervals: Intervals, segments: pl.DataFrame, this: _Month
) -> Rulings[tuple[Factor, ...]]:
    """Return the factors on each segment's rent, of bands that apply to each unit."""

    def choose(term: int, line: str, day: dt.date) -> tuple[Factor, ...]:
        made_by = intervals.terms[term].term.id
        ruling = governing(view, Bands, on=day, charge=("rent", made_by, line))
        return tuple(
            factor_of(month_metric(view, bands, this.month), bands, doubt=this.doubt)
            for bands in ruling
            if is_per_unit(bands)
        )

    return Rulings(segments, cuts=this.cuts, named=lines_named(view), choose=choose)


def is_per_unit(bands: Bands) -> bool:
    """Whether a term's factor goes on each unit's own rent, not on a total."""
    return bands.apply_to == "unit" and bands.monthly_base == "month_rent"


def combined(factors: tuple[Factor, ...]) -> Fraction:
    """Return what several factors leave together: their product."""
    product = Fraction(1)
    for factor in factors:
        product *= factor.factor
    return product


def _amounts(
    view: View, segments: pl.DataFrame, shares: Rates, factors: Rulings[tuple[Factor, ...]]
) -> tuple[Column, Column]:
    """Return the rents and the deductions, per segment, in minor units."""
    rent = segments.get_column("rent").to_numpy().astype(np.int64)
    unit = segments.get_column("unit").to_numpy().astype(np.int64)
    quantity = segments.get_column("quantity").to_numpy().astype(np.int64)
    rounding = view.contract.contract.rounding
    step = view.contract.minor(rounding.unit)
    products = [combined(f) for f in factors.results]
    scale = math.lcm(*(p.denominator for p in products))
    by_ruling = np.array([int(p * scale) for p in products] or [1], dtype=np.int64)
    group = segments.get_column("term").to_numpy().astype(np.int64)
    group = group * 0 if rounding.at == "invoice" else group

    def rounded(columns: tuple[Ints, ...], denominator: int) -> Column:
        exact = Exact(unit, quantity, exact_amounts(columns), denominator, step)
        if rounding.at == "unit_month":
            return round_per_unit(exact)
        return round_per_group(exact, group)

    rents = rounded((rent, shares.numerators), shares.denominator)
    if all(p == 1 for p in products):
        return rents, np.zeros(rent.size, dtype=np.int64)
    leaves = by_ruling[factors.index]
    with_factor = rounded((rent, shares.numerators, leaves), shares.denominator * scale)
    return rents, with_factor - rents


def _lines(
    intervals: Intervals,
    segments: pl.DataFrame,
    rulings: tuple[Rates, npt.NDArray[np.uint16], Rulings[tuple[Factor, ...]]],
    amounts: tuple[Column, Column],
) -> pl.DataFrame:
    """Return rent lines and deduction lines in the columns of `LINE_SCHEMA`."""
    shares, rule, factors = rulings
    terms = segments.get_column("term")
    clauses = pl.Series([v.term.clause for v in intervals.terms], dtype=pl.String)
    ids = pl.Series([v.term.id for v in intervals.terms], dtype=pl.String)
    rents = segments.with_columns(
        pl.lit("rent").alias("charge"),
        pl.Series("amount", amounts[0], dtype=pl.Int64),
        clauses.gather(terms).alias("clause"),
        ids.gather(terms).alias("term"),
        pl.Series("share_num", shares.numerators),
        pl.lit(shares.denominator, pl.Int64).alias("share_den"),
        pl.Series("factor", factors.index),
        pl.Series("rule", rule),
        pl.lit(None, pl.Int64).alias("low"),
        pl.lit(None, pl.Int64).alias("high"),
    ).select(*LINE_SCHEMA)
    reduces = np.array([combined(f) != 1 for f in factors.results] or [False])[factors.index]
    if not reduces.any():
        return rents
    by_ruling = pl.Series([f[0].clause if f else "" for f in factors.results], dtype=pl.String)
    deductions = rents.with_columns(
        pl.lit("deduction").alias("charge"),
        pl.Series("amount", amounts[1], dtype=pl.Int64),
        by_ruling.gather(pl.Series(factors.index)).alias("clause"),
    ).filter(pl.Series(reduces))
    both = pl.concat([rents, deductions])
    return both.sort("unit", pl.col("charge") != "rent", "from")
