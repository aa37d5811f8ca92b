"""Which batches of samples does a stretch of time rest on? Told from the store of a folder.

It judges nothing: whether a line was up in that time is for others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from lineproof.contract.case import Case
from lineproof.contract.facts import end_of_day
from lineproof.settle.explain_measured import Batches, no_batches
from lineproof.store.batches import BatchLine
from lineproof.store.samples import SampleStore

_ID_SHOWN = 12


def batches_behind(
    folder: Path,
    circuits: Iterable[str],
    window: tuple[int, int],
    *,
    until: dt.datetime | None = None,
) -> tuple[BatchLine, ...]:
    """Return the batches that hold samples of some circuits, in the order they were recorded.

    window: from and to, in nanoseconds. until: the instant before which batches count; None: all.
    """
    store = SampleStore(folder)
    if not store.exists:
        return ()
    found = {
        batch.id: batch
        for circuit in circuits
        for batch in store.evidence_of(circuit, *window)
        if until is None or batch.recorded_at < until
    }
    return tuple(sorted(found.values(), key=lambda b: (b.recorded_at, b.lo, b.id)))


def batches_told(folder: Path, case: Case, *, as_known: dt.date | None = None) -> Batches:
    """Return what tells an explanation which batches of a folder an outage rests on.

    as_known: the day up to which batches count; None: all of them.
    """
    store = SampleStore(folder)
    if case.states is None or not store.exists:
        return no_batches
    zone = case.contract.contract.timezone
    until = None if as_known is None else end_of_day(as_known, timezone=zone)

    def told(circuit: str, lo: int, hi: int) -> tuple[str, ...]:
        found = store.evidence_of(circuit, lo, hi)
        known = (b for b in found if until is None or b.recorded_at < until)
        return tuple(f"batch {b.id[:_ID_SHOWN]} of {b.vantage}, {b.source}" for b in known)

    return told
