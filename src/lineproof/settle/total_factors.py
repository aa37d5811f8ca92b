"""What does a factor take off a month's total? Deductions that no single line bears."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.terms.scoring import Bands
from lineproof.model.money import round_half_away
from lineproof.settle.factors import Doubt, factor_of, month_metric
from lineproof.settle.governing import applies
from lineproof.settle.plan import contract_total
from lineproof.settle.rents import is_per_unit
from lineproof.settle.settlement import LINE_SCHEMA, Factor

_MONTHS_OF_YEAR = 12


def total_deductions(
    view: View, lines: pl.DataFrame, month: dt.date, *, doubt: Doubt
) -> tuple[pl.DataFrame, tuple[tuple[Factor, ...], ...]]:
    """Return a deduction line for each bands term that applies to a total, and its factors.

    lines: the month's rents, in `LINE_SCHEMA`. The deduction is R(base × factor) - base, where the
    base is the month's rents, or a part of the contract's total.
    """
    period = view.period(month)
    rows, factors = [], []
    for version in view.versions:
        bands = version.term
        is_ruling = isinstance(bands, Bands) and period.intersection(version.days).count
        if not is_ruling or not isinstance(bands, Bands) or is_per_unit(bands):
            continue
        factor = factor_of(month_metric(view, bands, month), bands, doubt=doubt)
        base = monthly_base(view, bands, lines)
        left = round_half_away(base * factor.factor)
        factors.append((factor,))
        rows.append({
            "line": bands.id, "charge": "deduction", "from": period.start, "to": period.end,
            "amount": left - round_half_away(base), "clause": bands.clause, "term": bands.id,
            "quantity": 1, "rent": round_half_away(base), "factor": len(factors) - 1,
        })  # fmt: skip
    return pl.DataFrame(rows, schema=LINE_SCHEMA), tuple(factors)


def monthly_base(view: View, bands: Bands, lines: pl.DataFrame) -> Fraction:
    """Return what a factor is applied to, in minor units, unrounded."""
    if bands.monthly_base == "total_over_12":
        return Fraction(contract_total(view), _MONTHS_OF_YEAR)
    if bands.monthly_base == "total_over_months":
        return Fraction(contract_total(view), view.contract.contract.months or _MONTHS_OF_YEAR)
    rents = lines.filter(pl.col("charge") == "rent")
    made_by = rents.get_column("term").unique()
    ruled = [t for t in made_by if applies(bands, charge="rent", made_by=t, line="")]
    named = [n.removeprefix("line:") for n in bands.applies_to if n.startswith("line:")]
    is_ruled = pl.col("term").is_in(ruled) | pl.col("line").is_in(named)
    return Fraction(int(rents.filter(is_ruled).get_column("amount").sum()))
