"""Collectors to be killed: `python -m tests.cli.killed` begins one for each folder it is told.

It imports everything once and then forks, so that a hundred beginnings take no time; nothing of
Polars may run before, since its threads don't survive a fork.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from lineproof.cli.collect_health import Counts, Health
from lineproof.cli.collect_rounds import Collector, Storing, system_clock
from lineproof.sources.fping import Answers, Probing
from lineproof.sources.targets import targets_of
from lineproof.store.journal import Journal, Watch, open_journal
from lineproof.store.samples import SampleStore

SECOND = 10**9
TARGETS = b"circuit,address\nC1,127.0.0.1\nC2,127.0.0.2\n"
#: Four rounds a second, sealed and stored twice a second.
PROBING = Probing(SECOND // 4, 1, 60)
BATCH_NS = SECOND // 2


def live(folder: Path) -> None:
    """Collect until killed; each thing done is written down after it is done.

    Of a round that was recorded, also what it saw of C1.
    """
    log = os.open(folder / "acknowledged", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note_after(name: str, journal: Journal) -> None:
        """Let one of the journal's doings be written down once it is done."""
        done = getattr(journal, name)

        def noted(due_ns: int, *rest: Answers) -> None:
            done(due_ns, *rest)
            seen = " ".join(f"{a['sent'][0]} {a['received'][0]}" for a in rest)
            os.write(log, f"{name} {due_ns} {seen}\n".encode())

        setattr(journal, name, noted)

    stop = threading.Event()
    watch = Watch("v1", PROBING.every_ns, targets_of(TARGETS, file="t.csv"))
    with open_journal(folder / "measurements", watch) as journal:
        for name in ("intend", "skip", "record"):
            note_after(name, journal)
        health, counts = Health(lambda _: None), Counts()
        storing = Storing(journal, SampleStore(folder), health, counts)
        Collector(
            journal, PROBING, system_clock(stop), stop, BATCH_NS, health, counts, storing.wake
        ).run(None)


def main() -> None:
    """Begin a collector for each folder on the input, and print its process's number."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        number = os.fork()
        if not number:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            live(Path(line.rstrip("\n")))
            os._exit(1)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
