"""How much of its time was a line up? Exact nanoseconds, between what is sure and what could be.

Exclusions are united, then taken out of states that are settled already; how they count is the
contract's choice. It knows no contract: circuits and times come as columns.
"""

from __future__ import annotations

from typing import Literal

import polars as pl

from lineproof.measure.sweep import sweep, united

Mode = Literal["remove_from_denominator", "count_as_available"]

#: One row a circuit or group. Nanoseconds: in `service`; `counted`, the denominator; sure to be
#: `down`; `unknown`; `known`, measured, exclusions or not. Availability lies in
#: [1 - (down + unknown)/counted, 1 - down/counted]; null where nothing is counted.
TALLY_SCHEMA: dict[str, pl.DataType] = {
    "circuit": pl.String(),
    "service": pl.Int64(),
    "counted": pl.Int64(),
    "down": pl.Int64(),
    "unknown": pl.Int64(),
    "known": pl.Int64(),
}


def without_short(states: pl.DataFrame, *, shortest_ns: int) -> pl.DataFrame:
    """Return states with outages shorter than the contract counts taken as up.

    An outage's length counts from when it began, maybe before the period, to its end in it.
    """
    is_short = (pl.col("state") == "down") & (pl.col("hi") - pl.col("since") < shortest_ns)
    return states.with_columns(
        pl.when(is_short).then(pl.lit("up")).otherwise("state").alias("state")
    )


def tally(states: pl.DataFrame, excluded: pl.DataFrame) -> pl.DataFrame:
    """Return each circuit's times, in columns of `TALLY_SCHEMA`, by circuit.

    states: columns of `STATE_SCHEMA`; a circuit's don't overlap. excluded: columns circuit, lo, hi
    (nanoseconds) and mode: what doesn't count against the provider; they may overlap. Time removed
    from the denominator is removed, even where it would count as available too.
    """
    parts = cut_by(states, excluded)
    counts = pl.col("mode").is_null()
    removed = (pl.col("mode") == "remove_from_denominator").fill_null(value=False)
    return (
        parts.group_by("circuit")
        .agg(
            pl.col("length").sum().alias("service"),
            pl.col("length").filter(~removed).sum().alias("counted"),
            pl.col("length").filter((pl.col("state") == "down") & counts).sum().alias("down"),
            pl.col("length").filter((pl.col("state") == "unknown") & counts).sum().alias("unknown"),
            pl.col("known").sum(),
        )
        .select(*TALLY_SCHEMA)
        .sort("circuit")
    )


def cut_by(states: pl.DataFrame, excluded: pl.DataFrame) -> pl.DataFrame:
    """Return states cut where exclusions begin and end, with each part's `length` and `mode`.

    states, excluded: as of `tally`. mode: how the part's time counts; null: it counts as measured.
    """
    real = excluded.filter(pl.col("lo") < pl.col("hi"))
    length = (pl.col("hi") - pl.col("lo")).alias("length")
    if not real.height:
        return states.with_columns(length, mode=pl.lit(None, pl.String))
    is_near = _near(states, real)
    clear = states.filter(~is_near).with_columns(length, mode=pl.lit(None, pl.String))
    return pl.concat([clear, _cut(states.filter(is_near), real)]) if is_near.any() else clear


def _near(states: pl.DataFrame, excluded: pl.DataFrame) -> pl.Series:
    """Return which states lie between the first and the last exclusion of their circuit.

    They are few, and only they are worth cutting. A circuit is looked up once for all its states
    in a row: comparing names is what takes long.
    """
    reach = excluded.group_by("circuit").agg(first=pl.col("lo").min(), last=pl.col("hi").max())
    circuits = states.get_column("circuit").rle().struct.unnest().get_column("value")
    reached = circuits.to_frame("circuit").join(
        reach, on="circuit", how="left", maintain_order="left"
    )
    edges = reached[states.select(pl.col("circuit").rle_id()).to_series()]
    is_near = (states["lo"] < edges["last"]) & (states["hi"] > edges["first"])
    return is_near.fill_null(value=False)


