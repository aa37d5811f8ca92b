"""Can every deadline be computed? In which days it counts, by which calendar, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lineproof.contract.answers import ANSWERS, CONTRACT
from lineproof.contract.fields import Term
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import plural
from lineproof.contract.terms.paying import BillObjection, Claim, PaymentPlan, Tolerance
from lineproof.contract.terms.standing import (
    Deemed,
    DelayPenalty,
    Notice,
    Obligation,
    Renewal,
    Termination,
)
from lineproof.model.finding import NOTHING, Finding, Severity, Touches

DUE = Touches(("due",))
DEADLINES = Touches(("due", "late_interest"))
#: Where each type keeps a deadline's length; its unit stands in `unit`.
LENGTHS: dict[type[Term], str] = {
    Tolerance: "within",
    BillObjection: "within",
    Claim: "within",
    DelayPenalty: "late_after",
    Deemed: "within",
    Notice: "period",
    Termination: "notice",
    Renewal: "unless_notice",
    Obligation: "within",
}
_ROLLING = ("days", "months")


class Deadline(NamedTuple):
    """One length of time in a term or in an instalment of a plan."""

    term: Term
    length: int
    unit: str | None
    name: str
    path: tuple[str | int, ...]
    clause: str

    @property
    def subject(self) -> str:
        """What an answer names."""
        return f"{self.term.id}/{self.name}" if self.name else self.term.id

    @property
    def is_payment(self) -> bool:
        """Whether it decides when a payment falls due."""
        return isinstance(self.term, PaymentPlan)


def deadlines(view: LintView) -> Iterator[Deadline]:
    """Yield every deadline of the contract."""
    for term in view.terms:
        if isinstance(term, PaymentPlan):
            for number, item in enumerate(term.items):
                if item.within:
                    path = ("items", number)
                    clause = item.clause or term.clause
                    yield Deadline(term, item.within, item.unit, item.item, path, clause)
        elif type(term) in LENGTHS:
            name = LENGTHS[type(term)]
            if length := getattr(term, name):
                yield Deadline(term, length, getattr(term, "unit"), "", (name,), term.clause)  # noqa: B009


def needs_unit(view: LintView) -> Iterator[Finding]:
    """Q-DAYS-UNIT: a length of time is in days, workdays or months."""
    for deadline in deadlines(view):
        if deadline.unit is None:
            yield Finding(
                "Q-DAYS-UNIT",
                Severity.QUESTION,
                f"{deadline.subject} counts {deadline.length:,} and doesn't say of what",
                view.where(deadline.term, *deadline.path),
                "Write unit, or record both parties' answer.",
                clause=deadline.clause,
                answers=ANSWERS["Q-DAYS-UNIT"],
                subject=deadline.subject,
                touches=DUE if deadline.is_payment else NOTHING,
            )


def has_calendar(view: LintView) -> Iterator[Finding]:
    """E-WORKDAYS-CALENDAR: what counts in workdays, or rolls, has a calendar that knows them."""
    calendar = view.contract.contract.calendar
    if calendar is not None and (calendar.workdays or calendar.file):
        return
    fix = 'Write workdays = "CN" (or another country) in [contract.calendar], or name a file.'
    for deadline in deadlines(view):
        if deadline.unit == "workdays":
            yield Finding(
                "E-WORKDAYS-CALENDAR",
                Severity.ERROR,
                f"{deadline.subject} counts {plural(deadline.length, 'workday')}, and the contract "
                "names no calendar of workdays",
                view.where(deadline.term, *deadline.path),
                fix,
                clause=deadline.clause,
                subject=deadline.subject,
                touches=DEADLINES if deadline.is_payment else NOTHING,
            )
    for penalty in view.all_of(DelayPenalty):
        if penalty.per == "workday":
            said = f"{penalty.id} is owed per workday, and the contract names no calendar of them"
            where = view.where(penalty, "per")
            yield Finding("E-WORKDAYS-CALENDAR", Severity.ERROR, said, where, fix,
                          clause=penalty.clause, subject=penalty.id)  # fmt: skip
    if calendar is not None and calendar.roll not in {None, "none"}:
        said = f'deadlines roll ("{calendar.roll}"), and the contract names no calendar of workdays'
        where = view.head_where("calendar", "roll")
        yield Finding("E-WORKDAYS-CALENDAR", Severity.ERROR, said, where, fix,
                      subject=CONTRACT, touches=DEADLINES)  # fmt: skip


def calendar_pinned(view: LintView) -> Iterator[Finding]:
    """E-CALENDAR-FILE: a signed contract's own calendar is pinned by its hash."""
    calendar = view.contract.contract.calendar
    if calendar is None or calendar.file is None or calendar.sha256 or view.contract.draft:
        return
    yield Finding(
        "E-CALENDAR-FILE",
        Severity.ERROR,
        f"the calendar {calendar.file} has no sha256, so that the parties may count by different "
        "ones",
        view.head_where("calendar", "file"),
        f"Write sha256 = the output of: sha256sum {calendar.file}",
        subject=CONTRACT,
        touches=DEADLINES,
    )


def roll_known(view: LintView) -> Iterator[Finding]:
    """Q-ROLL: a deadline in days (or months) whose last day is a day off ends there, or later."""
    calendar = view.contract.contract.calendar
    rolling = [d for d in deadlines(view) if d.unit in _ROLLING]
    if not rolling or (calendar is not None and calendar.roll is not None):
        return
    first = next((d for d in rolling if d.is_payment), rolling[0])
    others = f" and {len(rolling) - 1:,} more" if len(rolling) > 1 else ""
    length = plural(first.length, (first.unit or "").removesuffix("s"))
    yield Finding(
        "Q-ROLL",
        Severity.QUESTION,
        f"deadlines in days or months ({first.subject}: {length}{others}) may end on a day off: do "
        "they end there, or on the next workday?",
        view.head_where("calendar"),
        "Write roll in [contract.calendar], or record both parties' answer.",
        clause=first.clause,
        answers=ANSWERS["Q-ROLL"],
        subject=CONTRACT,
        touches=DEADLINES if first.is_payment else NOTHING,
    )


RULES = (needs_unit, has_calendar, calendar_pinned, roll_known)
