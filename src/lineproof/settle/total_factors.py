"""What does a factor take off a month's total? Deductions that no single line bears."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import polars as pl

from lineproof.assess.governing import governing, lines_named
from lineproof.assess.measured import Measured
from lineproof.contract.case import View
from lineproof.contract.terms.scoring import Bands
from lineproof.model.period import Days
from lineproof.settle.factors import Doubt, factor_of, is_per_unit, month_metric
from lineproof.settle.kernel import round_to
from lineproof.settle.plan import contract_total
from lineproof.settle.settlement import LINE_SCHEMA, Factor

_MONTHS_OF_YEAR = 12


def total_deductions(
    measured: Measured, lines: pl.DataFrame, month: dt.date, *, doubt: Doubt
) -> tuple[pl.DataFrame, tuple[tuple[Factor, ...], ...]]:
    """Return a deduction line for each bands term that applies to a total, and its factors.

    lines: the month's rents, in `LINE_SCHEMA`. The deduction is R(base × factor) - R(base), where
    the base is the rents it rules, or a part of the contract's total; a term that holds for some of
    the month's days bears that share of the part. The row's rent × share_num/share_den is the base.
    """
    view = measured.view
    days = view.term_days
    assert days is not None, "nothing is earned before the contract begins"
    period = view.period(month).intersection(days)
    step = view.contract.minor(view.contract.contract.rounding.unit)
    rows: list[dict[str, object]] = []
    factors = []
    for version in view.versions:
        bands, held = version.term, version.days.intersection(period)
        if not isinstance(bands, Bands) or is_per_unit(bands) or not held.count:
            continue
        metric = month_metric(measured, bands, month)
        factor = None if metric is None else factor_of(metric, bands, doubt=doubt)
        if factor is None or factor.factor == 1:
            continue  # nothing is taken off, as on a line that a factor of 1 leaves whole
        amount, parts = monthly_base(view, bands, lines, held)
        share = Fraction(held.count, period.count * parts) if parts else Fraction(1)
        left = round_to(amount * share * factor.factor, step)
        factors.append((factor,))
        rows.append({
            "line": bands.id, "charge": "deduction", "from": held.start, "to": held.end,
            "amount": left - round_to(amount * share, step), "clause": bands.clause,
            "term": bands.id, "quantity": 1, "rent": amount, "share_num": share.numerator,
            "share_den": share.denominator, "factor": len(factors) - 1,
        })  # fmt: skip
    return pl.DataFrame(rows, schema=LINE_SCHEMA), tuple(factors)


def monthly_base(view: View, bands: Bands, lines: pl.DataFrame, held: Days) -> tuple[int, int]:
    """Return an amount in minor units, and which part of it a month's factor is applied to.

    held: the days of the month on which the term holds. 0 parts: the rents it rules, as they are.
    """
    if bands.monthly_base == "total_over_12":
        return contract_total(view), _MONTHS_OF_YEAR
    if bands.monthly_base == "total_over_months":
        return contract_total(view), view.contract.contract.months or _MONTHS_OF_YEAR
    inside = (pl.col("from") >= held.start) & (pl.col("from") < held.end)
    named = pl.when(pl.col("line").is_in(lines_named(view))).then("line").otherwise(pl.lit(""))
    rents = lines.filter((pl.col("charge") == "rent") & inside)
    sums = rents.group_by("term", named.alias("named")).agg(pl.col("amount").cast(pl.Int128).sum())
    return sum(
        int(amount)
        for term, line, amount in sums.iter_rows()
        if bands in governing(view, Bands, on=held.start, charge=("rent", term, line))
    ), 0
