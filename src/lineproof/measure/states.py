"""In which state was a line, from when to when? Votes under the contract's rule of runs.

The rule is read twice, with every unknown slot good and with every one bad. Making a slot bad can
only make a state worse, so that the two are bounds; where they differ the state is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lineproof.measure.rule import StateRule
from lineproof.measure.votes import Vote

#: Why a state isn't known, by the vote that says so.
REASONS = {
    Vote.NO_DATA: "no data",
    Vote.NOT_SENT: "not sent",
    Vote.SUSPECT: "suspect",
    Vote.NO_QUORUM: "no quorum",
}
CARRIED = "carried in"
"""Why a state isn't known where the slots before what was read decide it."""

#: One row a stretch of one state. Instants in nanoseconds since 1970 UTC; `since`: when the state
#: began, maybe before `lo`; `known`: nanoseconds of [lo, hi) that were measured.
STATE_SCHEMA: dict[str, pl.DataType] = {
    "circuit": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
    "since": pl.Int64(),
    "state": pl.String(),
    "reason": pl.String(),
    "known": pl.Int64(),
}


@dataclass(frozen=True)
class Reduced:
    """The states of some circuits in a period.

    states: in columns of `STATE_SCHEMA`; they tile each circuit's service in the period.
    unresolved: circuits that weren't surely up when the period began, and whose state then, or
    since when it held, could differ with what was before: read from further back.
    """

    states: pl.DataFrame
    unresolved: tuple[str, ...]


def reduce_states(
    votes: pl.DataFrame, services: pl.DataFrame, rule: StateRule, *, read: tuple[int, int, int]
) -> Reduced:
    """Return the states of circuits while they are in service.

    votes: columns circuit, lo, hi (slots), vote; no two overlap. services: columns circuit, lo, hi:
    when each was in service, over all time. read: from when votes were read, and the period's start
    and end; votes are read to `rule.lookahead` slots past its end.

    A service begins as up, as in MEF 10.4, 8.8.1.
    """
    read_from, start, end = read
    spans = _spans(services, rule, read)
    tiles = _tiled(votes, spans)
    states = _with_states(tiles, spans, rule)
    merged = _merged(states, spans, (rule.slot_ns, start, end))
    open_ended = pl.col("hangs") & (pl.col("lo") == start) & (pl.col("state") != "up")
    unresolved = merged.filter(open_ended).get_column("circuit").unique().sort()
    assert read_from <= start
    return Reduced(merged.select(*STATE_SCHEMA), tuple(unresolved))


