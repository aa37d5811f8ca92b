"""Was it billed before, on another bill? What another one asks for already isn't owed once more.

Only rows that name the days they are for are looked at; a credit note takes back what it names.
"""

from __future__ import annotations

import dataclasses

import polars as pl

from lineproof.reconcile.billed import Billed
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.claims import Claims
from lineproof.reconcile.groups import Groups, grouped
from lineproof.reconcile.matching import OUTSIDE, matched
from lineproof.reconcile.owed import CREDIT
from lineproof.reconcile.singles import MARK

_SAME = ("code", "class", "from", "to")


def without_billed_before(
    groups: Groups, claims: Claims, others: Billed
) -> tuple[Groups, pl.DataFrame]:
    """Return groups less what other bills ask for, and the rows that ask for it again.

    The rows have `mark`, and in `evidence` the number of a bill that has them already.
    """
    rows = matched(others, claims).filter(pl.col("from").is_not_null() & pl.col("to").is_not_null())
    numbers = pl.Series([bill.number for bill in others.bills], dtype=pl.String)
    rows = rows.with_columns(numbers.gather(rows["bill"]).alias("evidence"))
    before = grouped(rows, claims)
    sums = _sums(before.billed.filter(pl.col("month") != OUTSIDE))
    again = groups.billed.filter((pl.col("class") != CREDIT) & (pl.col("gross") > 0)).join(
        sums.filter(pl.col("paid") > 0), on="group", how="inner"
    )
    late = groups.singles.filter(pl.col("month") == OUTSIDE).join(
        _days(before.singles), on=_SAME, how="inner"
    )
    twice = pl.concat([again, late], how="diagonal").with_columns(
        pl.lit(Cause.BILLED_TWICE.value).alias(MARK)
    )
    gone = twice.select("row")
    left = groups.billed.join(gone, on="row", how="anti", maintain_order="left")
    owed = _less(groups.owed, left, sums)
    singles = groups.singles.join(gone, on="row", how="anti", maintain_order="left")
    return dataclasses.replace(groups, owed=owed, billed=left, singles=singles), twice


def _sums(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what other bills ask for in each group."""
    return rows.group_by("group").agg(
        pl.col("gross").sum().alias("paid"),
        pl.coalesce("net", "gross").sum().alias("paid_net"),
        pl.col("evidence").min(),
    )


def _days(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what other bills ask for outside the months compared, by line and days."""
    sums = (
        rows.drop_nulls("code")
        .group_by(_SAME)
        .agg(pl.col("gross").sum().alias("paid"), pl.col("evidence").min())
    )
    return sums.filter(pl.col("paid") > 0).drop("paid")


def _less(owed: pl.DataFrame, billed: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """Return what is owed less what other bills ask for.

    A group that these bills say nothing more of is settled by the others, right or wrong.
    """
    touched = billed.select("group").unique()
    still = sums.join(touched, on="group", how="semi")
    settled = sums.join(touched, on="group", how="anti").filter(pl.col("paid") > 0).select("group")
    owed = owed.join(settled, on="group", how="anti", maintain_order="left")
    firsts = owed.unique("group", keep="first", maintain_order=True)
    less = firsts.join(still, on="group", how="inner").with_columns(
        *((-pl.when("is_inclusive").then("paid").otherwise("paid_net")).alias(name)
          for name in ("low", "high")),
        *((-pl.col("paid")).alias(name) for name in ("gross_low", "gross_high")),
        *(pl.lit(None, owed.schema[name]).alias(name) for name in ("rent", "price", "unit")),
    ).select(owed.columns)  # fmt: skip
    return pl.concat([owed, less])
