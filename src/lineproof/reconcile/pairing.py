"""Which of a group's billed rows is for which of its lines? Only asked where the group differs.

A circuit id may stand on several lines, and a line's month may be cut where its price changes. A
row is for the line of its product and amount, then of its amount, then of its product, then for
what is left. A row beyond them is told apart only where that explains more than it leaves.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lineproof.reconcile.ids import keys_of
from lineproof.reconcile.nameless import paired
from lineproof.reconcile.owed import CREDIT

_ORDER = ("group", "gross", "product", "from", "bill", "bill_line")


@dataclass(frozen=True)
class Paired:
    """Rows of both sides in finer groups; surplus: billed rows beyond the lines there are.

    `is_twice` of a surplus row: another of the same product is there.
    """

    owed: pl.DataFrame
    billed: pl.DataFrame
    surplus: pl.DataFrame


def paired_lines(owed: pl.DataFrame, billed: pl.DataFrame) -> Paired:
    """Return the rows of differing groups, told apart by line where that explains more.

    owed: with `product`, `name`; billed: with `priced`, as the contract prices it.
    """
    billed = billed.with_columns(_named(billed, "product")).sort(_ORDER, maintain_order=True)
    again = _repeated(owed, billed)
    billed = billed.join(again.select("row"), on="row", how="anti", maintain_order="left")
    items = _items(owed)
    rents = _without_reversed(billed.filter(pl.col("class") != CREDIT))
    counts = (
        items.group_by("group")
        .agg(pl.len().alias("items"))
        .join(rents.group_by("group").agg(pl.len().alias("rents")), on="group", how="left")
    )
    several = (pl.col("items") > 1) | (pl.col("rents") > pl.col("items"))
    chosen = counts.filter(several).select("group")
    if not chosen.height:
        return Paired(owed, billed, again)
    items = items.join(chosen, on="group", how="semi", maintain_order="left")
    rents = rents.join(chosen, on="group", how="semi", maintain_order="left")
    met, rows_left, items_left = _met(items, rents)
    split = _splitting(owed, billed.join(chosen, on="group", how="semi"), (rows_left, items_left))
    found = _split(owed, billed, (split, items, met, rows_left))
    return Paired(found.owed, found.billed, pl.concat([again, found.surplus]))


def _repeated(owed: pl.DataFrame, billed: pl.DataFrame) -> pl.DataFrame:
    """Return rows of groups that stand there whole once too often, or more.

    As often is right as comes nearest to what is owed.
    """
    same = ("group", "class", "product", "priced", "from", "to")
    counted = billed.with_columns(
        pl.len().over(same).alias("count"), pl.int_range(pl.len()).over(same).alias("nth")
    )
    shape = counted.group_by("group").agg(
        pl.col("count").min().cast(pl.Int64).alias("times"),
        (pl.col("count") % pl.col("count").min() == 0).all().alias("is_whole"),
        pl.col("priced").sum().alias("billed"),
    )
    whole = owed.group_by("group").agg(pl.col("low").sum().alias("owed"))
    shape = shape.filter(pl.col("is_whole") & (pl.col("times") > 1) & (pl.col("billed") > 0))
    once = pl.col("billed") // pl.col("times")
    kept = ((2 * pl.col("owed") + once) // (2 * once)).clip(1, pl.col("times"))
    shape = shape.join(whole, on="group", how="inner").with_columns(kept.alias("kept"))
    found = counted.join(shape, on="group", how="inner", maintain_order="left").filter(
        pl.col("nth") >= pl.col("count") // pl.col("times") * pl.col("kept")
    )
    return found.select(*billed.columns, pl.lit(value=True).alias("is_twice"))


def _named(frame: pl.DataFrame, column: str) -> pl.Series:
    """Return products as they are compared."""
    return keys_of(frame.get_column(column)).alias("product")


def _items(owed: pl.DataFrame) -> pl.DataFrame:
    """Return one row a line and group: what it costs before and after its credits."""
    items = owed.group_by("group", "code", maintain_order=True).agg(
        pl.coalesce("rent", "low").sum().alias("priced"),
        pl.col("low").sum().alias("left"),
        (pl.col("low") - pl.coalesce("rent", "low")).sum().alias("credit"),
        pl.coalesce("product", "name").first().alias("product"),
    )
    return items.with_columns(_named(items, "product")).sort("group", "priced", "code")


def _without_reversed(rents: pl.DataFrame) -> pl.DataFrame:
    """Return billed rents without those that another row of the group takes back in full."""
    is_back = pl.col("priced") < 0
    if not rents.select(is_back.any()).item():
        return rents
    backs = rents.filter(is_back).select("group", (-pl.col("priced")).alias("priced"))
    gone = paired(rents.filter(~is_back), backs, on=["group", "priced"]).select("row")
    return rents.filter(~is_back).join(gone, on="row", how="anti", maintain_order="left")


def _met(
    items: pl.DataFrame, rents: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return which row is for which line, and the rows and the lines that are left."""
    steps: tuple[list[str], ...] = (["product", "priced"], ["priced"], ["left"], ["product"], [])
    found = [pl.DataFrame(schema={"row": pl.UInt32, "code": pl.UInt32})]
    for step in steps:
        on = ["group", *step]
        rows = rents.with_columns(left="priced") if "left" in step else rents
        met = paired(rows.drop_nulls(on), items.select(*on, "code").drop_nulls(on), on=on)
        met = met.select("row", "group", pl.col("code_right" if "code_right" in met.columns
                                                else "code"))  # fmt: skip
        met = met.rename({met.columns[2]: "code"})
        found.append(met.select("row", "code"))
        rents = rents.join(met, on="row", how="anti", maintain_order="left")
        items = items.join(met, on=["group", "code"], how="anti", maintain_order="left")
    return pl.concat(found), rents, items


