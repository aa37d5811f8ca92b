"""How does a day of a line look in a picture of many? One look a unit and local day.

What is sure to be down is seen first; unknown time never looks like up or like down.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.assess.availability import Judged
from lineproof.measure.availability import cut_by
from lineproof.report.wall_clock import WallDay

_MINUTE = 60 * 10**9
_SHORT_BELOW = 15 * _MINUTE
_LONG_BELOW = 240 * _MINUTE


class Look(enum.Enum):
    """What a cell of a picture shows; the value is its name in templates."""

    OUT = "out"
    UP = "up"
    SHORT = "short"
    LONG = "long"
    WORST = "worst"
    PARTLY = "partly"
    UNKNOWN = "unknown"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Mix:
    """How a unit's day was spent, in nanoseconds.

    down, unknown: as far as they count; excluded: what doesn't count against the provider.
    """

    service: int = 0
    down: int = 0
    unknown: int = 0
    excluded: int = 0

    @property
    def look(self) -> Look:
        """What its cell shows; that some of it is excluded is shown on top."""
        if not self.service:
            return Look.OUT
        if self.down:
            if self.down < _SHORT_BELOW:
                return Look.SHORT
            return Look.LONG if self.down < _LONG_BELOW else Look.WORST
        if self.unknown:
            return Look.UNKNOWN if 2 * self.unknown >= self.service else Look.PARTLY
        return Look.EXCLUDED if self.excluded == self.service else Look.UP


def day_cells(
    month: Judged, units: Iterable[str], days: Sequence[WallDay]
) -> dict[str, tuple[Mix, ...]]:
    """Return how each of some units spent each of some days."""
    names = list(dict.fromkeys(units))
    parts = parts_of(month, names)
    edges = pl.DataFrame(
        [(day.date, day.lo, day.hi) for day in days],
        schema={"date": pl.Date(), "first": pl.Int64(), "last": pl.Int64()},
        orient="row",
    )
    inside = (
        parts.join(edges, how="cross")
        .with_columns(pl.max_horizontal("lo", "first"), hi=pl.min_horizontal("hi", "last"))
        .filter(pl.col("lo") < pl.col("hi"))
        .with_columns(length=pl.col("hi") - pl.col("lo"))
    )
    counts = pl.col("mode").is_null()
    rows = inside.group_by("circuit", "date").agg(
        pl.col("length").sum().alias("service"),
        pl.col("length").filter(counts & (pl.col("state") == "down")).sum().alias("down"),
        pl.col("length").filter(counts & (pl.col("state") == "unknown")).sum().alias("unknown"),
        pl.col("length").filter(~counts).sum().alias("excluded"),
    )
    found: dict[tuple[str, dt.date], Mix] = {
        (unit, date): Mix(*times) for unit, date, *times in rows.iter_rows()
    }
    return {name: tuple(found.get((name, day.date), Mix()) for day in days) for name in names}


def parts_of(month: Judged, units: Iterable[str]) -> pl.DataFrame:
    """Return some units' states cut where exclusions begin and end, by unit and time."""
    named = pl.DataFrame({"circuit": list(units)}, schema={"circuit": pl.String()})
    return cut_by(
        month.states.join(named, on="circuit", how="semi"),
        month.excluded.of(named.get_column("circuit")),
    ).sort("circuit", "lo")
