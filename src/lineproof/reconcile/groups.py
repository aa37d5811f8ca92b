"""Which billed rows are compared with which owed ones? Group to group, in one numbering.

A group is a circuit's month with its rents and credits together, since carriers bill them on lines
of their own; or a line's one-off charges, or its usage; or what a contract has of credits and
interest that belong to no line.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lineproof.reconcile.billed import BALANCE, SURCHARGE
from lineproof.reconcile.claims import Claims
from lineproof.reconcile.matching import OUTSIDE, SPANNING
from lineproof.reconcile.owed import CREDIT, INTEREST, ONE_OFF, OTHER, RENT, USAGE

#: A month's slot is its place; behind them, one for each other kind of group.
_SLOTS = (ONE_OFF, USAGE, CREDIT, INTEREST, OTHER)


@dataclass(frozen=True)
class Groups:
    """Rows of both sides, each with its `group`; singles: billed rows that have none.

    width: how many slots a line has: group = leader × width + slot.
    """

    owed: pl.DataFrame
    billed: pl.DataFrame
    singles: pl.DataFrame
    months: int

    @property
    def width(self) -> int:
        """How many slots a line has."""
        return self.months + len(_SLOTS)

    def slot(self, kind: str) -> int:
        """Return the slot of a kind of group."""
        return self.months + _SLOTS.index(kind)


def grouped(rows: pl.DataFrame, claims: Claims) -> Groups:
    """Return matched rows and claims in groups."""
    months = max(len(each) for each in claims.months)
    is_credit = pl.col("class") == CREDIT
    is_single = (
        pl.col("code").is_null()
        | pl.col("class").is_in([SURCHARGE, BALANCE])
        | ((pl.col("month") == OUTSIDE) & (pl.col("class") == RENT))
    )
    pools = pl.Series(claims.pools, dtype=pl.UInt32)
    if rows.select((is_credit & (pl.col("month") == OUTSIDE)).any()).item():
        home = pools.gather(rows.get_column("home"))
        late = is_credit & (pl.col("month") == OUTSIDE) & pl.col("code").is_not_null()
        rows = rows.with_columns(pl.when(late).then(home).otherwise("code").alias("code"))
    taken = rows.filter(~is_single)
    leaders = claims.names.get_column("leader")
    taken = taken.with_columns(leaders.gather(taken.get_column("code")).alias("leader"))
    owed = claims.rows.with_columns(leaders.gather(claims.rows.get_column("code")).alias("leader"))
    spanning = taken.filter(pl.col("month") == SPANNING).get_column("leader").unique()
    is_own = pl.col("leader").is_in(pools.implode())
    slots = _slot(months, spanning, is_own)
    width = months + len(_SLOTS)
    group = (pl.col("leader").cast(pl.Int64) * width + slots).alias("group")
    return Groups(
        owed.with_columns(group), taken.with_columns(group), rows.filter(is_single), months
    )


def _slot(months: int, spanning: pl.Series, is_own: pl.Expr) -> pl.Expr:
    """Return each row's slot; a line with a row over several months has them all in one."""
    month = pl.col("month").cast(pl.Int64)
    if spanning.len():
        month = pl.when(pl.col("leader").is_in(spanning.implode())).then(0).otherwise(month)
    kind = pl.col("class").replace_strict(
        {RENT: -1, CREDIT: -1} | {k: months + _SLOTS.index(k) for k in _SLOTS if k != CREDIT},
        return_dtype=pl.Int64,
    )
    pooled = pl.when(pl.col("class") == INTEREST).then(months + _SLOTS.index(INTEREST))
    pool = pooled.otherwise(months + _SLOTS.index(CREDIT))
    return pl.when(is_own).then(pool).when(kind < 0).then(month).otherwise(kind)
