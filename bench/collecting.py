"""How many probes a second does the collector send and write down? On this machine's own addresses.

Run as `python -m bench.collecting`; it prints what was stored, as JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from bench.measure import run

from lineproof.store.samples import SampleStore

EVERY_S, ROUNDS = 15, 3
TARGETS = 1_000_000 * EVERY_S // 60


def main(targets: int, every_s: int, rounds: int) -> dict[str, list[float]]:
    """Return the probes that were to be sent, and the samples stored as sent and as answered."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        table = folder / "targets.csv"
        table.write_text("\n".join(["circuit,address,canary", *_rows(targets), ""]))
        program = str(Path(sys.executable).with_name("lineproof"))
        asked = ("--vantage", "here", "--every", str(every_s), "--rounds", str(rounds))
        cost = run([program, "collect", made, str(table), *asked])
        store = SampleStore(folder)
        files = [store.folder / file.path for batch in store.batches() for file in batch.files]
        kept = pl.concat([pl.read_parquet(file, columns=["sent", "received"]) for file in files])
    return {
        "intended": [float(targets * rounds)],
        "sent": [float(kept["sent"].sum())],
        "answered": [float(kept["received"].sum())],
        "seconds": [float(every_s * rounds)],
        "cpu": [cost.cpu_s],
    }


def _rows(targets: int) -> Iterator[str]:
    """Yield targets on this machine's own network, 127.0.0.0/8."""
    for number in range(256, targets + 256):
        yield f"C{number:07},127.{number >> 16}.{number >> 8 & 255}.{number & 255},"


if __name__ == "__main__":
    print(json.dumps(main(TARGETS, EVERY_S, ROUNDS)))
