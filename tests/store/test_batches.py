"""Does the log hold whole lines only, in a chain that shows what is gone?"""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lineproof.measure.samples import Suspect
from lineproof.model.errors import InputRefusedError
from lineproof.store.batches import (
    LOG,
    BatchLine,
    BatchLog,
    StoredFile,
    chain_findings,
    instant_ns,
    instant_text,
    known_by,
    line_text,
    parse_line,
)

NOW = dt.datetime(2025, 4, 1, 12, tzinfo=dt.UTC)
BATCH = BatchLine(
    id="a" * 64,
    vantage="v1",
    source="csv:ping.csv",
    every_ns=60 * 10**9,
    recorded_at=NOW,
    lo=1_740_787_200 * 10**9,
    hi=1_740_787_260 * 10**9,
    rows=1,
    previous=None,
    canaries=("c",),
    suspect=(Suspect(7, 1_740_787_260_000_000_001, "the clock went back"),),
    files=(StoredFile("samples/month=2025-03/bucket=00/aaaaaaaaaaaaaaaa.parquet", "b" * 64, 1),),
)


def kept(log: BatchLog, vantage: str = "v1", batch_id: str = "a") -> BatchLine:
    """Add a batch to a log, behind the vantage's last one."""
    return log.append(
        dataclasses.replace(BATCH, id=batch_id * 64, vantage=vantage, previous=log.last_of(vantage))
    )


@pytest.mark.parametrize("every_ns", [60 * 10**9, 500 * 10**6, 10**6, 1_001 * 10**6])
def test_a_line_says_what_the_batch_is(every_ns: int) -> None:
    """Periods down to a millisecond are exact: 0.001 s is 1,000,000 ns, 1.001 s 1,001,000,000."""
    batch = dataclasses.replace(BATCH, every_ns=every_ns)
    read = parse_line(line_text(batch))
    assert dataclasses.replace(read, line_sha256="") == batch


@pytest.mark.parametrize("ns", [0, 1, 10**9, 1_740_787_200_123_456_789])
def test_instants_are_exact(ns: int) -> None:
    """To the nanosecond."""
    assert instant_ns(instant_text(ns)) == ns


@pytest.mark.parametrize(
    "wrong",
    [
        "{}",
        "[]",
        "7",
        "not json",
        line_text(BATCH).replace('"every_s": 60', '"every_s": 0'),
        line_text(BATCH).replace('"every_s": 60', '"every_s": "60"'),
        line_text(BATCH).replace("samples/", "../"),
        line_text(BATCH).replace("samples/", "/samples/"),
        line_text(BATCH).replace("a" * 64, "A" * 64),
        line_text(BATCH).replace("2025-03-01T00:00:00Z", "2025-03-01"),
        line_text(BATCH).replace("+00:00", ""),
        line_text(BATCH).replace('"v1"', "1"),
    ],
)
def test_what_is_no_batch_is_refused(wrong: str) -> None:
    """Never guessed, and no path leads out of the store."""
    with pytest.raises(ValueError, match=r"\w"):
        parse_line(wrong)


def test_a_torn_line_does_not_count_and_is_cut_off(tmp_path: Path) -> None:
    """A crash in the midst of the second line: one batch is held, and the next line is whole."""
    log = BatchLog(tmp_path)
    first = kept(log)
    with (tmp_path / LOG).open("ab") as file:
        file.write(line_text(BATCH).encode()[:100])
    assert BatchLog(tmp_path).lines() == (first,)
    second = kept(BatchLog(tmp_path), batch_id="c")
    assert BatchLog(tmp_path).lines() == (first, second)
    assert second.previous == first.line_sha256
    assert log.lines() == (first, second), "a log that was open sees it too"


def test_a_whole_line_that_is_no_batch_is_told_by_its_number(tmp_path: Path) -> None:
    """Line 2."""
    kept(BatchLog(tmp_path))
    with (tmp_path / LOG).open("ab") as file:
        file.write(b"{}\n")
    with pytest.raises(InputRefusedError) as refused:
        BatchLog(tmp_path).lines()
    (finding,) = refused.value.findings
    assert (finding.code, finding.where) == ("E-STORE-LINE", "measurements/batches.jsonl:2")


def test_a_batch_that_is_gone_shows(tmp_path: Path) -> None:
    """Of v1's three lines the second is taken out: the third follows on nothing that is held."""
    log = BatchLog(tmp_path)
    first, _, third = (kept(log, batch_id=each) for each in "abc")
    other = kept(log, vantage="v2", batch_id="d")
    assert chain_findings(log.lines()) == []
    (finding,) = chain_findings((first, third, other))
    assert (finding.code, finding.where) == ("E-STORE-MISSING", "measurements/batches.jsonl:2")


def test_a_line_that_was_changed_shows_in_the_next(tmp_path: Path) -> None:
    """Its hash isn't the one that the next line names."""
    log = BatchLog(tmp_path)
    for each in "abc":
        kept(log, batch_id=each)
    path = tmp_path / LOG
    path.write_text(path.read_text("utf-8").replace('"rows": 1', '"rows": 2', 1), "utf-8")
    assert [f.code for f in chain_findings(BatchLog(tmp_path).lines())] == ["E-STORE-MISSING"]


def test_two_vantages_with_one_name_show(tmp_path: Path) -> None:
    """Two lines that each begin v1: logs of two machines, put together."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    first = kept(BatchLog(tmp_path / "one"))
    second = kept(BatchLog(tmp_path / "two"), batch_id="e")
    assert [f.code for f in chain_findings((first, second))] == ["E-STORE-FORK"]


def test_what_was_recorded_on_the_last_instant_is_not_known_before_it() -> None:
    """Half-open: known until 12:00 excludes a batch recorded at 12:00."""
    assert known_by([BATCH], NOW) == ()
    assert known_by([BATCH], NOW + dt.timedelta(microseconds=1)) == (BATCH,)
    assert known_by([BATCH], None) == (BATCH,)


def test_threads_that_look_at_once_read_each_line_once(tmp_path: Path) -> None:
    """500 lines and four threads: 500 batches for each, not 1,000."""
    lines = "".join(f"{line_text(BATCH)}\n" for _ in range(500))
    (tmp_path / LOG).write_text(lines, encoding="utf-8")
    log, start = BatchLog(tmp_path), threading.Barrier(4)

    def count(_: int) -> int:
        start.wait(timeout=30)
        return len(log.lines())

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(count, range(4))) == [500] * 4
