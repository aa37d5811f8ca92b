"""How does a collector's journal reach the sample store? Each sealed part whole, then it is cut.

A crash in between loses nothing and stores nothing twice: the same part makes the same batches, and
the store knows those that it holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from lineproof.store.batches import BatchLine
from lineproof.store.journal import Journal
from lineproof.store.journal_samples import batches_in
from lineproof.store.samples import SampleStore


def store_sealed(
    journal: Journal,
    store: SampleStore,
    *,
    recorded_at: Callable[[], dt.datetime],
    stored: Callable[[BatchLine], None],
) -> None:
    """Store every sealed part of a journal and cut it; `stored` is told of each new batch.

    Raises StoreError or InputRefusedError with the part kept, to be stored again.
    """
    for part in journal.sealed():
        for samples in batches_in(part):
            line = store.append(samples, recorded_at=recorded_at())
            if line is not None:
                stored(line)
        journal.cut(part)
