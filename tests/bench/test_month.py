"""Does the bench of measurements measure what it says? On sixty circuits, their rows counted."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from bench.engines import duckdb_windows, polars_windows, slots_down
from bench.ingesting import main as ingest
from bench.month import availability, decoded, main
from bench.samples import DAYS, SLOTS, store_samples

from lineproof.store.samples import SampleStore

CIRCUITS = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Store the bench's samples, of few circuits."""
    made = tmp_path_factory.mktemp("month")
    store_samples(made, circuits=CIRCUITS)
    return made


def test_every_sample_is_decoded(folder: Path) -> None:
    """60 circuits × 30 days × 1,440 minutes."""
    store = SampleStore(folder)
    rows = sum(decoded(store, bucket) for bucket in range(store.buckets))
    assert rows == CIRCUITS * DAYS * SLOTS == 60 * 30 * 1440


def test_each_circuit_is_judged_without_four_hours(folder: Path) -> None:
    """720 h of service, 4 h of them excluded: 716 h are counted."""
    hour = dt.timedelta(hours=1) // dt.timedelta(microseconds=1) * 1000
    found = availability(folder)
    assert found.height == CIRCUITS
    assert set(found["service"]) == {720 * hour}
    assert set(found["counted"]) == {716 * hour}
    assert found.filter(pl.col("down") > 0).height > CIRCUITS // 2


def test_windows_of_other_engines_find_the_same_outages(folder: Path) -> None:
    """Polars and DuckDB agree with each other, and lie between what is and what may be down."""
    files = str(folder / "measurements" / "samples" / "*" / "bucket=00" / "*.parquet")
    low, high = slots_down(folder)
    assert 0 < low <= polars_windows(files) == duckdb_windows(files) <= high


def test_every_stage_of_the_month_is_timed(folder: Path) -> None:
    """Two runs each."""
    found = main(folder, {"decode", "availability", "kept"}, 2)
    assert {name: len(seconds) for name, seconds in found.items()} == {
        "decode": 2, "availability": 2, "kept": 2,
    }  # fmt: skip


def test_ingest_is_timed_over_all_rows() -> None:
    """One batch of 60 circuits, a day: 86,400 rows, three runs of each kind."""
    found = ingest(1, CIRCUITS)
    assert found["rows"] == [86_400]
    assert len(found["ingest-parquet"]) == len(found["ingest-csv"]) == 3