def _spans(services: pl.DataFrame, rule: StateRule, read: tuple[int, int, int]) -> pl.DataFrame:
    """Return the stretches of service to judge, in slots, and whether each begins in them.

    Of a slot that was read in part nothing is known, so that reading begins with a whole one.
    """
    read_from, start, end = read
    slot = rule.slot_ns
    whole_from = min(-(-read_from // slot), start // slot) * slot
    ahead = -(-end // slot) * slot + rule.lookahead * slot
    in_period = (pl.col("lo") < end) & (pl.col("hi") > start) & (pl.col("lo") < pl.col("hi"))
    is_fresh = pl.col("lo") >= read_from
    begin = pl.when(is_fresh).then("lo").otherwise(pl.lit(whole_from, pl.Int64))
    finish = pl.min_horizontal("hi", pl.lit(ahead, pl.Int64))
    return (
        services.filter(in_period)
        .sort("circuit", "lo")
        .with_row_index("span")
        .select(
            "span", "circuit",
            is_fresh.alias("is_fresh"),
            begin.alias("begin"),
            finish.alias("finish"),
            (begin // slot).alias("slot_lo"),
            (-(-finish // slot)).alias("slot_hi"),
        )
    )  # fmt: skip


def _tiled(votes: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Return votes cut to spans, with what lies between them filled by "no data"."""
    bounds = spans.select("span", "circuit", "slot_lo", "slot_hi")
    cut = (
        votes.join(bounds, on="circuit")
        .select(
            "span",
            pl.max_horizontal("lo", "slot_lo").alias("lo"),
            pl.min_horizontal("hi", "slot_hi").alias("hi"),
            "vote",
        )
        .filter(pl.col("lo") < pl.col("hi"))
    )
    # each gap ends where a vote begins, or where its span does
    edges = pl.concat(
        [
            cut,
            bounds.select("span", pl.col("slot_hi").alias("lo"), pl.col("slot_hi").alias("hi"),
                          pl.lit(None, pl.Int8).alias("vote")),
        ]
    ).sort("span", "lo", "hi")  # fmt: skip
    before = pl.when(pl.col("span") == pl.col("span").shift()).then(pl.col("hi").shift())
    gaps = (
        edges.with_columns(before.alias("before"))
        .join(bounds.select("span", "slot_lo"), on="span", maintain_order="left")
        .select(
            "span",
            pl.coalesce("before", "slot_lo").alias("lo"),
            pl.col("lo").alias("hi"),
            pl.lit(int(Vote.NO_DATA), pl.Int8).alias("vote"),
        )
        .filter(pl.col("lo") < pl.col("hi"))
    )
    return pl.concat([cut, gaps]).sort("span", "lo")


def _with_states(tiles: pl.DataFrame, spans: pl.DataFrame, rule: StateRule) -> pl.DataFrame:
    """Return tiles with their state, and whether the best case hangs on what was before them."""
    known = tiles.join(spans.select("span", "is_fresh"), on="span", maintain_order="left")
    worst = pl.col("vote") != int(Vote.GOOD)
    best = pl.col("vote") == int(Vote.BAD)
    read = known.with_columns(_read(worst, rule).alias("worst"), _read(best, rule).alias("best"))
    is_carried = pl.col("worst") == _CARRIED_IN
    state = (
        pl.when((pl.col("worst") == _UP) | (is_carried & pl.col("is_fresh"))).then(pl.lit("up"))
        .when(pl.col("best") == _DOWN).then(pl.lit("down"))
        .otherwise(pl.lit("unknown"))
    )  # fmt: skip
    is_open = (pl.col("best") == _CARRIED_IN) & ~pl.col("is_fresh")
    return read.with_columns(state.alias("state"), is_open.alias("is_open"))


_UP, _DOWN, _CARRIED_IN = 0, 1, 2


def _read(is_bad: pl.Expr, rule: StateRule) -> pl.Expr:
    """Return how each tile stands, unknown slots taken one way: up, down, or as before the span.

    Runs of at least the rule's length set the state from their first slot; shorter ones inherit it.
    """
    is_first = (pl.col("span") != pl.col("span").shift()).fill_null(value=True)
    begins = is_first | (is_bad != is_bad.shift())
    run = begins.cum_sum()
    length = (pl.col("hi") - pl.col("lo")).sum().over(run)
    sets = length >= pl.when(is_bad).then(rule.down_run).otherwise(rule.up_run)
    stands = pl.when(sets).then(is_bad.cast(pl.Int8)).when(is_first).then(pl.lit(_CARRIED_IN))
    return stands.cast(pl.Int8).forward_fill()


def _merged(states: pl.DataFrame, spans: pl.DataFrame, cut: tuple[int, int, int]) -> pl.DataFrame:
    """Return stretches of one state in a period, in nanoseconds, from when each began."""
    slot, start, end = cut
    timed = states.join(spans.drop("is_fresh"), on="span", maintain_order="left").with_columns(
        pl.max_horizontal(pl.col("lo") * slot, "begin").alias("lo"),
        pl.min_horizontal(pl.col("hi") * slot, "finish").alias("hi"),
    )
    is_first = (pl.col("span") != pl.col("span").shift()).fill_null(value=True)
    is_open = (is_first & ~pl.col("is_fresh")) | (
        ~is_first & pl.col("is_open").shift() & (pl.col("state") == "down")
    )
    begins = is_first | (pl.col("state") != pl.col("state").shift())
    numbered = timed.with_columns(begins.alias("begins"), is_open.alias("hangs")).with_columns(
        (pl.col("begins").cum_sum() - 1).alias("stretch")
    )
    # looked up by number: a window over each stretch would take longer
    first = numbered.filter("begins")
    inside = numbered.with_columns(
        first.get_column("lo").gather(numbered["stretch"]).alias("since"),
        first.get_column("hangs").gather(numbered["stretch"]).alias("hangs"),
        pl.col("lo").clip(start, end),
        pl.col("hi").clip(start, end),
    ).filter(pl.col("lo") < pl.col("hi"))
    is_known = pl.col("vote").is_in([int(Vote.GOOD), int(Vote.BAD)])
    return (
        inside.group_by("stretch", maintain_order=True)
        .agg(
            pl.col("circuit", "state", "since", "hangs").first(),
            pl.col("lo").first(),
            pl.col("hi").last(),
            ((pl.col("hi") - pl.col("lo")) * is_known.cast(pl.Int64)).sum().alias("known"),
        )
        .join(_reasons(numbered), on="stretch", how="left", maintain_order="left")
        .with_columns(pl.col("reason").fill_null(""))
    )


def _reasons(numbered: pl.DataFrame) -> pl.DataFrame:
    """Return why each unknown stretch is: by its slots, also those around the period."""
    found = [
        pl.when((pl.col("vote") == int(vote)).any()).then(pl.lit(text))
        for vote, text in REASONS.items()
    ]
    reason = pl.concat_str(found, separator=", ", ignore_nulls=True)
    return (
        numbered.filter(pl.col("state") == "unknown")
        .group_by("stretch")
        .agg(reason.alias("reason"))
        .with_columns(pl.col("reason").replace("", CARRIED))
    )
