"""How much of its time was a line up? Exact nanoseconds, between what is sure and what could be.

Exclusions are united, then taken out of states that are settled already; how they count is the
contract's choice. It knows no contract: circuits and times come as columns.
"""

from __future__ import annotations

from typing import Literal

import polars as pl

from lineproof.measure.exclusions import Exclusions, excluded_lengths
from lineproof.measure.sweep import joined, sweep, united

LENGTH_UNKNOWN = "length not known"
"""Why it isn't known whether an outage counts: beside it unknown time may belong to it."""
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

    states: in columns of `STATE_SCHEMA`, by circuit and time. An outage's length counts from when
    it began, maybe before the period, to its end in it. Beside unknown time it may be longer than
    what is sure of it: what counts only then is unknown, and what is too short even then is up.
    """
    if shortest_ns <= 0:
        return states
    state = pl.col("state")
    longest, surest = _length(state != "up"), _length(state == "down")
    counted = (
        pl.when((state == "up") | (longest < shortest_ns)).then(pl.lit("up"))
        .when((state == "down") & (surest < shortest_ns)).then(pl.lit("unknown"))
        .otherwise(state)
    )  # fmt: skip
    reason = (
        pl.when(counted != "unknown").then(pl.lit(""))
        .when(state == "down").then(pl.lit(LENGTH_UNKNOWN))
        .otherwise("reason")
    )  # fmt: skip
    return states.with_columns(counted.alias("state"), reason.alias("reason"))


def _length(is_out: pl.Expr) -> pl.Expr:
    """Return how long the stretch lasts that each row lies in, of rows that touch and are out."""
    touches = (pl.col("circuit") == pl.col("circuit").shift()) & (
        pl.col("lo") == pl.col("hi").shift()
    )
    goes_on = (touches & is_out & is_out.shift()).fill_null(value=False)
    stretch = (~goes_on).cum_sum()
    return (pl.col("hi").last() - pl.col("since").first()).over(stretch)


def tally(states: pl.DataFrame, excluded: Exclusions) -> pl.DataFrame:
    """Return each circuit's times, in columns of `TALLY_SCHEMA`, by circuit.

    states: columns of `STATE_SCHEMA`; a circuit's don't overlap. excluded: what doesn't count
    against the provider. Time removed from the denominator is removed, even where it would count as
    available too.
    """
    out = excluded.only("remove_from_denominator")
    removed = excluded_lengths(states, out)
    has_other = out.spans.height < excluded.spans.height
    spared = excluded_lengths(states, excluded) if has_other else removed
    length = pl.col("hi") - pl.col("lo")
    rows = states.select(
        "circuit",
        "known",
        service=length,
        counted=length - removed,
        **{
            state: pl.when(pl.col("state") == state).then(length - spared).otherwise(0)
            for state in ("down", "unknown")
        },
    )
    sums = pl.exclude("circuit", "run").sum()
    # circuits that follow each other are summed up before their names are compared
    runs = rows.group_by(pl.col("circuit").rle_id().alias("run"), maintain_order=True).agg(
        pl.col("circuit").first(), sums
    )
    is_by_circuit = runs.get_column("circuit").is_sorted()
    found = runs if is_by_circuit else runs.group_by("circuit").agg(sums).sort("circuit")
    return found.select(*TALLY_SCHEMA)


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
    which the group's state is known. A group that is down at first has been since its members were.
    """
    groups = members.select("group").unique().sort("group").with_row_index("key")
    groups = groups.with_columns(pl.col("key").cast(pl.Int64))
    keyed = states.join(members, on="circuit").join(groups, on="group").select(
        "key", "lo", "hi", "since", "state",
        up=(pl.col("state") == "up").cast(pl.Int64),
        unknown=(pl.col("state") == "unknown").cast(pl.Int64),
    )  # fmt: skip
    found = _group_states(keyed, up_min)
    is_unknown = pl.col("state") == "unknown"
    length = pl.col("hi") - pl.col("lo")
    return (
        found.join(_down_since(keyed, found, up_min), on=["key", "lo"], how="left")
        .join(groups, on="key")
        .sort("key", "lo")
        .select(
            pl.col("group").alias("circuit"),
            "lo",
            "hi",
            pl.coalesce("since", "lo").alias("since"),
            "state",
            pl.when(is_unknown)
            .then(pl.lit("members unknown"))
            .otherwise(pl.lit(""))
            .alias("reason"),
            pl.when(is_unknown).then(0).otherwise(length).alias("known"),
        )
    )


def _group_states(keyed: pl.DataFrame, up_min: int) -> pl.DataFrame:
    """Return the states of groups by number: columns key, lo, hi, state, members in service."""
    swept = sweep(keyed, ["up", "unknown"]).filter(pl.col("covers") >= up_min)
    state = (
        pl.when(pl.col("up") >= up_min).then(pl.lit("up"))
        .when(pl.col("up") + pl.col("unknown") >= up_min).then(pl.lit("unknown"))
        .otherwise(pl.lit("down"))
    )  # fmt: skip
    named = swept.with_columns(state.alias("state"))
    covers = named.select("key", "lo", "covers")
    return joined(named, ["state"]).join(covers, on=["key", "lo"])


def _down_since(keyed: pl.DataFrame, found: pl.DataFrame, up_min: int) -> pl.DataFrame:
    """Return since when groups that are down at first are: columns key, lo, since.

    Of n members so many are down that fewer than k can be up: n - k + 1. The latest of those that
    went down first made the group down.
    """
    first = found.sort("key", "lo").unique("key", keep="first", maintain_order=True)
    down = first.filter(pl.col("state") == "down").select("key", "covers", at="lo")
    members = keyed.filter(pl.col("state") == "down").join(down, on="key")
    there = members.filter((pl.col("lo") <= pl.col("at")) & (pl.col("at") < pl.col("hi")))
    went = pl.col("since").sort().get(pl.col("covers").first() - up_min)
    since = there.group_by("key", pl.col("at").alias("lo")).agg(went)
    return since.with_columns(pl.min_horizontal("since", "lo"))
