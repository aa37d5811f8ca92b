"""Which line of ours does a billed row mean? Fixed steps, each certain; a likeness is never enough.

By circuit id (the line's own, then one it had before), by order, by the line's number in the place
of an id, by the name of the product where only one line has it, by the bill's own line number where
the money agrees too, at last rents without an id for lines without one, one to one.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from lineproof.reconcile.billed import Billed, fine
from lineproof.reconcile.claims import Claims
from lineproof.reconcile.ids import CURRENT, EARLIER, NUMBER, ORDER, keys_of
from lineproof.reconcile.nameless import nameless, paired
from lineproof.reconcile.owed import CREDIT, INTEREST, ONE_OFF, RENT, USAGE

#: A month that none of those asked for is; and all of them, for a row that spans several.
OUTSIDE, SPANNING = -1, -2
_PRICE_SCALE = 10**6
#: From rows without a line to those for which it finds one, with its `code`.
Step = Callable[[pl.DataFrame, Claims], pl.DataFrame]


def matched(billed: Billed, claims: Claims) -> pl.DataFrame:
    """Return billed rows with the `code` of the line meant, null where none is, and their month.

    `month`: its place among those asked for, `OUTSIDE` or `SPANNING`. `is_named`: whether the row
    names a circuit or an order.
    """
    rows = billed.rows.with_columns(
        (pl.col("circuit").is_not_null() | pl.col("order").is_not_null()).alias("is_named"),
        _home(billed.rows, claims).alias("home"),
    )
    rows = _by_circuit(rows, claims)
    rows = _where_missing(rows, _by_other_name, claims)
    rows = _where_missing(rows, _by_order, claims)
    rows = _where_missing(rows, _by_product, claims)
    rows = _where_missing(rows, _by_number, claims)
    rows = _with_month(_where_missing(rows, _by_amount, claims), claims)
    return _pooled(_nameless(rows, claims), claims)


def _home(rows: pl.DataFrame, claims: Claims) -> pl.Series:
    """Return the place of the contract that each row names; else the first."""
    places = {owed.contract: place for place, owed in enumerate(claims.contracts)}
    if len(places) == 1 or not rows.get_column("contract").count():
        return pl.repeat(0, rows.height, dtype=pl.UInt32, eager=True)
    named = rows.get_column("contract").replace_strict(places, default=0, return_dtype=pl.UInt32)
    return named.fill_null(0)


def _by_circuit(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return rows with the line whose circuit id they name."""
    current = claims.aliases.filter(pl.col("rank") == CURRENT)
    if len(claims.contracts) > 1:
        return _in_own_contract(rows, current)
    return rows.with_columns(_found(rows.get_column("key"), current))


