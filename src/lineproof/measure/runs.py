"""Which samples in a row say the same? Runs: the one pass over every sample there is.

Everything behind it works on runs, some hundred times fewer. A sample is known by its circuit,
vantage and scheduled time, which is a multiple of the period its source probes at.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from lineproof.measure.sweep import sweep

#: One row a run: samples of one series at `lo`, `lo` + every, … before `hi`, all alike. A series is
#: one circuit seen from one vantage. Instants in nanoseconds since 1970 UTC.
RUN_SCHEMA: dict[str, pl.DataType] = {
    "circuit": pl.String(),
    "vantage": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
    "every": pl.Int64(),
    "sent": pl.UInt16(),
    "received": pl.UInt16(),
    "is_suspect": pl.Boolean(),
}
_BLOCK = 1 << 16
"""Rows compared at a time: few enough for a core's cache, and enough that threads seldom meet."""
_Array = npt.NDArray[Any]
#: Columns of samples: circuit, as a number; scheduled, in nanoseconds; sent; received.
Columns: TypeAlias = tuple[_Array, npt.NDArray[np.int64], _Array, _Array]


def run_starts(
    series: _Array, scheduled: npt.NDArray[np.int64], values: tuple[_Array, ...], *, every: int
) -> npt.NDArray[np.int64]:
    """Return the rows at which a new run begins, ascending; the first row does.

    series: which circuit each row is of, as numbers. scheduled: instants, in the unit of `every`.
    values: columns that are equal along a run; one without strides is the same in all rows. Rows in
    any order are right, only slower.
    """
    size = scheduled.size
    if not size:
        return np.empty(0, dtype=np.int64)
    differing = (series, *(column for column in values if column.strides != (0,)))
    found = [np.zeros(1, dtype=np.int64)]
    step = np.empty(_BLOCK, dtype=np.int64)
    is_new, differs = np.empty(_BLOCK, dtype=np.bool_), np.empty(_BLOCK, dtype=np.bool_)
    for start in range(1, size, _BLOCK):
        end = min(start + _BLOCK, size)
        here, before, rows = slice(start, end), slice(start - 1, end - 1), slice(end - start)
        np.subtract(scheduled[here], scheduled[before], out=step[rows])
        np.not_equal(step[rows], every, out=is_new[rows])
        for column in differing:
            np.not_equal(column[here], column[before], out=differs[rows])
            np.logical_or(is_new[rows], differs[rows], out=is_new[rows])
        rows_found = np.flatnonzero(is_new[rows])
        if rows_found.size:
            found.append(rows_found + start)
    return np.concatenate(found)


def runs_of(names: pl.Series, columns: Columns, *, vantage: str, every: int) -> pl.DataFrame:
    """Return the runs of some samples of one vantage, in columns of `RUN_SCHEMA`.

    names: the circuits that the first column numbers. every: the period the samples were probed at,
    in nanoseconds.
    """
    return runs_of_all([(names, columns)], vantage=vantage, every=every)


def runs_of_all(
    batches: Iterable[tuple[pl.Series, Columns]], *, vantage: str, every: int
) -> pl.DataFrame:
    """Return the runs of samples that come batch by batch; see `runs_of`.

    No batch is held once its runs are known, and one table is made of all: making one a batch would
    take longer than comparing the samples.
    """
    names, parts, known = [], [], 0
    for own, columns in batches:
        circuit, *numbers = _ends(columns, every)
        parts.append((circuit.astype(np.int64) + known, *numbers))
        names.append(own)
        known += own.len()
    if not parts:
        return pl.DataFrame(schema=RUN_SCHEMA)
    circuit, lo, hi, sent, received = (np.concatenate(each) for each in zip(*parts, strict=True))
    return pl.DataFrame(
        {
            "circuit": pl.concat(names).gather(pl.Series(circuit)),
            "vantage": pl.repeat(vantage, lo.size, dtype=pl.String, eager=True),
            "lo": lo,
            "hi": hi + every,
            "every": np.full(lo.size, every, dtype=np.int64),
            "sent": sent,
            "received": received,
            "is_suspect": received > sent,
        },
        schema=RUN_SCHEMA,
    )


def _ends(columns: Columns, every: int) -> tuple[_Array, ...]:
    """Return the runs of one batch: circuit, first and last sample, sent, received."""
    circuit, scheduled, sent, received = columns
    starts = run_starts(circuit, scheduled, (sent, received), every=every)
    lasts = np.append(starts[1:], scheduled.size) - 1 if starts.size else starts
    return circuit[starts], scheduled[starts], scheduled[lasts], sent[starts], received[starts]


