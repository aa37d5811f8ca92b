"""What came of the time that was judged, unit by unit? Times, outages and what excuses them.

A unit is what the contract judges: a circuit, or a group. It prints nothing, and knows no samples.
"""

from __future__ import annotations

import polars as pl

from lineproof.assess.availability import Judged
from lineproof.measure.availability import tally
from lineproof.measure.exclusions import claims_met, excluded_lengths, nothing_excluded

#: One row a stretch in which a unit wasn't up. Instants and lengths in nanoseconds; since: when it
#: began, maybe before what was judged; excluded: how much of it doesn't count, by which `claims`;
#: is_open: it lasts to the end of what was judged.
OUTAGE_SCHEMA: dict[str, pl.DataType] = {
    "unit": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
    "since": pl.Int64(),
    "state": pl.String(),
    "reason": pl.String(),
    "excluded": pl.Int64(),
    "claims": pl.List(pl.String()),
    "is_open": pl.Boolean(),
}
#: One row a unit, times in nanoseconds: as in `TALLY_SCHEMA`; `excluded`, in service and not held
#: against the provider; `down_all`, `unknown_all`, as if nothing were excluded; how many `outages`
#: count, at least in part, and how much of the `longest` one does.
UNIT_SCHEMA: dict[str, pl.DataType] = {
    "unit": pl.String(),
    "service": pl.Int64(),
    "counted": pl.Int64(),
    "down": pl.Int64(),
    "unknown": pl.Int64(),
    "known": pl.Int64(),
    "excluded": pl.Int64(),
    "down_all": pl.Int64(),
    "unknown_all": pl.Int64(),
    "outages": pl.Int64(),
    "longest": pl.Int64(),
}


def outages_of(judged: Judged) -> pl.DataFrame:
    """Return when units weren't up, in columns of `OUTAGE_SCHEMA`, by unit and time."""
    rows = judged.states.filter(pl.col("state") != "up")
    return (
        rows.with_columns(
            excluded_lengths(rows, judged.excluded), claims_met(rows, judged.excluded)
        )
        .with_columns(unit=pl.col("circuit"), is_open=pl.col("hi") == judged.window[1])
        .select(*OUTAGE_SCHEMA)
        .sort("unit", "lo")
    )


def units_of(judged: Judged) -> pl.DataFrame:
    """Return each unit's times and outages, in columns of `UNIT_SCHEMA`, the worst first.

    The worst is the one most surely down, then the one that could have been; what has no time that
    counts comes last.
    """
    plain = tally(judged.states, nothing_excluded()).select(
        "circuit", down_all="down", unknown_all="unknown"
    )
    taken = judged.states.with_columns(excluded_lengths(judged.states, judged.excluded))
    excluded = taken.group_by("circuit").agg(pl.col("excluded").sum())
    counts = (
        taken.filter(pl.col("state") == "down")
        .with_columns(counted=pl.col("hi") - pl.col("lo") - pl.col("excluded"))
        .filter(pl.col("counted") > 0)
        .group_by("circuit")
        .agg(pl.len().cast(pl.Int64).alias("outages"), pl.col("counted").max().alias("longest"))
    )
    rows = judged.times.join(plain, on="circuit").join(excluded, on="circuit")
    return _worst_first(
        rows.join(counts, on="circuit", how="left")
        .with_columns(pl.col("outages", "longest").fill_null(0))
        .rename({"circuit": "unit"})
        .select(*UNIT_SCHEMA)
    )


def _worst_first(units: pl.DataFrame) -> pl.DataFrame:
    """Return units by how surely and how possibly they were down, then by name."""
    counted = pl.col("counted")
    sure, possible = pl.col("down") / counted, (pl.col("down") + pl.col("unknown")) / counted
    has_time = counted > 0
    return units.sort(
        has_time,
        pl.when(has_time).then(sure),
        pl.when(has_time).then(possible),
        "unit",
        descending=[True, True, True, False],
        nulls_last=True,
    )