def _splitting(
    owed: pl.DataFrame, billed: pl.DataFrame, left: tuple[pl.DataFrame, pl.DataFrame]
) -> pl.DataFrame:
    """Return the groups that are told apart by line: where that leaves less of the difference."""
    rows, items = left
    total = billed.group_by("group").agg(pl.col("priced").sum().alias("billed"))
    whole = owed.group_by("group").agg(pl.col("low").sum().alias("owed"))
    beyond = rows.group_by("group").agg(pl.col("priced").sum().alias("beyond"))
    missing = items.group_by("group").agg(pl.col("left").sum().alias("missing"))
    sums = (
        total.join(whole, on="group", how="inner")
        .join(beyond, on="group", how="left")
        .join(missing, on="group", how="left")
    )
    difference = pl.col("billed") - pl.col("owed")
    rest = difference - pl.col("beyond").fill_null(0) + pl.col("missing").fill_null(0)
    is_whole = pl.col("beyond").is_null() & pl.col("missing").is_null()
    return sums.filter(is_whole | (rest.abs() < difference.abs())).select("group")


def _split(
    owed: pl.DataFrame,
    billed: pl.DataFrame,
    found: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame],
) -> Paired:
    """Return both sides with a group of its own for each line of the groups that are split."""
    split, items, met, left = found
    items = items.join(split, on="group", how="semi", maintain_order="left")
    base = max(int(owed["group"].max() or 0), int(billed["group"].max() or 0)) + 1  # type: ignore[arg-type]
    numbered = items.with_row_index("new", offset=0).with_columns(
        (pl.col("new").cast(pl.Int64) + base).alias("new")
    )
    mine = numbered.select("group", "code", "new")
    owed = _renumbered(owed.join(mine, on=["group", "code"], how="left", maintain_order="left"))
    surplus = left.join(split, on="group", how="semi", maintain_order="left")
    rows = billed.join(surplus.select("row"), on="row", how="anti", maintain_order="left")
    to_line = met.rename({"code": "line"})
    rows = rows.join(to_line, on="row", how="left", maintain_order="left")
    rows = _credited(rows, numbered)
    more = _credits_of(surplus, rows)
    surplus = pl.concat([surplus, more])
    rows = rows.join(more.select("row"), on="row", how="anti", maintain_order="left")
    others = met.join(billed.select("row", "group", "product"), on="row", how="inner")
    product = pl.col("product").fill_null("")
    theirs = others.select("group", product.alias("named"), is_twice=pl.lit(value=True)).unique()
    surplus = surplus.with_columns(product.alias("named")).join(
        theirs, on=["group", "named"], how="left", maintain_order="left"
    )
    surplus = surplus.with_columns(pl.col("is_twice").fill_null(value=False)).drop("named")
    first = numbered.unique("group", keep="first").select("group", pl.col("new").alias("first"))
    rows = rows.join(
        mine.rename({"code": "line"}), on=["group", "line"], how="left", maintain_order="left"
    ).join(first, on="group", how="left", maintain_order="left")
    rows = rows.with_columns(pl.coalesce("new", "first").alias("new")).drop("first", "line")
    return Paired(owed, _renumbered(rows), surplus)


