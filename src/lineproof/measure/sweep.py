"""What holds at each moment, where intervals overlap? One algebra of half-open intervals.

Uniting exclusions, counting votes and members, and comparing duplicate samples are all one sweep.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def sweep(intervals: pl.DataFrame, weights: Sequence[str]) -> pl.DataFrame:
    """Return the stretches between all edges of some intervals, each with the sums over it.

    intervals: columns `key`, `lo`, `hi` (lo < hi, Int64) and the weights (Int64). Returns columns
    `key`, `lo`, `hi`, `covers` (how many intervals cover it, at least 1) and the weights' sums, by
    key and time.

    >>> two = pl.DataFrame({"key": [7, 7], "lo": [0, 2], "hi": [4, 6], "up": [1, 0]})
    >>> sweep(two, ["up"]).rows()
    [(7, 0, 2, 1, 1), (7, 2, 4, 2, 1), (7, 4, 6, 1, 0)]
    """
    sums = ["covers", *weights]
    counted = intervals.select("key", "lo", "hi", pl.lit(1, pl.Int64).alias("covers"), *weights)
    edges = pl.concat(
        [
            counted.select("key", pl.col("lo").alias("_edge"), *sums),
            counted.select("key", pl.col("hi").alias("_edge"), *(-pl.col(name) for name in sums)),
        ]
    )
    steps = edges.group_by("key", "_edge").agg(pl.col(sums).sum()).sort("key", "_edge")
    is_last = pl.col("key") != pl.col("key").shift(-1)
    return (
        # every key's steps sum to zero, so that one running sum serves all keys
        steps.with_columns(
            pl.col(sums).cum_sum(), pl.col("_edge").shift(-1).alias("hi"), is_last=is_last
        )
        .filter(~pl.col("is_last").fill_null(value=True) & (pl.col("covers") > 0))
        .select("key", pl.col("_edge").alias("lo"), "hi", *sums)
    )


def united(intervals: pl.DataFrame) -> pl.DataFrame:
    """Return the time that some intervals cover, by key, without overlaps or needless cuts.

    intervals: columns `key`, `lo`, `hi`. An interval that is empty or runs backwards covers none.

    >>> three = pl.DataFrame({"key": [1, 1, 1], "lo": [5, 0, 4], "hi": [9, 2, 6]})
    >>> united(three).rows()
    [(1, 0, 2), (1, 4, 9)]
    """
    real = intervals.select("key", "lo", "hi").filter(pl.col("lo") < pl.col("hi"))
    return joined(sweep(real, []).select("key", "lo", "hi"), [])


def joined(stretches: pl.DataFrame, values: Sequence[str]) -> pl.DataFrame:
    """Return stretches with neighbours joined that touch and agree in some columns.

    stretches: columns `key`, `lo`, `hi` and the values, by key and time, without overlaps.

    >>> two = pl.DataFrame({"key": [1, 1], "lo": [0, 2], "hi": [2, 3], "vote": [0, 0]})
    >>> joined(two, ["vote"]).rows()
    [(1, 0, 3, 0)]
    """
    if not stretches.height:
        return stretches.select("key", "lo", "hi", *values)
    begins = begins_anew(values)
    starts = stretches.with_row_index("at").filter(begins)
    last = starts.get_column("at").shift(-1, fill_value=stretches.height) - 1
    ends = stretches.get_column("hi").gather(last)
    return starts.with_columns(ends.alias("hi")).select("key", "lo", "hi", *values)


def begins_anew(values: Sequence[str]) -> pl.Expr:
    """Return whether a stretch can't be joined to the one before it."""
    differs = (pl.col("key") != pl.col("key").shift()) | (pl.col("lo") != pl.col("hi").shift())
    for name in values:
        differs |= pl.col(name) != pl.col(name).shift()
    return differs.fill_null(value=True)
