"""What waits to be accepted? The lines and stages of a contract, or of all the reader's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from lineproof.assess.awaiting import Awaiting
from lineproof.model.errors import LineproofError
from lineproof.report.deadline_words import effect_text
from lineproof.report.record_words import choice_name
from lineproof.report.wording import Language
from lineproof.web.doing.acceptance import Decision, decide_acceptance, name_of, waiting
from lineproof.web.doing.uploads import EVIDENCE, UPLOAD_BYTES_MAX, upload_of
from lineproof.web.kept.contracts import Circuit, Contract
from lineproof.web.known.case import at, known, today
from lineproof.web.pages.texts import problem_text
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.people import User
from lineproof.web.who.rights import Right

SHOWN_MAX = 150


@page(None)
def inbox(request: Asked) -> HttpResponse:
    """Show what waits in all of the reader's contracts."""
    mine = Contract.objects.all().for_user(request.user)
    boxes = [box for each in mine if (box := _box(each, request.user))["count"]]
    return render(request, "web/acceptance.html", {"boxes": boxes})


@page(Right.SEE)
def of_contract(request: Asked, pk: int) -> HttpResponse:
    """Show what waits in a contract."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    boxes = [_box(contract, request.user)]
    shown = {"contract": contract, "boxes": boxes}
    return render(request, "web/acceptance_of_contract.html", shown)


def _box(contract: Contract, user: User) -> dict[str, object]:
    """Return what waits in a contract, and whether the reader decides it."""
    try:
        found = waiting(contract)
    except LineproofError:
        found = ()  # what can't be read is told on the contract's own page
    language, shown = language_spoken(), found[:SHOWN_MAX]
    lines = [each.subject for each in shown if each.kind == "line"]
    circuits = Circuit.objects.filter(
        schedule__in=contract.in_force.schedules.all(), line__in=lines
    )
    named = {circuit.line: circuit for circuit in circuits}
    may = contract.allows(user, Right.RECORD)
    return {
        "contract": contract,
        "count": len(found),
        "more": len(found) - len(shown),
        "rows": [_told(each, language) | {"circuit": named.get(each.subject)} for each in shown],
        "may_decide": may,
        "today": today(known(at(contract)).case, timezone.now()) if found else None,
    }


def _told(each: Awaiting, language: Language) -> dict[str, object]:
    """Return what waits as it is to be read."""
    return {
        "name": name_of(each),
        "is_line": each.kind == "line",
        "subject": each.subject,
        "event": choice_name(each.event, language),
        "since": each.since,
        "due": each.due,
        "clause": each.clause,
        "effect": effect_text(each.effect, language),
    }


@page(Right.RECORD, method="POST", body_bytes_max=UPLOAD_BYTES_MAX)
def decide(request: Asked, pk: int) -> HttpResponse:
    """Accept or refuse what was chosen."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.RECORD)
    try:
        has_file = bool(request.FILES.get("evidence"))
        given = Decision(
            names=request.POST.getlist("name")[:SHOWN_MAX],
            decision=request.POST.get("decision", ""),
            day=request.POST.get("day", ""),
            evidence=upload_of(request, "evidence", kinds=EVIDENCE) if has_file else None,
        )
        count = decide_acceptance(contract, given, by=request.user)
        text = ngettext("%(n)d decision is recorded.", "%(n)d decisions are recorded.", count)
        messages.success(request, text % {"n": count})
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return redirect("acceptance-of-contract", pk)
