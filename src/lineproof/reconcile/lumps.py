"""Are credits a lump on one side, and by line on the other? Then both are lumps.

Where one side has credits of no line, those of the other side's lines that nothing answers are
counted to it, so that a right lump is no difference.
"""

from __future__ import annotations

import dataclasses

import polars as pl

from lineproof.reconcile.claims import Claims
from lineproof.reconcile.groups import Groups
from lineproof.reconcile.owed import CREDIT, OWED_ROWS, RENT
from lineproof.reconcile.sums import group_sums
from lineproof.reconcile.taxes import gross_of


def with_lumps(groups: Groups, claims: Claims) -> Groups:
    """Return groups with unanswered credits in their contract's own group."""
    return _billed_as_lump(_owed_as_lump(groups, claims), claims)


def _pool(claims: Claims, groups: Groups, contract: pl.Series) -> pl.Series:
    """Return the group of the credits that belong to no line, by contract."""
    slot = groups.slot(CREDIT)
    pools = [code * groups.width + slot for code in claims.pools]
    return pl.Series("group", pools, dtype=pl.Int64).gather(contract)


def _owed_as_lump(groups: Groups, claims: Claims) -> Groups:
    """Return groups with billed credits of lines that owe none put to a lump that is owed."""
    is_pool = pl.col("class") == CREDIT
    owed = groups.owed.filter(is_pool & (pl.col("low") < 0)).select("code").unique()
    is_line = (pl.col("class") == CREDIT) & ~pl.col("code").is_in(list(claims.pools))
    credited = groups.billed.filter(is_line)
    if not owed.height or not credited.height:
        return groups
    reducing = groups.owed.filter(pl.col("rent") > pl.col("low")).select("group").unique()
    places = claims.names.get_column("contract")
    open_ = credited.join(reducing, on="group", how="anti")
    open_ = open_.with_columns(places.gather(open_["code"]).alias("place"))
    has_pool = [place for place, code in enumerate(claims.pools) if code in set(owed["code"])]
    open_ = open_.filter(pl.col("place").is_in(has_pool))
    if not open_.height:
        return groups
    moved = open_.select("row", _pool(claims, groups, open_["place"]).alias("moved"))
    billed = groups.billed.join(moved, on="row", how="left", maintain_order="left")
    billed = billed.with_columns(pl.coalesce("moved", "group").alias("group")).drop("moved")
    return dataclasses.replace(groups, billed=billed)


def _billed_as_lump(groups: Groups, claims: Claims) -> Groups:
    """Return groups with what is taken off lines that are billed in full put to a billed lump."""
    lumps = groups.billed.filter(
        (pl.col("class") == CREDIT) & pl.col("code").is_in(list(claims.pools))
    )
    reduced = groups.owed.filter((pl.col("class") == RENT) & (pl.col("rent") > pl.col("low")))
    if not lumps.height or not reduced.height:
        return groups
    places = claims.names.get_column("contract")
    lumped = places.gather(lumps["code"]).unique()
    own = groups.owed.with_columns(places.gather(groups.owed["code"]).alias("place"))
    is_known = pl.col("low") == pl.col("high")
    is_asked = pl.col("place").is_in(lumped.implode()) & (pl.col("class") == RENT) & is_known
    asked = own.filter(is_asked & (pl.col("rent") > pl.col("low"))).select("group").unique()
    whole = own.filter(is_asked).join(asked, on="group", how="semi", maintain_order="left")
    full = _in_full(whole)
    sums = group_sums(full, groups.billed.join(asked, on="group", how="semi"))
    taken = sums.filter(
        pl.col("is_billed") & pl.col("is_owed") & (pl.col("difference") == 0)
    ).select("group")  # fmt: skip
    before = whole.join(taken, on="group", how="semi", maintain_order="left")
    if not before.height:
        return groups
    after = _in_full(before)
    lump = before.with_columns(
        *((pl.col(n) - after[n]).alias(n) for n in ("low", "high", "gross_low", "gross_high")),
        _pool(claims, groups, before["place"]).alias("group"),
        pl.Series("code", claims.pools, dtype=pl.UInt32).gather(before["place"]).alias("code"),
        pl.lit(CREDIT).alias("class"),
        pl.coalesce("credit_clause", "clause").alias("clause"),
        *(pl.lit(None, OWED_ROWS[n]).alias(n) for n in ("rent", "price", "unit")),
    )  # fmt: skip
    kept = own.join(taken, on="group", how="anti", maintain_order="left")
    owed = pl.concat([kept, after, lump]).drop("place")
    return dataclasses.replace(groups, owed=owed)


def _in_full(rows: pl.DataFrame) -> pl.DataFrame:
    """Return owed rents without what is taken off them."""
    bare = rows.with_columns(
        pl.col("rent").alias("low"), pl.col("rent").alias("high"),
        pl.lit(1, pl.Int64).alias("factor_num"), pl.lit(1, pl.Int64).alias("factor_den"),
    )  # fmt: skip
    return bare.with_columns(
        gross_of(pl.col("low")).alias("gross_low"), gross_of(pl.col("high")).alias("gross_high")
    )