def _cut(states: pl.DataFrame, excluded: pl.DataFrame) -> pl.DataFrame:
    """Return states cut where exclusions begin and end, with how each part's time counts."""
    circuits = states.select("circuit").unique().sort("circuit").with_row_index("key")
    circuits = circuits.with_columns(pl.col("key").cast(pl.Int64))
    numbered = states.with_row_index("at").with_columns(pl.col("at").cast(pl.Int64) + 1)
    own = numbered.join(circuits, on="circuit").select(
        "key", "lo", "hi", "at", removed=pl.lit(0, pl.Int64), available=pl.lit(0, pl.Int64)
    )
    both = [own]
    for mode, column in (
        ("remove_from_denominator", "removed"),
        ("count_as_available", "available"),
    ):
        rows = excluded.filter(pl.col("mode") == mode).join(circuits, on="circuit")
        flags = {name: pl.lit(int(name == column), pl.Int64) for name in ("removed", "available")}
        both.append(united(rows).with_columns(at=pl.lit(0, pl.Int64), **flags))
    whole = pl.concat([frame.select(own.columns) for frame in both])
    pieces = sweep(whole, ["at", "removed", "available"]).filter(pl.col("at") > 0)
    counts_as = (
        pl.when(pl.col("removed") > 0).then(pl.lit("remove_from_denominator"))
        .when(pl.col("available") > 0).then(pl.lit("count_as_available"))
    )  # fmt: skip
    facts = numbered.select("at", "circuit", "state", "since", "reason", "known", first="lo")
    return (
        pieces.with_columns(counts_as.alias("mode"), (pl.col("hi") - pl.col("lo")).alias("length"))
        .join(facts, on="at")
        # what was measured is counted once, with the first part of its state
        .with_columns(
            pl.when(pl.col("lo") == pl.col("first")).then("known").otherwise(0).alias("known")
        )
        .select(*states.columns, "length", "mode")
    )


def grouped(states: pl.DataFrame, members: pl.DataFrame, *, up_min: int) -> pl.DataFrame:
    """Return the states of groups, each up while so many of its members are.

    members: columns circuit, group. A group is judged while at least `up_min` of its members are in
    service. Returns columns of `STATE_SCHEMA`, the group as circuit; `known` counts the time in
    which the group's state is known.
    """
    groups = members.select("group").unique().sort("group").with_row_index("key")
    groups = groups.with_columns(pl.col("key").cast(pl.Int64))
    keyed = states.join(members, on="circuit").join(groups, on="group").select(
        "key", "lo", "hi",
        up=(pl.col("state") == "up").cast(pl.Int64),
        unknown=(pl.col("state") == "unknown").cast(pl.Int64),
    )  # fmt: skip
    swept = sweep(keyed, ["up", "unknown"]).filter(pl.col("covers") >= up_min)
    state = (
        pl.when(pl.col("up") >= up_min).then(pl.lit("up"))
        .when(pl.col("up") + pl.col("unknown") >= up_min).then(pl.lit("unknown"))
        .otherwise(pl.lit("down"))
    )  # fmt: skip
    differs = (
        (pl.col("key") != pl.col("key").shift())
        | (pl.col("lo") != pl.col("hi").shift())
        | (pl.col("state") != pl.col("state").shift())
    ).fill_null(value=True)
    joined = (
        swept.with_columns(state.alias("state"))
        .with_columns(differs.cum_sum().alias("stretch"))
        .group_by("stretch", maintain_order=True)
        .agg(pl.col("key", "lo", "state").first(), pl.col("hi").last())
        .join(groups, on="key", maintain_order="left")
    )
    is_unknown = pl.col("state") == "unknown"
    length = pl.col("hi") - pl.col("lo")
    return joined.select(
        pl.col("group").alias("circuit"),
        "lo",
        "hi",
        pl.col("lo").alias("since"),
        "state",
        pl.when(is_unknown).then(pl.lit("members unknown")).otherwise(pl.lit("")).alias("reason"),
        pl.when(is_unknown).then(0).otherwise(length).alias("known"),
    )
