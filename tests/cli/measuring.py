"""A small folder that was measured: two circuits in Berlin, probed every ten minutes in March 2025.

P-1 didn't answer on 4 March from 08:10 to 11:30; of P-2 nothing is known on 9 March, 01:00–06:30.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples
from lineproof.store.samples import SampleStore

EVERY_S = 600
UTC = dt.UTC
CONTRACT = """
schema = "contract/1"
[contract]
id = "harbour-lines"
currency = "EUR"
timezone = "Europe/Berlin"
signed = 2025-01-10
start = 2025-02-01
months = 24
[contract.parties.buyer]
name = "Harbour Clinics"
[contract.parties.provider]
name = "Coast Networks"
[contract.rounding]
unit = "0.01"
[[term]]
id = "LINES"
kind = "circuit_schedule"
clause = "annex 1"
file = "circuits.csv"
"""
TERM = """
[[term]]
id = "AVAIL"
kind = "availability"
clause = "4.1"
slot_s = 600
down_run = 2
"""
CIRCUITS = """line,id,site,monthly_rent,start
1,P-1,North pier,120.00,2025-02-01
2,P-2,South pier,120.00,2025-02-01
"""


def write_contract(folder: Path, *, terms: str = TERM) -> Path:
    """Write the folder without any samples."""
    folder.mkdir()
    (folder / "contract.toml").write_text(CONTRACT + terms, "utf-8")
    (folder / "circuits.csv").write_text(CIRCUITS, "utf-8")
    return folder


def measure(folder: Path, *, recorded_at: dt.datetime) -> None:
    """Store March's samples of both circuits."""
    start, end = (dt.datetime(2025, month, 1, tzinfo=UTC) for month in (3, 4))
    first, last = (int(at.timestamp()) // EVERY_S for at in (start - dt.timedelta(days=2), end))
    silent = _slots("2025-03-09T00:00", "2025-03-09T05:30")
    down = _slots("2025-03-04T07:10", "2025-03-04T10:30")
    rows = [
        (circuit, slot * EVERY_S * 10**9, 0, 1, int(not (circuit == "P-1" and slot in down)), None)
        for slot in range(first, last)
        for circuit in ("P-1", "P-2")
        if not (circuit == "P-2" and slot in silent)
    ]
    frame = pl.DataFrame(rows, schema=SAMPLE_SCHEMA, orient="row")
    samples = Samples(frame, "noc", EVERY_S * 10**9, "csv:ping.csv")
    SampleStore(folder).append(samples, recorded_at=recorded_at)


def _slots(start: str, end: str) -> range:
    """Return the slots between two instants in UTC."""
    ends = (dt.datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end))
    first, last = (int(at.timestamp()) // EVERY_S for at in ends)
    return range(first, last)
