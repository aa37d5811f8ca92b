"""How long did each line's outages last, as far as they count? Stretches cut to what was judged.

Excluded time is taken out of an outage's length; an outage that an exclusion interrupts stays one.
It knows no money.
"""

from __future__ import annotations

import polars as pl

from lineproof.assess.availability import Judged
from lineproof.measure.exclusions import excluded_lengths, regrouped
from lineproof.measure.sweep import united

#: One row an outage of a line, in nanoseconds; counted: its length less what is excluded.
OUTAGE_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
    "counted": pl.Int64(),
}
SURE = ("down",)
"""States that are outages for sure."""
POSSIBLE = ("down", "unknown")
"""States that may be outages."""


def outage_lengths(
    judged: Judged, states: tuple[str, ...], *, window: tuple[int, int]
) -> pl.DataFrame:
    """Return the outages of each line that count in a window, by line and time.

    states: which states are taken as outages; stretches that touch are one outage. Returns columns
    of `OUTAGE_SCHEMA`; an outage that is wholly excluded isn't among them.
    """
    start, end = window
    down = judged.states.filter(pl.col("state").is_in(states)).select(
        "lo", "hi", unit="circuit"
    )  # fmt: skip
    served = judged.served.select("line", "unit", first="lo", last="hi")
    stretches = (
        down.join(served, on="unit")
        .with_columns(
            pl.max_horizontal("lo", "first", pl.lit(start)),
            hi=pl.min_horizontal("hi", "last", pl.lit(end)),
        )
        .filter(pl.col("lo") < pl.col("hi"))
    )
    lines = stretches.select("line").unique(maintain_order=True).with_row_index("key")
    lines = lines.with_columns(pl.col("key").cast(pl.Int64))
    outages = united(stretches.join(lines, on="line")).join(lines, on="key", maintain_order="left")
    return (
        outages.with_columns(counted=pl.col("hi") - pl.col("lo") - _excluded(judged, outages))
        .filter(pl.col("counted") > 0)
        .select(*OUTAGE_SCHEMA)
        .sort("line", "lo")
    )


def _excluded(judged: Judged, outages: pl.DataFrame) -> pl.Series:
    """Return how much of each line's outage is excluded, for any of its units."""
    lines = outages.select("line").unique()
    units = judged.served.join(lines, on="line", how="semi").select(circuit="unit", group="line")
    by_line = regrouped(judged.excluded, units.unique())
    return excluded_lengths(outages.select("lo", "hi", circuit="line"), by_line)
