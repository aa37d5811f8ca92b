"""What was delivered and waits to be accepted? Lines and stages, with the day silence accepts them.

What silence accepted by a day no longer waits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

from lineproof.assess.deadlines import Dated, as_far_as_counted
from lineproof.assess.deemed import ACCEPTED
from lineproof.assess.silence import silences
from lineproof.assess.taken import as_of
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.standing import Deemed
from lineproof.model.record import MILESTONES

DELIVERED, REQUESTED = "delivered", "acceptance_requested"
_LINE_ANSWERS = ("accepted", "refused", "ceased")
_STAGE_ANSWERS = ("signed", "refused")


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A line or a stage that waits for acceptance.

    subject: the line, or the stage's payment item; blank: the contract as a whole. since: when it
    was delivered, or acceptance was asked for. due: the last day to answer, after which silence
    counts by `clause`; None: it never does, or not before a reminder. effect: what then follows.
    """

    kind: Literal["line", "stage"]
    subject: str
    event: str
    since: dt.date
    due: dt.date | None = None
    clause: str = ""
    effect: str = ""


def awaiting(view: View, *, on: dt.date) -> tuple[Awaiting, ...]:
    """Return what waits for acceptance on a day, the longest waiting first.

    view: as recorded; what silence accepted is found here.
    """
    seen, silent = as_of(view, on=on), _silent(view, on=on)
    lines = _waiting(seen, "lifecycle", "line", ((DELIVERED,), _LINE_ANSWERS), on=on)
    asked = {REQUESTED, *(term.event for term in _deemed(view) if term.event in MILESTONES)}
    stages = _waiting(seen, "milestones", "item", (tuple(sorted(asked)), _STAGE_ANSWERS), on=on)
    found = [_told("line", *each, silent) for each in lines]
    found += [_told("stage", *each, silent) for each in stages]
    return tuple(sorted(found, key=lambda a: (a.since, a.kind, a.subject)))


def _deemed(view: View) -> Iterator[Deemed]:
    """Yield the clauses by which silence accepts."""
    return (term for term, _ in of_kind(view.versions, Deemed) if term.outcome == ACCEPTED)


def _silent(view: View, *, on: dt.date) -> dict[tuple[str, str, dt.date | None], Dated]:
    """Return the silences that still last, by event, subject and day."""
    return {
        (dated.event, dated.subject, dated.since): dated
        for term in _deemed(view)
        for dated in as_far_as_counted(silences(view, term, on=on), term)
        if dated.status == "pending"
    }


def _waiting(
    view: View, kind: str, subject: str, events: tuple[tuple[str, ...], ...], *, on: dt.date
) -> Iterator[tuple[str, str, dt.date]]:
    """Yield what was asked for and not answered since: subject, event and day.

    events: those that ask, and those that answer. An answer about the contract is about all of it.
    """
    every = [event for each in events for event in each]
    rows = view.rows(kind).filter(pl.col("event").is_in(every)).filter(pl.col("date") <= on)
    rows = rows.with_columns(pl.col(subject).fill_null(""))
    asked = rows.filter(pl.col("event").is_in(events[0])).sort("date").group_by(subject).last()
    if asked.is_empty():
        return
    answered = rows.filter(pl.col("event").is_in(events[1])).group_by(subject).agg(
        pl.col("date").max().alias("answered")
    )  # fmt: skip
    days = dict(answered.iter_rows())
    for name, event, day in asked.select(subject, "event", "date").iter_rows():
        last = max((days[key] for key in (name, "") if key in days), default=None)
        if last is None or last < day:
            yield name, event, day


def _told(
    kind: Literal["line", "stage"],
    subject: str,
    event: str,
    since: dt.date,
    silent: dict[tuple[str, str, dt.date | None], Dated],
) -> Awaiting:
    """Return what waits, with the silence that runs about it."""
    dated = silent.get((event, subject, since))
    if dated is None:
        return Awaiting(kind, subject, event, since)
    return Awaiting(kind, subject, event, since, dated.due, dated.clause, dated.effect)
