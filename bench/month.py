"""How long do samples take to become availability? It asks pyarrow to decode them, too.

Run as `python -m bench.month FOLDER NAME …`; it prints the seconds of each run by name, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import polars as pl
import pyarrow.parquet as pq
from bench.inside import seconds
from bench.samples import BEGIN_NS, DAYS, NS

from lineproof.measure.availability import tally
from lineproof.measure.exclusions import each_its_own
from lineproof.measure.reduction import states_of
from lineproof.measure.rule import StateRule
from lineproof.store.samples import SampleStore

RULE = StateRule(60, Fraction(0), 3, 3)
END_NS = BEGIN_NS + DAYS * 86_400 * NS
_COLUMNS = ["circuit", "scheduled", "sent", "received"]
_ROWS_READ, _THREADS = 1 << 19, 2
_T = TypeVar("_T")
_KEPT = "states.parquet"


def main(folder: Path, names: set[str], runs: int) -> dict[str, list[float]]:
    """Return the seconds of each run of what is named, in turns, after one that doesn't count."""
    work: dict[str, Callable[[], object]] = {
        "decode": lambda: _on_threads(decoded, folder),
        "availability": lambda: availability(folder),
        "kept": lambda: tally_of(pl.read_parquet(folder / _KEPT)),
    }
    if "kept" in names:
        states_in(folder).write_parquet(folder / _KEPT)
    found: dict[str, list[float]] = {name: [] for name in work if name in names}
    for _ in range(runs):
        for name, times in found.items():
            times.extend(seconds(work[name], runs=1))
    return found


def decoded(store: SampleStore, bucket: int) -> int:
    """Decode what our kernel needs of a bucket by pyarrow alone; return how many rows it has."""
    rows = 0
    for path in sorted(store.folder.glob(f"samples/*/bucket={bucket:02}/*.parquet")):
        with pq.ParquetFile(path, read_dictionary=["circuit"]) as file:
            blocks = file.iter_batches(_ROWS_READ, columns=_COLUMNS, use_threads=False)
            rows += sum(block.num_rows for block in blocks)
    return rows


def states_in(folder: Path) -> pl.DataFrame:
    """Return the states of all circuits in the month."""
    return pl.concat(_on_threads(states_of_bucket, folder))


def states_of_bucket(store: SampleStore, bucket: int) -> pl.DataFrame:
    """Return the states of a bucket's circuits, each in service all the time."""
    look_ahead_ns = RULE.lookahead * RULE.slot_ns
    evidence = store.evidence(bucket, lo=BEGIN_NS, hi=END_NS + look_ahead_ns)
    always = {"lo": pl.lit(0, pl.Int64), "hi": pl.lit(2**62, pl.Int64)}
    services = evidence.runs.select("circuit").unique().sort("circuit").with_columns(**always)
    return states_of(evidence, services, RULE, read=(BEGIN_NS, BEGIN_NS, END_NS)).states


def availability(folder: Path) -> pl.DataFrame:
    """Return each circuit's times, from samples."""

    def of_bucket(store: SampleStore, bucket: int) -> pl.DataFrame:
        return tally_of(states_of_bucket(store, bucket))

    return pl.concat(_on_threads(of_bucket, folder))


def tally_of(states: pl.DataFrame) -> pl.DataFrame:
    """Return each circuit's times, four hours of maintenance on some day excluded."""
    circuits = states.select("circuit").unique().sort("circuit").with_row_index("at")
    day = pl.col("at").cast(pl.Int64) % DAYS
    first = BEGIN_NS + day * 86_400 * NS
    windows = circuits.select(
        "circuit", lo=first, hi=first + 4 * 3600 * NS, mode=pl.lit("remove_from_denominator"),
        claim=pl.lit("maintenance"),
    )  # fmt: skip
    return tally(states, each_its_own(windows))


def _on_threads(work: Callable[[SampleStore, int], _T], folder: Path) -> list[_T]:
    """Return what work makes of each bucket, two at a time."""
    store = SampleStore(folder)
    with ThreadPoolExecutor(_THREADS) as threads:
        return list(threads.map(lambda bucket: work(store, bucket), range(store.buckets)))


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), set(sys.argv[3:]), int(sys.argv[2]))))