def settled_runs(runs: pl.DataFrame) -> pl.DataFrame:
    """Return runs of which no two hold the same sample, by circuit, vantage and time.

    Samples that came twice count once; where copies differ, what they say is suspect. So the order
    and the sizes in which batches came don't matter.
    """
    ordered = runs.sort("circuit", "vantage", "lo")
    is_same = (pl.col("circuit") == pl.col("circuit").shift()) & (
        pl.col("vantage") == pl.col("vantage").shift()
    )
    is_every = pl.col("every") == pl.col("every").shift()
    clashes = is_same & ((pl.col("lo") < pl.col("hi").shift()) | ~is_every)
    goes_on = is_same & is_every & (pl.col("lo") == pl.col("hi").shift())
    for name in ("sent", "received", "is_suspect"):
        goes_on &= pl.col(name) == pl.col(name).shift()
    found = ordered.select(
        clashes=clashes.fill_null(value=False), goes_on=goes_on.fill_null(value=False)
    )
    if not found["clashes"].any():
        return _joined(ordered, found["goes_on"])
    touched = ordered.filter(found["clashes"]).select("circuit", "vantage").unique()
    apart = ordered.join(touched, on=["circuit", "vantage"], how="anti")
    resolved = _resolved(ordered.join(touched, on=["circuit", "vantage"], how="semi"))
    return pl.concat([apart, resolved]).sort("circuit", "vantage", "lo")


def _joined(runs: pl.DataFrame, goes_on: pl.Series) -> pl.DataFrame:
    """Return runs in order, each joined to those that only go on with it in the next batch."""
    starts = runs.with_row_index("row").filter(~goes_on)
    last = starts.get_column("row").shift(-1, fill_value=runs.height) - 1
    return starts.with_columns(runs.get_column("hi").gather(last)).select(runs.columns)


def _resolved(runs: pl.DataFrame) -> pl.DataFrame:
    """Return the runs of series in which some overlap, without overlaps."""
    pairs = runs.select("circuit", "vantage").unique().sort("circuit", "vantage")
    numbered = runs.join(pairs.with_row_index("key"), on=["circuit", "vantage"])
    numbered = _on_one_grid(numbered.with_columns(pl.col("key").cast(pl.Int64)))
    value = pl.col("sent").cast(pl.Int64) * 2**16 + pl.col("received")
    coded = numbered.with_columns(value.rank("dense").cast(pl.Int64).alias("code"))
    codes = coded.select("code", "sent", "received").unique("code")
    grids = coded.select("key", "circuit", "vantage", "every").unique("key")
    weighted = coded.with_columns(
        (pl.col("code") ** 2).alias("square"), pl.col("is_suspect").cast(pl.Int64)
    )
    stretches = sweep(weighted, ["code", "square", "is_suspect"])
    # n numbers are equal exactly where n times the sum of their squares is the square of their sum
    is_alike = pl.col("covers") * pl.col("square") == pl.col("code") ** 2
    return (
        stretches.with_columns(
            (~is_alike | (pl.col("is_suspect") > 0)).alias("is_suspect"),
            (pl.col("code") // pl.col("covers")).alias("code"),
        )
        .join(codes, on="code", how="left")
        .join(grids, on="key", how="left")
        .with_columns(pl.col("sent", "received").fill_null(0))
        .select(*RUN_SCHEMA)
    )


def _on_one_grid(runs: pl.DataFrame) -> pl.DataFrame:
    """Return runs such that all of a series have one period, the greatest that fits them.

    A run probed less often is cut into its samples, each as long as that period.
    """
    periods = runs.group_by("key").agg(pl.col("every").unique())
    fine = pl.DataFrame(
        [(key, math.gcd(*each)) for key, each in periods.iter_rows()],
        schema={"key": pl.Int64, "fine": pl.Int64}, orient="row",
    )  # fmt: skip
    both = runs.join(fine, on="key")
    is_fine = pl.col("every") == pl.col("fine")
    samples = (
        both.filter(~is_fine)
        .with_columns(pl.int_ranges("lo", "hi", "every").alias("lo"))
        .explode("lo")
        .with_columns((pl.col("lo") + pl.col("fine")).alias("hi"))
    )
    whole = pl.concat([both.filter(is_fine), samples])
    return whole.with_columns(pl.col("fine").alias("every")).drop("fine")
