"""Was it signed, when, and what of it is pinned and accepted? It checks no hash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lineproof.contract.answers import AS_SIGNED, CONTRACT
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import some
from lineproof.contract.terms.pricing import CircuitSchedule
from lineproof.contract.terms.standing import Unmodelled
from lineproof.model.finding import Finding, Severity, Touches

_PARTIES = ("buyer", "provider")


def end_is_start_and_months(view: LintView) -> Iterator[Finding]:
    """E-END: the stated last day is the start + months, less a day."""
    head, days = view.contract.contract, view.term_days
    if head.end is None or days is None or head.months is None:
        return
    last = days.end - dt.timedelta(days=1)
    if head.end == last:
        return
    yield Finding(
        "E-END",
        Severity.ERROR,
        f"the contract states its end as {head.end}, and {head.months} months from {days.start} "
        f"end with {last}",
        view.head_where("end"),
        f'Correct months or end, or record both parties\' answer "{AS_SIGNED}" (months rule).',
        answers=(AS_SIGNED,),
        subject=CONTRACT,
        touches=Touches(("rent", "deduction", "due")),
    )


def signed_before_start(view: LintView) -> Iterator[Finding]:
    """W-SIGNED-AFTER-START: a contract is signed by the day it starts."""
    head, days = view.contract.contract, view.term_days
    if head.signed is not None and days is not None and head.signed > days.start:
        count = (head.signed - days.start).days
        yield Finding(
            "W-SIGNED-AFTER-START",
            Severity.WARNING,
            f"the contract was signed on {head.signed}, {count} days after it started on "
            f"{days.start}",
            view.head_where("signed"),
            "Ask on what ground the days before were served and are paid.",
        )


def is_signed(view: LintView) -> Iterator[Finding]:
    """W-NOT-SIGNED: a contract that is no draft has a day of signature."""
    if not view.contract.draft and view.contract.contract.signed is None:
        yield Finding(
            "W-NOT-SIGNED",
            Severity.WARNING,
            "the contract is no draft and has no day of signature",
            view.head_where(),
            "Write signed = its day, or draft = true above [contract].",
        )


def schedules_pinned(view: LintView) -> Iterator[Finding]:
    """W-HASH-MISSING: a signed schedule is pinned by its hash."""
    for term in view.all_of(CircuitSchedule):
        if term.sha256 is None and not view.contract.draft:
            yield Finding(
                "W-HASH-MISSING",
                Severity.WARNING,
                f"the schedule {term.file} has no sha256, so that nobody can tell whether it is "
                "the one signed",
                view.where(term, "file"),
                f"Write sha256 = the output of: sha256sum {term.file}",
                clause=term.clause,
                subject=term.id,
            )


def prose_accepted(view: LintView) -> Iterator[Finding]:
    """W-UNMODELLED: both parties accepted that a clause has no computable form."""
    for term in view.all_of(Unmodelled):
        lacking = [party for party in _PARTIES if party not in term.accepted_by]
        if lacking:
            yield Finding(
                "W-UNMODELLED",
                Severity.WARNING,
                f"{term.id} is prose that nothing computes ({term.reason}); not accepted by the "
                f"{some(lacking)}",
                view.where(term),
                'Model it, or write accepted_by = ["buyer", "provider"] once both accept that.',
                clause=term.clause,
                subject=term.id,
            )


RULES = (
    end_is_start_and_months,
    signed_before_start,
    is_signed,
    schedules_pinned,
    prose_accepted,
)
