"""Which samples are measured? Circuits probed once a minute for a month, with bursts of outages.

They come a day at a time, by circuit, and are stored as any source's are, in as many batches. All
is made from a seed: one size, the same samples.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples
from lineproof.sources.sample_request import ROWS_IN_BATCH
from lineproof.store.samples import SampleStore

NS = 10**9
BEGIN = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
BEGIN_NS = int(BEGIN.timestamp()) * NS
DAYS, EVERY_NS, VANTAGE = 30, 60 * NS, "probe-a"
SLOTS = 86_400 * NS // EVERY_NS
"""Samples a circuit and day."""
_OUTAGES, _SLOTS_MAX = 20, 60
"""How many outages a circuit has, and how many slots each has at most."""


def store_samples(folder: Path, *, circuits: int, jitter_ns: int = 0) -> None:
    """Store a month of samples in a contract folder.

    jitter_ns: probes are sent up to so much later than they are due, at random.
    """
    store = SampleStore(folder)
    for samples in samples_of(circuits, jitter_ns=jitter_ns):
        store.append(samples, recorded_at=BEGIN + dt.timedelta(days=DAYS))


def samples_of(circuits: int, *, jitter_ns: int = 0) -> Iterator[Samples]:
    """Yield the samples, as many at a time as are one batch."""
    random = np.random.default_rng(20250301)
    received = _received(random, circuits)
    names = names_of(circuits)
    for day in range(DAYS):
        answered = received[:, day * SLOTS : (day + 1) * SLOTS].ravel()
        due = BEGIN_NS + (day * SLOTS + np.arange(SLOTS, dtype=np.int64)) * EVERY_NS
        frame = pl.DataFrame(
            {
                "circuit": names.gather(np.repeat(np.arange(circuits, dtype=np.uint32), SLOTS)),
                "scheduled": np.tile(due, circuits),
                "jitter_ns": random.integers(0, jitter_ns + 1, answered.size),
                "sent": np.ones(answered.size, dtype=np.uint16),
                "received": answered.astype(np.uint16),
                "rtt_ns": pl.repeat(None, answered.size, dtype=pl.Int64, eager=True),
            },
            schema=SAMPLE_SCHEMA,
        )
        for piece in frame.iter_slices(ROWS_IN_BATCH):
            yield Samples(piece, VANTAGE, EVERY_NS, "bench")


def names_of(circuits: int) -> pl.Series:
    """Return the ids of the circuits, in order."""
    return pl.Series([f"circuit-{number:07}" for number in range(circuits)])


def _received(random: np.random.Generator, circuits: int) -> npt.NDArray[np.bool_]:
    """Return whether each circuit, a row each, answered in each slot, a column each."""
    size = DAYS * SLOTS
    change = np.zeros((circuits, size + _SLOTS_MAX), dtype=np.int8)
    rows = np.repeat(np.arange(circuits), _OUTAGES)
    first = random.integers(0, size, rows.size)
    np.add.at(change, (rows, first), 1)
    np.add.at(change, (rows, first + random.integers(1, _SLOTS_MAX, rows.size)), -1)
    np.cumsum(change, axis=1, out=change)
    is_up: npt.NDArray[np.bool_] = change[:, :size] == 0
    return is_up


if __name__ == "__main__":
    store_samples(Path(sys.argv[1]), circuits=int(sys.argv[2]), jitter_ns=int(sys.argv[3]))
