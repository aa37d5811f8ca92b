"""From which day is nothing billed any more? What notices of termination bring about, line by line.

A notice that gives too little time isn't void: the clause says on which day it then takes effect.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from lineproof.assess.deadlines import last_day
from lineproof.assess.notices import Given, notices_given
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.pricing import CircuitSchedule, PriceLines
from lineproof.contract.terms.standing import Termination
from lineproof.model.period import add_months
from lineproof.model.record import RECORDS

TERMINATION = "termination"
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ending:
    """What one notice ends: a line, or the contract (blank), from the first unbilled day.

    is_short: whether the notice gave less time than the clause asks for.
    """

    line: str
    stops: dt.date
    term: str
    clause: str
    notice: Given
    is_short: bool


def endings(view: View, *, on: dt.date) -> Iterator[Ending]:
    """Yield what the notices delivered by a day end."""
    rules = [(term, days) for term, days in of_kind(view.versions, Termination) if term.notice]
    for given in notices_given(view):
        if given.what != TERMINATION or given.delivered is None or given.delivered > on:
            continue
        for term, days in rules:
            if given.delivered in days and term.who in {given.sender, "either", "both"}:
                yield _ending(view, term, given, given.delivered)
                break


def _ending(view: View, term: Termination, given: Given, delivered: dt.date) -> Ending:
    """Return what one notice ends under a clause.

    The notice runs on the days after its delivery: 30 days from the 1st end with the 31st, and
    billing stops on that day at the earliest, where the day asked for is the one that counts.
    """
    assert term.notice is not None, "only clauses with a period end anything by notice"
    earliest = last_day(view, delivered, within=term.notice, unit=term.unit or "days")
    asked = given.wanted_for
    is_short = asked is not None and asked < earliest
    if term.stop_billing == "notice_date" and asked is not None and not is_short:
        stops = asked
    elif is_short and term.short_notice is not None:
        stops = last_day(view, delivered, within=term.short_notice, unit=term.unit or "days")
    else:
        stops = earliest + _DAY
    if term.stop_billing == "end_of_month":
        stops = add_months((stops - _DAY).replace(day=1), 1)
    return Ending(given.line, stops, term.id, term.clause, given, is_short)


def with_endings(view: View, *, on: dt.date) -> View:
    """Return a view with what notices delivered by a day end recorded as ceased."""
    found = list(endings(view, on=on))
    if not found:
        return view
    rows: list[dict[str, object]] = []
    for ending in found:
        lines = [ending.line] if ending.line else _all_lines(view)
        at = dt.datetime.combine(ending.stops, dt.time.max, tzinfo=dt.UTC)
        row = int(ending.notice.where.rpartition(":")[2])
        rows += [
            {
                "id": f"{ending.notice.id}:{line}", "recorded_at": at, "by": ending.term,
                "line": line, "event": "ceased", "date": ending.stops, "row": row,
            }
            for line in lines
        ]  # fmt: skip
    added = pl.DataFrame(rows, schema=RECORDS["lifecycle"].schema())
    records = dict(view.records) | {"lifecycle": pl.concat([view.rows("lifecycle"), added])}
    return dataclasses.replace(view, records=records)


def _all_lines(view: View) -> list[str]:
    """Return every line that a term prices."""
    found: dict[str, None] = {}
    for version in view.versions:
        term = version.term
        if isinstance(term, CircuitSchedule):
            found |= dict.fromkeys(view.case.schedules[term.file].get_column("line"))
        elif isinstance(term, PriceLines):
            found |= dict.fromkeys(p.line for p in term.lines)
    return list(found)
