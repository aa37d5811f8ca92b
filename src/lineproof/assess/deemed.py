"""What is taken to have happened, because nobody said otherwise in time? Records of silence.

A completion sheet that stays unanswered is accepted as of the day it names; a request for
acceptance that stays unanswered is accepted on the day after the last one to answer it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

import polars as pl

from lineproof.assess.deadlines import Dated
from lineproof.assess.silence import silences
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.standing import Deemed
from lineproof.model.record import LIFECYCLE_EVENTS, MILESTONES, RECORDS

ACCEPTED = "accepted"
_SIGNED = "signed"
BY_SILENCE = "silence"
"""Who recorded what silence made."""


def with_deemed(view: View, *, on: dt.date) -> View:
    """Return a view with the records that silence makes up to a day: lines and milestones accepted.

    An acceptance has the row of the record it rests on, so that explanations lead there.
    """
    lines: list[tuple[Dated, Deemed]] = []
    milestones: list[tuple[Dated, Deemed]] = []
    for term, days in of_kind(view.versions, Deemed):
        if term.outcome != ACCEPTED:
            continue
        for silence in silences(view, term, on=on):
            assert silence.since is not None, "silence counts from a day"
            if silence.status != "deemed" or silence.since not in days:
                continue
            if term.event in LIFECYCLE_EVENTS and silence.subject:
                lines.append((silence, term))
            elif term.event in MILESTONES:
                milestones.append((silence, term))
    records = dict(view.records)
    if lines:
        records["lifecycle"] = _added(view, "lifecycle", [_line(s, t) for s, t in lines])
    if milestones:
        records["milestones"] = _added(
            view, "milestones", [_milestone(s, t) for s, t in milestones]
        )
    return dataclasses.replace(view, records=records) if lines or milestones else view


def _line(silence: Dated, term: Deemed) -> dict[str, object]:
    """Return the acceptance of a line, as of the day of the sheet."""
    return {"line": silence.subject, "event": ACCEPTED, "date": silence.since} | _common(
        silence, term
    )


def _milestone(silence: Dated, term: Deemed) -> dict[str, object]:
    """Return the acceptance of the contract or one payment item, on the day after the last."""
    assert silence.due is not None, "silence has a last day"
    day = silence.due + dt.timedelta(days=1)
    item = silence.subject or None
    return {"event": _SIGNED, "date": day, "item": item} | _common(silence, term)


def _common(silence: Dated, term: Deemed) -> dict[str, object]:
    """Return the columns of every record, for one that silence made."""
    row = int(silence.evidence[0].rpartition(":")[2]) if silence.evidence else None
    assert silence.due is not None, "silence has a last day"
    at = dt.datetime.combine(silence.due, dt.time.max, tzinfo=dt.UTC)
    name = f"{term.id}:{silence.subject}:{silence.since}"
    return {"id": name, "recorded_at": at, "by": BY_SILENCE, "row": row}


def _added(view: View, kind: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Return the records of a kind with some more."""
    schema = RECORDS[kind].schema()
    return view.rows(kind).vstack(pl.DataFrame(rows, schema=schema))
