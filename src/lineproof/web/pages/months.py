"""What is owed? The months of a contract, one with its lines, the reasons of an amount."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.assess.measured import Measured
from lineproof.assess.taken import taken_in
from lineproof.model.errors import LineproofError
from lineproof.model.money import parse_minor
from lineproof.model.period import Days, add_months, month_text, parse_month
from lineproof.report.amounts import amount_text
from lineproof.report.scorecard import (
    Sheet,
    evidence_text,
    missing_of,
    paid_text,
    sheets_of,
    span_text,
)
from lineproof.report.scorecard_words import reason_text
from lineproof.report.sections import Section
from lineproof.report.statement import Statement, statement_of
from lineproof.report.worded import worded
from lineproof.report.worded_lines import is_summed_up
from lineproof.report.wording import Language, Word
from lineproof.settle.explain import Explainer
from lineproof.settle.explain_total import explain_total
from lineproof.settle.factors import plain
from lineproof.settle.settle import refuse_outside
from lineproof.web.access import Asked, page, reach
from lineproof.web.case import At, at, known, seal_of, settled, today
from lineproof.web.closing import approve_seal, propose_seal, reject_seal
from lineproof.web.kept import Contract, SealedMonth, SealProposal, State
from lineproof.web.middleware import language_spoken
from lineproof.web.pages.texts import told_node
from lineproof.web.rights import Right

_MONTHS_MAX = 240
_DEDUCTIONS_MAX = 200


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month in the list; sealed: its latest revision."""

    month: str
    sealed: SealedMonth | None
    payable: str
    proposal: SealProposal | None


@page(Right.SEE)
def months(request: Asked, pk: int) -> HttpResponse:
    """List a contract's months up to now: which are closed, proposed, open."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    found = known(at(contract))
    sealed = {each.month: each for each in contract.sealed.all()}
    proposed = {each.month: each for each in contract.proposals.filter(state=State.PROPOSED)}
    now = today(found.case, timezone.now())
    names = sorted({*_months(found.view.term_days, now), *sealed}, reverse=True)
    rows = [MonthRow(m, sealed.get(m), _payable(sealed.get(m)), proposed.get(m)) for m in names]
    currency = found.case.contract.contract.currency
    shown = {"contract": contract, "rows": rows, "currency": currency}
    return render(request, "web/months.html", shown)


def _months(days: Days | None, now: dt.date) -> Iterator[str]:
    """Yield the months of a term that have begun."""
    if days is None:
        return
    month = days.start.replace(day=1)
    for _number in range(_MONTHS_MAX):
        if month >= days.end or month > now:
            return
        yield month_text(month)
        month = add_months(month, 1)


def _payable(sealed: SealedMonth | None) -> str:
    """Return what a closed month made payable."""
    if sealed is None:
        return ""
    seal = seal_of(sealed)
    digits = seal["digits"]
    return amount_text(parse_minor(seal["totals"]["payable"], digits=digits), digits=digits)


@page(Right.SEE)
def month(request: Asked, pk: int, month: str) -> HttpResponse:
    """Show a month: its totals, its lines, what falls due, and how it is closed."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    state, language = at(contract), language_spoken()
    _refuse(state, month)
    statement = statement_of(settled(state, month), known(state).view, known(state).findings)
    told = worded(statement, language)
    lines = Word.LINES.said(language)
    own = Contract.objects.filter(pk=pk)
    proposals = contract.proposals.filter(month=month).select_related("proposed_by", "decided_by")
    shown = {
        "contract": contract,
        "month": month,
        "told": told,
        "sections": [_cells(s) for s in told.sections if s.title != lines],
        "line_sections": [_cells(s) for s in told.sections if s.title == lines],
        "is_summed_up": is_summed_up(statement),
        "is_settled": settled(state, month).is_settled,
        "sealed": contract.sealed.filter(month=month).order_by("-revision"),
        "is_as_sealed": _is_as_sealed(contract, month, statement),
        "proposal": proposals.filter(state=State.PROPOSED).first(),
        "proposals": proposals,
        "may_propose": own.for_user(request.user, Right.PROPOSE_SEAL).exists(),
        "may_approve": own.for_user(request.user, Right.APPROVE_SEAL).exists(),
        "has_scorecard": bool(_sheets(state, month)),
        "before": month_text(add_months(parse_month(month), -1)),
        "after": month_text(add_months(parse_month(month), 1)),
    }
    return render(request, "web/month.html", shown)


def _is_as_sealed(contract: Contract, month: str, statement: Statement) -> bool:
    """Whether a closed month still comes to what was sealed."""
    latest = contract.sealed.filter(month=month).last()
    return latest is not None and latest.result_hash == statement.result_hash


def _cells(section: Section) -> dict[str, object]:
    """Return a table with each cell beside its column, as a template can walk through it."""
    aligned = [column.align for column in section.columns]
    return {
        "section": section,
        "rows": [list(zip(aligned, row, strict=True)) for row in section.rows],
        "total": list(zip(aligned, section.total, strict=True)) if section.total else [],
    }


