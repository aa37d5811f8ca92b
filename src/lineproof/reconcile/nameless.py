"""Which rents without an id are for which lines without one? One to one, and only what is certain.

A line with a circuit id is never meant: a row that doesn't say which circuit it is for may not take
its place. What can't be told apart stays apart.
"""

from __future__ import annotations

import polars as pl

from lineproof.reconcile.claims import Claims
from lineproof.reconcile.ids import keys_of
from lineproof.reconcile.owed import RENT

_PLACE = ["home", "month"]
_AMOUNTS = ("gross", "net")


def nameless(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return rents without an id beside the lines without one that they are for: `row`, `code`.

    rows: all of a bill's, with `code`, `home` and `month`. By product and amount, by amount where
    one of both says no product, then by product alone where there are lines enough and which of
    them is meant makes no difference.
    """
    is_open = pl.col("code").is_null() & ~pl.col("is_named") & (pl.col("class") == RENT)
    open_ = rows.filter(is_open)
    found = [open_.select("row", "code").clear()]
    lines = _lines(rows, claims) if open_.height else pl.DataFrame()
    if not lines.height:
        return found[0]
    asked = open_.select("row", *_PLACE, keys_of(open_["product"]).alias("product"), *_AMOUNTS)
    is_silent, every = pl.col("product").is_null(), pl.lit(value=True)
    for on, row_is, line_is in (
        *((["product", amount], every, every) for amount in _AMOUNTS),
        *(([amount], is_silent, every) for amount in _AMOUNTS),
        *(([amount], every, is_silent) for amount in _AMOUNTS),
    ):
        met = paired(asked.filter(row_is), lines.filter(line_is), on=[*_PLACE, *on])
        met = met.select("row", "code", "month")
        asked = asked.join(met, on="row", how="anti", maintain_order="left")
        lines = lines.join(met, on=["code", "month"], how="anti", maintain_order="left")
        found.append(met.select("row", "code"))
    return pl.concat([*found, _by_product(asked, lines)])


def paired(rows: pl.DataFrame, others: pl.DataFrame, *, on: list[str]) -> pl.DataFrame:
    """Return rows beside others with the same values, the k-th of them beside the k-th."""
    nth = pl.int_range(pl.len()).over(on).alias("_nth")
    return rows.with_columns(nth).join(others.with_columns(nth), on=[*on, "_nth"], how="inner")


def _lines(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return the lines without an id that owe rent in a month, and that no row is for yet."""
    names = claims.names.filter(pl.col("circuit").is_null() & (pl.col("line") != ""))
    product = keys_of(names.select(pl.coalesce("product", "name")).to_series())
    named = names.select("code", pl.col("contract").alias("home"), product.alias("product"))
    rents = claims.rows.filter(pl.col("class") == RENT).join(named, on="code", how="semi")
    owed = rents.group_by("code", "month", maintain_order=True).agg(
        pl.col("gross_low").sum().alias("gross"), pl.col("low").sum().alias("net")
    )
    taken = rows.drop_nulls("code").select("code", "month")
    open_ = owed.join(taken, on=["code", "month"], how="anti", maintain_order="left")
    return open_.join(named, on="code", how="inner", maintain_order="left")


def _by_product(asked: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Return rows beside lines of their product, where any of these would do as well."""
    on = [*_PLACE, "product"]
    shape = lines.group_by(on).agg(pl.len().alias("lines"), pl.col("gross").n_unique())
    rows = asked.group_by(on).agg(pl.len().alias("rows"))
    is_enough = (pl.col("rows") <= pl.col("lines")) & (pl.col("gross") == 1)
    certain = shape.join(rows, on=on).filter(is_enough)
    asked = asked.join(certain, on=on, how="semi", maintain_order="left")
    return paired(asked, lines, on=on).select("row", "code")
