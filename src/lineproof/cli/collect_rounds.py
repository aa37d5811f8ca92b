"""When is a round sent, and when must it not be? The collector's loop, and its storing beside it.

A round is said before it is sent; one that could not begin in time, or whose intent could not be
written, is never sent later. It parses nothing that fping prints.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from lineproof.cli.collect_health import Counts, Health
from lineproof.measure.samples import Suspect
from lineproof.model.errors import LineproofError, StoreError
from lineproof.sources.fping import Answers, Probing, Round, probe
from lineproof.store.batches import BatchLine
from lineproof.store.journal import Journal
from lineproof.store.journal_storing import store_sealed
from lineproof.store.samples import SampleStore

_NS = 10**9
_LOOK_EVERY_S = 1.0
"""So often the clocks are compared while a round is waited for."""
_LATE_SHARE = 4
"""A round that can't begin in the first quarter of its period could not be sent within it."""
_MISSED_MAX = 60
"""So many missed rounds are written down at most; older ones leave no sample, which says the same:
unknown."""
_RETRY_S = 60.0


@dataclass(frozen=True)
class Clock:
    """Two clocks, in nanoseconds, and a wait in seconds that returns whether it was cut short."""

    wall_ns: Callable[[], int]
    monotonic_ns: Callable[[], int]
    wait: Callable[[float], bool]


