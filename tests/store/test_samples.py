"""Is a batch stored whole, once, and found again, whatever else happens?"""

from __future__ import annotations

import dataclasses
import datetime as dt
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples, Suspect
from lineproof.model.errors import InputRefusedError, StoreError
from lineproof.store.batches import LOG
from lineproof.store.sample_files import bucket_of
from lineproof.store.samples import BUCKETS, SampleStore

NOW = dt.datetime(2025, 4, 1, tzinfo=dt.UTC)
MINUTE = 60 * 10**9
START = int(dt.datetime(2025, 3, 1, tzinfo=dt.UTC).timestamp()) * 10**9


def samples(*rows: tuple[str, int, int, int], vantage: str = "v1", **other: object) -> Samples:
    """Return a batch of (circuit, minute, sent, received)."""
    columns = [(c, START + m * MINUTE, 0, s, r, None) for c, m, s, r in rows]
    frame = pl.DataFrame(columns, schema=SAMPLE_SCHEMA, orient="row")
    batch = Samples(frame, vantage, MINUTE, "csv:test.csv")
    return dataclasses.replace(batch, **other)  # type: ignore[arg-type]


def runs(store: SampleStore, *circuits: str, until: dt.datetime | None = None) -> list[object]:
    """Return the runs that are stored of some circuits, as (circuit, first minute, end, answers)."""
    found: list[object] = []
    for circuit in circuits:
        bucket = bucket_of(circuit, buckets=BUCKETS)
        evidence = store.evidence(
            bucket, lo=START - MINUTE, hi=START + 10**6 * MINUTE, as_known_until=until
        )
        own = evidence.runs.filter(pl.col("circuit") == circuit).sort("lo", "vantage")
        for row in own.iter_rows(named=True):
            lo, hi = ((row[at] - START) // MINUTE for at in ("lo", "hi"))
            found.append((circuit, lo, hi, row["received"]))
    return found


def test_what_is_stored_is_found_again(tmp_path: Path) -> None:
    """a: minutes 0–1 answered, 2 lost; b: minute 0. Rows come in no order."""
    store = SampleStore(tmp_path)
    batch = samples(("a", 2, 1, 0), ("b", 0, 1, 1), ("a", 0, 1, 1), ("a", 1, 1, 1))
    line = store.append(batch, recorded_at=NOW)
    assert line is not None
    assert (line.rows, line.lo, line.hi) == (4, START, START + 3 * MINUTE)
    assert runs(SampleStore(tmp_path), "a", "b") == [("a", 0, 2, 1), ("a", 2, 3, 0), ("b", 0, 1, 1)]
