"""Was each slot good or bad? To each vantage, and to all of them together.

A slot is good, bad, or unknown for a reason. A sample that was intended and not sent says nothing;
neither does a vantage whose own canary is down.
"""

from __future__ import annotations

import enum
from functools import reduce
from operator import or_

import polars as pl

from lineproof.measure.rule import StateRule
from lineproof.measure.sweep import sweep


class Vote(enum.IntEnum):
    """What a slot is, from one vantage or from all."""

    GOOD = 0
    BAD = 1
    NO_DATA = 2
    """Nothing was measured."""
    NOT_SENT = 3
    """It was meant to be measured, and wasn't."""
    SUSPECT = 4
    """The vantage's own canary was down, its clock jumped, or two copies of a sample differ."""
    NO_QUORUM = 5
    """Too few vantages agree, or as many say good as bad."""


_SUMS = ("good", "bad", "suspect", "not_sent")


def slot_votes(runs: pl.DataFrame, rule: StateRule) -> pl.DataFrame:
    """Return what each vantage saw: columns circuit, vantage, lo, hi (slot numbers), vote.

    runs: in columns of `RUN_SCHEMA`, no two of a series with a sample in common.
    """
    if rule.vantages:
        runs = runs.filter(pl.col("vantage").is_in(rule.vantages))
    slot = rule.slot_ns
    is_whole = pl.col("every") == slot
    divides = (pl.col("every") < slot) & (slot % pl.col("every") == 0)
    one_each = runs.filter(is_whole)
    parts = [_voted(one_each.with_columns(_slots(slot), **_as_sums()), rule)]
    finer = runs.filter(divides)
    if finer.height:
        parts += _of_finer(finer, rule)
    other = runs.filter(~is_whole & ~divides)
    if other.height:
        samples = (
            other.with_columns(pl.int_ranges("lo", "hi", "every").alias("at"))
            .explode("at")
            .with_columns(**_as_sums())
            .select("circuit", "vantage", (pl.col("at") // slot).alias("lo"), *_COUNTS)
        )
        parts.append(_summed(samples, rule))
    return pl.concat(parts).sort("circuit", "vantage", "lo")


_COUNTS = ("sent", "received", "suspect")


def _as_sums() -> dict[str, pl.Expr]:
    """Return a run's columns as numbers that can be summed over a slot."""
    return {
        "sent": pl.col("sent").cast(pl.Int64),
        "received": pl.col("received").cast(pl.Int64),
        "suspect": pl.col("is_suspect").cast(pl.Int64),
    }


def _slots(slot: int) -> list[pl.Expr]:
    """Return the slots that a run of one sample each fills."""
    return [pl.col("lo") // slot, (pl.col("hi") - pl.col("every")) // slot + 1]


def _voted(sums: pl.DataFrame, rule: StateRule) -> pl.DataFrame:
    """Return votes: bad where more was lost than the rule's share of what was sent."""
    share = rule.loss_max
    lost = (pl.col("sent") - pl.col("received")) * share.denominator
    vote = (
        pl.when(pl.col("suspect") > 0).then(Vote.SUSPECT)
        .when(pl.col("sent") == 0).then(Vote.NOT_SENT)
        .when(lost > pl.col("sent") * share.numerator).then(Vote.BAD)
        .otherwise(Vote.GOOD)
    )  # fmt: skip
    return sums.select("circuit", "vantage", "lo", "hi", vote.cast(pl.Int8).alias("vote"))


def _summed(samples: pl.DataFrame, rule: StateRule) -> pl.DataFrame:
    """Return the votes of slots, from sums that each bear on one slot."""
    sums = samples.group_by("circuit", "vantage", "lo").agg(pl.col(_COUNTS).sum())
    return _voted(sums.with_columns((pl.col("lo") + 1).alias("hi")), rule)


def _of_finer(runs: pl.DataFrame, rule: StateRule) -> list[pl.DataFrame]:
    """Return the votes of runs probed several times a slot: whole slots, and those at their ends.

    Slots that a run fills alone have its share of loss; the samples of others are added up.
    """
    slot = rule.slot_ns
    each = slot // pl.col("every")
    count = (pl.col("hi") - pl.col("lo")) // pl.col("every")
    first = pl.col("lo") // slot
    last = (pl.col("hi") - pl.col("every")) // slot
    head = pl.min_horizontal(count, ((first + 1) * slot - pl.col("lo")) // pl.col("every"))
    tail = (pl.col("hi") - last * slot) // pl.col("every")
    cut = runs.with_columns(**_as_sums()).with_columns(
        each.alias("each"), first.alias("first"), last.alias("last"),
        head.alias("head"), tail.alias("tail"),
    )  # fmt: skip
    inside = cut.with_columns(
        (pl.col("first") + (pl.col("head") < pl.col("each")).cast(pl.Int64)).alias("lo"),
        (pl.col("last") + 1 - (pl.col("tail") < pl.col("each")).cast(pl.Int64)).alias("hi"),
    ).filter(pl.col("lo") < pl.col("hi"))
    is_one = pl.col("first") == pl.col("last")
    heads = cut.filter(pl.col("head") < pl.col("each"))
    tails = cut.filter((pl.col("tail") < pl.col("each")) & ~is_one)
    ends = [
        rows.select(
            "circuit", "vantage", pl.col(at).alias("lo"),
            *(pl.col(name) * pl.col(part) for name in _COUNTS),
        )
        for rows, at, part in ((heads, "first", "head"), (tails, "last", "tail"))
    ]  # fmt: skip
    return [_voted(inside, rule), _summed(pl.concat(ends), rule)]


def without_suspect(votes: pl.DataFrame, suspect: pl.DataFrame) -> pl.DataFrame:
    """Return votes with those of a vantage made suspect while its own word doesn't count.

    suspect: columns vantage, lo, hi in slots.
    """
    if not suspect.height:
        return votes
    pairs = votes.select("circuit", "vantage").unique().sort("circuit", "vantage")
    numbered = pairs.with_row_index("key").with_columns(pl.col("key").cast(pl.Int64))
    seen = votes.join(numbered, on=["circuit", "vantage"])
    doubted = numbered.join(suspect, on="vantage")
    if not doubted.height:
        return votes
    both = pl.concat(
        [
            seen.select("key", "lo", "hi", pl.col("vote").cast(pl.Int64), seen=1, doubted=0),
            doubted.select("key", "lo", "hi", vote=pl.lit(0, pl.Int64), seen=0, doubted=1),
        ],
        how="vertical_relaxed",
    )
    swept = sweep(both, ["vote", "seen", "doubted"]).filter(pl.col("seen") > 0)
    vote = pl.when(pl.col("doubted") > 0).then(int(Vote.SUSPECT)).otherwise("vote")
    return (
        swept.with_columns(vote.cast(pl.Int8).alias("vote"))
        .join(numbered, on="key")
        .select(votes.columns)
        .sort("circuit", "vantage", "lo")
    )


def canary_suspect(votes: pl.DataFrame, canaries: pl.DataFrame) -> pl.DataFrame:
    """Return the slots in which each vantage's own canaries all failed: vantage, lo, hi.

    votes: of all circuits, canaries among them. canaries: columns circuit, vantage. A canary that
    wasn't measured says nothing.
    """
    own = votes.join(canaries, on=["circuit", "vantage"], how="semi")
    vantages = own.select("vantage").unique().sort("vantage").with_row_index("key")
    keyed = own.join(vantages, on="vantage").select(
        pl.col("key").cast(pl.Int64), "lo", "hi",
        good=(pl.col("vote") == Vote.GOOD).cast(pl.Int64),
        bad=(pl.col("vote") == Vote.BAD).cast(pl.Int64),
    )  # fmt: skip
    down = sweep(keyed, ["good", "bad"]).filter((pl.col("good") == 0) & (pl.col("bad") > 0))
    named = down.join(vantages.with_columns(pl.col("key").cast(pl.Int64)), on="key")
    return named.select("vantage", "lo", "hi")


def decided(votes: pl.DataFrame, rule: StateRule) -> pl.DataFrame:
    """Return what the vantages decide together: columns circuit, lo, hi, vote.

    The side with more votes wins if it has as many as the rule's quorum; a tie is unknown.
    """
    if votes.get_column("vantage").n_unique() <= 1 and rule.quorum <= 1:
        return votes.select("circuit", "lo", "hi", "vote")
    circuits = votes.select("circuit").unique().sort("circuit").with_row_index("key")
    circuits = circuits.with_columns(pl.col("key").cast(pl.Int64))
    kinds = dict(zip(_SUMS, (Vote.GOOD, Vote.BAD, Vote.SUSPECT, Vote.NOT_SENT), strict=True))
    counts = {name: (pl.col("vote") == int(v)).cast(pl.Int64) for name, v in kinds.items()}
    keyed = votes.join(circuits, on="circuit").select("key", "lo", "hi", **counts)
    good, bad = pl.col("good"), pl.col("bad")
    vote = (
        pl.when((bad > good) & (bad >= rule.quorum)).then(int(Vote.BAD))
        .when((good > bad) & (good >= rule.quorum)).then(int(Vote.GOOD))
        .when(reduce(or_, [good > 0, bad > 0])).then(int(Vote.NO_QUORUM))
        .when(pl.col("suspect") > 0).then(int(Vote.SUSPECT))
        .otherwise(int(Vote.NOT_SENT))
    )  # fmt: skip
    return (
        sweep(keyed, _SUMS)
        .with_columns(vote.cast(pl.Int8).alias("vote"))
        .join(circuits, on="key")
        .select("circuit", "lo", "hi", "vote")
        .sort("circuit", "lo")
    )
