"""How much tax is in it? Each charge by the rate of its day, rounded once a rate or once a line.

Source: EN 16931 BR-CO-17 for exclusive prices (tax = R(sum of net × rate)); inclusive prices and
Chinese invoices as the contract format says (Arithmetic 5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.terms.paying import LateInterest
from lineproof.contract.terms.pricing import Tax
from lineproof.contract.terms.scoring import Bands, OutageCredit
from lineproof.model.money import round_half_away
from lineproof.settle.governing import governing, lines_named
from lineproof.settle.settlement import TaxPart

_OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class TaxRule:
    """How some charges are taxed together; rate None: none was agreed; 0 when out of scope."""

    rate: Fraction | None
    is_inclusive: bool
    round_at: str
    clause: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Taxed:
    """A month's amounts with tax; net and tax are None where some charge has no agreed rate.

    gross: None where prices exclude a tax whose rate is unknown.
    """

    gross: int | None
    net: int | None
    tax: int | None
    parts: tuple[TaxPart, ...]


def month_tax(view: View, lines: pl.DataFrame, cuts: Sequence[dt.date]) -> Taxed:
    """Return what a month's lines come to with tax.

    lines: columns of `LINE_SCHEMA`. cuts: days the rates change, the month's first day foremost.
    """
    groups = _by_rule(view, lines, cuts)
    if any(rule.rate is None for rule in groups):
        is_all_inclusive = all(rule.is_inclusive for rule in groups)
        whole = sum(int(rows.get_column("amount").sum()) for rows in groups.values())
        return Taxed(whole if is_all_inclusive else None, None, None, ())
    parts = tuple(_part(rule, rows) for rule, rows in groups.items())
    net, tax = sum(p.net for p in parts), sum(p.tax for p in parts)
    return Taxed(net + tax, net, tax, parts)


def _by_rule(
    view: View, lines: pl.DataFrame, cuts: Sequence[dt.date]
) -> dict[TaxRule, pl.DataFrame]:
    """Return the lines that are taxed together, by their rule, in the order they come in."""
    named = pl.col("line").is_in(lines_named(view))
    keyed = lines.with_columns(
        pl.when(named).then("line").otherwise(pl.lit("")).alias("_named"),
        pl.Series("_cut", _stretch(lines, cuts)),
    )
    found: dict[TaxRule, list[pl.DataFrame]] = {}
    groups = keyed.group_by("charge", "term", "_named", "_cut", maintain_order=True)
    for (charge, term, line, cut), rows in groups:
        rule = tax_rule(view, (str(charge), str(term), str(line)), on=cuts[int(str(cut))])
        found.setdefault(rule, []).append(rows)
    return {rule: pl.concat(rows) for rule, rows in found.items()}


def _stretch(lines: pl.DataFrame, cuts: Sequence[dt.date]) -> pl.Series:
    """Return for each line the index of the stretch between two cuts it lies in."""
    days = pl.Series(cuts, dtype=pl.Date)
    index: pl.Series = days.search_sorted(lines.get_column("from"), side="right")
    return (index.cast(pl.Int64) - 1).clip(0)


def tax_rule(view: View, charge: tuple[str, str, str], *, on: dt.date) -> TaxRule:
    """Return how a charge is taxed on a day.

    charge: its name, the id of the term that makes it, and its line where a rule names it.
    """
    terms = governing(view, Tax, on=on, charge=charge)
    nature = _nature(view, charge[1]) or (terms[0].nature if terms else None)
    if nature == _OUT_OF_SCOPE:
        clause = terms[0].clause if terms else ""
        return TaxRule(Fraction(0), is_inclusive=True, round_at="category", clause=clause)
    if not terms:
        return TaxRule(None, is_inclusive=True, round_at="category", clause="")
    term = terms[0]
    is_inclusive = term.inclusive is not False
    return TaxRule(term.rate, is_inclusive, term.round_at, term.clause)


def _nature(view: View, made_by: str) -> str | None:
    """Return what the term that makes a charge says its nature is, where it does."""
    for version in view.versions:
        kinds = (Bands, OutageCredit, LateInterest)
        if version.term.id == made_by and isinstance(version.term, kinds):
            return version.term.tax_nature
    return None


def _part(rule: TaxRule, rows: pl.DataFrame) -> TaxPart:
    """Return the net and tax of lines under one rule, rounded where it says."""
    assert rule.rate is not None
    amounts = rows.get_column("amount")
    if rule.round_at == "line":
        amounts = rows.group_by("line", "charge", maintain_order=True).agg("amount")["amount"]
        amounts = amounts.list.sum()
    else:
        amounts = pl.Series([amounts.sum()], dtype=pl.Int64)
    net = tax = 0
    for amount, count in amounts.value_counts().iter_rows():
        part = _split(rule, int(amount))
        net, tax = net + part[0] * count, tax + part[1] * count
    nature = _OUT_OF_SCOPE if rule.rate == 0 else "price"
    return TaxPart(rule.rate, net, tax, rule.clause, nature, rule.is_inclusive, rule.round_at)


def _split(rule: TaxRule, amount: int) -> tuple[int, int]:
    """Return the net and the tax of one amount, rounded as Arithmetic 5 says.

    Inclusive once a rate: tax = R(gross × r/(1 + r)); on a line: net = R(gross / (1 + r)).
    Exclusive: tax = R(net × r).
    """
    assert rule.rate is not None
    if not rule.is_inclusive:
        return amount, round_half_away(amount * rule.rate)
    if rule.round_at == "line":
        net = round_half_away(amount / (1 + rule.rate))
        return net, amount - net
    tax = round_half_away(amount * rule.rate / (1 + rule.rate))
    return amount - tax, tax
