"""Which time doesn't count, of which circuits? What many circuits share is kept once.

A claim about everything would otherwise be a row for each of a million circuits. It knows no
contract, and doesn't ask who accepted what.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from lineproof.measure.sweep import united

#: One row a circuit and claim. Instants in nanoseconds since 1970 UTC.
EXCLUDED_SCHEMA: dict[str, pl.DataType] = {
    "circuit": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
    "mode": pl.String(),
    "claim": pl.String(),
}
_DAY_NS = 86_400 * 10**9
_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Exclusions:
    """What doesn't count of some circuits' time; it may overlap.

    classes: columns circuit, class: circuits of one class have all their exclusions in common.
    Classes are numbered from 0 on. spans: columns class, lo, hi, mode, claim. rest: the class of
    all circuits that aren't listed; None: nothing of their time is excluded.
    """

    classes: pl.DataFrame
    spans: pl.DataFrame
    rest: int | None = None

    def of(self, circuits: Iterable[str]) -> pl.DataFrame:
        """Return what is excluded of some circuits, in columns of `EXCLUDED_SCHEMA`.

        It is meant for few: each circuit has rows of its own.
        """
        named = pl.DataFrame({"circuit": list(circuits)}, schema={"circuit": pl.String()}).unique()
        rows = self.classed(named).join(self.spans, on="class")
        return rows.select(*EXCLUDED_SCHEMA).sort("circuit", "lo", "claim")

    def classed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows about circuits with their `class`; null: nothing of them is excluded."""
        own = rows.join(self.classes, on="circuit", how="left", maintain_order="left")
        return own.with_columns(pl.col("class").fill_null(pl.lit(self.rest, pl.Int64)))

    def claims_of(self, circuits: Iterable[str]) -> tuple[str, ...]:
        """Return the claims about some circuits, many or few."""
        named = pl.DataFrame({"circuit": list(circuits)}, schema={"circuit": pl.String()})
        kinds = self.classed(named).select("class").unique()
        return tuple(self.spans.join(kinds, on="class")["claim"].unique().sort())

    def only(self, mode: str) -> Exclusions:
        """Return those that count in one way."""
        return replace(self, spans=self.spans.filter(pl.col("mode") == mode))


def nothing_excluded() -> Exclusions:
    """Return no exclusions at all."""
    return each_its_own(pl.DataFrame(schema=EXCLUDED_SCHEMA))


def each_its_own(excluded: pl.DataFrame) -> Exclusions:
    """Return exclusions listed circuit by circuit, in columns of `EXCLUDED_SCHEMA`."""
    names = excluded.select("circuit").unique(maintain_order=True)
    classes = names.select("circuit", pl.int_range(pl.len(), dtype=pl.Int64).alias("class"))
    return Exclusions(classes, excluded.join(classes, on="circuit").drop("circuit"))


def regrouped(exclusions: Exclusions, groups: pl.DataFrame) -> Exclusions:
    """Return exclusions of groups: what is excluded for a member is excluded for its group.

    groups: columns circuit, group; a circuit may belong to several.
    """
    members = exclusions.classed(groups).drop_nulls("class").select("group", "class").unique()
    sets = members.group_by("group").agg(pl.col("class").sort().alias("_set"))
    numbers = sets.select("_set").unique().with_row_index("number")
    numbers = numbers.with_columns(pl.col("number").cast(pl.Int64))
    classes = sets.join(numbers, on="_set").select(circuit="group", **{"class": "number"})
    is_rest = pl.col("_set") == [exclusions.rest]
    rest = next(iter(numbers.filter(is_rest)["number"]), None)
    spans = (
        numbers.explode("_set")
        .join(exclusions.spans, left_on="_set", right_on="class")
        .drop("_set")
        .rename({"number": "class"})
        .unique()
    )
    listed = classes.filter(pl.col("class") != rest) if rest is not None else classes
    return Exclusions(listed, spans.select(exclusions.spans.columns), rest)


