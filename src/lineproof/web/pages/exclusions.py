"""Which time is claimed not to count in a month? Each claim, what it changes, and its answer."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.assess.claim_effects import Effect
from lineproof.contract.case import View
from lineproof.model.errors import LineproofError
from lineproof.report.exclusions import figure_text
from lineproof.report.wording import Language
from lineproof.report.wording_exclusions import Excluded, stands_text, wanting_text
from lineproof.web.doing.claims import (
    KIND,
    Claim,
    Reply,
    answer_claim,
    causes,
    claim,
    effects,
    first_name,
    proofs,
    waiting,
)
from lineproof.web.doing.uploads import EVIDENCE, UPLOAD_BYTES_MAX, upload_of
from lineproof.web.kept.contracts import Contract, KeptFile
from lineproof.web.kept.vault import get
from lineproof.web.known.case import at, known, today
from lineproof.web.known.months import neighbours, refuse_outside_term
from lineproof.web.pages.files import as_file
from lineproof.web.pages.texts import problem_text
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right
from lineproof.web.who.sides import Side, side_of

_TEXT_MAX = 500
_LOOKS = {"accepted": "good", "accepted by silence": "good", "rejected": "bad"}


@page(Right.SEE)
def exclusions(request: Asked, pk: int, month: str) -> HttpResponse:
    """Show the claims about a month, with the month's figures with and without each."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    state, language = at(contract), language_spoken()
    refuse_outside_term(state, month)
    view = known(state).view
    on = today(view.case, timezone.now())
    side = side_of(request.user, contract)
    may = contract.allows(request.user, Right.CLAIM)
    mine = {each.id for each in waiting(state, side, on=on)} if may else set()
    proven = dict(proofs(pk).values_list("name", "pk"))
    shown = {
        "contract": contract,
        "month": month,
        "claims": [
            {
                **_told(view, effect, language),
                "proof": proven.get(effect.claim.id),
                "may_answer": effect.claim.id in mine,
                "first": first_name(contract, effect.claim.id),
            }
            for effect in effects(state, month, on)
        ],
        "heads": [word.said(language) for word in (Excluded.FIGURE, Excluded.AS_IT_IS,
                                                   Excluded.WITHOUT, Excluded.ACCEPTED)],
        "may_claim": may,
        "causes": causes(state) if may else [],
        "side": side.label,
        "is_buyer": side is Side.BUYER,
        "timezone": view.contract.contract.timezone,
        **neighbours(state, month),
    }  # fmt: skip
    return render(request, "web/exclusions.html", shown)


@page(Right.SEE)
def proof(request: Asked, pk: int, claimed: int) -> HttpResponse:
    """Give the file that proves a claim to whoever may read the claim."""
    found = reach(proofs(pk).filter(pk=claimed), request.user, Right.SEE)
    file = KeptFile.objects.filter(contract=pk, sha256=found.evidence).earliest("pk")
    name = file.path.rpartition("/")[2]
    return as_file(get(settings.CONFIGURATION.vault, file.sha256), name)


def _told(view: View, effect: Effect, language: Language) -> dict[str, object]:
    """Return a claim as it is to be read, with what it does to each figure."""
    found = effect.claim
    zone = ZoneInfo(view.contract.contract.timezone)
    row: dict[str, Any] = view.rows(KIND).filter(pl.col("id") == found.id).row(0, named=True)

    def said(name: str) -> str:
        value = row[name]
        is_instant = isinstance(value, dt.datetime)
        return value.astimezone(zone).isoformat(" ", "minutes") if is_instant else ""

    by = row["proposed_by"]
    return {
        "id": found.id,
        "cause": found.cause,
        "clause": found.clause,
        "stands": stands_text(found.stands, language),
        "look": _LOOKS.get(found.stands, "warn"),
        "lacks": [wanting_text(each, language) for each in found.wanting],
        "due": found.due,
        "is_pending": found.stands == "pending",
        "times": (said("from"), said("to")),
        "agreed": (said("agreed_from"), said("agreed_to")) if row["agreed_from"] else None,
        "lines": row["lines"] or "",
        "by": Side(by).label if by else "",
        "on": row["proposed_on"],
        "answered": row["answered_on"],
        "notice": said("notice_received"),
        "evidence": row["evidence"] or "",
        "figures": [
            (each.term, *(figure_text(each, ends) for ends in
                          (each.as_it_is, each.without, each.accepted)))
            for each in effect.readings
        ],
    }  # fmt: skip


@page(Right.CLAIM, method="POST", body_bytes_max=UPLOAD_BYTES_MAX)
def add(request: Asked, pk: int, month: str) -> HttpResponse:
    """Claim that a time doesn't count, for the side that the reader speaks for."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.CLAIM)
    asked = {name: request.POST.get(name, "").strip()[:_TEXT_MAX]
             for name in ("cause", "begins", "ends", "lines", "notice")}  # fmt: skip
    try:
        has_file = bool(request.FILES.get("evidence"))
        upload = upload_of(request, "evidence", kinds=EVIDENCE) if has_file else None
        name = claim(contract, Claim(**asked, evidence=upload), by=request.user)
        text = _("Claimed as %(name)s; the other side answers.")
        messages.success(request, text % {"name": name})
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return redirect("exclusions", pk, month)


@page(Right.CLAIM, method="POST")
def answer(request: Asked, pk: int, month: str) -> HttpResponse:
    """Answer a claim of the other side's."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.CLAIM)
    asked = {name: request.POST.get(name, "").strip()[:_TEXT_MAX]
             for name in ("name", "answer", "begins", "ends")}  # fmt: skip
    try:
        answer_claim(contract, Reply(**asked), by=request.user)
        messages.success(request, _("The answer is recorded."))
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return redirect("exclusions", pk, month)
