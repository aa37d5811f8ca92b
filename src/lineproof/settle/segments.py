"""How is a line's month cut? One row a stretch of days at one price, in service.

Segments are half-open days and tile the days in service of the month (Arithmetic 4).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.assess.intervals import LIFECYCLE_SOURCE, Intervals
from lineproof.contract.case import View
from lineproof.model.period import Days

_KEPT = (
    "unit", "line", "code", "term", "quantity", "rent", "agreed", "from", "to",
    "rent_source", "rent_row", "start_source", "start_row",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cutting:
    """What cuts a month beyond the lines' own dates.

    days: on which a rule of the contract changes, strictly inside the month. rented: (term, line)
    whose rent runs on between `suspended` and `resumed`: a term's index among the priced ones, and
    a line's number, or None for all its lines.
    """

    days: Sequence[dt.date] = ()
    rented: frozenset[tuple[int, int | None]] = frozenset()


def month_segments(
    view: View, intervals: Intervals, period: Days, *, cutting: Cutting
) -> pl.DataFrame:
    """Return a month's segments, ordered by unit and day.

    A unit is one schedule line, or one layer of a price line; agreed: the day its price holds from.
    """
    rows = _in_month(intervals, period)
    events = _events(view, intervals, period)
    rows = _with_earlier_events(rows, events.filter(pl.col("date") <= period.start))
    keys = rows.select(
        "interval", "code", "term", "from", "to", "since",
        is_rented=_is_rented(cutting),
        is_on=pl.col("is_on") | _is_rented(cutting),
    )  # fmt: skip
    later = events.filter(pl.col("date") > period.start)
    points = pl.concat(
        [_idle_points(keys), _event_points(keys, later), _cut_points(keys, cutting.days)]
    )
    if not points.height:
        return rows.select(_KEPT)
    touched = pl.col("interval").is_in(points.get_column("interval").unique().implode())
    cut = _between(rows.filter(touched), points)
    segments = pl.concat([rows.filter(~touched).select(_KEPT), cut])
    key = pl.col("unit").cast(pl.Int64) * 2**32 + pl.col("from").to_physical()
    return segments[segments.select(key.arg_sort()).to_series()]


def _in_month(intervals: Intervals, period: Days) -> pl.DataFrame:
    """Return the intervals that touch a month, cut to it and numbered by unit."""
    inside = (pl.col("start") < period.end) & (pl.col("end") > period.start)
    is_next = pl.any_horizontal(pl.col("code", "layer") != pl.col("code", "layer").shift())
    return (
        intervals.frame.filter(inside)
        .with_row_index("interval")
        .with_columns(
            is_next.fill_null(value=False).cum_sum().cast(pl.UInt32).alias("unit"),
            pl.max_horizontal("start", pl.lit(period.start)).alias("from"),
            pl.min_horizontal("end", pl.lit(period.end)).alias("to"),
            pl.col("since").alias("agreed"),
            pl.col("source").alias("rent_source"),
            pl.col("row").alias("rent_row"),
        )
    )


def _is_rented(cutting: Cutting) -> pl.Expr:
    """Whether a row's rent runs on while its line is suspended."""
    found = pl.lit(value=False)
    for term, code in cutting.rented:
        is_term = pl.col("term") == term
        found |= is_term if code is None else is_term & (pl.col("code") == code)
    return found


def _events(view: View, intervals: Intervals, period: Days) -> pl.DataFrame:
    """Return the records that change a line's price or suspend it, before the month ends."""
    digits = view.contract.digits
    is_price = pl.col("event") == "repriced"
    kinds = ["repriced", "suspended", "resumed"]
    rent = pl.when(is_price).then(pl.col("value")).cast(pl.Decimal(38, digits))
    return intervals.events.filter(
        pl.col("event").is_in(kinds) & (pl.col("date") < period.end)
    ).select(
        "code",
        "date",
        (rent * 10**digits).cast(pl.Int64).alias("new_rent"),
        pl.when(~is_price).then(pl.col("event") == "resumed").alias("is_on"),
        pl.col("row").alias("event_row"),
    )


