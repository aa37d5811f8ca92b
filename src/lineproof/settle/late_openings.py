"""Which openings are so late that a right arises? Days of lateness as dated duties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lineproof.assess.deadlines import Dated, Status, as_far_as_counted
from lineproof.assess.intervals import service_intervals
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.standing import DelayPenalty
from lineproof.settle.delay import late_of


def late_openings(view: View, *, on: dt.date) -> Iterator[Dated]:
    """Yield what opened too late, or didn't by a day, with the last day before a right arises.

    The right arises on the day after `right_after_days` days late; an opening by then is in time
    for it, though the penalty is owed.
    """
    if view.term_days is None:
        return
    for term, days in of_kind(view.versions, DelayPenalty):
        if term.right_after_days is not None:
            found = (d for d in _of(view, term, on=on) if d.since is None or d.since in days)
            yield from as_far_as_counted(found, term)


def _of(view: View, term: DelayPenalty, *, on: dt.date) -> Iterator[Dated]:
    """Yield one clause's late openings."""
    assert term.right_after_days is not None, "only clauses with a right are asked"
    for late in late_of(view, service_intervals(view), term, until=on):
        last = late.due + dt.timedelta(days=term.right_after_days)
        is_open = late.opened is not None and late.opened <= last
        status: Status = "met" if is_open else "breached" if on > last else "pending"
        yield Dated(
            term=term.id, kind=term.kind, clause=term.clause, who=term.by,
            what="open, before a right arises", subject=late.line, event=term.of or "",
            since=late.due, due=last, status=status, done=late.opened,
            effect=f"late since {late.due + dt.timedelta(days=1)}",
            evidence=(late.row,) if late.row else (),
        )  # fmt: skip
