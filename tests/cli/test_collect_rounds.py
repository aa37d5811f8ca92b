"""Is every round either sent on time or known not to be, whatever clock, disk and kill do to it?"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from tests.cli import killed
from tests.disk import fill, small_disk

from lineproof.cli.collect_health import Counts, Health
from lineproof.cli.collect_rounds import Clock, Collector, Storing
from lineproof.measure.samples import Suspect
from lineproof.model.errors import LineproofError
from lineproof.sources.fping import ANSWER, Answers, Probing, Round
from lineproof.sources.targets import targets_of
from lineproof.store.batches import chain_findings
from lineproof.store.journal import Journal, Watch, open_journal
from lineproof.store.journal_storing import store_sealed
from lineproof.store.samples import SampleStore

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SECOND = 10**9
EVERY = 60 * SECOND
NOON = 1_741_780_800 * SECOND  # 2025-03-12T12:00:00Z, a multiple of 60 s
TARGETS = targets_of(b"circuit,address\nC1,127.0.0.1\nC2,127.0.0.2\n", file="t.csv")


@dataclass
class FakeClock:
    """Two clocks that move when they are waited for; `events` happen at their monotonic second."""

    wall: int
    monotonic: int = 0
    events: dict[int, Callable[[], object]] = field(default_factory=dict)

    def clock(self) -> Clock:
        """Return it as the collector takes it."""
        return Clock(lambda: self.wall, lambda: self.monotonic, self.wait)

    def wait(self, seconds: float) -> bool:
        """Let time pass."""
        self.pass_ns(round(seconds * SECOND))
        return False

    def pass_ns(self, ns: int) -> None:
        """Move both clocks, and do what was to happen meanwhile."""
        self.wall += ns
        self.monotonic += ns
        for second in [s for s in self.events if s * SECOND <= self.monotonic]:
            self.events.pop(second)()

    def jump(self, seconds: int) -> None:
        """Move only the clock on the wall."""
        self.wall += seconds * SECOND


@dataclass
class Bench:
    """A collector of two targets on fake clocks, whose rounds take a second and are answered."""

    clock: FakeClock
    collector: Collector
    journal: Journal
    store: SampleStore
    told: list[str]
    sent: list[int]

    def rows(self) -> list[tuple[int, int, int]]:
        """Store what is sealed; return (second after noon, sent, received) of C1's samples."""
        now = dt.datetime(2025, 3, 12, tzinfo=dt.UTC)
        store_sealed(self.journal, self.store, recorded_at=lambda: now, stored=lambda _: None)
        frame = samples(self.store).filter(circuit="C1").sort("scheduled")
        rows = frame.select("scheduled", "sent", "received").rows()
        return [((at - NOON) // SECOND, sent, received) for at, sent, received in rows]


def samples(store: SampleStore) -> pl.DataFrame:
    """Return every sample that is stored, as often as it is."""
    files = [store.folder / file.path for batch in store.batches() for file in batch.files]
    columns = ["circuit", "scheduled", "sent", "received"]
    frames = [pl.read_parquet(file, hive_partitioning=False).select(columns) for file in files]
    frame = pl.concat([f.with_columns(pl.col("circuit").cast(pl.String)) for f in frames])
    return frame.with_columns(pl.col("scheduled").cast(pl.Int64))


@contextlib.contextmanager
def bench(folder: Path, *, batch_s: int = 3600) -> Iterator[Bench]:
    """Return a bench whose clock shows a second before noon."""
    clock, told, sent = FakeClock(NOON - SECOND), list[str](), list[int]()

    def see(addresses: pl.Series, probing: Probing, due: Round) -> Answers:
        """Answer for everyone, after a second."""
        assert probing.every_ns == EVERY
        sent.append((due.due_ns - NOON) // SECOND)
        clock.pass_ns(SECOND)
        return np.array([(0, 5, 1, 1)] * addresses.len(), ANSWER)

    with open_journal(folder / "measurements", Watch("v1", EVERY, TARGETS)) as journal:
        collector = Collector(
            journal, Probing(EVERY, 1, 1000), clock.clock(), threading.Event(),
            batch_s * SECOND, Health(told.append), Counts(), lambda: None, see,
        )  # fmt: skip
        yield Bench(clock, collector, journal, SampleStore(folder), told, sent)


def test_rounds_are_due_at_multiples_of_the_period(tmp_path: Path) -> None:
    """Begun at 11:59:59: 12:00, 12:01 and 12:02, each with both targets."""
    with bench(tmp_path) as b:
        b.collector.run(3)
        assert b.sent == [0, 60, 120]
        assert b.rows() == [(0, 1, 1), (60, 1, 1), (120, 1, 1)]
        counts = b.collector.counts
    assert (counts.rounds, counts.intended, counts.sent, counts.answered) == (3, 6, 6, 6)


def test_a_round_that_could_not_begin_in_time_is_kept_as_not_sent(tmp_path: Path) -> None:
    """The machine stands still from 12:00:30 to 12:02:20: 12:01 is missed, and 12:02 is 20 s late.

    A quarter of the period is 15 s. The next one sent is 12:03.
    """
    with bench(tmp_path) as b:
        b.clock.events[31] = lambda: b.clock.pass_ns(110 * SECOND)
        b.collector.run(4)
        assert b.sent == [0, 180]
        assert b.rows() == [(0, 1, 1), (60, 0, 0), (120, 0, 0), (180, 1, 1)]
    assert b.collector.counts.late == 2


def test_a_round_a_little_late_is_sent(tmp_path: Path) -> None:
    """It stands still until 12:01:15, a quarter of a period: still in time."""
    with bench(tmp_path) as b:
        b.clock.events[31] = lambda: b.clock.pass_ns(45 * SECOND)
        b.collector.run(2)
        assert b.sent == [0, 60]


def test_of_a_long_standstill_only_the_last_hour_is_written_down(tmp_path: Path) -> None:
    """A day without a round, 1,440 of them: 60 rows say not sent, and all are counted."""
    with bench(tmp_path) as b:
        b.clock.events[31] = lambda: b.clock.pass_ns(86_400 * SECOND - 31 * SECOND)
        b.collector.run(1500)
        late = [row for row in b.rows() if row[1] == 0]
    assert b.collector.counts.late == 1439
    assert len(late) == 60


def test_a_jump_forward_makes_what_it_skipped_suspect(tmp_path: Path) -> None:
    """At 12:00:31 the clock shows 13:00:31: suspect from 12:00 until the end of 13:00's round.

    The skipped rounds were not missed: nobody knows what time it was.
    """
    with bench(tmp_path) as b:
        b.clock.events[31] = lambda: b.clock.jump(3600)
        b.collector.run(2)
        assert b.sent == [0, 3660]
        assert b.rows() == [(0, 1, 1), (3660, 1, 1)]
        first, second = b.store.batches()
    assert first.suspect == (Suspect(NOON, NOON + 3660 * SECOND, "clock jump"),)
    assert second.suspect == ()
    assert b.collector.counts.jumps == 1


def test_a_jump_back_makes_what_is_measured_twice_suspect(tmp_path: Path) -> None:
    """At 12:01:31 by the clock it is 12:00:01 again: 12:01 is measured a second time.

    Both lie in [12:00, 12:02), which is suspect; they are in two batches.
    """
    with bench(tmp_path) as b:
        b.clock.events[92] = lambda: b.clock.jump(-90)
        b.collector.run(4)
        assert b.sent == [0, 60, 60, 120]
        assert b.rows() == [(0, 1, 1), (60, 1, 1), (60, 1, 1), (120, 1, 1)]
        first, _ = b.store.batches()
    assert first.suspect == (Suspect(NOON, NOON + 120 * SECOND, "clock jump"),)


@pytest.mark.parametrize(("seconds", "jumps"), [(30, 0), (-30, 0), (31, 1), (-31, 1)])
def test_half_a_period_is_no_jump(tmp_path: Path, seconds: int, jumps: int) -> None:
    """A clock that is set by 30 s of 60 is only corrected; by 31 it jumps."""
    with bench(tmp_path) as b:
        b.clock.events[10] = lambda: b.clock.jump(seconds)
        b.collector.run(2)
    assert b.collector.counts.jumps == jumps


def test_what_is_gathered_is_sealed_in_time(tmp_path: Path) -> None:
    """Batches of two minutes: rounds at 0 to 120 s make the first, sealed at 121 s."""
    with bench(tmp_path, batch_s=120) as b:
        b.collector.run(4)
        assert len(b.journal.sealed()) == 2
        b.rows()
        assert [batch.rows for batch in b.store.batches()] == [6, 2]


def test_a_disk_that_is_full_stops_the_sending_and_room_resumes_it(tmp_path: Path) -> None:
    """Full from 12:00:31 until 12:02:31: 12:01 and 12:02 aren't sent, and leave no sample."""
    with small_disk(tmp_path / "disk") as disk, bench(disk) as b:
        b.clock.events[32] = lambda: fill(disk)
        b.clock.events[152] = (disk / "ballast").unlink
        b.collector.run(4)
        assert b.sent == [0, 180]
        assert b.rows() == [(0, 1, 1), (180, 1, 1)]
    assert b.collector.counts.unlogged == 2
    assert [text for text in b.told if "No space" in text and "nothing is sent" in text]
    assert b.told[-1] == "journal: works again"


def test_an_fping_that_fails_leaves_the_round_not_sent(tmp_path: Path) -> None:
    """The probes of that round are unknown, and the next round is tried as ever."""
    with bench(tmp_path) as b:
        see = b.collector.see

        def refuse(addresses: pl.Series, probing: Probing, due: Round) -> Answers:
            """Fail at noon only."""
            if due.due_ns == NOON:
                raise LineproofError("fping can't probe")
            return see(addresses, probing, due)

        b.collector.see = refuse
        b.collector.run(2)
        assert b.rows() == [(0, 0, 0), (60, 1, 1)]
    assert b.collector.counts.failed == 1
    assert b.told == ["fping can't probe; the round counts as not sent", "probing: works again"]


def test_what_can_not_be_stored_stays_in_the_journal(tmp_path: Path) -> None:
    """The store's head is of no known format; once it is mended, a new run stores all."""
    (tmp_path / "measurements").mkdir()
    blocking = tmp_path / "measurements" / "store.json"
    blocking.write_text("{}")
    with bench(tmp_path) as b:
        b.collector.run(2)
        storing = Storing(b.journal, b.store, b.collector.health, b.collector.counts)
        assert not storing.end()
        assert b.collector.counts.store_errors >= 1
        assert "keeps what could not be stored" in b.collector.health.troubles["store"]
    blocking.unlink()
    with bench(tmp_path) as b:
        assert Storing(b.journal, b.store, b.collector.health, b.collector.counts).end()
        assert b.rows() == [(0, 1, 1), (60, 1, 1)]


# ---------------------------------------------------------------- killed at any moment

FOLDERS, KILLS_EACH = 10, 10
LIFE_S_MAX = 1.6


@contextlib.contextmanager
def beginner() -> Iterator[Callable[[Path], int]]:
    """Yield what begins a collector on a folder and returns its process's number."""
    one_at_a_time = threading.Lock()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cli.killed"],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        given, numbers = process.stdin, process.stdout
        assert given is not None
        assert numbers is not None

        def begin(folder: Path) -> int:
            with one_at_a_time:
                given.write(f"{folder}\n")
                return int(numbers.readline())

        yield begin


def kill_again_and_again(begin: Callable[[Path], int], folder: Path, seed: int) -> None:
    """Begin a collector, kill it at a random moment, and so on."""
    moments = random.Random(seed)  # noqa: S311 - any moments do
    for _ in range(KILLS_EACH):
        number = begin(folder)
        time.sleep(moments.uniform(0, LIFE_S_MAX))
        os.kill(number, signal.SIGKILL)
        while Path(f"/proc/{number}").exists():
            time.sleep(0.001)


def test_a_hundred_kills_lose_nothing_that_was_said_and_make_nothing_up(
    tmp_path: Path, program: Run
) -> None:
    """Ten folders, ten kills each, then one clean round of the program itself.

    Each round that was recorded is there with what it saw. Each that was meant is there, once a
    circuit. None says lost, since loopback always answers; none is there that was never meant.
    """
    folders = [tmp_path / str(number) for number in range(FOLDERS)]
    with beginner() as begin:
        threads = []
        for number, folder in enumerate(folders):
            folder.mkdir()
            each = threading.Thread(target=kill_again_and_again, args=(begin, folder, number))
            each.start()
            threads.append(each)
        for thread in threads:
            thread.join()
    targets = tmp_path / "targets.csv"
    targets.write_bytes(killed.TARGETS)
    with ThreadPoolExecutor(2) as pool:
        options = ("--vantage", "v1", "--every", "1", "--once")
        ends = pool.map(lambda folder: program("collect", folder, targets, *options), folders)
        assert [(ended.code, ended.err) for ended in ends if ended.code] == []
    counted = [_seen_through(folder) for folder in folders]
    assert sum(seen for seen, _ in counted) > FOLDERS, "hardly any round was seen"
    assert sum(unseen for _, unseen in counted) > 0, "no kill fell into a round"


def _seen_through(folder: Path) -> tuple[int, int]:
    """Check a folder against what was acknowledged; return how many rounds were seen, and not."""
    said: dict[str, dict[int, list[int]]] = {"intend": {}, "skip": {}, "record": {}}
    for line in (folder / "acknowledged").read_text().splitlines():
        what, due, *saw = line.split()
        said[what][int(due)] = [int(number) for number in saw]
    store = SampleStore(folder)
    assert chain_findings(store.batches()) == []
    assert not list((folder / "measurements" / "journal" / "v1").glob("*-*"))
    frame = samples(store)
    assert not frame.select("circuit", "scheduled").is_duplicated().any()
    by_circuit: list[dict[int, tuple[int, int]]] = [
        {due: (sent, got) for circuit, due, sent, got in frame.rows() if circuit == name}
        for name in ("C1", "C2")
    ]
    seen = by_circuit[0]
    assert set(seen) == set(by_circuit[1])
    assert {due: seen[due] for due in said["record"]} == {
        due: tuple(saw) for due, saw in said["record"].items()
    }
    assert set(seen.values()) <= {(1, 1), (0, 0)}
    meant = {*said["intend"], *said["skip"]}
    assert meant <= set(seen)
    # a round may be meant, and the kill come before that is noted: one a kill, and the last run's
    assert len(set(seen) - meant) <= KILLS_EACH + 1
    unseen = sum(1 for due in {*said["intend"]} - {*said["record"]} if seen[due] == (0, 0))
    return len(said["record"]), unseen