class ClockWatch:
    """Compares the clock on the wall with one that never jumps."""

    def __init__(self, clock: Clock, *, every_ns: int) -> None:
        """Begin with both clocks as they are."""
        self._clock, self._every_ns = clock, every_ns
        self._wall, self._monotonic = clock.wall_ns(), clock.monotonic_ns()

    def jump(self) -> Suspect | None:
        """Return what a jump since the last look makes doubtful: by more than half a period."""
        wall, monotonic, before = self._clock.wall_ns(), self._clock.monotonic_ns(), self._wall
        moved = (wall - before) - (monotonic - self._monotonic)
        self._wall, self._monotonic = wall, monotonic
        if 2 * abs(moved) <= self._every_ns:
            return None
        lo, hi = sorted((before, wall))
        every = self._every_ns
        return Suspect(lo // every * every, hi // every * every + every, "clock jump")


@dataclass
class Collector:
    """Sends rounds, each said before and recorded after.

    batch_ns: how long rounds are gathered before they are sealed; sealed: called after that.
    """

    journal: Journal
    probing: Probing
    clock: Clock
    stop: threading.Event
    batch_ns: int
    health: Health
    counts: Counts
    sealed: Callable[[], None]
    see: Callable[[pl.Series, Probing, Round], Answers] = probe
    _doubts: list[Suspect] = field(default_factory=list)
    _opened_ns: int = 0

    def run(self, rounds: int | None) -> None:
        """Send rounds as they are due, until so many were due or it is stopped; then seal them."""
        watch = ClockWatch(self.clock, every_ns=self.probing.every_ns)
        due, count = self._after(self.clock.wall_ns()), 0
        while not self.stop.is_set() and (rounds is None or count < rounds):
            jump = self._wait_for(due, watch)
            if jump is not None:
                self._jumped(jump)
                due = self._after(self.clock.wall_ns())
            elif not self.stop.is_set():
                sent = self._round(due)
                count += (sent - due) // self.probing.every_ns
                due = sent
                self._seal_in_time()
        self._seal()

    def _after(self, now_ns: int) -> int:
        """Return the first round that hasn't begun."""
        every = self.probing.every_ns
        return now_ns // every * every + every

    def _wait_for(self, due_ns: int, watch: ClockWatch) -> Suspect | None:
        """Wait for a round; return what a jump of the clock makes doubtful, as soon as it shows."""
        while True:
            jump = watch.jump()
            left_s = (due_ns - self.clock.wall_ns()) / _NS
            if jump is not None or left_s <= 0:
                return jump
            if self.clock.wait(min(left_s, _LOOK_EVERY_S)):
                return None

    def _round(self, due_ns: int) -> int:
        """Send the round of now, write down those missed before it, and return the next."""
        now, every = self.clock.wall_ns(), self.probing.every_ns
        current = now // every * every
        is_late = (now - current) * _LATE_SHARE > every
        end = current + every if is_late else current
        missed = range(due_ns, end, every)
        self.counts.late += len(missed)
        for late in missed[-_MISSED_MAX:]:
            if not self._said(lambda late=late: self.journal.skip(late)):  # type: ignore[misc]
                break
        if not is_late:
            self._send(current)
        return current + every

    def _send(self, due_ns: int) -> None:
        """Say a round, send it, and record what it saw."""
        frame = self.journal.watch.targets.frame
        if not self._said(lambda: self.journal.intend(due_ns)):
            self.counts.unlogged += 1
            return
        self.counts.intended += frame.height * self.probing.count
        due = Round(due_ns, self.clock.wall_ns, self.stop)
        try:
            answers = self.see(frame.get_column("address"), self.probing, due)
            self.health.good("probing")
            self.journal.record(due_ns, answers)
        except LineproofError as problem:
            self.counts.failed += 1
            self.health.bad("journal" if isinstance(problem, StoreError) else "probing",
                            f"{problem}; the round counts as not sent")  # fmt: skip
            return
        self.counts.rounds += 1
        self.counts.sent += int(answers["sent"].sum())
        self.counts.answered += int(answers["received"].sum())
        self.counts.last_round_ns = self.clock.monotonic_ns()

    def _said(self, say: Callable[[], None]) -> bool:
        """Write into the journal, behind what must stand there first; return whether it could."""
        is_first = not self.journal.rounds
        try:
            while self._doubts:
                self.journal.doubt(self._doubts[0])
                self._doubts.pop(0)
            say()
        except StoreError as problem:
            self.health.bad("journal", f"{problem}; nothing is sent that can't be written down")
            return False
        self.health.good("journal")
        if is_first:
            self._opened_ns = self.clock.monotonic_ns()
        return True

    def _jumped(self, jump: Suspect) -> None:
        """Doubt what a jump touches; later rounds may have the times of earlier ones again."""
        self.counts.jumps += 1
        self.health.tell("the clock jumped: what was measured around it counts as suspect")
        merged = [jump, *self._doubts]
        self._doubts = [Suspect(min(d.lo for d in merged), max(d.hi for d in merged), jump.why)]
        if self.journal.rounds and self._said(lambda: None):
            self._seal()

    def _seal_in_time(self) -> None:
        """Seal the rounds once they were gathered long enough."""
        if self.journal.rounds and self.clock.monotonic_ns() - self._opened_ns >= self.batch_ns:
            self._seal()

    def _seal(self) -> None:
        """Seal the rounds so far, to be stored."""
        try:
            if self.journal.seal():
                self.sealed()
        except StoreError as problem:
            self.health.bad("journal", str(problem))


class Storing:
    """Stores what is sealed, in a thread of its own, so that rounds go on meanwhile."""

    def __init__(
        self, journal: Journal, store: SampleStore, health: Health, counts: Counts
    ) -> None:
        """Begin; what an earlier run left is stored first."""
        self._journal, self._store = journal, store
        self._health, self._counts = health, counts
        self._wake, self._is_ending = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name="storing", daemon=True)
        self._wake.set()
        self._thread.start()

    def wake(self) -> None:
        """Say that something was sealed."""
        self._wake.set()

    def end(self) -> bool:
        """Store what is left, and return whether nothing is."""
        self._is_ending.set()
        self._wake.set()
        self._thread.join()
        return self._all()

    def _work(self) -> None:
        """Store whatever is sealed, and try again after a while where it could not be stored."""
        while not self._is_ending.is_set():
            self._wake.wait(_RETRY_S if "store" in self._health.troubles else None)
            self._wake.clear()
            if not self._is_ending.is_set():
                self._all()

    def _all(self) -> bool:
        """Store every sealed part; return whether it could be done."""
        try:
            store_sealed(self._journal, self._store, recorded_at=_now, stored=self._stored)
        except (LineproofError, OSError) as problem:
            self._counts.store_errors += 1
            self._health.bad("store", f"{problem}; the journal keeps what could not be stored")
            return False
        self._health.good("store")
        return True

    def _stored(self, line: BatchLine) -> None:
        """Count a batch, and tell it."""
        self._counts.batches += 1
        self._counts.samples += line.rows
        self._health.tell(f"stored batch {line.id[:16]}: {line.rows:,} samples")


def _now() -> dt.datetime:
    """Return when a batch is recorded."""
    return dt.datetime.now(dt.UTC)


def system_clock(stop: threading.Event) -> Clock:
    """Return the machine's clocks; a wait ends early where it is stopped."""
    return Clock(time.time_ns, time.monotonic_ns, stop.wait)
