"""Is an import kept while somebody waits, or in the background? Few rows now, many later."""

from __future__ import annotations

from lineproof.web.doing.importing import keep_batch, rows_of_batch, undo_batch
from lineproof.web.kept.imports import SCHEDULE, Batch, BatchState
from lineproof.web.kept.jobs import Job
from lineproof.web.who.people import User
from lineproof.web.work.jobs import submit

#: So many rows are kept while somebody waits.
ROWS_MAX = 20_000


def keep_or_begin(batch: Batch, *, by: User) -> Job | None:
    """Keep an import's rows, or return the work that keeps them: once, however often one asks.

    A schedule is proposed at once. Raises what `keep_batch` raises.
    """
    is_open = batch.state == BatchState.OPEN and batch.kind != SCHEDULE
    if is_open and rows_of_batch(batch).new_count > ROWS_MAX:
        return _begun("import", batch, by=by)
    keep_batch(batch, by=by)
    return None


def undo_or_begin(batch: Batch, *, by: User, though_sealed: bool) -> Job | None:
    """Withdraw an import's rows, or return the work that does. Raises what `undo_batch` raises."""
    if batch.state == BatchState.KEPT and batch.count > ROWS_MAX:
        return _begun("undo", batch, by=by, though_sealed=though_sealed)
    undo_batch(batch, by=by, though_sealed=though_sealed)
    return None


def _begun(kind: str, batch: Batch, *, by: User, **arguments: object) -> Job:
    """Return the work on an import."""
    key = f"{batch.pk} {arguments}"
    return submit(kind, batch.contract, by=by, key=key, batch=batch.pk, **arguments)
