"""What is each group billed, and what is it owed? Sums of both sides, in one row a group.

Where what is owed isn't known, what lies between its bounds is no difference yet: the bound nearer
to what is billed stands for it.
"""

from __future__ import annotations

import polars as pl

from lineproof.reconcile.billed import RATE_ONE

_BOUNDS = ("low", "high", "gross_low", "gross_high")


def group_sums(owed: pl.DataFrame, billed: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each group of either side.

    `billed`, `expected`, `difference`: with tax. `sure`: the least that is owed of what is billed.
    `is_owed`, `is_billed`: whether a side has it. `is_open`: what is owed isn't known, and the bill
    lies between its bounds.
    """
    both = _owed(owed).join(_billed(billed), on="group", how="full", coalesce=True)
    paid = pl.col("gross").fill_null(0)
    unknown = pl.col("is_owed") & pl.col("gross_low").is_null()
    low = pl.when(unknown).then(paid).otherwise(pl.col("gross_low").fill_null(0))
    high = pl.when(unknown).then(paid).otherwise(pl.col("gross_high").fill_null(0))
    both = both.with_columns(
        pl.col("is_owed").fill_null(value=False),
        # what was billed and taken back isn't billed
        (
            pl.col("is_billed").fill_null(value=False)
            & ~(pl.col("is_owed") & (paid == 0)).fill_null(value=False)
        ).alias("is_billed"),
        paid.alias("billed"),
        pl.min_horizontal(pl.max_horizontal(paid, low), high).alias("expected"),
    )
    if billed.get_column("is_worked_out").any():
        both = both.with_columns(_without_rounded_tax().alias("billed"))
    doubtful = unknown | (pl.col("gross_low") < pl.col("gross_high"))
    least = pl.when(unknown & pl.col("is_owed")).then(0).otherwise(low)
    return both.with_columns(
        (pl.col("billed") - pl.col("expected")).alias("difference"),
        pl.min_horizontal("billed", least).alias("sure"),
        doubtful.fill_null(value=False).alias("is_open"),
    )


def _owed(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what is owed, a row a group."""
    kept = ("group", "code", "class", "from", "to", "clause", "credit_clause", "is_inclusive",
            *_BOUNDS)  # fmt: skip
    owed = pl.lit(value=True).alias("is_owed")
    is_many = rows.get_column("group").is_duplicated()
    alone = rows.filter(~is_many) if is_many.any() else rows
    found = alone.select(*kept, owed)
    if alone.height == rows.height:
        return found
    first = ("code", "class", "clause", "is_inclusive")
    several = rows.filter(is_many).group_by("group", maintain_order=True).agg(
        *(pl.col(name).first() for name in first),
        pl.col("from").min(), pl.col("to").max(),
        pl.col("credit_clause").drop_nulls().first(),
        *(pl.when(pl.col(b).null_count() == 0).then(pl.col(b).sum()).alias(b) for b in _BOUNDS),
        owed,
    )  # fmt: skip
    return pl.concat([found, several.select(found.columns)])


def _billed(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what is billed, a row a group; the bill and line named are the first ones."""
    named = ("bill", "bill_line", "circuit", "from", "to")
    as_billed = [pl.col(name).alias(f"billed_{name}") for name in named]
    billed = pl.lit(value=True).alias("is_billed")
    is_many = rows.get_column("group").is_duplicated()
    alone = rows.filter(~is_many) if is_many.any() else rows
    count = pl.lit(1, pl.UInt32).alias("rows")
    found = alone.select(
        "group", "gross", "net", "rate", "is_worked_out", count, *as_billed, billed
    )  # fmt: skip
    if alone.height == rows.height:
        return found
    ordered = rows.filter(is_many).sort("bill", "bill_line", maintain_order=True)
    several = ordered.group_by("group", maintain_order=True).agg(
        pl.col("gross").sum(),
        pl.when(pl.col("net").null_count() == 0).then(pl.col("net").sum()).alias("net"),
        pl.col("rate").first(),
        pl.col("is_worked_out").all(),
        pl.len().alias("rows"),
        *(each.first() for each in as_billed[:3]),
        pl.col("from").min().alias("billed_from"),
        pl.col("to").max().alias("billed_to"),
        billed,
    )
    return pl.concat([found, several.select(found.columns)])


def _without_rounded_tax() -> pl.Expr:
    """Return what is billed; what is owed where the net amounts are the same.

    Tax worked out line by line may be a cent from the tax of their sum, or from a price that
    includes it: what a rate comes to is compared as a whole.
    """
    expected, rate = pl.col("expected"), pl.col("rate").fill_null(0)
    whole = RATE_ONE + rate
    size = (2 * expected.abs() * RATE_ONE + whole) // (2 * whole)
    net = pl.when(pl.col("is_inclusive")).then(size * expected.sign()).otherwise("low")
    is_near = (pl.col("billed") - expected).abs() <= pl.col("rows").cast(pl.Int64)
    is_same = pl.col("is_worked_out") & (pl.col("net") == net) & is_near & pl.col("is_owed")
    return pl.when(is_same.fill_null(value=False)).then(expected).otherwise("billed")
