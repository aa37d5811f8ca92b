"""How much tax is in it? Each charge by the rate of its day, rounded once a rate or once a line.

Source: EN 16931 BR-CO-17 for exclusive prices (tax = R(sum of net × rate)); inclusive prices and
Chinese invoices as the contract format says (Arithmetic 5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl

from lineproof.assess.governing import governing, lines_named
from lineproof.contract.case import View
from lineproof.contract.terms.paying import Claim, LateInterest
from lineproof.contract.terms.pricing import CircuitSchedule, PriceLines, Tax
from lineproof.contract.terms.scoring import Bands, OutageCredit
from lineproof.contract.terms.standing import DelayPenalty, LiabilityCap, Termination
from lineproof.settle.factors import is_per_unit
from lineproof.settle.kernel import round_each, round_to, total
from lineproof.settle.settlement import TaxPart

_OUT_OF_SCOPE = "out_of_scope"
#: The charge that terms of a kind make; others make deductions.
_MAKES: dict[type[object], str] = {
    DelayPenalty: "delay_penalty",
    LateInterest: "late_interest",
    Termination: "early_end",
}
_KEYS = ("charge", "term", "named", "cut")
#: What two of them are where nothing depends on them: no line of its own, the whole month.
_WHOLE = {"named": "", "cut": 0}


@dataclass(frozen=True, slots=True)
class TaxRule:
    """How some charges are taxed together; rate None: none was agreed; 0 when out of scope."""

    rate: Fraction | None
    is_inclusive: bool
    round_at: str
    nature: str = "price"
    clause: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Taxed:
    """A month's amounts with tax; net and tax are None where some charge has no agreed rate.

    gross: None where prices exclude a tax whose rate is unknown.
    """

    gross: int | None
    net: int | None
    tax: int | None
    parts: tuple[TaxPart, ...]


@dataclass(frozen=True, slots=True)
class FixedNet:
    """What a day's tax does to a price whose net amount was fixed: its rate, where one is agreed.

    is_fixed: whether the clause says that the net amount stays as it was.
    """

    rate: Fraction | None
    is_fixed: bool

    def changed_to(self, now: FixedNet) -> Fraction:
        """Return what a price agreed under this rate is multiplied by under another one.

        >>> at_9, at_6 = FixedNet(Fraction(9, 100), True), FixedNet(Fraction(6, 100), True)
        >>> at_9.changed_to(at_6)
        Fraction(106, 109)
        """
        if self.rate is None or now.rate is None or not now.is_fixed:
            return Fraction(1)
        return (1 + now.rate) / (1 + self.rate)


def month_tax(view: View, lines: pl.DataFrame, cuts: Sequence[dt.date]) -> Taxed:
    """Return what a month's lines come to with tax.

    lines: columns of `LINE_SCHEMA`. cuts: days the rates change, the month's first day foremost.
    """
    groups = _by_rule(view, lines, cuts)
    is_agreed = any(isinstance(v.term, Tax) and v.term.rate is not None for v in view.versions)
    if not groups and not is_agreed:
        return Taxed(0, None, None, ())
    if any(rule.rate is None for rule in groups):
        is_all_inclusive = all(rule.is_inclusive for rule in groups)
        whole = sum(total(amounts) for amounts in groups.values())
        return Taxed(whole if is_all_inclusive else None, None, None, ())
    step = view.contract.minor(view.contract.contract.rounding.unit)
    parts = tuple(_part(rule, amounts, step=step) for rule, amounts in groups.items())
    net, tax = sum(p.net for p in parts), sum(p.tax for p in parts)
    return Taxed(net + tax, net, tax, parts)


def _by_rule(view: View, lines: pl.DataFrame, cuts: Sequence[dt.date]) -> dict[TaxRule, pl.Series]:
    """Return the amounts that are taxed together, by their rule, in the order they come in.

    Where a rule rounds each line, its amounts are those of a line's charge.
    """
    keyed, keys = _keyed(view, lines, cuts)
    sums = keyed.group_by(keys, maintain_order=True).agg(pl.col("amount").cast(pl.Int128).sum())
    sums = sums.with_columns(
        pl.lit(value).alias(key) for key, value in _WHOLE.items() if key not in keys
    )
    rules: dict[TaxRule, int] = {}
    index = [
        rules.setdefault(tax_rule(view, (charge, term, line), on=cuts[cut]), len(rules))
        for charge, term, line, cut in sums.select(_KEYS).iter_rows()
    ]
    sums = sums.with_columns(pl.Series("rule", index, dtype=pl.Int64))
    found = {}
    for rule, number in rules.items():
        rows = sums.filter(pl.col("rule") == number)
        if rule.round_at == "line":
            ruled = keyed.join(rows.select(keys), on=keys, how="semi")
            rows = ruled.group_by("line", "charge", maintain_order=True).agg(pl.col("amount").sum())
        found[rule] = rows.get_column("amount")
    return found


def _keyed(
    view: View, lines: pl.DataFrame, cuts: Sequence[dt.date]
) -> tuple[pl.DataFrame, list[str]]:
    """Return lines with what their tax may depend on, and the names of those columns."""
    keys = ["charge", "term"]
    keyed = lines.select("charge", "term", "line", "amount", "from")
    names = lines_named(view)
    if names:
        named = pl.when(pl.col("line").is_in(names)).then("line").otherwise(pl.lit(""))
        keyed = keyed.with_columns(named.alias("named"))
        keys.append("named")
    if len(cuts) > 1:
        keyed = keyed.with_columns(_stretch(lines, cuts).alias("cut"))
        keys.append("cut")
    return keyed, keys


def _stretch(lines: pl.DataFrame, cuts: Sequence[dt.date]) -> pl.Series:
    """Return for each line the index of the stretch between two cuts it lies in."""
    days = pl.Series(cuts, dtype=pl.Date)
    index: pl.Series = days.search_sorted(lines.get_column("from"), side="right")
    return (index.cast(pl.Int64) - 1).clip(0)


def tax_rule(view: View, charge: tuple[str, str, str], *, on: dt.date) -> TaxRule:
    """Return how a charge is taxed on a day.

    charge: its name, the id of the term that makes it, and its line where a rule names it. A
    deduction that no rule speaks of is taxed as the rent it is taken off; what a cap or a lost
    claim takes back, as what it was.
    """
    charge = _taken_back(view, charge)
    found = (governing(view, Tax, on=on, charge=asked) for asked in _asked(view, charge))
    terms = next(filter(None, found), ())
    nature = _nature(view, charge, on=on) or (terms[0].nature if terms else None)
    if nature == _OUT_OF_SCOPE:
        return TaxRule(
            Fraction(0),
            is_inclusive=True,
            round_at="category",
            nature=_OUT_OF_SCOPE,
            clause=terms[0].clause if terms else "",
        )
    if not terms:
        return TaxRule(None, is_inclusive=True, round_at="category")
    term = terms[0]
    return TaxRule(term.rate, term.inclusive is not False, term.round_at, clause=term.clause)


def _taken_back(view: View, charge: tuple[str, str, str]) -> tuple[str, str, str]:
    """Return the charge that another one takes back; any other is itself."""
    name, made_by, line = charge
    terms = {v.term.id: v.term for v in view.versions}
    made = terms.get(made_by)
    if name == "lost_claim" and isinstance(made, Claim):
        return _MAKES.get(type(terms.get(made.what)), "deduction"), made.what, ""
    if name == "liability_cap" and isinstance(made, LiabilityCap):
        side = "provider" if made.who == "provider" or line.endswith("/provider") else "buyer"
        named = [t for t in made.applies_to if t in terms]
        kinds = (OutageCredit, DelayPenalty) if side == "provider" else (LateInterest,)
        found = [*named, *(t.id for t in terms.values() if isinstance(t, kinds))]
        if found:
            return _MAKES.get(type(terms[found[0]]), "deduction"), found[0], ""
    return charge


def _asked(view: View, charge: tuple[str, str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the charge whose tax is asked, then for a deduction the rents it may be taken off."""
    yield charge
    name, made_by, line = charge
    if name == "deduction":
        yield "rent", made_by, line
        for version in view.versions:
            if isinstance(version.term, CircuitSchedule | PriceLines):
                yield "rent", version.term.id, ""


