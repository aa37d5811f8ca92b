"""Until when can something be said? Notices, renewals, claims and objections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lineproof.assess.claim_windows import claim_windows
from lineproof.assess.deadlines import Dated, Status, last_day
from lineproof.assess.disputed import Said, bills_objected_to
from lineproof.assess.events import occurrences
from lineproof.assess.notices import Given, notices_given
from lineproof.assess.renewal import choices
from lineproof.contract.case import View
from lineproof.contract.terms.paying import BillObjection, Claim
from lineproof.contract.terms.standing import Notice, Renewal


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
    for choice in choices(view, term, on=on):
        told, last = choice.told, choice.end - dt.timedelta(days=1)
        status: Status = "met" if told is not None else "lost" if on > choice.due else "pending"
        yield Dated(
            term=term.id, kind=term.kind, clause=term.clause, who="either",
            what="say that the contract shall not go on", subject=", ".join(term.applies_to),
            event="end", since=last, due=choice.due, status=status,
            done=told.delivered if told is not None else None,
            effect=f"ends at the end of {last}" if told is not None
            else f"else it goes on by {term.months} months",
            evidence=(told.where,) if told is not None else (),
        )  # fmt: skip


def claims(view: View, term: Claim, *, on: dt.date) -> Iterator[Dated]:
    """Yield the windows in which something must be claimed, a month and thing each.

    It is claimed by a record of the claim, or by sending the letter that a dispute begins with.
    """
    for window in claim_windows(view, term, on=on):
        due = window.due
        first = window.claims[0] if window.claims else None
        status: Status = "met" if window.in_time else "lost" if on > due else "pending"
        lost = "lost" if term.unclaimed == "lost" else "late"
        yield Dated(
            term=term.id, kind=term.kind, clause=term.clause, who="buyer",
            what=f"claim {term.what}" + (f" ({term.form})" if term.form else ""),
            subject=window.subject, event=term.of, since=window.event, due=due, status=status,
            done=first.day if first is not None else None,
            effect=f"{lost} on {due + dt.timedelta(days=1)}" if status == "lost" else "",
            evidence=tuple(filter(None, (window.where, first.where if first else ""))),
        )  # fmt: skip


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
