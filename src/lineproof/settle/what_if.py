"""What would a month come to otherwise? Two settlements side by side, line by line."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lineproof.settle.settlement import UNKNOWN, Bounded, Factor, Settlement

TOTALS = ("gross", "carried", "payable", "net", "tax")


@dataclass(frozen=True, slots=True)
class Changed:
    """One line's charge that differs; None: it isn't there, or not known, in minor units."""

    line: str
    charge: str
    clause: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What supposing something changes in a month.

    totals: name, before and after, of those that differ. lines: those that differ, in their order.
    factors: why reductions differ: those that only the month as it is has, and those that only the
    supposed one has.
    """

    totals: tuple[tuple[str, Bounded, Bounded], ...]
    lines: tuple[Changed, ...]
    factors: tuple[tuple[Factor, ...], tuple[Factor, ...]] = ((), ())


def otherwise(before: Settlement, after: Settlement) -> Otherwise:
    """Return what differs between a month as it is and as supposed."""
    totals = tuple(
        (name, one, two)
        for name in TOTALS
        if (one := getattr(before, name)) != (two := getattr(after, name))
    )
    factors = _only(before, after), _only(after, before)
    return Otherwise(totals, tuple(_lines(before, after)), factors)


def difference(before: Bounded, after: Bounded) -> Bounded:
    """Return by how much an amount is more than another, as far as both are known.

    >>> difference(Bounded.exactly(500), Bounded.between(400, 700))
    Bounded(value=None, low=-100, high=200)
    """
    if before.low is None or before.high is None or after.low is None or after.high is None:
        return UNKNOWN
    return Bounded.between(after.low - before.high, after.high - before.low)


def _only(one: Settlement, other: Settlement) -> tuple[Factor, ...]:
    """Return the factors that one settlement has and the other hasn't, in their order."""
    theirs = {factor for each in other.factors for factor in each}
    own = dict.fromkeys(factor for each in one.factors for factor in each)
    return tuple(factor for factor in own if factor not in theirs)


def _lines(before: Settlement, after: Settlement) -> list[Changed]:
    """Return the charges of lines that differ."""
    keys = ["line", "charge", "term"]
    sums = [
        s.lines.group_by(keys, maintain_order=True).agg(
            pl.col("clause").first(),
            pl.when(pl.col("amount").null_count() == 0)
            .then(pl.col("amount").sum())
            .alias("amount"),
        )
        for s in (before, after)
    ]
    both = sums[0].join(
        sums[1], on=keys, how="full", coalesce=True, suffix="_after", maintain_order="left_right"
    )
    differs = both.filter(pl.col("amount").ne_missing(pl.col("amount_after")))
    return [
        Changed(line, charge, clause or clause_after, one, two)
        for line, charge, clause, one, clause_after, two in differs.select(
            "line", "charge", "clause", "amount", "clause_after", "amount_after"
        ).iter_rows()
    ]
