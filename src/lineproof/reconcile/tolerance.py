"""What does a tolerance clause make of the differences? Applied once they are known, never before.

A difference of exactly its limit is inside.
"""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import Tolerance
from lineproof.contract.terms.pricing import Bundle
from lineproof.model.money import round_half_away
from lineproof.reconcile.owed import INTEREST, ONE_OFF, RENT, USAGE, Owed
from lineproof.reconcile.reconciliation import Tolerated

_CLASSES = {
    "rent": RENT, "deduction": RENT, "one_off": ONE_OFF, "late_interest": INTEREST,
    "bundle": USAGE, "overage": USAGE,
}  # fmt: skip


def tolerated(owed: Owed, groups: pl.DataFrame) -> tuple[Tolerated, ...]:
    """Return what each tolerance of a contract comes to.

    groups: one row a group of its lines: `charge`, `billed`, `expected` and `sure`.
    """
    rules = {term.id: term for term, _ in of_kind(owed.view.versions, Tolerance)}
    return tuple(_of(owed, rule, groups) for rule in rules.values())


def figure_of(rule: Tolerance, *, billed: int, expected: int) -> int | None:
    """Return the figure that holds inside a tolerance, where its clause names one.

    >>> mean = Tolerance(id="T", clause="", kind="tolerance", inside="mean")
    >>> figure_of(mean, billed=101, expected=100)
    101
    """
    if rule.inside == "mean":
        return round_half_away(Fraction(billed + expected, 2))
    named = {"provider_figure": billed, "buyer_figure": expected}
    return named.get(rule.inside or "")


def limit_of(rule: Tolerance, *, billed: int, expected: int, digits: int) -> Fraction:
    """Return how far two figures may differ, in minor units, unrounded.

    Where a clause has a share and an amount, the smaller of both.

    >>> five = Tolerance(id="T", clause="", kind="tolerance", share=Fraction(5, 100), of="buyer")
    >>> limit_of(five, billed=1050, expected=1000, digits=2)
    Fraction(50, 1)
    """
    whole = {
        "provider": abs(billed),
        "buyer": abs(expected),
        "larger": max(abs(billed), abs(expected)),
        "smaller": min(abs(billed), abs(expected)),
    }[rule.of or "provider"]
    limits = []
    if rule.share is not None:
        limits.append(rule.share * whole)
    if rule.amount is not None:
        limits.append(Fraction(rule.amount) * 10**digits)
    return min(limits, default=Fraction(0))


def _of(owed: Owed, rule: Tolerance, groups: pl.DataFrame) -> Tolerated:
    """Return what one tolerance comes to."""
    kinds = _scope(owed, rule)
    rows = groups if kinds is None else groups.filter(pl.col("charge").is_in(kinds))
    digits = owed.view.contract.digits
    columns = ("billed", "expected", "sure")
    if rule.level == "total":
        rows = rows.select(pl.col(columns).sum())
    else:
        rows = rows.filter(pl.col("billed") != pl.col("expected"))
    figures = [(b, e, sure, limit_of(rule, billed=b, expected=e, digits=digits))
               for b, e, sure in rows.select(columns).iter_rows()]  # fmt: skip
    inside = [each for each in figures if abs(each[0] - each[1]) <= each[3]]
    held = [(figure_of(rule, billed=b, expected=e), sure) for b, e, sure, _ in inside]
    known = [(figure, sure) for figure, sure in held if figure is not None]
    shown = inside if rule.level == "line" else figures
    return Tolerated(
        term=rule.id,
        clause=rule.clause,
        limit=sum(int(limit) for *_, limit in shown),
        difference=sum(b - e for b, e, *_ in shown),
        holds=sum(figure for figure, _ in known) if known else None,
        level=rule.level,
        adds=sum(figure - sure for figure, sure in known),
    )


def _scope(owed: Owed, rule: Tolerance) -> list[str] | None:
    """Return the kinds of charges a tolerance speaks of; None: all.

    One that names nothing, in a contract with bundles, compares the counts of these.
    """
    bundles = {term.id for term, _ in of_kind(owed.view.versions, Bundle)}
    if not rule.applies_to:
        return [USAGE] if bundles else None
    kinds = {_CLASSES[name] for name in rule.applies_to if name in _CLASSES}
    return sorted(kinds | ({USAGE} if bundles & set(rule.applies_to) else set()))
