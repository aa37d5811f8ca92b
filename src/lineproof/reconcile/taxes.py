"""What does each settled line come to with its tax? Worked out line by line, rounded once a line.

What a rate rounds once for all lines differs from their sum by cents: the caller keeps that apart.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from lineproof.assess.governing import lines_named, rule_changes
from lineproof.contract.case import View
from lineproof.contract.terms.pricing import Tax
from lineproof.model.period import Days
from lineproof.settle.tax import TaxRule, tax_rule

_KEYS = ("charge", "term", "named", "stretch")


def with_tax(view: View, lines: pl.DataFrame, period: Days) -> pl.DataFrame:
    """Return a month's lines with the tax of each beside its bounds.

    `gross_low` and `gross_high`: low and high with tax. `is_inclusive`: whether a price has it
    already. `rate_num`, `rate_den`: the rate; 0/1 where none was agreed.
    """
    cuts = (period.start, *rule_changes(view, (Tax,), period))
    keyed = _keyed(view, lines, cuts)
    keys = keyed.select(_KEYS).unique(maintain_order=True)
    rules = [_rule(view, key, cuts) for key in keys.iter_rows()]
    if len(set(rules)) == 1:
        return with_gross(lines.with_columns(*_literal(rules[0])), ("low", "high"))
    found = keys.with_columns(
        pl.Series("is_inclusive", [rule.is_inclusive for rule in rules], dtype=pl.Boolean),
        pl.Series("rate_num", [_rate(rule)[0] for rule in rules], dtype=pl.Int64),
        pl.Series("rate_den", [_rate(rule)[1] for rule in rules], dtype=pl.Int64),
    )
    joined = keyed.join(found, on=_KEYS, how="left", maintain_order="left")
    rates = joined.select("is_inclusive", "rate_num", "rate_den")
    return with_gross(pl.concat([lines, rates], how="horizontal"), ("low", "high"))


def with_gross(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """Return amounts with their tax added as `gross_NAME`: half away from zero, once each."""
    return frame.with_columns(gross_of(pl.col(name)).alias(f"gross_{name}") for name in names)


def gross_of(amount: pl.Expr) -> pl.Expr:
    """Return an amount with its tax, of a frame with the columns of `with_tax`.

    >>> frame = pl.DataFrame({"a": [-333], "is_inclusive": [False], "rate_num": [19],
    ...                       "rate_den": [100]})
    >>> frame.select(gross_of(pl.col("a"))).item()
    -396
    """
    num, den = pl.col("rate_num"), pl.col("rate_den")
    size = (2 * amount.abs() * num + den) // (2 * den)
    tax = pl.when(pl.col("is_inclusive")).then(0).otherwise(size * amount.sign())
    return amount + tax


def _keyed(view: View, lines: pl.DataFrame, cuts: tuple[dt.date, ...]) -> pl.DataFrame:
    """Return what each line's tax depends on."""
    named = lines_named(view)
    line = pl.when(pl.col("line").is_in(named)).then("line") if named else pl.lit(None, pl.String)
    stretch = pl.lit(0, pl.UInt32)
    if len(cuts) > 1:
        days = pl.Series(cuts, dtype=pl.Date)
        after = days.search_sorted(lines.get_column("from"), side="right")
        stretch = pl.lit((after.cast(pl.Int64) - 1).clip(0).cast(pl.UInt32))
    return lines.select("charge", "term", line.fill_null("").alias("named"),
                        stretch.alias("stretch"))  # fmt: skip


def _rule(view: View, key: tuple[str, str, str, int], cuts: tuple[dt.date, ...]) -> TaxRule:
    """Return how some lines are taxed."""
    charge, term, line, stretch = key
    return tax_rule(view, (charge, term, line), on=cuts[stretch])


def _rate(rule: TaxRule) -> tuple[int, int]:
    """Return a rule's rate as a ratio; none agreed, or included in the price: it adds nothing."""
    return (0, 1) if rule.rate is None else (rule.rate.numerator, rule.rate.denominator)


def _literal(rule: TaxRule) -> list[pl.Expr]:
    """Return the columns of a rule that holds for all lines."""
    num, den = _rate(rule)
    return [
        pl.lit(rule.is_inclusive).alias("is_inclusive"),
        pl.lit(num, pl.Int64).alias("rate_num"),
        pl.lit(den, pl.Int64).alias("rate_den"),
    ]
