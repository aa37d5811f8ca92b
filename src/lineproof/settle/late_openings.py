"""Which openings are so late that a right arises? Days of lateness as dated duties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lineproof.assess.deadlines import Dated, Status, as_far_as_counted
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.standing import DelayPenalty
from lineproof.settle.book import Book, Reading
from lineproof.settle.credits import month_of
from lineproof.settle.delay import Late, day_past_cap, late_of


def late_openings(view: View, *, on: dt.date) -> Iterator[Dated]:
    """Yield what opened too late, or didn't by a day, with the last day before a right arises.

    The right arises on the day after `right_after_days` days late; without those, on the day whose
    penalty is more than the cap. An opening before is in time for it, though the penalty is owed.
    """
    if view.term_days is None:
        return
    for term, days in of_kind(view.versions, DelayPenalty):
        if term.right_past is not None or term.right_after_days is not None:
            found = (d for d in _of(view, term, on=on) if d.since is None or d.since in days)
            yield from as_far_as_counted(found, term)


def _of(view: View, term: DelayPenalty, *, on: dt.date) -> Iterator[Dated]:
    """Yield one clause's late openings."""
    book = Book(view, Reading())
    for late in late_of(view, book.intervals, term, until=on):
        if term.right_after_days is not None:
            yield _dated(term, late, late.due + dt.timedelta(days=term.right_after_days), on=on)
        if term.right_at_cap is not None and term.cap is not None:
            month = month_of(view, late.opened or on)
            past = day_past_cap(view, term, late, book.earned(month).lines)
            yield _dated(term, late, None if past is None else past - dt.timedelta(days=1), on=on)


def _dated(term: DelayPenalty, late: Late, last: dt.date | None, *, on: dt.date) -> Dated:
    """Return one late opening against one limit; last: its last day, None while it isn't known."""
    is_past = last is not None and on > last and (late.opened is None or late.opened > last)
    status: Status = "breached" if is_past else "met" if late.opened is not None else "pending"
    return Dated(
        term=term.id, kind=term.kind, clause=term.clause, who=term.by,
        what="open, before a right arises", subject=late.line, event=term.of or "",
        since=late.due, due=last, status=status, done=late.opened,
        effect=f"late since {late.due + dt.timedelta(days=1)}",
        evidence=(late.row,) if late.row else (),
        gives=None if term.right_past is None else (term.right_past,),
    )  # fmt: skip
