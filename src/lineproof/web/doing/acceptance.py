"""How is what was delivered accepted or refused? One or many at once, each only while it waits."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.assess.awaiting import Awaiting, awaiting
from lineproof.web.doing.deciding import NotNowError, lock
from lineproof.web.doing.holding import keep_proof
from lineproof.web.doing.recording import record
from lineproof.web.doing.uploads import Upload
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import At, at, known, today
from lineproof.web.who.people import User

_REMEMBERED = 64
#: How what is decided is recorded, of a line and of a stage.
_EVENTS = {"accept": ("accepted", "signed"), "refuse": ("refused", "refused")}


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decides. names: of what waits, as `name_of` tells them. day: as typed in."""

    names: Sequence[str]
    decision: str
    day: str
    evidence: Upload | None = None


def name_of(each: Awaiting) -> str:
    """Return what something that waits is called in a form."""
    return f"{each.kind}:{each.subject}"


def waiting(contract: Contract) -> tuple[Awaiting, ...]:
    """Return what of a contract waits for acceptance today."""
    state = at(contract)
    return waiting_on(state, today(known(state).case, timezone.now()))


@functools.lru_cache(maxsize=_REMEMBERED)
def waiting_on(state: At, on: dt.date) -> tuple[Awaiting, ...]:
    """Return what waits on a day, worked out once for as long as nothing changes."""
    return awaiting(known(state).view, on=on)


@transaction.atomic
def decide_acceptance(contract: Contract, given: Decision, *, by: User) -> int:
    """Record that what waits is accepted or refused, all of it or none; return how much it is.

    Raises NotNowError for what no longer waits, or a day before it was delivered or not yet come,
    and InputRefusedError.
    """
    contract = lock(contract)
    there = {name_of(each): each for each in waiting(contract)}
    if given.decision not in _EVENTS or not given.names:
        raise NotNowError(_("Choose what is accepted or refused."))
    if gone := [name for name in given.names if name not in there]:
        message = _("%(name)s doesn't wait any more; nothing was recorded.")
        raise NotNowError(message % {"name": gone[0].partition(":")[2]})
    chosen = [there[name] for name in dict.fromkeys(given.names)]
    day = _day(contract, given.day, chosen)
    shared = {"date": day.isoformat(), "evidence": keep_proof(contract, given.evidence)}
    of_line, of_stage = _EVENTS[given.decision]
    lines = [{"line": e.subject, "event": of_line, **shared} for e in chosen if e.kind == "line"]
    stages = [{"item": e.subject, "event": of_stage, **shared} for e in chosen if e.kind == "stage"]
    for kind, rows in (("lifecycle", lines), ("milestones", stages)):
        if rows:
            record(contract, kind, rows, by=by)
    return len(chosen)


def _day(contract: Contract, text: str, chosen: Sequence[Awaiting]) -> dt.date:
    """Return the day of a decision; raises NotNowError where it can't be."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as problem:
        raise NotNowError(_("Write the day as in 2025-03-31.")) from problem
    first = max(each.since for each in chosen)
    last = today(known(at(contract)).case, timezone.now())
    if not first <= day <= last:
        message = _("The day lies between %(first)s, the last delivery, and today, %(last)s.")
        raise NotNowError(message % {"first": first, "last": last})
    return day