def _credits_of(surplus: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return credits that no line owes, in groups with rows beyond their lines: they go with them.

    Only where every line has its own credit already.
    """
    is_credit = (pl.col("class") == CREDIT) & (pl.col("group").is_in(surplus["group"].implode()))
    credits_ = rows.filter(is_credit)
    answered = credits_.filter(pl.col("line").is_not_null()).select("group").unique()
    left = credits_.filter(pl.col("line").is_null())
    return left.join(answered, on="group", how="semi").select(surplus.columns)


def _renumbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows in their new group, where they have one."""
    return rows.with_columns(pl.coalesce("new", "group").alias("group")).drop("new")


def _credited(rows: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Return rows with their credits put to the line of that credit, then of that product."""
    for on in (["group", "credit"], ["group", "product"]):
        open_ = rows.filter((pl.col("class") == CREDIT) & pl.col("line").is_null())
        if not open_.height:
            break
        asked = open_.with_columns(credit="priced").drop_nulls(on)
        found = paired(asked.drop("code"), items.select(*on, "code").drop_nulls(on), on=on)
        found = found.select("row", pl.col("code").alias("more"))
        rows = rows.join(found, on="row", how="left", maintain_order="left")
        rows = rows.with_columns(pl.coalesce("line", "more").alias("line")).drop("more")
    return rows


def paired_segments(owed: pl.DataFrame, billed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return both sides with a group for each segment, where the bill has the same segments."""
    shape = owed.group_by("group").agg(
        pl.len().alias("segments"), pl.col("code").n_unique().alias("lines"),
        pl.col("unit").n_unique().alias("units"),
    )  # fmt: skip
    cut = shape.filter(
        (pl.col("segments") > 1) & (pl.col("lines") == 1) & (pl.col("units") == 1)
    ).select("group")
    if not cut.height:
        return owed, billed
    days = ["group", "from", "to"]
    segments = owed.join(cut, on="group", how="semi").select(days)
    rows = billed.join(cut, on="group", how="semi")
    strange = rows.join(segments, on=days, how="anti").select("group").unique()
    cut = cut.join(strange, on="group", how="anti").join(rows, on="group", how="semi")
    segments = segments.join(cut, on="group", how="semi").sort(days)
    base = max(int(owed["group"].max() or 0), int(billed["group"].max() or 0)) + 1  # type: ignore[arg-type]
    new = (pl.int_range(pl.len()).cast(pl.Int64) + base).alias("new")
    segments = segments.with_columns(new)
    return (
        _renumbered(owed.join(segments, on=days, how="left", maintain_order="left")),
        _renumbered(billed.join(segments, on=days, how="left", maintain_order="left")),
    )
