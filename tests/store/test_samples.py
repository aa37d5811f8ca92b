"""Is a batch stored whole, once, and found again, whatever else happens?"""

from __future__ import annotations

import dataclasses
import datetime as dt
import multiprocessing
import random
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from lineproof.measure.samples import SAMPLE_SCHEMA, Samples, Suspect
from lineproof.model.errors import InputRefusedError, StoreError
from lineproof.store.batches import LOG, chain_findings
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
    """Return the stored runs of some circuits, as (circuit, first minute, end, answers)."""
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


def test_the_same_batch_is_held_once(tmp_path: Path) -> None:
    """Its rows in another order, from another source: one line, and None the second time."""
    store = SampleStore(tmp_path)
    assert store.append(samples(("a", 0, 1, 1), ("a", 1, 1, 0)), recorded_at=NOW) is not None
    again = samples(("a", 1, 1, 0), ("a", 0, 1, 1), source="csv:copy.csv")
    assert store.append(again, recorded_at=NOW) is None
    assert SampleStore(tmp_path).append(again, recorded_at=NOW) is None
    assert len(store.batches()) == 1


def test_an_empty_batch_leaves_no_trace(tmp_path: Path) -> None:
    """Not even the store."""
    store = SampleStore(tmp_path)
    assert store.append(samples(), recorded_at=NOW) is None
    assert not store.exists
    assert list(tmp_path.iterdir()) == []


def test_only_what_was_known_is_read(tmp_path: Path) -> None:
    """The second batch is recorded a day later."""
    store = SampleStore(tmp_path)
    later = NOW + dt.timedelta(days=1)
    store.append(samples(("a", 0, 1, 1)), recorded_at=NOW)
    store.append(samples(("a", 1, 1, 1)), recorded_at=later)
    assert runs(store, "a", until=later) == [("a", 0, 1, 1)]
    assert len(runs(store, "a")) == 2


def test_files_that_no_line_names_do_not_count_and_are_deleted(tmp_path: Path) -> None:
    """A crash between the files and the line; also a file half-written aside."""
    store = SampleStore(tmp_path)
    store.append(samples(("a", 0, 1, 1)), recorded_at=NOW)
    store.append(samples(("a", 1, 1, 1)), recorded_at=NOW)
    log = store.folder / LOG
    first = log.read_bytes().splitlines(keepends=True)[0]
    log.write_bytes(first)
    aside = next((store.folder / "samples").rglob("*.parquet")).parent / ".x.parquet.1a2b"
    aside.write_bytes(b"half")
    fresh = SampleStore(tmp_path)
    assert runs(fresh, "a") == [("a", 0, 1, 1)]
    fresh.append(samples(("a", 2, 1, 1)), recorded_at=NOW)
    named = {file.path for batch in fresh.batches() for file in batch.files}
    kept = {
        str(p.relative_to(store.folder)) for p in (store.folder / "samples").rglob("*.parquet*")
    }
    assert (len(fresh.batches()), kept) == (2, named)


def test_canaries_come_with_every_bucket(tmp_path: Path) -> None:
    """The canary's runs lie in a bucket of their own, and come once with each; suspects too."""
    names = {bucket_of(f"L{n}", buckets=BUCKETS): f"L{n}" for n in range(60)}
    (home, canary), (bucket, line), *_ = names.items()
    store = SampleStore(tmp_path)
    doubted = (Suspect(START, START + MINUTE, "the clock went back"),)
    batch = samples((canary, 0, 1, 0), (line, 0, 1, 1), canaries=(canary,), suspect=doubted)
    store.append(batch, recorded_at=NOW)
    for each, expected in ((bucket, {canary, line}), (home, {canary})):
        evidence = store.evidence(each, lo=START, hi=START + MINUTE)
        assert sorted(evidence.runs.get_column("circuit")) == sorted(expected)
        assert evidence.canaries.rows() == [(canary, "v1")]
        assert evidence.suspect.rows() == [("v1", START, START + MINUTE)]
    only = store.evidence(bucket, lo=START, hi=START + MINUTE, circuits=frozenset({line}))
    assert set(only.runs.get_column("circuit")) == {canary, line}


