"""What if something takes long to work out? Whoever shows a page doesn't wait for it.

Without anybody who says otherwise it is worked out at once: a command, a job, a form that was sent.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import Sum

from lineproof.web.kept.contracts import Schedule
from lineproof.web.kept.jobs import Job
from lineproof.web.known.worked_out import is_worked_out

if TYPE_CHECKING:
    from lineproof.web.known.case import At

#: A contract of more circuits takes long: ten seconds for a million.
CIRCUITS_MAX = 20_000


class LaterError(Exception):
    """Something isn't worked out yet; the message says so in the reader's language.

    It is no LineproofError: nothing is wrong, and what handles what is lets it pass. job: the work.
    """

    def __init__(self, message: str, job: Job) -> None:
        """Keep what is worked on."""
        super().__init__(message)
        self.job = job


#: Has a state of a contract, and a month of it, worked out in the background: raises LaterError.
#: Returns where that isn't possible.
Begin = Callable[["At", str | None], None]
BEGIN: ContextVar[Begin | None] = ContextVar("BEGIN", default=None)


def or_later(place: Path, state: At, month: str | None) -> None:
    """Raise LaterError where something isn't worked out, takes long, and isn't to be waited for."""
    begin = BEGIN.get()
    if begin is None or is_worked_out(place):
        return
    found = Schedule.objects.filter(versions=state.version).aggregate(circuits=Sum("row_count"))
    if (found["circuits"] or 0) > CIRCUITS_MAX:
        begin(state, month)
