"""What must be done by when, was it, and what follows if not? A fold over recorded events.

Every clause with a time becomes dated duties, one for each time its event happened. Nothing is
stored: the same records on the same day give the same list.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Status = Literal["pending", "met", "breached", "deemed", "lost", "waived"]
"""pending: there is still time. deemed: silence took effect. lost: a right or claim lapsed."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One duty or right, for one time that its event happened.

    term, kind, clause: whose it is. who: buyer, provider, both or either. what: in the contract's
    words. subject: the line, invoice, fault or period it is about; blank: the contract. event,
    since: what it counts from, and when that was. due: the last day; due_at: the instant, where
    hours are counted. done: when it was done. effect: what follows from its status, in words.
    evidence: records as FILE:ROW.
    """

    term: str
    kind: str
    clause: str
    who: str
    what: str
    subject: str
    event: str
    since: dt.date | None
    due: dt.date | None
    status: Status
    done: dt.date | None = None
    due_at: dt.datetime | None = None
    effect: str = ""
    evidence: tuple[str, ...] = ()


def status_of(*, due: dt.date, done: dt.date | None, on: dt.date) -> Status:
    """Return where a duty stands on a day; it can be met up to the end of its last day.

    >>> status_of(due=dt.date(2025, 3, 7), done=None, on=dt.date(2025, 3, 7))
    'pending'
    >>> status_of(due=dt.date(2025, 3, 7), done=None, on=dt.date(2025, 3, 8))
    'breached'
    """
    if done is not None and done <= on:
        return "met" if done <= due else "breached"
    return "breached" if on > due else "pending"
