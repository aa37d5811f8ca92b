"""What do the lines owe for a month? Rent by segment, and what each line's factor takes off.

The rent line is R(without the factor); the deduction is R(with it) less that (Arithmetic 1).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from lineproof.assess.governing import Rulings, governing, lines_named, rule_changes
from lineproof.assess.intervals import Intervals
from lineproof.assess.measured import Measured
from lineproof.contract.case import View
from lineproof.contract.terms.pricing import Proration, Tax
from lineproof.contract.terms.scoring import Bands, OutageCredit
from lineproof.model.period import Days
from lineproof.settle.factors import Doubt, factor_of, is_per_unit, month_metric, own_term
from lineproof.settle.kernel import (
    Column,
    exact,
    fitting,
    on_reduced,
    reduce_per_group,
    round_per_group,
    round_per_unit,
)
from lineproof.settle.line_factors import Factors, Template, is_judged, line_factors
from lineproof.settle.segments import Cutting, month_segments
from lineproof.settle.settlement import LINE_SCHEMA, Factor
from lineproof.settle.shares import Methods, Rates, Stretches, segment_shares
from lineproof.settle.tax import FixedNet, fixed_net, net_fixed_changes

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rents:
    """A month's rent and deduction lines, and what their `factor` and `rule` point to."""

    lines: pl.DataFrame
    factors: tuple[tuple[Factor, ...], ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Month:
    """The month being computed: its first day, its days, and the days its rules change.

    named: the lines that some rule names, by number.
    """

    month: dt.date
    period: Days
    cuts: Sequence[dt.date]
    named: Mapping[int, str]
    doubt: Doubt


def month_rents(
    measured: Measured, month: dt.date, *, unbilled: Sequence[str], doubt: Doubt
) -> Rents:
    """Return what the lines owe for a month.

    unbilled: lines left out, where a doubt about their ids is being tried. doubt: which end of a
    factor to take where its metric isn't known.
    """
    view, intervals = measured.view, measured.intervals
    period = view.period(month)
    cuts = rule_changes(view, (Bands, OutageCredit, Tax), period)
    named = intervals.codes_of(lines_named(view))
    this = _Month(month, period, (period.start, *cuts), named, doubt)
    cutting = Cutting(cuts, rented=_rented(view, intervals, this))
    segments = month_segments(view, intervals, period, cutting=cutting)
    if unbilled:
        segments = segments.filter(~pl.col("line").is_in(unbilled))
    shares, rules = _shares(view, intervals, segments, this)
    shares = _at_fixed_net(view, intervals, segments, (shares, this))
    factors = _factors(measured, segments, this)
    amounts = _amounts(view, intervals, segments, (shares, factors))
    return Rents(
        _lines(intervals, segments, (shares, rules.index, factors), amounts),
        factors.results,
        tuple(rule_id for rule_id, _ in rules.results),
    )


def _proration(view: View, charge: tuple[str, str, str], period: Days) -> Proration | None:
    """Return the rule of a charge's part months: by the month's first day, else its last."""
    for day in (period.start, period.end - dt.timedelta(days=1)):
        rules = governing(view, Proration, on=day, charge=charge)
        if rules:
            return rules[0]
    return None


def _rented(view: View, intervals: Intervals, this: _Month) -> frozenset[tuple[int, int | None]]:
    """Return whose rent runs on while suspended; where no clause says, it stops (a question)."""
    found: set[tuple[int, int | None]] = set()
    for term, version in enumerate(intervals.terms):
        for code, line in ((None, ""), *this.named.items()):
            rule = _proration(view, ("rent", version.term.id, line), this.period)
            if rule is not None and rule.while_suspended == "rent":
                found.add((term, code))
    return frozenset(found)


def _shares(
    view: View, intervals: Intervals, segments: pl.DataFrame, this: _Month
) -> tuple[Rates, Rulings[tuple[str, Methods]]]:
    """Return the share of a month's rent each segment bears, and the rule that says so."""

    def choose(term: int, line: str, _day: dt.date) -> tuple[str, Methods]:
        rule = _proration(view, ("rent", intervals.terms[term].term.id, line), this.period)
        if rule is None:
            return "", Methods("actual_days", "actual_days", "actual_days")
        general = rule.method
        return rule.id, Methods(
            rule.first or general, rule.last or general, rule.changed or general
        )

    rulings = Rulings(segments, cuts=(this.period.start,), named=this.named, choose=choose)
    stretches = Stretches(
        _ints(segments, "unit"),
        _offsets(segments, "from", this.period),
        _offsets(segments, "to", this.period),
        _ints(segments, "rent"),
    )
    chosen = [rulings.index == i for i in range(len(rulings.results))]
    found = [
        segment_shares(stretches.where(rows), days=this.period.count, methods=methods)
        for rows, (_, methods) in zip(chosen, rulings.results, strict=True)
    ]
    denominator = math.lcm(*(rates.denominator for rates in found))
    numerators = np.zeros(segments.height, dtype=np.int64)
    for rows, rates in zip(chosen, found, strict=True):
        numerators[rows] = rates.numerators * (denominator // rates.denominator)
    return Rates(numerators, denominator), rulings


def _at_fixed_net(
    view: View, intervals: Intervals, segments: pl.DataFrame, found: tuple[Rates, _Month]
) -> Rates:
    """Return shares times what a change of the tax rate makes of prices whose net was fixed.

    That is (1 + the day's rate) / (1 + the rate of the day from which the price was agreed).
    """
    shares, this = found
    changes = net_fixed_changes(view)
    if not changes:
        return shares

    def choose(term: int, line: str, day: dt.date) -> FixedNet:
        return fixed_net(view, ("rent", intervals.terms[term].term.id, line), on=day)

    assert view.term_days is not None
    agreed = pl.max_horizontal("agreed", pl.lit(view.term_days.start)).alias("from")
    then, now = (
        Rulings(rows, cuts=(dt.date.min, *changes), named=this.named, choose=choose)
        for rows in (segments.with_columns(agreed), segments)
    )
    pairs = np.stack([then.index, now.index])
    ratios = {
        (i, j): then.results[i].changed_to(now.results[j])
        for i, j in np.unique(pairs, axis=1).T.tolist()
    }
    scale = math.lcm(*(ratio.denominator for ratio in ratios.values()))
    by_row = np.zeros(segments.height, dtype=np.int64)
    for (i, j), ratio in ratios.items():
        by_row[(then.index == i) & (now.index == j)] = int(ratio * scale)
    return Rates(shares.numerators * by_row, shares.denominator * scale)


def _ints(segments: pl.DataFrame, column: str) -> Ints:
    """Return a column of whole numbers."""
    return segments.get_column(column).to_numpy().astype(np.int64)


def _offsets(segments: pl.DataFrame, column: str, period: Days) -> Ints:
    """Return days as offsets from the month's first."""
    since_epoch = segments.get_column(column).to_physical().to_numpy().astype(np.int64)
    return since_epoch - (period.start - dt.date(1970, 1, 1)).days


def _factors(measured: Measured, segments: pl.DataFrame, this: _Month) -> Factors:
    """Return the factors on each segment's rent, of bands that apply to each unit."""
    view, intervals = measured.view, measured.intervals

    def part(bands: Bands) -> Factor | Bands | None:
        if own_term(view, bands, this.month) is not None:
            return bands if is_judged(measured, bands, this.month) else None
        metric = month_metric(measured, bands, this.month)
        return None if metric is None else factor_of(metric, bands, doubt=this.doubt)

    def choose(term: int, line: str, day: dt.date) -> Template:
        made_by = intervals.terms[term].term.id
        ruling = governing(view, Bands, on=day, charge=("rent", made_by, line))
        parts = (part(bands) for bands in ruling if is_per_unit(bands))
        return tuple(each for each in parts if each is not None)

    templates = Rulings(segments, cuts=this.cuts, named=this.named, choose=choose)
    lines = segments.get_column("line")
    return line_factors(measured, lines, templates, month=this.month, doubt=this.doubt)


def reducing(factors: tuple[Factor, ...]) -> Factor:
    """Return the first of several factors that takes something off, or the first."""
    return next((factor for factor in factors if factor.factor != 1), factors[0])


def combined(factors: tuple[Factor, ...]) -> Fraction:
    """Return what several factors leave together: their product."""
    product = Fraction(1)
    for factor in factors:
        product *= factor.factor
    return product


def _amounts(
    view: View,
    intervals: Intervals,
    segments: pl.DataFrame,
    rates: tuple[Rates, Factors],
) -> tuple[Column, Column]:
    """Return the rents and the deductions, per segment, in minor units."""
    shares, factors = rates
    unit, quantity, rent = (_ints(segments, name) for name in ("unit", "quantity", "rent"))
    rounding = view.contract.contract.rounding
    step = view.contract.minor(rounding.unit)
    group = _groups(intervals, segments, at=rounding.at)
    full = exact(
        unit, quantity, (rent, shares.numerators), denominator=shares.denominator, step=step
    )
    rents = round_per_unit(full) if group is None else round_per_group(full, group)
    products = [combined(f) for f in factors.results]
    if all(p == 1 for p in products):
        return rents, np.zeros(rent.size, dtype=np.int64)
    scale = math.lcm(*(p.denominator for p in products))
    leaves = _column([int(p * scale) for p in products])[factors.index]
    left = exact(
        unit, quantity, (rent, shares.numerators, leaves),
        denominator=shares.denominator * scale, step=step,
    )  # fmt: skip
    reduced = round_per_unit(left) - rents if group is None else reduce_per_group(full, left, group)
    return rents, on_reduced(reduced, is_reduced=_reduces(factors))


def _column(values: Sequence[int]) -> Column:
    """Return whole numbers as int64 where they fit."""
    fits = max(map(abs, values), default=0) <= np.iinfo(np.int64).max
    return np.array(values, dtype=np.int64 if fits else np.object_)


def _groups(intervals: Intervals, segments: pl.DataFrame, *, at: str) -> Ints | None:
    """Return the segments rounded together: one term's, or all; None where each unit's are."""
    if at == "unit_month":
        return None
    if at == "invoice":
        return np.zeros(segments.height, dtype=np.int64)
    ids = [version.term.id for version in intervals.terms]
    return np.array([ids.index(name) for name in ids] or [0])[_ints(segments, "term")]


def _reduces(factors: Factors) -> npt.NDArray[np.bool_]:
    """Return which segments bear a factor other than 1."""
    by_ruling = np.array([combined(f) != 1 for f in factors.results] or [False])
    reduces: npt.NDArray[np.bool_] = by_ruling[factors.index]
    return reduces


def _lines(
    intervals: Intervals,
    segments: pl.DataFrame,
    rulings: tuple[Rates, npt.NDArray[np.uint16], Factors],
    amounts: tuple[Column, Column],
) -> pl.DataFrame:
    """Return rent lines, each unit's deduction lines behind them, in columns of `LINE_SCHEMA`."""
    shares, rule, factors = rulings
    reduced = np.flatnonzero(_reduces(factors))
    unit = _ints(segments, "unit")
    order = np.argsort(np.concatenate([unit * 2, unit[reduced] * 2 + 1]), kind="stable")
    row = np.concatenate([np.arange(unit.size), reduced])[order]
    is_deduction = order >= unit.size
    amount = np.concatenate([amounts[0], amounts[1][reduced]])[order]
    named = [f"{v.term.id}" for v in intervals.terms]
    clauses = [v.term.clause for v in intervals.terms]
    clauses += [reducing(f).clause if f else "" for f in factors.results]
    term = _ints(segments, "term")
    clause = np.where(is_deduction, len(named) + factors.index[row].astype(np.int64), term[row])
    return (
        segments.select(pl.all().gather(pl.Series(row)))
        .with_columns(
            _gathered(["rent", "deduction"], is_deduction).alias("charge"),
            pl.Series("amount", fitting(amount), dtype=pl.Int64),
            _gathered(clauses, clause).alias("clause"),
            _gathered(named, term[row]).alias("term"),
            pl.Series("share_num", shares.numerators[row]),
            pl.lit(shares.denominator, pl.Int64).alias("share_den"),
            pl.Series("factor", factors.index[row]),
            pl.Series("rule", rule[row]),
            pl.lit(None, pl.Int64).alias("low"),
            pl.lit(None, pl.Int64).alias("high"),
        )
        .select(*LINE_SCHEMA)
    )


def _gathered(texts: Sequence[str], index: npt.NDArray[Any]) -> pl.Series:
    """Return the text each row's number stands for."""
    return pl.Series(texts, dtype=pl.String).gather(pl.Series(index.astype(np.uint32)))
