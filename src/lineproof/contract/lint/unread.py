"""Which parts of the contract does no rule read? They may be mistakes, and are no proof."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from lineproof.contract.fields import Term
from lineproof.contract.lint.deadlines import LENGTHS, deadlines
from lineproof.contract.lint.references import METRICS, rights_named
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import quoted
from lineproof.contract.terms.paying import LateInterest, PaymentPlan
from lineproof.contract.terms.scoring import Bands, Scorecard
from lineproof.contract.terms.standing import Deemed, DelayPenalty, LiabilityCap, Right, Termination
from lineproof.model.finding import Finding, Severity
from lineproof.model.record import LIFECYCLE_EVENTS, MILESTONES

#: Parameters that are only read where another one is there: type, parameter, the other.
_READ_WITH: tuple[tuple[type[Term], str, str], ...] = (
    *((kind, "unit", length) for kind, length in LENGTHS.items() if kind is not Deemed),
    (Bands, "cap_order", "cap"),
    (LateInterest, "margin", "reference"),
    (LateInterest, "reset", "reference"),
    (LateInterest, "right_past_cap", "cap"),
    (Deemed, "reminder_within", "reminder"),
    (DelayPenalty, "cap_base", "cap"),
    (LiabilityCap, "base", "share"),
    (Termination, "make_up_months", "make_up"),
    (Termination, "make_up_share", "make_up"),
)
#: Parameters that stand in for one another: each makes the first one of a pair read.
_INSTEAD = {
    ("right_past_cap", "cap"): ("right_after_days", "right_past_share"),
    ("unit", "notice"): ("short_notice",),
}


def _unread(view: LintView, term: Term, said: str, key: str = "") -> Finding:
    """Return the warning of something that nothing reads."""
    return Finding(
        "W-UNREAD",
        Severity.WARNING,
        said,
        view.where(term, key) if key else view.where(term),
        "Check that it isn't misspelt, or take it out.",
        clause=term.clause,
        subject=term.id,
    )


def scorecards_read(view: LintView) -> Iterator[Finding]:
    """W-UNREAD: a scorecard that no bands read."""
    metrics = {bands.metric for bands in view.all_of(Bands)}
    for card in view.all_of(Scorecard):
        if not {METRICS[0], card.id} & metrics:
            yield _unread(view, card, f"no bands read the score of {card.id}")


def rights_read(view: LintView) -> Iterator[Finding]:
    """W-UNREAD: a right that no term points to and no recorded event triggers."""
    named = {name for _, _, name in rights_named(view)}
    events = {*LIFECYCLE_EVENTS, *MILESTONES, *(term.id for term in view.terms)}
    for right in view.all_of(Right):
        if right.id not in named and right.trigger not in events:
            said = f'no term gives the right {right.id}, and no record is "{quoted(right.trigger)}"'
            yield _unread(view, right, said, "trigger")


def calendar_read(view: LintView) -> Iterator[Finding]:
    """W-UNREAD: a calendar that no deadline needs."""
    calendar = view.contract.contract.calendar
    if calendar is None or not (calendar.workdays or calendar.file):
        return
    is_per_workday = any(penalty.per == "workday" for penalty in view.all_of(DelayPenalty))
    if is_per_workday or any(True for _ in deadlines(view)):
        return
    yield Finding(
        "W-UNREAD",
        Severity.WARNING,
        f'no deadline needs the calendar "{quoted(calendar.workdays or calendar.file or "")}"',
        view.head_where("calendar"),
        "Check that a payment plan or notice isn't missing, or take it out.",
    )


def references_recorded(view: LintView) -> Iterator[Finding]:
    """W-UNREAD: a reference rate of which no rate is recorded."""
    for term in view.all_of(LateInterest):
        if term.reference is None:
            continue
        if view.rows("rates").filter(pl.col("series") == term.reference).is_empty():
            said = f'{term.id} refers to the rates "{quoted(term.reference)}", and none is recorded'
            yield _unread(view, term, said, "reference")


def parameters_read(view: LintView) -> Iterator[Finding]:
    """W-UNREAD: a parameter that is only read together with another one."""
    for term in view.terms:
        for kind, name, needed in _READ_WITH:
            if type(term) is not kind or getattr(term, name) in {None, ()}:
                continue
            instead = _INSTEAD.get((name, needed), ())
            if all(getattr(term, each) is None for each in (needed, *instead)):
                yield _unread(view, term, f"{term.id} has {name}, and no {needed}", name)
    for plan in view.all_of(PaymentPlan):
        for item in plan.items:
            if item.unit is not None and item.within is None:
                yield _unread(view, plan, f"{plan.id}/{item.item} has unit, and no within", "items")


def terms_hold(view: LintView) -> Iterator[Finding]:
    """W-UNREAD: a term that holds on no day of the contract's term."""
    for version in view.versions:
        if not view.span(version).count:
            said = f"{version.term.id} holds on no day of the contract's term"
            yield _unread(view, version.term, said)
    for _, term in view.paths:
        since, until = term.effective_from, term.effective_to
        if since is not None and until is not None and until <= since:
            said = f"{term.id} holds on no day: from {since} until before {until}"
            yield _unread(view, term, said, "effective_to")


RULES = (
    scorecards_read,
    rights_read,
    calendar_read,
    references_recorded,
    parameters_read,
    terms_hold,
)
