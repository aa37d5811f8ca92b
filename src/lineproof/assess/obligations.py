"""Was each duty done in time? One dated duty for every time that its event happened."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator

import polars as pl

from lineproof.assess.deadlines import Dated, Status, last_day, status_of
from lineproof.assess.events import DUTY, Occurrence, Since, occurrences, told_by
from lineproof.contract.case import View
from lineproof.contract.terms.standing import Obligation
from lineproof.model.record import RECORDS

_HOURS_UNIT = "hours"
_Told = tuple[Occurrence, Occurrence | None]
"""When the event happened, and when what it asks for was done."""


def obligations(view: View, term: Obligation, *, on: dt.date) -> Iterator[Dated]:
    """Yield a term's dated duties, for each time its event happened up to a day.

    A duty without a time has no date.
    """
    if term.within is None:
        return
    happened = occurrences(view, term.event, until=on)
    if term.district is not None:
        there = view.rows("faults").filter(pl.col("district") == term.district)
        ids = set(there.get_column("id"))
        happened = tuple(o for o in happened if o.subject in ids)
    if term.repeat == "none":
        happened = happened[:1]
    done = Since(occurrences(view, term.done or f"{DUTY}{term.id}", until=on) if happened else ())
    for event in happened:
        told = (event, _done(done, event))
        if term.unit == _HOURS_UNIT and event.at is not None:
            yield _by_the_hour(view, term, told, on)
        else:
            yield _by_the_day(view, term, told, on)


def _done(done: Since, event: Occurrence) -> Occurrence | None:
    """Return when a duty was done first, since its event and about the same thing."""
    if not event.subject:
        return done.first_of_all(event.day)
    return done.first(event.day, about=(event.subject, ""))


def _by_the_day(view: View, term: Obligation, told: _Told, on: dt.date) -> Dated:
    """Return a duty whose time is counted in days; hours without an instant: that day's end."""
    assert term.within is not None, "a dated duty has a time"
    event, done = told
    is_hours = term.unit == _HOURS_UNIT
    within, unit = (0, None) if is_hours else (term.within, term.unit)
    due = last_day(view, event.day, within=within, unit=unit)
    status = status_of(due=due, done=done.day if done is not None else None, on=on)
    return _dated(term, told, due, _as_far_as_told(view, term, status, done))


def _by_the_hour(view: View, term: Obligation, told: _Told, on: dt.date) -> Dated:
    """Return a duty whose time is counted in hours from an instant."""
    event, done = told
    assert term.within is not None, "a dated duty has a time"
    assert event.at is not None, "hours are counted from an instant"
    zone = zoneinfo.ZoneInfo(view.contract.contract.timezone)
    # hours are real ones: they are counted in UTC, whatever the clocks do
    due = (event.at.astimezone(dt.UTC) + dt.timedelta(hours=term.within)).astimezone(zone)
    if done is not None and done.at is not None:
        status: Status = "met" if done.at <= due else "breached"
    else:
        status = status_of(due=due.date(), done=done.day if done is not None else None, on=on)
    status = _as_far_as_told(view, term, status, done)
    return _dated(term, told, due.date(), status, due_at=due)


def _as_far_as_told(
    view: View, term: Obligation, status: Status, done: Occurrence | None
) -> Status:
    """Return a status; nothing is known where no file could tell that the duty was done."""
    if status != "breached" or done is not None:
        return status
    file = told_by(term.done or f"{DUTY}{term.id}")
    is_told = file in view.case.records or file not in RECORDS
    return status if is_told else "unknown"


def _dated(
    term: Obligation,
    told: _Told,
    due: dt.date,
    status: Status,
    due_at: dt.datetime | None = None,
) -> Dated:
    """Return a duty of one occurrence."""
    event, done = told
    return Dated(
        term=term.id,
        kind=term.kind,
        clause=term.clause,
        who=term.who,
        what=term.what,
        subject=event.subject,
        event=term.event,
        since=event.day,
        due=due,
        status=status,
        done=done.day if done is not None else None,
        due_at=due_at,
        effect=_effect(status, due, done),
        evidence=tuple(o.where for o in told if o is not None and o.where),
    )


def _effect(status: Status, due: dt.date, done: Occurrence | None) -> str:
    """Return what a duty's status means, in words."""
    if status == "unknown":
        return "no record tells whether it was done"
    if status != "breached":
        return ""
    if done is None:
        return f"not done by {due}"
    late = (done.day - due).days
    days = "day" if late == 1 else "days"
    return f"done {late} {days} late" if late else "done too late that day"