def _with_earlier_events(rows: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Return the intervals at the price last recorded before the month, and whether suspended.

    A price agreed for a later day (a new version of the schedule) goes before the record.
    """
    prices = _last(earlier.filter(pl.col("new_rent").is_not_null())).drop("is_on")
    states = _last(earlier.filter(pl.col("is_on").is_not_null())).select("code", "is_on")
    if prices.height:
        holds = (pl.col("date") >= pl.col("since")).fill_null(value=False)
        rows = rows.join(prices, on="code", how="left", maintain_order="left").with_columns(
            pl.when(holds).then("new_rent").otherwise("rent").alias("rent"),
            pl.when(holds).then("date").otherwise("since").alias("agreed"),
            pl.when(holds).then(LIFECYCLE_SOURCE).otherwise("source")
            .cast(pl.UInt8).alias("rent_source"),
            pl.when(holds).then("event_row").otherwise("row").alias("rent_row"),
        ).drop("date", "new_rent", "event_row")  # fmt: skip
    if not states.height:
        return rows.with_columns(pl.lit(value=True).alias("is_on"))
    rows = rows.join(states, on="code", how="left", maintain_order="left")
    return rows.with_columns(pl.col("is_on").fill_null(value=True))


def _last(events: pl.DataFrame) -> pl.DataFrame:
    """Return the last of each line's events."""
    following = pl.col("code").shift(-1)
    return events.filter((pl.col("code") != following).fill_null(value=True))


_POINT = {
    "interval": pl.UInt32(),
    "at": pl.Date(),
    "agreed": pl.Date(),
    "new_rent": pl.Int64(),
    "is_on": pl.Boolean(),
    "event_row": pl.UInt32(),
}


def _point(**columns: pl.Expr) -> list[pl.Expr]:
    """Return a point's columns; those not given are null: nothing changes."""
    return [
        columns.get(name, pl.lit(None)).cast(dtype).alias(name) for name, dtype in _POINT.items()
    ]


def _idle_points(keys: pl.DataFrame) -> pl.DataFrame:
    """Return a point on the first day of each interval that is suspended when the month starts."""
    idle = _point(interval=pl.col("interval"), at=pl.col("from"), is_on=pl.lit(value=False))
    return keys.filter(~pl.col("is_on")).select(idle)


def _event_points(keys: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Return the points at which records of the month change a line, in their order.

    What happened before a line's first day holds from that first day on. A price dated before the
    version of the schedule began yields to it.
    """
    is_price = pl.col("new_rent").is_not_null()
    holds = pl.when(is_price).then(pl.col("date") >= pl.col("since")).otherwise(
        ~pl.col("is_rented")
    )  # fmt: skip
    met = events.join(keys.drop("is_on"), on="code", how="inner", maintain_order="left").filter(
        (pl.col("date") < pl.col("to")) & holds
    )
    return met.select(
        _point(
            interval=pl.col("interval"),
            at=pl.max_horizontal("date", "from"),
            agreed=pl.when(is_price).then("date"),
            new_rent=pl.col("new_rent"),
            is_on=pl.col("is_on"),
            event_row=pl.col("event_row"),
        )
    )


def _cut_points(keys: pl.DataFrame, days: Sequence[dt.date]) -> pl.DataFrame:
    """Return the points at which a rule of the contract changes, for every line it meets."""
    cuts = pl.DataFrame({"at": pl.Series(sorted(days), dtype=pl.Date)})
    is_inside = (pl.col("from") < pl.col("at")) & (pl.col("at") < pl.col("to"))
    met = keys.select("interval", "from", "to").join(cuts, how="cross").filter(is_inside)
    return met.select(_point(interval=pl.col("interval"), at=pl.col("at")))


def _between(rows: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """Return the segments between an interval's points, at the price and state of each."""
    first = rows.select(
        _point(
            interval=pl.col("interval"),
            at=pl.col("from"),
            agreed=pl.col("agreed"),
            new_rent=pl.col("rent"),
            is_on=pl.lit(value=True),
        )
    )
    is_price = pl.col("new_rent").is_not_null()
    following = pl.when(pl.col("interval").shift(-1) == pl.col("interval")).then(
        pl.col("at").shift(-1)
    )
    ordered = (
        pl.concat([first, points])
        .sort("interval", "at", maintain_order=True)
        .with_columns(
            pl.when(is_price).then(pl.col("event_row").fill_null(0)).forward_fill()
            .alias("price_row"),
            pl.col("new_rent", "agreed", "is_on").forward_fill(),
        )
        .unique(["interval", "at"], keep="last", maintain_order=True)
        .with_columns(following.alias("next"))
    )  # fmt: skip
    owners = rows.drop("from", "is_on", "agreed")
    by_record = pl.col("price_row") > 0
    return (
        ordered.join(owners, on="interval", how="left", maintain_order="left")
        .with_columns(
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
