"""Which measured contract do tests of sealing build on? Three lines, sampled by the hour.

January 2024 has 744 hours. C1 is up; C2 is down for 10 hours from 4 January 00:00 (Asia/Shanghai),
98.66 %: 10 % of its 310.00 is taken off, and as much is given back for the outage. C3 was up on its
15 days. The score takes nothing off: 1,610.00 - 31.00 - 31.00 = 1,548.00, the 62.00 in February.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import polars as pl
from tests.seal.folder import write_folder

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples
from lineproof.store.samples import SampleStore

HOUR_NS = 3_600 * 10**9
#: 1 January 2024 00:00 in Asia/Shanghai.
START = int(dt.datetime(2023, 12, 31, 16, tzinfo=dt.UTC).timestamp()) * 10**9
HOURS = 744
#: C2 is down from the 72nd hour on.
DOWN = range(72, 82)
RECORDED = dt.datetime(2024, 2, 1, tzinfo=dt.UTC)
SCORES = """\
id,recorded_at,by,month,points,replaces
S1,2024-02-02T09:00:00Z,buyer,2024-01,95,
"""
BANDS = """
[[term]]
id = "AVAIL"
kind = "availability"
clause = "7.1"
slot_s = 3600
down_run = 1

[[term]]
id = "SLA"
kind = "bands"
clause = "7.2"
applies_to = ["rent"]
metric = "availability"
domain = ["0", "100"]
bands = [{ ge = "99", factor = "1" }, { lt = "99", factor = "0.90" }]
tax_nature = "price_reduction"
"""
CREDIT = """
[[term]]
id = "OUTAGES"
kind = "outage_credit"
clause = "7.3"
base = "month_rent"
brackets = [{ from_h = "4", share = "0.1" }]
tax_nature = "price_reduction"
"""

Row = tuple[str, int, int]
"""Circuit, hour of the month, answers."""


def month_rows(*, down: Iterable[int] = DOWN) -> list[Row]:
    """Return a sample of each circuit each hour of January, and an hour more."""
    hours = range(HOURS + 1)
    return [(c, h, int(c != "C2" or h not in set(down))) for c in ("C1", "C2", "C3") for h in hours]


def store(
    folder: Path, rows: Iterable[Row], *, vantage: str = "v", recorded_at: dt.datetime = RECORDED
) -> None:
    """Store samples as one batch."""
    values = [(c, START + h * HOUR_NS, 0, 1, answers, None) for c, h, answers in rows]
    frame = pl.DataFrame(values, schema=SAMPLE_SCHEMA, orient="row")
    batch = Samples(frame, vantage, HOUR_NS, "test")
    SampleStore(folder).append(batch, recorded_at=recorded_at)


def measured_folder(
    folder: Path, *, rows: Iterable[Row] | None = None, terms: str = BANDS + CREDIT
) -> Path:
    """Write the contract folder with some samples as one batch; by default, all of January's.

    terms: that read them.
    """
    write_folder(folder, records={"scores": SCORES}, more=terms)
    store(folder, month_rows() if rows is None else rows)
    return folder
