"""Which outages belong together? Those that began together behind one upstream, or as decided.

Measured outages and tickets are both evidence: a ticket joins the outage it reports, and one that
nothing was measured for stands for itself. It knows no limits and no points.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterator, Mapping

import polars as pl

from lineproof.measure.sweep import sweep, united

#: One row a time that an endpoint was down. `shared`: what it shares with others, the endpoint
#: itself where nothing; `lo`, `hi`: nanoseconds since 1970 UTC, `hi` null while it is still down;
#: `ref`: ENDPOINT@ONSET for a measured outage, the ticket's id for one that only a ticket tells of.
OUTAGE_SCHEMA: dict[str, pl.DataType] = {
    "endpoint": pl.String(),
    "shared": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
    "ref": pl.String(),
}

#: `OUTAGE_SCHEMA` with the incident each row belongs to.
MEMBER_SCHEMA = OUTAGE_SCHEMA | {"incident": pl.String()}

#: One row an incident: `endpoints`, distinct ones; `peak`, the most of them down at one time; `hi`
#: null while any is down.
INCIDENT_SCHEMA: dict[str, pl.DataType] = {
    "incident": pl.String(),
    "shared": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
    "endpoints": pl.Int64(),
    "peak": pl.Int64(),
}
_FOREVER = 2**62


def outage_ref(endpoint: str, onset: int) -> str:
    """Return how a measured outage is referred to: its endpoint and when it began, in UTC.

    >>> outage_ref("C-1", 1_740_787_200 * 10**9)
    'C-1@2025-03-01T00:00:00Z'
    """
    at = dt.datetime.fromtimestamp(onset // 10**9, tz=dt.UTC)
    return f"{endpoint}@{at:%Y-%m-%dT%H:%M:%SZ}"


def reported_by(outages: pl.DataFrame, tickets: pl.DataFrame, *, within_ns: int) -> pl.DataFrame:
    """Return which outage each ticket reports: columns ticket, ref; ref null where none was seen.

    tickets: columns ticket, endpoint, reported (nanoseconds). A ticket reports the last outage of
    its endpoint that began before it, or at most `within_ns` after, and hadn't ended longer ago.
    """
    seen = outages.select("endpoint", "lo", "ref", pl.col("hi").fill_null(_FOREVER)).sort("lo")
    asked = tickets.with_columns((pl.col("reported") + within_ns).alias("until")).sort("until")
    met = asked.join_asof(
        seen, left_on="until", right_on="lo", by="endpoint", check_sortedness=False
    )
    is_met = (pl.col("reported") <= pl.col("hi") + within_ns).fill_null(value=False)
    return met.select("ticket", pl.when(is_met).then("ref").alias("ref"))


def grouped_incidents(
    outages: pl.DataFrame, *, tolerance_ns: int, decided: Mapping[str, str]
) -> pl.DataFrame:
    """Return outages with the incident each belongs to, in columns of `MEMBER_SCHEMA`.

    An incident's onsets share something and lie within the tolerance of the first of them.
    decided: ref → incident, what the parties recorded; it goes before.
    """
    ordered = outages.sort("shared", "lo", "endpoint").with_row_index("at")
    begins = ordered[list(_begins(ordered, tolerance_ns))].select("at", "shared", "lo")
    names = [outage_ref(shared, lo) for _, shared, lo in begins.iter_rows()]
    firsts = begins.select("at", pl.Series("incident", names, dtype=pl.String))
    named = ordered.join_asof(firsts, on="at").drop("at")
    if decided:
        chosen = pl.col("ref").replace_strict(dict(decided), default=None, return_dtype=pl.String)
        named = named.with_columns(pl.coalesce(chosen, "incident").alias("incident"))
    return named.select(*MEMBER_SCHEMA)


def _begins(ordered: pl.DataFrame, tolerance_ns: int) -> Iterator[int]:
    """Yield where a new incident begins; ordered: by what is shared, then by onset."""
    onsets = ordered.get_column("lo").to_list()
    at = 0
    for length in ordered.get_column("shared").rle().struct.field("len"):
        end = at + length
        while at < end:
            yield at
            at = bisect.bisect_right(onsets, onsets[at] + tolerance_ns, at, end)


def incidents_of(members: pl.DataFrame) -> pl.DataFrame:
    """Return one row an incident, by onset, in columns of `INCIDENT_SCHEMA`."""
    numbers = members.select("incident").unique().sort("incident").with_row_index("key")
    numbers = numbers.with_columns(pl.col("key").cast(pl.Int64))
    pairs = members.select("incident", "endpoint").unique().sort("incident", "endpoint")
    pairs = pairs.with_row_index("pair").with_columns(pl.col("pair").cast(pl.Int64))
    each = members.join(pairs, on=["incident", "endpoint"]).select(
        "lo", pl.col("hi").fill_null(_FOREVER), key="pair"
    )
    # an endpoint that two tickets tell of is down once
    keyed = united(each).join(pairs, left_on="key", right_on="pair").drop("key")
    most = sweep(keyed.join(numbers, on="incident"), []).group_by("key").agg(
        pl.col("covers").max().alias("peak")
    )  # fmt: skip
    return (
        members.join(numbers, on="incident")
        .group_by("key", "incident")
        .agg(
            pl.col("shared").first(),
            pl.col("lo").min(),
            pl.when(pl.col("hi").null_count() == 0).then(pl.col("hi").max()).alias("hi"),
            pl.col("endpoint").n_unique().cast(pl.Int64).alias("endpoints"),
        )
        .join(most, on="key", how="left")
        .with_columns(pl.col("peak").fill_null(0))
        .select(*INCIDENT_SCHEMA)
        .sort("lo", "incident")
    )
