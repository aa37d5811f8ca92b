"""How is a line's month cut? One row a stretch of days at one price, in service.

Segments are half-open days and tile the days in service of the month (Arithmetic 4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.contract.case import View
from lineproof.model.period import Days
from lineproof.settle.intervals import LIFECYCLE_SOURCE, Intervals

_KEPT = (
    "unit", "line", "term", "quantity", "rent", "from", "to",
    "rent_source", "rent_row", "start_source", "start_row",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cutting:
    """What cuts a month beyond the lines' own dates.

    days: on which a rule of the contract changes, strictly inside the month.
    is_suspended_free: whether no rent runs between `suspended` and `resumed`.
    """

    days: Sequence[dt.date] = ()
    is_suspended_free: bool = True


def month_segments(
    view: View, intervals: Intervals, period: Days, *, cutting: Cutting
) -> pl.DataFrame:
    """Return a month's segments, ordered by unit and day.

    A unit is one schedule line, or one layer of a price line; its columns are `_KEPT`.
    """
    rows = _in_month(intervals, period)
    events = _events(view, period, is_suspended_free=cutting.is_suspended_free)
    rows = _with_earlier_price(rows, events.filter(pl.col("date") <= period.start))
    points = pl.concat(
        [_event_points(rows, events), _cut_points(rows, cutting.days)], how="vertical"
    )
    whole = rows if not points.height else rows.join(points, on="interval", how="anti")
    if not points.height:
        return whole.select(_KEPT)
    touched = rows.join(points, on="interval", how="semi")
    cut = _between(touched, points)
    return pl.concat([whole.select(_KEPT), cut]).sort("unit", "from")


def _in_month(intervals: Intervals, period: Days) -> pl.DataFrame:
    """Return the intervals that touch a month, cut to it and numbered by unit."""
    inside = (pl.col("start") < period.end) & (pl.col("end") > period.start)
    rows = intervals.frame.filter(inside)
    ids = [intervals.terms[i].term.id for i in rows.get_column("term").unique()]
    if len(set(ids)) == len(ids):
        rows = rows.with_row_index("unit")
    else:
        key = ["line", "layer"]
        units = rows.select(key).unique(maintain_order=True).with_row_index("unit")
        rows = rows.join(units, on=key, how="left", maintain_order="left").sort("unit", "start")
    return rows.with_row_index("interval").with_columns(
        pl.max_horizontal("start", pl.lit(period.start)).alias("from"),
        pl.min_horizontal("end", pl.lit(period.end)).alias("to"),
        pl.col("source").alias("rent_source"),
        pl.col("row").alias("rent_row"),
    )


def _events(view: View, period: Days, *, is_suspended_free: bool) -> pl.DataFrame:
    """Return the records that change a line's price or suspend it, before the month ends."""
    kinds = ["repriced", *(("suspended", "resumed") if is_suspended_free else ())]
    digits = view.contract.digits
    is_price = pl.col("event") == "repriced"
    rent = pl.when(is_price).then(pl.col("value")).cast(pl.Decimal(38, digits))
    return (
        view.rows("lifecycle")
        .filter(pl.col("event").is_in(kinds) & (pl.col("date") < period.end))
        .sort("date", "recorded_at", "id")
        .select(
            "line",
            "date",
            (rent * 10**digits).cast(pl.Int64).alias("new_rent"),
            pl.when(~is_price).then(pl.col("event") == "resumed").alias("is_on"),
            pl.col("row").alias("event_row"),
        )
    )


