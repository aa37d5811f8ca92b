"""What does a bundle cost in a month? Its fee, and each unit beyond what the fee includes.

A message longer than one unit counts as many as it fills, each one begun (its signature included,
where the contract says so: recorded lengths are as the contract counts them). Where both sides
counted and differ, the tolerance says whose figure holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.assess.renewal import bundle_end
from lineproof.assess.taken import last_known
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import Tolerance
from lineproof.contract.terms.pricing import Bundle
from lineproof.model.explained import Explained, Rule
from lineproof.model.period import FAR_FUTURE, Days, add_months, month_text
from lineproof.settle.charges import Charge
from lineproof.settle.explain_nodes import rounded, times

FEE, OVERAGE = "bundle", "overage"
USAGE = "records/usage.csv"


@dataclass(frozen=True, slots=True)
class Counted:
    """Units used in a period: how many, who counted them, and where that is recorded."""

    units: int
    whose: str
    evidence: tuple[str, ...]


def bundle_charges(view: View, month: dt.date) -> Iterator[Charge]:
    """Yield a month's fees and overage of the bundles in force."""
    period = view.period(month)
    for term, days in of_kind(view.versions, Bundle):
        start = term.starts or (view.term_days.start if view.term_days is not None else FAR_FUTURE)
        end = FAR_FUTURE
        if term.months is not None:
            own = Days(start, add_months(start, term.months))
            end = bundle_end(view, term, own, on=last_known(view, month))
        held = days.intersection(period).intersection(Days(start, end))
        if view.term_days is not None:
            held = held.intersection(view.term_days)
        if not held.count:
            continue
        yield Charge(term.id, FEE, term.id, term.clause, held, _fee(view, term))
        over = _overage(view, term, month)
        if over is not None:
            yield Charge(term.id, OVERAGE, term.id, term.clause, held, over)


def _fee(view: View, term: Bundle) -> Explained:
    """Return a period's fee."""
    amount = Fraction(view.contract.minor(term.fee))
    unit = view.contract.contract.currency
    return Explained(label=f"fee of {term.id}", exact=amount, unit=unit, clause=term.clause)


def _overage(view: View, term: Bundle, month: dt.date) -> Explained | None:
    """Return what the units beyond the included ones cost; None: there are none.

    Rounded once, after the price: a unit's price may be finer than the currency.
    """
    counted = governing_count(view, term, month)
    left = term.included + (_unused(view, term, month) if term.rollover else 0)
    if counted is None or counted.units <= left:
        return None
    used = Explained(
        label=f"{term.unit}s counted" + (f" by the {counted.whose}" if counted.whose else ""),
        exact=Fraction(counted.units), unit=term.unit, evidence=counted.evidence,
    )  # fmt: skip
    included = Explained(label="included", exact=Fraction(left), unit=term.unit, clause=term.clause)
    beyond = Explained(
        label="beyond", exact=used.value - included.value, rule=Rule.DIFFERENCE, unit=term.unit,
        inputs=(used, included),
    )  # fmt: skip
    head = view.contract
    unit = head.contract.currency
    price = Explained(
        label=f"price of one {term.unit}",
        exact=Fraction(term.overage_price) * 10**head.digits, unit=unit, clause=term.clause,
    )  # fmt: skip
    step = head.minor(head.contract.rounding.unit)
    cost = times(price, beyond, label=f"{counted.units - left} beyond")
    return rounded(f"overage of {term.id}, {month_text(month)}", (cost,), step=step, unit=unit)


def _unused(view: View, term: Bundle, month: dt.date) -> int:
    """Return the units of the month before that stay for this one."""
    earlier = add_months(month, -1)
    days = view.term_days
    if days is None or view.period(earlier).end <= days.start:
        return 0
    counted = governing_count(view, term, earlier)
    return 0 if counted is None else max(term.included - counted.units, 0)


def governing_count(view: View, term: Bundle, month: dt.date) -> Counted | None:
    """Return the count that a month is charged by; None: nothing was counted.

    Where the two sides' counts differ by no more than the tolerance, the figure it names holds;
    beyond it the provider's does until they agree on one: payment doesn't wait.
    """
    text = month_text(month)
    rows = view.rows("usage").filter((pl.col("period") == text) & (pl.col("kind") == term.usage))
    if not rows.height:
        return None
    counts = {whose: _count(term, rows, whose) for whose in ("buyer", "provider", "")}
    agreed = counts[""]
    if agreed is not None:
        return agreed
    own = {whose: count for whose, count in counts.items() if count is not None}
    if len(own) == 1:
        return next(iter(own.values()))
    rule = tolerance_of(view, term)
    if rule is None or is_outside(rule, own["provider"].units, own["buyer"].units):
        return own["provider"]
    if rule.inside == "mean":
        mean = (own["provider"].units + own["buyer"].units) // 2
        return Counted(mean, "", (*own["provider"].evidence, *own["buyer"].evidence))
    return own["buyer" if rule.inside == "buyer_figure" else "provider"]


def tolerance_of(view: View, term: Bundle) -> Tolerance | None:
    """Return the tolerance that speaks of a bundle's counts: one that names it, or the only one."""
    rules = [rule for rule, _ in of_kind(view.versions, Tolerance)]
    named = [rule for rule in rules if term.id in rule.applies_to]
    free = [rule for rule in rules if not rule.applies_to]
    return next(iter(named or free), None)


def is_outside(rule: Tolerance, provider: int, buyer: int) -> bool:
    """Whether two counts differ by more than a tolerance; exactly its share is inside.

    >>> five = Tolerance(id="T", clause="", kind="tolerance", share=Fraction(5, 100), of="provider")
    >>> is_outside(five, 1000, 950), is_outside(five, 1000, 949)
    (False, True)
    """
    whole = {
        "provider": provider,
        "buyer": buyer,
        "larger": max(provider, buyer),
        "smaller": min(provider, buyer),
        None: provider,
    }[rule.of]
    return abs(provider - buyer) > (rule.share or 0) * whole


def _count(term: Bundle, rows: pl.DataFrame, whose: str) -> Counted | None:
    """Return one side's count; blank: the one both agree on."""
    own = rows.filter(pl.col("counted_by").fill_null("") == whose)
    if not own.height:
        return None
    units = sum(
        count * units_of(term, length)
        for count, length in own.select("units", "length").iter_rows()
    )
    return Counted(units, whose, tuple(f"{USAGE}:{row}" for row in own.get_column("row")))


def units_of(term: Bundle, length: int | None) -> int:
    """Return how many units one message is; without a length it is one.

    A message of exactly the segment's characters is one unit, one character more makes two.
    """
    if term.segment is None or not length:
        return 1
    return -(-length // term.segment.characters)