def _by_other_name(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return rows with the line that had their circuit id before, or has it as its number."""
    named = rows.drop_nulls("key")
    if not named.height:
        return _none(rows)
    asked = pl.col("key").is_in(named.get_column("key").unique().implode())
    others = claims.aliases.filter(pl.col("rank").is_in([EARLIER, NUMBER]) & asked)
    others = others.sort("rank", "code")
    if len(claims.contracts) > 1:
        return _in_own_contract(named, others)
    return named.with_columns(_found(named.get_column("key"), others))


def _in_own_contract(rows: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the line of a name, in the contract that they name before any other."""
    own = names.unique(["key", "contract"], keep="first", maintain_order=True)
    own = own.select("key", pl.col("contract").alias("home"), pl.col("code").alias("own"))
    rows = rows.join(own, on=["key", "home"], how="left", maintain_order="left")
    rows = rows.with_columns(_found(rows.get_column("key"), names))
    return rows.with_columns(pl.coalesce("own", "code").alias("code")).drop("own")


def _found(keys: pl.Series, names: pl.DataFrame) -> pl.Series:
    """Return the line of each key among some names, the first of equal ones; null: none has it.

    They are matched by their hashes, which is much faster, wherever that is exact.
    """
    hashed = names.select("key", "code", pl.col("key").hash().alias("hash"))
    first = hashed.unique("hash", keep="first", maintain_order=True)
    asked = keys.to_frame("key").select(
        pl.when(pl.col("key").is_not_null()).then(pl.col("key").hash()).alias("hash")
    )
    met = asked.join(first.with_row_index("place"), on="hash", how="left", maintain_order="left")
    theirs = first.get_column("key").gather(met.get_column("place"))
    if (theirs != keys).any():
        plain = names.unique("key", keep="first", maintain_order=True).select("key", "code")
        met = keys.to_frame("key").join(plain, on="key", how="left", maintain_order="left")
    return met.get_column("code").alias("code")


def _where_missing(rows: pl.DataFrame, step: Step, claims: Claims) -> pl.DataFrame:
    """Return rows with one more step taken for those that no line was found for."""
    missing = rows.filter(pl.col("code").is_null())
    if not missing.height:
        return rows
    found = step(missing.drop("code"), claims).select("row", pl.col("code").alias("more"))
    found = found.drop_nulls("more").unique("row", keep="first")
    if not found.height:
        return rows
    rows = rows.join(found, on="row", how="left", maintain_order="left")
    return rows.with_columns(pl.coalesce("code", "more").alias("code")).drop("more")


def _by_order(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return rows with the line whose order, or number, they name as their order."""
    named = rows.drop_nulls("order")
    if not named.height:
        return _none(rows)
    named = named.with_columns(keys_of(named.get_column("order")).alias("key"))
    orders = claims.aliases.filter(pl.col("rank").is_in([ORDER, NUMBER])).sort("rank", "code")
    best = orders.unique("key", keep="first").select("key", "code")
    return named.join(best, on="key", how="left")


def _by_product(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return rows without an id with the line of that name; of several, the one at that price."""
    nameless = rows.filter(~pl.col("is_named") & pl.col("product").is_not_null())
    if not nameless.height:
        return _none(rows)
    asked = nameless.with_columns(keys_of(nameless.get_column("product")).alias("key"))
    named = claims.names.filter(pl.col("circuit").is_null() & (pl.col("line") != ""))
    texts = pl.concat(
        named.select("code", pl.col(c).alias("key")) for c in ("name", "product", "line")
    ).drop_nulls("key")
    texts = texts.with_columns(keys_of(texts.get_column("key")).alias("key")).unique()
    found = asked.join(texts, on="key", how="inner")
    only = found.filter(pl.len().over("row") == 1)
    return pl.concat([only, _at_its_price(found, claims)])


def _by_number(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return rows without an id or a known name with the line of their number, at its price."""
    nameless = rows.filter(~pl.col("is_named") & pl.col("class").is_in([RENT, ONE_OFF, USAGE]))
    if not nameless.height:
        return _none(rows)
    asked = nameless.with_columns(keys_of(nameless.get_column("bill_line")).alias("key"))
    numbers = claims.aliases.filter(pl.col("rank") == NUMBER).select("key", "code")
    return _at_its_price(asked.join(numbers, on="key", how="inner"), claims)


def _none(rows: pl.DataFrame) -> pl.DataFrame:
    """Return that no row has found a line."""
    return rows.clear().with_columns(pl.lit(None, pl.UInt32).alias("code"))


def _at_its_price(found: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return those of some guesses whose price or amount is the line's, where only one is."""
    digits = claims.contracts[0].view.contract.digits
    guessed = found.select("code").unique()
    owed = claims.rows.join(guessed, on="code", how="semi").group_by("code").agg(
        pl.col("price").unique(), pl.col("low").unique(), pl.col("gross_low").unique()
    ).rename({"price": "prices", "low": "lows", "gross_low": "grosses"})  # fmt: skip
    joined = found.join(owed, on="code", how="inner")
    price = fine("price") * 10**digits
    minor = pl.when(price % _PRICE_SCALE == 0).then(price // _PRICE_SCALE)
    fits = (
        minor.is_in(pl.col("prices"))
        | pl.col("gross").is_in(pl.col("grosses"))
        | pl.col("net").is_in(pl.col("lows"))
    ).fill_null(value=False)
    kept = joined.filter(fits).drop("prices", "lows", "grosses")
    return kept.filter(pl.len().over("row") == 1)


def _by_amount(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return charges without an id with the one owed of that kind and amount, one to one."""
    kinds = [ONE_OFF, USAGE]
    asked = rows.filter(~pl.col("is_named") & pl.col("class").is_in(kinds))
    if not asked.height:
        return _none(rows)
    owed = claims.rows.filter(pl.col("class").is_in(kinds)).select(
        "class", pl.col("gross_low").alias("gross"), "code"
    )
    return paired(asked, owed, on=["class", "gross"])


def _nameless(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return rows with the lines without an id that rents without one are for."""
    found = nameless(rows, claims).rename({"code": "more"})
    if not found.height:
        return rows
    rows = rows.join(found, on="row", how="left", maintain_order="left")
    return rows.with_columns(pl.coalesce("code", "more").alias("code")).drop("more")


def _pooled(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return rows with credits of no line, and interest, as their contract's own."""
    pools = pl.Series(claims.pools, dtype=pl.UInt32).gather(rows.get_column("home"))
    is_own = (pl.col("class") == INTEREST) | (
        (pl.col("class") == CREDIT) & pl.col("code").is_null() & ~pl.col("is_named")
    )
    code = pl.when(is_own).then(pools).otherwise(pl.col("code"))
    return rows.with_columns(code.cast(pl.UInt32).alias("code"))


def _with_month(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return rows with the month they are for; one that names no days is for all of those asked."""
    if len(claims.contracts) == 1:
        return rows.with_columns(_month(claims, 0).alias("month"))
    places = claims.names.select("code", pl.col("contract").alias("place"))
    rows = rows.join(places, on="code", how="left", maintain_order="left")
    month = pl.lit(OUTSIDE, pl.Int32)
    for place in range(len(claims.contracts)):
        is_here = pl.coalesce("place", "home") == place
        month = pl.when(is_here).then(_month(claims, place)).otherwise(month)
    return rows.with_columns(month.alias("month")).drop("place")


def _month(claims: Claims, place: int) -> pl.Expr:
    """Return the place of the month that rows of a contract are for."""
    months = claims.months[place]
    first = pl.coalesce("from", pl.col("to").dt.offset_by("-1d"))
    after = pl.coalesce("to", pl.col("from").dt.offset_by("1d"))
    count, found = pl.lit(0), pl.lit(OUTSIDE, pl.Int32)
    for number, days in enumerate(months):
        touches = (first < days.end) & (after > days.start)
        count += touches.cast(pl.Int32)
        found = pl.when(touches).then(pl.lit(number, pl.Int32)).otherwise(found)
    everything = pl.lit(0 if len(months) == 1 else SPANNING, pl.Int32)
    month = pl.when(count > 1).then(pl.lit(SPANNING, pl.Int32)).otherwise(found)
    return pl.when(first.is_null()).then(everything).otherwise(month)