def _refuse(state: At, month: str) -> None:
    """Raise Http404 for a month that the contract doesn't have."""
    try:
        refuse_outside(known(state).view, parse_month(month))
    except LineproofError as problem:
        raise Http404(str(problem)) from problem


@page(Right.SEE)
def explain(request: Asked, pk: int, month: str) -> HttpResponse:
    """Show why an amount is what it is: of a line, or of the month."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    state, language = at(contract), language_spoken()
    _refuse(state, month)
    settlement, line = settled(state, month), request.GET.get("line", "")
    explainer = Explainer(known(state).view, settlement)
    node = explainer.line(line) if line else explain_total(explainer)
    if node is None:
        raise Http404(_("This line owes nothing in the month."))
    shown = {
        "contract": contract,
        "month": month,
        "line": line,
        "node": told_node(node, language, digits=settlement.digits),
    }
    part = "HX-Request" in request.headers
    return render(request, "web/explanation.html" if part else "web/explain.html", shown)


@page(Right.SEE)
def scorecard(request: Asked, pk: int, month: str) -> HttpResponse:
    """Show the score of a month: each item, each deduction and what it rests on."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    state = at(contract)
    _refuse(state, month)
    sheets = [_told_sheet(sheet, language_spoken()) for sheet in _sheets(state, month)]
    shown = {"contract": contract, "month": month, "sheets": sheets}
    return render(request, "web/scorecard.html", shown)


def _sheets(state: At, month: str) -> list[Sheet]:
    """Return the sheets of the scorecards in force in a month."""
    asked = parse_month(month)
    return list(sheets_of(Measured(taken_in(known(state).view, asked)), asked))


def _told_sheet(sheet: Sheet, language: Language) -> dict[str, object]:
    """Return a sheet as it is to be read."""
    metrics = {item.item: item.metric for item in sheet.card.items}
    score = sheet.score
    return {
        "term": sheet.card.id,
        "clause": sheet.card.clause,
        "total": span_text(*sheet.ends),
        "is_signed": score.signed is not None,
        "paid": [(paid_text(high, low), high.clause) for high, low in sheet.paid],
        "items": [
            {
                "name": item.item,
                "metric": metrics[item.item],
                "max": plain(item.max_points),
                "lost": span_text(item.max_points - item.high, item.max_points - item.low),
                "points": span_text(item.low, item.high),
                "is_known": item.low == item.high,
                "percent": _percent(item.low, item.max_points),
            }
            for item in score.items
        ],
        "deductions": [
            {
                "item": each.item,
                "why": reason_text(each.why, language),
                "lost": span_text(each.low, each.high),
                "incident": each.incident or "–",
                "evidence": evidence_text(each) or "–",
            }
            for each in sheet.deductions[:_DEDUCTIONS_MAX]
        ],
        "more": max(0, len(sheet.deductions) - _DEDUCTIONS_MAX),
        "missing": [(item.item, reason_text(item.missing, language)) for item in missing_of(sheet)],
    }


def _percent(part: Fraction, whole: Fraction) -> int:
    """Return a share as whole per cent, cut, for a bar."""
    return int(part * 100 / whole) if whole else 0


@page(Right.PROPOSE_SEAL, method="POST")
def propose(request: Asked, pk: int, month: str) -> HttpResponse:
    """Propose to close a month as it now is."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.PROPOSE_SEAL)
    try:
        propose_seal(contract, month, by=request.user)
        text = _("%(month)s is proposed; another person approves it.")
        messages.success(request, text % {"month": month})
    except LineproofError as problem:
        messages.error(request, str(problem))
    return redirect("month", pk, month)


@page(Right.APPROVE_SEAL, method="POST")
def approve(request: Asked, pk: int, proposal: int) -> HttpResponse:
    """Close a month that somebody else proposed."""
    asked = SealProposal.objects.filter(contract=pk, pk=proposal).select_related("contract")
    found = reach(asked, request.user, Right.APPROVE_SEAL)
    try:
        sealed = approve_seal(found, by=request.user)
        text = _("%(month)s is sealed, revision %(revision)s.")
        messages.success(request, text % {"month": sealed.month, "revision": sealed.revision})
    except LineproofError as problem:
        messages.error(request, str(problem))
    return redirect("month", pk, found.month)


@page(Right.PROPOSE_SEAL, method="POST")
def reject(request: Asked, pk: int, proposal: int) -> HttpResponse:
    """Leave a month open that was proposed."""
    asked = SealProposal.objects.filter(contract=pk, pk=proposal).select_related("contract")
    found = reach(asked, request.user, Right.PROPOSE_SEAL)
    try:
        reject_seal(found, by=request.user)
        messages.success(request, _("The proposal is rejected."))
    except LineproofError as problem:
        messages.error(request, str(problem))
    return redirect("month", pk, found.month)
