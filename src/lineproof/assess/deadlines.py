"""What must be done by when, was it, and what follows if not? A fold over recorded events.

Every clause with a time becomes dated duties, one for each time its event happened. Nothing is
stored: the same records on the same day give the same list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal, NamedTuple

from lineproof.contract.case import View
from lineproof.contract.fields import Term
from lineproof.model.calendar import (
    CalendarMissingError,
    CalendarYearMissingError,
    DeadlineRule,
    Unit,
    deadline,
)
from lineproof.model.period import add_months

Status = Literal["pending", "met", "breached", "deemed", "lost", "waived", "unknown"]
"""pending: there is still time. deemed: silence took effect. lost: a right or claim lapsed.
unknown: the time is over, and there is no file that could tell whether it was done.
"""

_DAY = dt.timedelta(days=1)
_SLACK = dt.timedelta(days=3)
"""Months are shorter by up to three days: from where the last day before is looked for."""
_UNITS: dict[str, Unit] = {"days": "days", "workdays": "workdays", "months": "months"}


class Dated(NamedTuple):
    """One duty or right, for one time that its event happened.

    term, kind, clause: whose it is. who: buyer, provider, both or either. what: in the contract's
    words. subject: the line, invoice, fault or period it is about; blank: the contract. event,
    since: what it counts from, and when that was. due: the last day; due_at: the instant, where
    hours are counted. done: when it was done. effect: what follows from its status, in words.
    evidence: records as FILE:ROW. gives: ids of the rights that its breach gives; None: those that
    name its term.
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
    gives: tuple[str, ...] | None = None


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


def last_day(view: View, event: dt.date, *, within: int, unit: str | None) -> dt.date:
    """Return the last day of a period after an event, as the contract counts.

    unit: days, workdays or months; None: days, which the lint asks about.
    """
    rule, table = view.deadline_rule, view.case.workdays
    counted_in = _UNITS[unit or "days"]
    return deadline(event, within=within, unit=counted_in, rule=rule, table=table).day


def days_before(view: View, last: dt.date, *, within: int, unit: str | None) -> dt.date:
    """Return the last day on which something can be said so long before a day ends.

    A period that starts then, counted as the contract counts, ends on that day at the latest.

    unit: days, workdays or months; None: days.
    """
    rule = DeadlineRule(first_day=view.deadline_rule.first_day)  # a day to speak by never moves on
    table, counted_in = view.case.workdays, _UNITS[unit or "days"]
    is_months = counted_in == "months"
    day = add_months(last, -within) + _SLACK if is_months else last - dt.timedelta(days=within)
    while deadline(day, within=within, unit=counted_in, rule=rule, table=table).day > last:
        day -= _DAY
    return day


def as_far_as_counted(dated: Iterator[Dated], term: Term) -> Iterator[Dated]:
    """Yield a term's dated duties; where its calendar ends, one without a day that says so.

    What lies beyond the calendar's years has no last day yet: to guess one would be wrong.
    """
    try:
        yield from dated
    except (CalendarMissingError, CalendarYearMissingError) as missing:
        yield Dated(
            term=term.id,
            kind=str(getattr(term, "kind", "")),
            clause=term.clause,
            who=str(getattr(term, "who", "both")),
            what="count the days",
            subject="",
            event="",
            since=None,
            due=None,
            status="unknown",
            effect=str(missing),
        )