def excluded_lengths(times: pl.DataFrame, exclusions: Exclusions) -> pl.Series:
    """Return how much of each stretch is excluded, in nanoseconds.

    times: columns circuit, lo, hi, in any order; a circuit's rows are looked up once where they
    follow each other, since comparing names is what takes long.
    """
    spans = united(exclusions.spans.select("lo", "hi", key="class"))
    lengths = np.zeros(times.height, dtype=np.int64)
    if spans.height:
        classes = _classes(times.get_column("circuit"), exclusions)
        reach = spans.group_by("key").agg(first=pl.col("lo").min(), last=pl.col("hi").max())
        first, last = _by_class(reach, "first"), _by_class(reach, "last")
        known = np.flatnonzero((classes >= 0) & (classes < first.size))
        own = classes[known]
        lo, hi = (times.get_column(name).to_numpy()[known] for name in ("lo", "hi"))
        is_near = (lo < last[own]) & (hi > first[own])
        at = known[is_near]
        before = _Before(spans)
        cut = before.of(own[is_near], hi[is_near]) - before.of(own[is_near], lo[is_near])
        lengths[at] = cut
    return pl.Series("excluded", lengths)


def claims_met(times: pl.DataFrame, exclusions: Exclusions) -> pl.Series:
    """Return the claims that exclude some of each stretch, a sorted list each.

    times: columns circuit, lo, hi. Stretches and claims are laid out by the day, so that only what
    is near each other is compared, and alike stretches are compared once.
    """
    rows = exclusions.classed(times.select("circuit", "lo", "hi"))
    alike = ["class", "lo", "hi"]
    claims = _by_day(exclusions.spans.rename({"lo": "first", "hi": "last"}), "first", "last")
    meets = (
        _by_day(rows.select(alike).unique().drop_nulls("class"))
        .join(claims, on=["class", "day"])
        .filter((pl.col("lo") < pl.col("last")) & (pl.col("first") < pl.col("hi")))
    )
    listed = meets.group_by(alike).agg(pl.col("claim").unique().sort().alias("claims"))
    found = rows.join(listed, on=alike, how="left", maintain_order="left")
    return found.get_column("claims").fill_null(pl.Series([[]], dtype=pl.List(pl.String)))


def _by_day(times: pl.DataFrame, lo: str = "lo", hi: str = "hi") -> pl.DataFrame:
    """Return stretches once for each day since 1970 that they touch."""
    first, last = pl.col(lo) // _DAY_NS, (pl.col(hi) - 1) // _DAY_NS
    real = times.filter(pl.col(lo) < pl.col(hi))
    return real.with_columns(day=pl.int_ranges(first, last + 1)).explode("day")


def _classes(circuits: pl.Series, exclusions: Exclusions) -> _Ints:
    """Return the class of each of many circuits, -1 for one that has none."""
    runs = circuits.rle().struct.unnest()
    found = exclusions.classed(runs.select(circuit="value")).get_column("class")
    return np.repeat(found.fill_null(-1).to_numpy(), runs.get_column("len").to_numpy())


def _by_class(reach: pl.DataFrame, column: str) -> _Ints:
    """Return one instant of each class, by its number; a class without spans has none: 0."""
    found = np.zeros(int(reach["key"].to_numpy().max()) + 1, dtype=np.int64)
    found[reach["key"].to_numpy()] = reach[column].to_numpy()
    return found


class _Before:
    """What is excluded before an instant, for each class.

    Spans and instants become whole numbers that order by class and then by time, so that one search
    serves all classes.
    """

    def __init__(self, spans: pl.DataFrame) -> None:
        """Take spans that are united: columns key, lo, hi, by key and time."""
        length = pl.col("hi") - pl.col("lo")
        earlier = spans.select(length.cum_sum().over("key") - length).to_series().to_numpy()
        self._key, self._lo, self._hi = (
            np.concatenate(([-1], spans[name].to_numpy())) for name in ("key", "lo", "hi")
        )
        self._earlier = np.concatenate(([0], earlier))
        self._edges = np.unique(self._lo)
        self._order = self._ordered(self._key, self._lo)

    def of(self, classes: _Ints, instants: _Ints) -> _Ints:
        """Return what is excluded before each instant, of each class."""
        at = np.searchsorted(self._order, self._ordered(classes, instants), side="right") - 1
        into = np.minimum(instants, self._hi[at]) - self._lo[at]
        found: _Ints = np.where(self._key[at] == classes, self._earlier[at] + into, 0)
        return found

    def _ordered(self, classes: _Ints, instants: _Ints) -> _Ints:
        """Return numbers that order by class, then by time as far as spans begin."""
        rank = np.searchsorted(self._edges, instants, side="right")
        found: _Ints = classes * (self._edges.size + 1) + rank
        return found
