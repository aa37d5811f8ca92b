"""Who measures for those who have nothing? `lineproof collect`: probes targets, round by round."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.running import CANNOT, FINE, Folder
from lineproof.model.errors import LineproofError

if TYPE_CHECKING:
    from lineproof.cli.collect_health import Counts, Health
    from lineproof.sources.fping import Probing
    from lineproof.store.journal import Journal

_NS = 10**9
_TIMEOUT_MS_MAX, _TIMEOUT_MS_MIN = 1000, 10

_Targets = Annotated[
    Path, typer.Argument(metavar="TARGETS", help="Table of circuit, address and canary.")
]
_Vantage = Annotated[str, typer.Option("--vantage", metavar="NAME", help="Where it stands.")]
_Every = Annotated[
    int, typer.Option("--every", metavar="SECONDS", min=1, max=86_400, help="The period.")
]
_Count = Annotated[
    int, typer.Option("--count", metavar="N", min=1, max=100, help="Probes of a target in a round.")
]
_Timeout = Annotated[
    int | None,
    typer.Option(
        "--timeout-ms",
        metavar="MS",
        min=_TIMEOUT_MS_MIN,
        help="How long an answer may take: 1000, if the period allows it.",
    ),
]
_Batch = Annotated[
    int,
    typer.Option(
        "--batch-minutes", metavar="MINUTES", min=1, max=1440, help="How often it is stored."
    ),
]
_Rounds = Annotated[
    int | None, typer.Option("--rounds", metavar="N", min=1, help="Stop after so many rounds.")
]
_Once = Annotated[bool, typer.Option("--once", help="One round; the same as --rounds 1.")]
_Listen = Annotated[
    str | None, typer.Option("--listen", metavar="ADDRESS:PORT", help="Serve /metrics.")
]


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a collector is to run: how long, how often it stores, and where it is seen."""

    stop: threading.Event
    rounds: int | None
    batch_ns: int
    listen: str | None


def collect(
    folder: Folder,
    targets: _Targets,
    vantage: _Vantage,
    every_s: _Every = 60,
    count: _Count = 1,
    timeout_ms: _Timeout = None,
    batch_minutes: _Batch = 60,
    rounds: _Rounds = None,
    once: _Once = False,
    listen: _Listen = None,
) -> int:
    """Probe targets with fping, and store what they answered in DIR/measurements.

    It runs until it is stopped (Ctrl-C, or SIGTERM). What was to be sent and wasn't is kept as not
    sent: it counts as unknown, never as lost. Exit code 2: something could not be stored.
    """
    from lineproof.sources.fping import Probing, plan_for
    from lineproof.sources.fping_process import fping_program
    from lineproof.sources.targets import read_targets
    from lineproof.store.batches import MEASUREMENTS
    from lineproof.store.journal import Watch, open_journal

    every_ns = every_s * _NS
    probing = Probing(every_ns, count, _timeout_ms(timeout_ms, every_s=every_s, count=count))
    fping_program()
    watch = Watch(vantage, every_ns, read_targets(targets))
    plan_for(watch.targets.frame.get_column("address").n_unique(), probing)
    if not folder.is_dir():
        message = f"{folder} is no folder; make one with: lineproof init {folder}"
        raise LineproofError(message)
    with open_journal(folder / MEASUREMENTS, watch) as journal, _stopped_by_signals() as stop:
        limit = 1 if once else rounds
        asked = _Asked(stop, limit, batch_minutes * 60 * _NS, listen)
        return _run(folder, journal, probing, asked)


def _timeout_ms(given: int | None, *, every_s: int, count: int) -> int:
    """Return how long an answer is waited for: what was given, if half a period is enough for it.

    >>> _timeout_ms(None, every_s=60, count=1), _timeout_ms(None, every_s=1, count=2)
    (1000, 250)
    """
    longest = every_s * 1000 // (2 * count)
    if given is not None and given > longest:
        message = (
            f"--timeout-ms {given}: --count {count} takes more than half of --every {every_s}; "
            f"{longest} ms at most fit"
        )
        raise LineproofError(message)
    return given or min(_TIMEOUT_MS_MAX, longest)


def _run(folder: Path, journal: Journal, probing: Probing, asked: _Asked) -> int:
    """Collect until it is enough; return the exit code."""
    from lineproof.cli.collect_health import Counts, Health
    from lineproof.cli.collect_rounds import Collector, Storing, system_clock
    from lineproof.store.samples import SampleStore

    counts, health, watch = Counts(), Health(_tell), journal.watch
    with _seen(journal, counts, health, asked.listen):
        storing = Storing(journal, SampleStore(folder), health, counts)
        collector = Collector(
            journal, probing, system_clock(asked.stop), asked.stop, asked.batch_ns,
            health, counts, storing.wake,
        )  # fmt: skip
        _tell(
            f"vantage {watch.vantage}: {watch.targets.frame.height:,} targets, one round every "
            f"{watch.every_ns // _NS} s"
        )
        try:
            collector.run(asked.rounds)
        finally:
            is_stored = storing.end()
    _tell(
        f"stopped: {counts.rounds:,} rounds recorded, {counts.answered:,} of {counts.sent:,} "
        f"probes answered, {counts.samples:,} samples stored"
    )
    return FINE if is_stored and not health.troubles else CANNOT


@contextlib.contextmanager
def _seen(journal: Journal, counts: Counts, health: Health, listen: str | None) -> Iterator[None]:
    """Serve the metrics where they are asked for."""
    if listen is None:
        yield
        return
    from lineproof.cli.collect_metrics import Watched, serving

    watched = Watched(journal, counts, health, time.monotonic_ns())
    with serving(listen, watched) as port:
        _tell(f"metrics at {listen.rpartition(':')[0]}:{port}/metrics")
        yield


@contextlib.contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """Yield what SIGTERM and SIGINT set, so that a round and its batch end in order."""
    stop = threading.Event()
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_: stop.set()) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _tell(text: str) -> None:
    """Print a line for whoever watches; a log that is gone doesn't end the measuring."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
