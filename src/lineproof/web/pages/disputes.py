"""How do disputes stand? All of a contract's, one with its files and steps, a credit claimed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lineproof.assess.deadlines import Dated
from lineproof.model.errors import LineproofError
from lineproof.model.period import parse_month
from lineproof.reconcile.disputes import Dispute, Step, sums_of
from lineproof.report.amounts import amount_text
from lineproof.report.causes import cause_meaning, cause_name
from lineproof.report.disputes import STATE_WORDS, age_of, due_of, next_text, sums_rows
from lineproof.report.wording import Language
from lineproof.web.doing.disputing import Standing, claim, kept_files, may_follow, standing, step
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at, known
from lineproof.web.pages.texts import problem_text, told_deadline, told_findings
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

_TEXT_MAX = 500
_BAD = {"breached", "lost", "unknown"}


@dataclass(frozen=True, slots=True)
class Told:
    """A dispute in one language. due: what is dated about its next step."""

    id: str
    about: str
    month: str
    state: str
    state_text: str
    is_open: bool
    since: dt.date
    age_d: int
    disputed: str
    agreed: str
    recovered: str
    due: dt.date | None
    clause: str
    is_late: bool
    next: str


@page(Right.SEE)
def disputes(request: Asked, pk: int) -> HttpResponse:
    """List a contract's disputes: how each stands, what is next and by when, and the money."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    stands = _standing(request, contract)
    case, language = known(at(contract)).case, language_spoken()
    digits = case.contract.digits
    shown = {
        "contract": contract,
        "listed": [_told(d, stands, language, digits) for d in reversed(stands.register.disputes)],
        "sums": sums_rows(sums_of(stands.register.disputes), language, digits=digits),
        "findings": told_findings(stands.register.findings, language, digits=digits),
        "currency": case.contract.contract.currency,
        "may_claim": contract.allows(request.user, Right.CHECK_BILLS),
        "windows": list(_windows(stands.dated, language)) if _sees(request, contract) else [],
        "on": stands.on,
    }
    return render(request, "web/disputes.html", shown)


def _sees(request: Asked, contract: Contract) -> bool:
    """Whether a person sees what the buyer hasn't sent."""
    return contract.allows(request.user, Right.SEE_CHECKS)


def _standing(request: Asked, contract: Contract) -> Standing:
    """Return the disputes as far as a person may see them."""
    return standing(contract, is_ours=_sees(request, contract))


def _told(found: Dispute, stands: Standing, language: Language, digits: int) -> Told:
    """Return a dispute as it is to be read."""
    due = due_of(found, stands.dated)
    day = due.due if due is not None else None
    return Told(
        id=found.id,
        about=found.bill or found.term,
        month=found.month,
        state=str(found.state),
        state_text=STATE_WORDS[found.state].said(language),
        is_open=found.is_open,
        since=found.steps[-1].day,
        age_d=age_of(found, stands.on),
        disputed=amount_text(found.disputed, digits=digits),
        agreed="–" if found.agreed is None else amount_text(found.agreed, digits=digits),
        recovered=amount_text(found.recovered, digits=digits),
        due=day,
        clause=due.clause if due is not None else "",
        is_late=day is not None and day < stands.on,
        next=next_text(found, language),
    )


def _windows(dated: Iterable[Dated], language: Language) -> Iterator[dict[str, object]]:
    """Yield the credits that are lost unless somebody claims them, the next day first."""
    open_ones = [d for d in dated if d.kind == "claim" and d.status not in {"met", "waived"}]
    for each in sorted(open_ones, key=lambda d: d.due or dt.date.max):
        if each.since is not None:
            term = each.what.removeprefix("claim ").split(" (")[0]
            told = told_deadline(each, language)
            yield {"told": told, "month": f"{each.since:%Y-%m}", "term": term,
                   "is_late": each.status in _BAD}  # fmt: skip


@page(Right.SEE)
def dispute(request: Asked, pk: int, name: str) -> HttpResponse:
    """Show a dispute: what it is about, what happened, its files, and what may follow."""
    contract, stands, found = _reached(request, pk, name)
    case, language = known(at(contract)).case, language_spoken()
    digits = case.contract.digits
    shown = {
        "contract": contract,
        "dispute": _told(found, stands, language, digits),
        "currency": case.contract.contract.currency,
        "causes": [(cause_name(cause, language), amount_text(amount, digits=digits),
                    cause_meaning(cause, language)) for cause, amount in found.causes],
        "steps": [_step(each, language, digits, is_ours=_sees(request, contract))
                  for each in _told_steps(found)],
        "files": list(kept_files(contract, found.id)),
        "follows": [(state, STATE_WORDS[state].said(language)) for state in may_follow(found)]
        if contract.allows(request.user, Right.CHECK_BILLS) else [],
        "on": stands.on,
    }  # fmt: skip
    return render(request, "web/dispute.html", shown)


def _told_steps(found: Dispute) -> list[Step]:
    """Return what happened, a draft once whatever the number of its causes."""
    drafts = [each for each in found.steps if each.state == "draft"][:1]
    return [*drafts, *(each for each in found.steps if each.state != "draft")]


def _step(each: Step, language: Language, digits: int, *, is_ours: bool) -> dict[str, object]:
    """Return one step as it is to be read; why it was taken is the buyer's own note."""
    has_amount = each.amount is not None and each.state != "draft"
    return {
        "state": STATE_WORDS[each.state].said(language),
        "day": each.day,
        "amount": amount_text(each.amount or 0, digits=digits) if has_amount else "",
        "document": each.document,
        "reason": each.reason if is_ours else "",
    }


def _reached(request: Asked, pk: int, name: str) -> tuple[Contract, Standing, Dispute]:
    """Return a dispute that a person may see; raises Http404."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    stands = _standing(request, contract)
    found = next((d for d in stands.register.disputes if d.id == name), None)
    if found is None:
        raise Http404
    return contract, stands, found


@page(Right.SEE)
def dispute_file(request: Asked, pk: int, name: str, file: str) -> HttpResponseBase:
    """Give one of a dispute's files, to be saved."""
    contract, _stands, found = _reached(request, pk, name)
    path = kept_files(contract, found.id).get(file)
    if path is None:
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{found.id}-{file}",
        content_type="application/octet-stream",
    )


@page(Right.CHECK_BILLS, method="POST")
def record_step(request: Asked, pk: int, name: str) -> HttpResponse:
    """Record what happened to a dispute."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.CHECK_BILLS)
    fields = ("event", "date", "amount", "document", "reason")
    values = {field: request.POST.get(field, "").strip()[:_TEXT_MAX] for field in fields}
    try:
        step(contract, name, values, by=request.user)
        messages.success(request, _("It is recorded."))
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
        return redirect("disputes", pk)
    return redirect("dispute", pk, name)


@page(Right.CHECK_BILLS, method="POST")
def claim_credit(request: Asked, pk: int) -> HttpResponse:
    """Draft the claim of a credit before its window closes."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.CHECK_BILLS)
    month, term = request.POST.get("month", ""), request.POST.get("term", "")[:_TEXT_MAX]
    try:
        parse_month(month)
        name = claim(contract, month, term, by=request.user)
    except (LineproofError, ValueError) as problem:
        messages.error(request, problem_text(problem))
        return redirect("disputes", pk)
    text = _("%(name)s is drafted; send the letter, then record that it was sent.")
    messages.success(request, text % {"name": name})
    return redirect("dispute", pk, name)