def _with_earlier_price(rows: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Return the intervals at the price last recorded before the month, and whether suspended.

    A price agreed for a later day (a new version of the schedule) goes before the record.
    """
    prices = earlier.filter(pl.col("new_rent").is_not_null()).unique("line", keep="last")
    states = earlier.filter(pl.col("is_on").is_not_null()).unique("line", keep="last")
    rows = rows.join(
        prices.drop("is_on"), on="line", how="left", maintain_order="left"
    ) if prices.height else rows.with_columns(
        pl.lit(None, pl.Date).alias("date"), pl.lit(None, pl.Int64).alias("new_rent"),
        pl.lit(None, pl.UInt32).alias("event_row"),
    )  # fmt: skip
    holds = (pl.col("date") >= pl.col("since")).fill_null(value=False)
    rows = rows.with_columns(
        pl.when(holds).then("new_rent").otherwise("rent").alias("rent"),
        pl.when(holds).then(LIFECYCLE_SOURCE).otherwise("source")
        .cast(pl.UInt8).alias("rent_source"),
        pl.when(holds).then("event_row").otherwise("row").alias("rent_row"),
    ).drop("date", "new_rent", "event_row")  # fmt: skip
    if not states.height:
        return rows.with_columns(pl.lit(value=True).alias("is_on"))
    on = states.select("line", "is_on")
    rows = rows.join(on, on="line", how="left", maintain_order="left")
    return rows.with_columns(pl.col("is_on").fill_null(value=True))


_POINT = ("interval", "at", "date", "new_rent", "is_on", "event_row")


def _event_points(rows: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Return the points at which records of the month change a line.

    What happened before a line's first day, or while it was suspended at the month's start, holds
    from that first day on.
    """
    keys = rows.select("line", "interval", "from", "to", "since", suspended=~pl.col("is_on"))
    idle = keys.filter("suspended").select(
        "interval", pl.col("from").alias("at"), pl.lit(dt.date.min).alias("date"),
        pl.lit(None, pl.Int64).alias("new_rent"), pl.lit(value=False).alias("is_on"),
        pl.lit(None, pl.UInt32).alias("event_row"),
    )  # fmt: skip
    inside = events.filter(pl.col("date") > rows["from"].min()) if rows.height else events.clear()
    joined = inside.join(keys, on="line", how="inner").filter(
        (pl.col("date") < pl.col("to"))
        & (pl.col("new_rent").is_null() | (pl.col("date") >= pl.col("since")))
    )
    points = joined.with_columns(pl.max_horizontal("date", "from").alias("at")).select(_POINT)
    return pl.concat([idle.select(_POINT), points])


def _cut_points(rows: pl.DataFrame, days: Sequence[dt.date]) -> pl.DataFrame:
    """Return the points at which a rule of the contract changes, for every line it meets."""
    cuts = pl.DataFrame({"at": pl.Series(sorted(days), dtype=pl.Date)})
    return (
        rows.select("interval", "from", "to")
        .join(cuts, how="cross")
        .filter((pl.col("from") < pl.col("at")) & (pl.col("at") < pl.col("to")))
        .select(
            "interval", "at", pl.col("at").alias("date"),
            pl.lit(None, pl.Int64).alias("new_rent"), pl.lit(None, pl.Boolean).alias("is_on"),
            pl.lit(None, pl.UInt32).alias("event_row"),
        )
    )  # fmt: skip


def _between(rows: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """Return the segments between an interval's points, at the price and state of each."""
    first = rows.select(
        "interval", pl.col("from").alias("at"), pl.lit(None, pl.Date).alias("date"),
        pl.col("rent").alias("new_rent"), pl.lit(value=True).alias("is_on"),
        pl.lit(None, pl.UInt32).alias("event_row"),
    )  # fmt: skip
    is_price = pl.col("new_rent").is_not_null()
    ordered = (
        pl.concat([first, points])
        .sort("interval", "at", "date", maintain_order=True, nulls_last=False)
        .with_columns(
            pl.col("new_rent", "is_on").forward_fill(),
            pl.when(is_price).then(pl.col("event_row").fill_null(0)).forward_fill()
            .alias("price_row"),
        )
        .unique(["interval", "at"], keep="last", maintain_order=True)
        .with_columns(
            pl.when(pl.col("interval").shift(-1) == pl.col("interval"))
            .then(pl.col("at").shift(-1)).alias("next")
        )
    )  # fmt: skip
    owners = rows.drop("from", "is_on")
    segments = ordered.join(owners, on="interval", how="left", maintain_order="left")
    by_record = pl.col("price_row") > 0
    return (
        segments.with_columns(
            pl.col("new_rent").alias("rent"),
            pl.col("at").alias("from"),
            pl.coalesce("next", "to").alias("to"),
            pl.when(by_record).then(LIFECYCLE_SOURCE).otherwise("rent_source")
            .cast(pl.UInt8).alias("rent_source"),
            pl.when(by_record).then("price_row").otherwise("rent_row").alias("rent_row"),
        )
        .filter(pl.col("is_on") & (pl.col("from") < pl.col("to")))
        .select(_KEPT)
    )  # fmt: skip
