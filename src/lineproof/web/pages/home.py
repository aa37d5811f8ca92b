"""What is to be done? The work that waits for somebody, and what falls due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext as _

from lineproof.model.errors import LineproofError
from lineproof.model.finding import Severity, Status
from lineproof.report.amounts import amount_text
from lineproof.settle.duties import duties
from lineproof.web.doing.versions import open_version
from lineproof.web.kept.contracts import Contract, SealProposal, State
from lineproof.web.known.case import At, at, known, today
from lineproof.web.known.later import LaterError
from lineproof.web.known.service_waiting import service_waiting
from lineproof.web.known.waiting import waiting
from lineproof.web.pages.texts import ToldDeadline, problem_text, told_deadline
from lineproof.web.server.middleware import language_spoken
from lineproof.web.templatetags.moments import month_said
from lineproof.web.who.access import Asked, page
from lineproof.web.who.people import User
from lineproof.web.who.rights import Right

_DAYS_AHEAD = dt.timedelta(days=60)
_DAYS_BACK = dt.timedelta(days=60)
_LATE = {"breached", "lost", "unknown"}
DEADLINES_MAX = 30
#: What waits with money: how it is said, the page it is done on, and the right that it needs.
_MONEY = {
    "check": (gettext_noop("Check the bill %(name)s"), "bill", Right.CHECK_BILLS),
    "decide": (gettext_noop("Decide about the bill %(name)s"), "bill", Right.CHECK_BILLS),
    "send": (gettext_noop("Send the dispute %(name)s"), "dispute", Right.CHECK_BILLS),
    "pay": (gettext_noop("Pay %(name)s"), "payments", Right.PAY),
}


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits. is_mine: whether the reader is one of those who can do it.

    due: the last day, where there is one; is_late: whether it is over where the contract is.
    """

    what: str
    contract: Contract
    address: str
    is_mine: bool
    due: dt.date | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A dated duty of one of the reader's contracts."""

    contract: Contract
    told: ToldDeadline
    is_late: bool


@page(None)
def home(request: Asked) -> HttpResponse:
    """Show what waits in all of the reader's contracts, and what falls due around today."""
    tasks: list[Task] = []
    due: list[Due] = []
    for contract in Contract.objects.all().for_user(request.user):
        state = at(contract)
        try:
            tasks += _decisions(contract, state, request.user)
            tasks += _questions(contract, state, request.user)
            tasks += _service(contract, state, request.user)
            due += _due(contract, state)
            tasks += money_tasks(contract, state, request.user)
        except LaterError as later:
            tasks.append(Task(str(later), contract, _at("contract", contract), is_mine=False))
        except LineproofError as problem:
            due_text = _("can't be read: %(why)s") % {"why": problem_text(problem)}
            tasks.append(Task(due_text, contract, _at("contract", contract), is_mine=False))
    due.sort(key=lambda each: each.told.day or dt.date.max)
    shown = {
        "tasks": sorted(tasks, key=lambda task: (not task.is_mine, task.due or dt.date.max)),
        "due": due[:DEADLINES_MAX],
        "more": max(0, len(due) - DEADLINES_MAX),
    }
    return render(request, "web/home.html", shown)


def _decisions(contract: Contract, state: At, user: User) -> Iterator[Task]:
    """Yield what one person proposed and another is to decide."""
    rights = {
        right: contract.allows(user, right) for right in (Right.APPROVE_VERSION, Right.APPROVE_SEAL)
    }
    version = open_version(contract)
    if version is not None:
        what = _("Approve version %(number)s") % {"number": version.number}
        address = reverse("version", args=(contract.pk, version.number))
        is_mine = rights[Right.APPROVE_VERSION] and version.proposed_by != user
        yield Task(what, contract, address, is_mine)
    for proposal in SealProposal.objects.filter(contract=contract, state=State.PROPOSED):
        digits = known(state).case.contract.digits
        what = _("Approve the seal of %(month)s, payable %(amount)s") % {
            "month": month_said(proposal.month),
            "amount": amount_text(proposal.payable, digits=digits),
        }
        address = reverse("month", args=(contract.pk, proposal.month))
        is_mine = rights[Right.APPROVE_SEAL] and proposal.proposed_by != user
        yield Task(what, contract, address, is_mine)


def _questions(contract: Contract, state: At, user: User) -> Iterator[Task]:
    """Yield how many findings of a contract are open, by how grave they are."""
    findings = [f for f in known(state).findings if f.status is Status.OPEN]
    address = _at("contract", contract)
    can = contract.allows(user, Right.ANSWER)
    errors = sum(f.severity is Severity.ERROR for f in findings)
    questions = sum(f.severity is Severity.QUESTION for f in findings)
    if errors:
        what = ngettext("%(n)d open error", "%(n)d open errors", errors) % {"n": errors}
        yield Task(what, contract, address, can)
    if questions:
        what = ngettext("%(n)d open question", "%(n)d open questions", questions)
        yield Task(what % {"n": questions}, contract, address, can)


def _service(contract: Contract, state: At, user: User) -> Iterator[Task]:
    """Yield what waits of a contract's service: acceptances, claims, scores."""
    on = today(known(state).case, timezone.now())
    for each in service_waiting(contract, state, user, on=on):
        is_late = each.due is not None and each.due < on
        yield Task(each.what, contract, each.address, each.is_mine, each.due, is_late)


def _due(contract: Contract, state: At) -> Iterator[Due]:
    """Yield the duties of a contract that fall due around today and aren't done."""
    found = known(state)
    on = today(found.case, timezone.now())
    for dated in duties(found.view, on=on):
        is_near = dated.due is not None and on - _DAYS_BACK <= dated.due <= on + _DAYS_AHEAD
        if is_near and dated.status not in {"met", "waived"}:
            told = told_deadline(dated, language_spoken())
            yield Due(contract, told, dated.status in _LATE)


def money_tasks(contract: Contract, state: At, user: User) -> Iterator[Task]:
    """Yield the bills to check, letters to send and payments to make; for the buyer's eyes."""
    if not contract.allows(user, Right.SEE_CHECKS):
        return
    may = {right: contract.allows(user, right) for right in (Right.CHECK_BILLS, Right.PAY)}
    found = known(state)
    on = today(found.case, timezone.now())
    for each in waiting(contract, found, duties(found.view, on=on), on=on):
        text, page_of, right = _MONEY[each.what]
        what = gettext(text) % {"name": each.name}
        more = {"bill": (each.folder,), "dispute": (each.name,)}.get(page_of, ())
        address = reverse(page_of, args=(contract.pk, *more))
        is_late = each.due is not None and each.due < on
        yield Task(what, contract, address, may[right], each.due, is_late)


def _at(name: str, contract: Contract) -> str:
    """Return the address of a contract's page."""
    return reverse(name, args=(contract.pk,))
