"""Is every change of what was stored found?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples
from lineproof.store.samples import SampleStore
from lineproof.store.samples_check import check_store


def stored(folder: Path) -> SampleStore:
    """Return a store of two batches of one circuit."""
    store = SampleStore(folder)
    for minute in (29_000_000, 29_000_001):
        row = ("a", minute * 60 * 10**9, 0, 1, 1, None)
        frame = pl.DataFrame([row], schema=SAMPLE_SCHEMA, orient="row")
        batch = Samples(frame, "v", 60 * 10**9, "csv:a.csv")
        store.append(batch, recorded_at=dt.datetime(2025, 4, 1, tzinfo=dt.UTC))
    return store


def codes(folder: Path) -> list[str]:
    """Return the codes of what is found."""
    return [finding.code for finding in check_store(folder)]


def test_nothing_is_wrong_with_what_was_just_stored(tmp_path: Path) -> None:
    """Nor with a folder in which nothing ever was."""
    assert codes(tmp_path) == []
    stored(tmp_path)
    assert codes(tmp_path) == []


def test_a_file_that_is_gone_or_changed_is_found(tmp_path: Path) -> None:
    """One byte of the first, all of the second."""
    store = stored(tmp_path)
    first, second = (store.folder / batch.files[0].path for batch in store.batches())
    content = bytearray(first.read_bytes())
    content[10] ^= 1
    first.write_bytes(bytes(content))
    second.unlink()
    assert [f.message.partition(", and ")[2].split(" (")[0] for f in check_store(tmp_path)] == [
        f"it was changed since batch {store.batches()[0].id[:16]} was stored",
        "it isn't there",
    ]


def test_a_batch_that_is_gone_is_found(tmp_path: Path) -> None:
    """The first line is taken out of the log: the second follows on nothing."""
    log = stored(tmp_path).folder / "batches.jsonl"
    log.write_bytes(log.read_bytes().splitlines(keepends=True)[1])
    assert codes(tmp_path) == ["E-STORE-MISSING"]


def test_a_log_or_head_that_cannot_be_read_is_found(tmp_path: Path) -> None:
    """A line of it, then the format."""
    store = stored(tmp_path)
    with (store.folder / "batches.jsonl").open("ab") as file:
        file.write(b"[]\n")
    assert codes(tmp_path) == ["E-STORE-LINE"]
    (store.folder / "store.json").write_bytes(b"?")
    assert codes(tmp_path) == ["E-STORE-FORMAT"]