def _nature(view: View, charge: tuple[str, str, str], *, on: dt.date) -> str | None:
    """Return what the term that makes a charge, or reduces it, says its nature is."""
    name, made_by, line = charge
    for version in view.versions:
        kinds = (Bands, OutageCredit, LateInterest)
        if version.term.id == made_by and isinstance(version.term, kinds) and on in version.days:
            return version.term.tax_nature
    if name != "deduction":
        return None
    ruling = governing(view, Bands, on=on, charge=("rent", made_by, line))
    return next((bands.tax_nature for bands in ruling if is_per_unit(bands)), None)


def _part(rule: TaxRule, amounts: pl.Series, *, step: int) -> TaxPart:
    """Return the net and tax of some amounts under one rule, rounded as Arithmetic 5 says.

    Inclusive once a rate: tax = R(gross × r/(1 + r)); by line: net = R(gross / (1 + r)).
    Exclusive: tax = R(net × r).
    """
    assert rule.rate is not None
    whole = total(amounts)
    if rule.round_at == "line":
        of_each = rule.rate if not rule.is_inclusive else 1 / (1 + rule.rate)
        rounded = round_each(amounts, of_each, step=step)
        net, tax = (rounded, whole - rounded) if rule.is_inclusive else (whole, rounded)
    elif rule.is_inclusive:
        tax = round_to(whole * rule.rate / (1 + rule.rate), step)
        net = whole - tax
    else:
        net, tax = whole, round_to(whole * rule.rate, step)
    return TaxPart(rule.rate, net, tax, rule.clause, rule.nature, rule.is_inclusive, rule.round_at)


def net_fixed_changes(view: View) -> list[dt.date]:
    """Return the days on which tax terms begin or end, where some keeps the net as it was."""
    terms = [v for v in view.versions if isinstance(v.term, Tax)]
    if not any(isinstance(v.term, Tax) and v.term.on_rate_change == "net_fixed" for v in terms):
        return []
    edges = {day for v in terms for day in (v.days.start, v.days.end)}
    return sorted(edges - {dt.date.min})


def fixed_net(view: View, charge: tuple[str, str, str], *, on: dt.date) -> FixedNet:
    """Return what a day's tax does to an inclusive price whose net amount was fixed."""
    terms = governing(view, Tax, on=on, charge=charge)
    if not terms or terms[0].inclusive is False or terms[0].nature == _OUT_OF_SCOPE:
        return FixedNet(None, is_fixed=False)
    return FixedNet(terms[0].rate, is_fixed=terms[0].on_rate_change == "net_fixed")
