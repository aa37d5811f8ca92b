"""What does a tolerance clause make of the differences? Applied once they are known, never before.

A difference of exactly its limit is inside.
"""

from __future__ import annotations

from fractions import Fraction

import polars as pl

from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import Tolerance
from lineproof.contract.terms.pricing import Bundle
from lineproof.model.money import round_half_away, unordered_parts
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.owed import INTEREST, ONE_OFF, RENT, USAGE, Owed
from lineproof.reconcile.reconciliation import Tolerated
from lineproof.settle.kernel import total

_CLASSES = {
    "rent": RENT, "deduction": RENT, "one_off": ONE_OFF, "late_interest": INTEREST,
    "bundle": USAGE, "overage": USAGE,
}  # fmt: skip
_FIGURES = ("billed", "expected", "sure")
_GROUP = ("code", "from", "to", "charge", "bill", "bill_line")


def tolerated(owed: Owed, groups: pl.DataFrame) -> tuple[Tolerated, ...]:
    """Return what each tolerance of a contract comes to.

    groups: one row a group of its lines and cause; the figures stand on a group's first row, and
    are 0 on its others.
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
    compared = rows.filter((pl.col("billed") != 0) | (pl.col("expected") != 0))
    if rule.level == "total":
        compared = compared.select(pl.col(_FIGURES).sum())
    else:
        compared = compared.filter(pl.col("billed") != pl.col("expected"))
    digits = owed.view.contract.digits
    limits = [int(limit_of(rule, billed=b, expected=e, digits=digits))
              for b, e, _ in compared.select(_FIGURES).iter_rows()]  # fmt: skip
    compared = compared.with_columns(pl.Series("limit", limits, dtype=pl.Int64))
    difference = pl.col("billed") - pl.col("expected")
    inside = compared.filter(difference.abs() <= pl.col("limit"))
    shown = compared if rule.level == "total" else inside
    named = [(figure_of(rule, billed=b, expected=e), e, sure)
             for b, e, sure in inside.select(_FIGURES).iter_rows()]  # fmt: skip
    known = [(figure, e, sure) for figure, e, sure in named if figure is not None]
    if rule.level == "line":
        rows = rows.join(inside.select(_GROUP), on=_GROUP, how="semi", nulls_equal=True)
    return Tolerated(
        term=rule.id,
        clause=rule.clause,
        limit=total(shown.get_column("limit")),
        difference=total(shown.select(difference).to_series()),
        holds=sum(figure for figure, *_ in known) if known else None,
        level=rule.level,
        adds=sum(figure - sure for figure, _, sure in known),
        beyond=_by_cause(sum(figure - e for figure, e, _ in known), rows),
    )


def _by_cause(beyond: int, lines: pl.DataFrame) -> tuple[tuple[Cause, int], ...]:
    """Return what stands beyond what is owed, cut as the causes of the differences are.

    beyond: minor units. lines: `cause` and `difference`. Differences that cancel out to nothing
    leave what rounding a mean adds to the first cause.
    """
    sums = dict(lines.drop_nulls("cause").group_by("cause")
                .agg(pl.col("difference").cast(pl.Int128).sum()).iter_rows())  # fmt: skip
    causes = [(cause, int(sums[cause.value])) for cause in Cause if sums.get(cause.value)]
    whole = sum(amount for _, amount in causes)
    if not beyond or not causes:
        return ()
    if not whole:
        return ((causes[0][0], beyond),)
    exact = [Fraction(beyond * amount, whole) for _, amount in causes]
    parts = unordered_parts(beyond, exact=exact)
    return tuple((cause, part) for (cause, _), part in zip(causes, parts, strict=True) if part)


def _scope(owed: Owed, rule: Tolerance) -> list[str] | None:
    """Return the kinds of charges a tolerance speaks of; None: all.

    One that names nothing, in a contract with bundles, compares the counts of these.
    """
    bundles = {term.id for term, _ in of_kind(owed.view.versions, Bundle)}
    if not rule.applies_to:
        return [USAGE] if bundles else None
    kinds = {_CLASSES[name] for name in rule.applies_to if name in _CLASSES}
    return sorted(kinds | ({USAGE} if bundles & set(rule.applies_to) else set()))
