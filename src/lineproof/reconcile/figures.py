"""Which figures of differing groups of rent can be put in the place of each other? As columns.

What is owed as price × share × quantity × factor, and what the bill prints beside its amount.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import polars as pl

from lineproof.reconcile.billed import FINE_DIGITS, fine
from lineproof.reconcile.owed import CREDIT
from lineproof.reconcile.priced import Pairs
from lineproof.reconcile.rationals import Column, narrow, rounded_product

_ONE = 10**FINE_DIGITS
_SUM_MAX = 2**62


def pairs_of(
    wrong: pl.DataFrame, owed: pl.DataFrame, billed: pl.DataFrame, *, digits: int, step: int
) -> tuple[Pairs, pl.DataFrame]:
    """Return the figures of some groups of rent, and their rows in the same order.

    wrong: columns of `group_sums`. owed: with `list_rent`, and the `first` day, the day `after` and
    the `days` of its month. billed: with `priced`, as the contract prices it. digits: the
    currency's decimals.
    """
    rows = wrong.join(_terms(owed), on="group", how="inner", maintain_order="left")
    rows = rows.join(_printed(billed, digits=digits), on="group", how="left", maintain_order="left")
    is_less = pl.col("billed") < pl.col("gross_low")
    rows = rows.with_columns(
        pl.when(is_less).then("low").otherwise("high").fill_null(0).alias("bound"),
        pl.col("rent", "credit", "printed_days", "printed_months", "printed_quantity",
               "printed_price", "printed_scaled", "list_rent").fill_null(0),
    )  # fmt: skip
    rows = rows.with_columns(_factors(rows, step=step))
    columns = {name: _column(rows, own) for name, own in _COLUMNS.items()}
    one = np.ones(rows.height, dtype=np.int64)
    scale = {"printed_quantity_den": one * _ONE, "printed_price_den": one * _ONE}
    return Pairs(**columns, **scale, step=step), rows


_COLUMNS = {
    "owed": "bound", "rent": "rent", "credit": "credit", "price": "price", "price_den": "price_den",
    "share": "share", "share_den": "share_den", "quantity": "quantity", "factor": "factor",
    "factor_den": "factor_den", "days": "served", "month_days": "days",
    "printed_days": "printed_days", "printed_months": "printed_months",
    "printed_quantity": "printed_quantity", "printed_price": "printed_price",
    "printed_scaled": "printed_scaled", "list_price": "list_rent",
}  # fmt: skip


def _column(rows: pl.DataFrame, name: str) -> Column:
    """Return a column of whole numbers."""
    return rows.get_column(name).cast(pl.Int64).to_numpy().copy()


def _terms(owed: pl.DataFrame) -> pl.DataFrame:
    """Return what each group owes as one price, share and quantity, whatever it is made of."""
    largest = [cast("int", owed[c].cast(pl.Int64).abs().max() or 1)
               for c in ("price", "share_num", "quantity")]  # fmt: skip
    is_wide = largest[0] * largest[1] * largest[2] * max(owed.height, 1) > _SUM_MAX
    weighted = pl.col("price") * pl.col("share_num")
    terms = owed.group_by("group", maintain_order=True).agg(
        pl.col("low").sum().alias("left"),
        pl.coalesce("rent", "low").sum().alias("full"),
        pl.struct("code", "unit").n_unique().cast(pl.Int64).alias("units"),
        weighted.sum().alias("cost"),
        (weighted * pl.col("quantity")).sum().alias("cost_of_all"),
        pl.col("share_num").sum().alias("shares"),
        pl.col("share_den").first().alias("den"),
        pl.col("quantity").first().alias("each"),
        (pl.col("share_den").n_unique() > 1).alias("is_mixed"),
        (pl.col("price").is_null().any() | (pl.col("share_num").sum() <= 0)).alias("is_unpriced"),
        pl.col("price").first().alias("first_price"),
        (pl.col("price").n_unique() == 1).alias("is_one_price"),
        pl.col("factor_num").first().fill_null(1),
        pl.col("factor_den").first().fill_null(1),
        ((pl.struct("factor_num", "factor_den").n_unique() == 1) & (pl.len() >= 1)).alias(
            "is_one_factor"
        ),
        pl.col("list_rent").first(),
        (pl.col("to") - pl.col("from")).dt.total_days().sum().alias("served"),
        pl.col("first").min(), pl.col("after").max(), pl.col("days").first(),
        pl.col("rate_num").first(), pl.col("rate_den").first(),
    )  # fmt: skip
    is_single = pl.col("units") == 1
    is_summed = ~(is_single & pl.col("is_one_price"))
    is_whole = pl.col("is_mixed") | pl.col("is_unpriced") | (pl.lit(is_wide) & is_summed)
    own = pl.when(pl.col("is_one_price")).then("first_price").otherwise("cost")
    own_den = pl.when(pl.col("is_one_price")).then(1).otherwise("shares")
    many = pl.col("cost_of_all") * pl.col("units")
    return terms.with_columns(
        pl.when(is_whole).then("full").when(is_single).then(own).otherwise(many).alias("price"),
        pl.when(is_whole).then(1).when(is_single).then(own_den).otherwise("shares")
        .alias("price_den"),
        pl.when(is_whole).then(1).otherwise("shares").alias("share"),
        pl.when(is_whole).then(1).otherwise(pl.col("den") * pl.col("units")).alias("share_den"),
        pl.when(is_whole | ~is_single).then(1).otherwise("each").alias("quantity"),
        (pl.col("served") // pl.when(is_single).then(1).otherwise("units")).alias("served"),
    )  # fmt: skip


def _printed(billed: pl.DataFrame, *, digits: int) -> pl.DataFrame:
    """Return what the bill prints of each group: its days, quantity and price, 0 where nothing."""
    is_credit = pl.col("class") == CREDIT
    rents = billed.filter(~is_credit).with_columns(
        (fine("price") * 10**digits).alias("price"), fine("quantity").alias("quantity")
    )
    credits_ = (
        billed.filter(is_credit).group_by("group").agg(pl.col("priced").sum().alias("credit"))
    )
    days = (pl.col("to") - pl.col("from")).dt.total_days()
    span = (pl.col("to").max() - pl.col("from").min()).dt.total_days()
    is_aligned = (pl.col("from").dt.day() == pl.col("to").dt.day()).all()
    months = (
        (pl.col("to").dt.year() - pl.col("from").dt.year()).cast(pl.Int64) * 12
        + pl.col("to").dt.month().cast(pl.Int64) - pl.col("from").dt.month().cast(pl.Int64)
    )  # fmt: skip
    printed = rents.group_by("group", maintain_order=True).agg(
        pl.col("priced").sum().alias("rent"),
        _same("price").alias("printed_price"),
        _same("quantity").alias("printed_quantity"),
        pl.when(days.null_count() == 0).then(pl.min_horizontal(days.sum(), span))
        .alias("printed_days"),
        pl.when(is_aligned & (pl.len() == 1)).then(months.first()).alias("printed_months"),
        pl.col("from").min().alias("printed_from"), pl.col("to").max().alias("printed_to"),
        pl.when(pl.len() == 1).then(pl.col("net").first()).alias("one_net"),
        pl.when(pl.len() == 1).then(pl.col("gross").first()).alias("one_gross"),
        pl.col("is_inclusive").first().alias("is_gross"),
    )  # fmt: skip
    both = printed.join(credits_, on="group", how="full", coalesce=True)
    return both.with_columns(_scaled(both))


def _same(name: str) -> pl.Expr:
    """Return a printed figure where all rows of a group have the same."""
    return pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first())


def _scaled(printed: pl.DataFrame) -> pl.Series:
    """Return printed prices with the tax that their line has, where the contract's have it."""
    price = printed.get_column("printed_price").fill_null(0).to_numpy()
    is_taxed = (
        printed.get_column("is_gross").fill_null(value=False)
        & (printed.get_column("one_net").fill_null(0) > 0)
        & (printed.get_column("one_gross").fill_null(0) > 0)
    ).to_numpy()
    net = np.where(is_taxed, printed.get_column("one_net").fill_null(1).to_numpy(), 1)
    gross = np.where(is_taxed, printed.get_column("one_gross").fill_null(1).to_numpy(), 1)
    scaled = rounded_product((price, gross), (net,))
    return pl.Series("printed_scaled", scaled.astype(np.int64), dtype=pl.Int64)