def test_the_batches_behind_a_stretch_are_found(tmp_path: Path) -> None:
    """Batch 1 holds a in minutes 0–1, batch 2 only b, batch 3 a in minute 5."""
    store = SampleStore(tmp_path)
    for rows in (
        [("a", 0, 1, 1), ("a", 1, 1, 0)],
        [("b", 0, 1, 1), ("b", 6, 1, 1)],
        [("a", 5, 1, 1)],
    ):
        store.append(samples(*rows), recorded_at=NOW)
    first, _, third = store.batches()
    assert store.evidence_of("a", START, START + 6 * MINUTE) == (first, third)
    assert store.evidence_of("a", START + MINUTE, START + 5 * MINUTE) == (first,)
    assert store.evidence_of("a", START + 2 * MINUTE, START + 5 * MINUTE) == ()


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format": "samples/2", "buckets": 16}',
                                     b'{"format": "samples/1", "buckets": 0}'])  # fmt: skip
def test_an_unknown_format_is_refused(tmp_path: Path, content: bytes) -> None:
    """Nothing is read, and nothing written, by a rule that isn't known."""
    store = SampleStore(tmp_path)
    store.append(samples(("a", 0, 1, 1)), recorded_at=NOW)
    (store.folder / "store.json").write_bytes(content)
    with pytest.raises(InputRefusedError, match="format"):
        SampleStore(tmp_path).append(samples(("a", 1, 1, 1)), recorded_at=NOW)
    assert len(store.batches()) == 1


@pytest.fixture
def little_room() -> Iterator[None]:
    """Let no file of this process grow beyond 2,000 bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, before)


def test_a_file_that_has_no_room_stores_nothing(tmp_path: Path, little_room: None) -> None:
    """700 samples with chance jitter take more than 2,000 bytes; then a small batch fits."""
    del little_room
    store = SampleStore(tmp_path)
    chance = random.Random(3)  # noqa: S311 - chance only
    large = samples(*(("a", n, 1, 1) for n in range(700)))
    jitter = pl.Series("jitter_ns", [chance.randrange(MINUTE) for _ in range(700)])
    large = dataclasses.replace(large, frame=large.frame.with_columns(jitter))
    with pytest.raises(StoreError, match="can't be written: File too large"):
        store.append(large, recorded_at=NOW)
    assert list((store.folder / "samples").rglob("*.parquet*")) == []
    assert store.batches() == ()
    assert store.append(samples(("a", 0, 1, 1)), recorded_at=NOW) is not None
    assert runs(store, "a") == [("a", 0, 1, 1)]


def test_a_log_that_has_no_room_stores_nothing(tmp_path: Path, little_room: None) -> None:
    """Lines of some 500 bytes fill the log up to 2,000; the one that doesn't fit leaves nothing."""
    del little_room
    store = SampleStore(tmp_path)
    for n in range(20):
        before = len(store.batches())
        try:
            store.append(samples(("a", n, 1, 1)), recorded_at=NOW)
        except StoreError as problem:
            assert "isn't stored" in str(problem)  # noqa: PT017 - it happens once the log is full
            break
    assert 0 < before < 19
    assert len(SampleStore(tmp_path).batches()) == before
    assert len(list((store.folder / "samples").rglob("*.parquet*"))) == before


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Two processes store 10 batches of their own and one in common: 21 lines, in two chains."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["lineproof.store.samples"])
    writers = [context.Process(target=_store_ten, args=(tmp_path, each)) for each in ("x", "y")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    batches = SampleStore(tmp_path).batches()
    assert len({b.id for b in batches}) == len(batches) == 21
    assert chain_findings(batches) == []


def _store_ten(folder: Path, name: str) -> None:
    """Store ten batches of a vantage, and one that another stores too."""
    store = SampleStore(folder)
    for n in range(10):
        store.append(samples((name, n, 1, 1), vantage=name), recorded_at=NOW)
    store.append(samples(("both", 0, 1, 1), vantage="x"), recorded_at=NOW)
