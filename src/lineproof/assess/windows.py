"""Until when can something be said? Notices, renewals, claims and objections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from lineproof.assess.deadlines import Dated, Status, days_before, last_day
from lineproof.assess.disputed import Said, bills_objected_to, credits_claimed
from lineproof.assess.events import occurrences
from lineproof.assess.notices import Given, notices_given
from lineproof.contract.case import View
from lineproof.contract.terms.paying import BillObjection, Claim
from lineproof.contract.terms.standing import Notice, Renewal
from lineproof.model.period import add_months

RENEWAL_ENDS = ("termination", "non-renewal")
"""Kinds of notice that keep a contract from being renewed."""


def notice_effects(view: View, term: Notice, *, on: dt.date) -> Iterator[Dated]:
    """Yield, for each notice a clause speaks of, from when it can take effect.

    A notice is the clause's where it names its term, or says what the clause is about. One that
    asks for an earlier day breaches the period: it takes effect at its end.
    """
    for given in notices_given(view):
        is_its = given.about == term.id or given.what == term.about
        if is_its and given.sent <= on:
            yield _effect(view, term, given, on)


def _effect(view: View, term: Notice, given: Given, on: dt.date) -> Dated:
    """Return when one notice takes effect."""
    status: Status = "pending"
    effect, due = "not delivered yet", None
    if given.delivered is not None and given.delivered <= on:
        within = term.period or 0
        due = last_day(view, given.delivered, within=within, unit=term.unit or "days")
        asked = given.wanted_for
        status = "met" if asked is None or asked > due else "breached"
        start = due + dt.timedelta(days=1)
        effect = f"delivered {given.delivered}, takes effect from {start}"
        if status == "breached":
            effect += f"; it asks for {asked}, which is too early"
    return Dated(
        term=term.id, kind=term.kind, clause=term.clause, who=given.sender or term.by,
        what=f"tell in time: {term.about}", subject=given.line or given.id,
        event=f"notice: {given.what}", since=given.sent, due=due, status=status,
        done=given.delivered, effect=effect, evidence=(given.where,),
    )  # fmt: skip


def renewals(view: View, term: Renewal, *, on: dt.date) -> Iterator[Dated]:
    """Yield the last days to keep the contract from going on, up to the next one after a day."""
    days, months = view.term_days, view.contract.contract.months
    if days is None or months is None:
        return
    given = [
        n
        for n in notices_given(view)
        if n.what in RENEWAL_ENDS and not n.line and n.delivered is not None and n.delivered <= on
    ]
    status: Status = "lost"
    while status == "lost":
        end = add_months(days.start, months)
        within = term.unless_notice or 0
        due = days_before(view, end - dt.timedelta(days=1), within=within, unit=term.unit)
        told = next((n for n in given if n.delivered is not None and n.delivered <= due), None)
        status = "met" if told is not None else "lost" if on > due else "pending"
        ending = f"ends at the end of {end - dt.timedelta(days=1)}"
        yield Dated(
            term=term.id, kind=term.kind, clause=term.clause, who="either",
            what="say that the contract shall not go on", subject="", event="end",
            since=end - dt.timedelta(days=1), due=due, status=status,
            done=told.delivered if told is not None else None,
            effect=ending if status == "met" else f"else it goes on by {term.months} months",
            evidence=(told.where,) if told is not None else (),
        )  # fmt: skip
        months += term.months


def claims(view: View, term: Claim, *, on: dt.date) -> Iterator[Dated]:
    """Yield the windows in which something must be claimed, for each time its event happened.

    It is claimed by a record of the claim, or by sending the letter that a dispute begins with.
    """
    made = _claims_made(view, term)
    for event in occurrences(view, term.of, until=on):
        due = last_day(view, event.day, within=term.within, unit=term.unit)
        month = f"{event.day.year:04d}-{event.day.month:02d}"
        own = [c for c in made if c.about in {"", month} and event.day <= c.day <= on]
        done, where = (own[0].day, (own[0].where,)) if own else (None, ())
        late = done is None or done > due
        status: Status = "met" if not late else "lost" if on > due else "pending"
        yield Dated(
            term=term.id, kind=term.kind, clause=term.clause, who="buyer",
            what=f"claim {term.what}" + (f" ({term.form})" if term.form else ""),
            subject=event.subject, event=term.of, since=event.day, due=due, status=status,
            done=done, effect=f"lost on {due + dt.timedelta(days=1)}" if status == "lost" else "",
            evidence=(*((event.where,) if event.where else ()), *where),
        )  # fmt: skip


def _claims_made(view: View, term: Claim) -> list[Said]:
    """Return each claim of what a clause speaks of, in order; about: the month, blank for any."""
    rows = view.rows("claims").filter(pl.col("what") == term.what)
    made = [
        Said(day, period or "", f"records/claims.csv:{row}")
        for day, period, row in rows.select("claimed", "period", "row").iter_rows()
    ]
    return sorted([*made, *credits_claimed(view, term.what)])


def objections(view: View, term: BillObjection, *, on: dt.date) -> Iterator[Dated]:
    """Yield the windows in which each bill can be objected to.

    A delivered notice objects, and so does a dispute that was sent.
    """
    made = [
        Said(n.delivered, n.about, n.where)
        for n in notices_given(view)
        if n.what == "objection" and n.delivered is not None
    ]
    made += bills_objected_to(view)
    for bill in occurrences(view, "invoice received", until=on):
        due = last_day(view, bill.day, within=term.within, unit=term.unit)
        told = min((m for m in made if m.about == bill.subject and m.day <= on), default=None)
        done = told.day if told is not None else None
        in_time = done is not None and done <= due
        status: Status = "met" if in_time else "lost" if on > due else "pending"
        silence = {"accepts": "the bill is accepted", "keeps_right": "the right to object stays"}
        unsaid = "no clause says what silence means"
        effect = silence.get(term.silence or "", unsaid) if status == "lost" else ""
        yield Dated(
            term=term.id, kind=term.kind, clause=term.clause, who="buyer",
            what="object to the bill", subject=bill.subject, event="invoice received",
            since=bill.day, due=due, status=status, done=done, effect=effect,
            evidence=(bill.where, *((told.where,) if told is not None else ())),
        )  # fmt: skip