def _factors(rows: pl.DataFrame, *, step: int) -> list[pl.Series]:
    """Return the share that credits leave: the agreed factor where it gives what is owed."""
    price, price_den = _column(rows, "price"), _column(rows, "price_den")
    share, share_den = _column(rows, "share"), _column(rows, "share_den")
    quantity, bound = _column(rows, "quantity"), _column(rows, "bound")
    factor, factor_den = _column(rows, "factor_num"), _column(rows, "factor_den")
    one = np.ones(bound.size, dtype=np.int64)
    left = rounded_product((price, share, factor), (price_den, share_den, factor_den)) * quantity
    full = rounded_product((price, share, one), (price_den, share_den, one)) * quantity
    # what a charge or an invoice is rounded to leaves a line a step from its own amount
    is_agreed = np.abs(left - bound) <= step * np.maximum(quantity, 1)
    is_agreed &= rows.get_column("is_one_factor").to_numpy()
    is_reduced = _column(rows, "full") != bound
    is_ratio = is_reduced & ~is_agreed & (full != 0)
    is_agreed &= is_reduced
    return [
        pl.Series("factor", narrow(np.where(is_ratio, bound, np.where(is_agreed, factor, 1)))),
        pl.Series(
            "factor_den", narrow(np.where(is_ratio, full, np.where(is_agreed, factor_den, 1)))
        ),
    ]
