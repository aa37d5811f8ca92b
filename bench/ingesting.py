"""How many samples a second are taken into a store? From a Parquet file, and from a CSV file.

Run as `python -m bench.ingesting`; it prints the seconds of each run by name, as JSON.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import polars as pl
from bench.inside import seconds
from bench.samples import BEGIN, EVERY_NS, VANTAGE, names_of, samples_of

from lineproof.measure.samples import Samples
from lineproof.sources.ahead import read_ahead
from lineproof.sources.sample_request import SampleRequest
from lineproof.sources.samples_csv import read_csv
from lineproof.sources.samples_parquet import read_parquet
from lineproof.store.samples import SampleStore

CIRCUITS, BATCHES = 10_000, 4
_READERS: dict[str, Callable[[SampleRequest], Iterator[Samples]]] = {
    "ingest-parquet": read_parquet,
    "ingest-csv": read_csv,
}


def main(batches: int, circuits: int) -> dict[str, list[float]]:
    """Return how many rows the files had, and the seconds of each run by the file's kind."""
    frames = [each.frame for each in islice(samples_of(circuits), batches)]
    rows = pl.concat(frames).select(
        "circuit", sent_at=pl.col("scheduled").cast(pl.Datetime("ns", "UTC")),
        sent="sent", received="received",
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        rows.write_parquet(folder / "in.parquet")
        rows.write_csv(folder / "in.csv", datetime_format="%Y-%m-%dT%H:%M:%SZ")
        return {"rows": [float(rows.height)]} | {
            name: seconds(_Taking(folder, name, circuits), runs=3) for name in _READERS
        }


class _Taking:
    """Takes a file into a new store each time it is called."""

    def __init__(self, folder: Path, name: str, circuits: int) -> None:
        self._folder, self._name, self._number = folder, name, 0
        self._request = SampleRequest(
            place=str(folder / f"in.{name.removeprefix('ingest-')}"),
            vantage=VANTAGE,
            every_ns=EVERY_NS,
            circuits=frozenset(names_of(circuits)),
            latest_ns=2**62,
        )

    def __call__(self) -> None:
        self._number += 1
        store = SampleStore(self._folder / f"{self._name}-{self._number}")
        for samples in read_ahead(_READERS[self._name](self._request)):
            store.append(samples, recorded_at=BEGIN)


if __name__ == "__main__":
    print(json.dumps(main(BATCHES, CIRCUITS)))
