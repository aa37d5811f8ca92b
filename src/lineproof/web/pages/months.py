"""What is owed? The months of a contract, one with its lines, the reasons of an amount."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from lineproof.model.errors import LineproofError
from lineproof.model.money import parse_minor
from lineproof.report.amounts import amount_text
from lineproof.report.bill_words import BillWord
from lineproof.report.closing_words import CloseWord
from lineproof.report.ledger_words import LedgerWord
from lineproof.report.month_parts import ToldPart, draw_parts, told_parts
from lineproof.report.proposal_words import PayWord
from lineproof.report.restatement import Restated
from lineproof.report.sections import Section
from lineproof.report.statement import statement_of
from lineproof.report.worded import Worded, worded
from lineproof.report.worded_lines import is_summed_up
from lineproof.report.wording import Language, Word
from lineproof.settle.explain_total import explain_total
from lineproof.settle.month_parts import month_parts
from lineproof.web.doing.closing import approve_seal, propose_seal, reject_seal
from lineproof.web.kept.contracts import Contract, SealedMonth, SealProposal, State
from lineproof.web.known.case import At, at, known, seal_of, settled, today, told
from lineproof.web.known.explaining import explainer
from lineproof.web.known.months import months_begun, neighbours, refuse_outside_term
from lineproof.web.known.sealed_months import recorded_since, restatement, verified, zipped
from lineproof.web.pages.texts import ToldNode, problem_text, told_node
from lineproof.web.server.middleware import language_spoken
from lineproof.web.templatetags.moments import day_said, month_said
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

#: So many rows of a table are shown at first.
ROWS_MAX = 50
#: What a column is called whose cells are days.
DAY_HEADS = {
    name
    for word in (BillWord.ISSUED, CloseWord.DATE, LedgerWord.DATE, LedgerWord.DUE,
                 PayWord.DUE, PayWord.FIRST_LAST, PayWord.SINCE, PayWord.DATE,
                 PayWord.RECEIVED, PayWord.VERIFIED,
                 Word.DUE_DATE, Word.FIRST_DAY, Word.LAST_DAY)
    for name in word.value
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """How a month reads in one language, and what closing it asks of it."""

    worded: Worded
    is_summed_up: bool
    is_settled: bool
    result_hash: str
    parts: tuple[ToldPart, ...]


_BY_TWO = ("proposal__proposed_by", "proposal__decided_by")
_READ, _NODE = TypeAdapter(Read), TypeAdapter(ToldNode)
_RESTATED = TypeAdapter(Restated)


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
    names = sorted({*months_begun(found.view.term_days, now), *sealed}, reverse=True)
    rows = [MonthRow(m, sealed.get(m), _payable(sealed.get(m)), proposed.get(m)) for m in names]
    currency = found.case.contract.contract.currency
    shown = {"contract": contract, "rows": rows, "currency": currency}
    return render(request, "web/months.html", shown)


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
    refuse_outside_term(state, month)
    read = _read(state, month, language)
    lines = Word.LINES.said(language)
    rows_max = None if "all" in request.GET else ROWS_MAX
    closed = contract.sealed.filter(month=month).select_related(*_BY_TWO)
    sealed = list(closed.order_by("-revision"))
    is_as_sealed = bool(sealed) and sealed[0].result_hash == read.result_hash
    proposals = contract.proposals.filter(month=month, state=State.PROPOSED)
    shown = {
        "contract": contract,
        "month": month,
        "told": read.worded,
        "sections": [cells(s, rows_max) for s in read.worded.sections if s.title != lines],
        "line_sections": [cells(s, rows_max) for s in read.worded.sections if s.title == lines],
        "is_summed_up": read.is_summed_up,
        "is_settled": read.is_settled,
        "sealed": sealed,
        "is_as_sealed": is_as_sealed,
        **(_restated(sealed[0], state) if sealed and read.is_settled and not is_as_sealed else {}),
        "parts": read.parts,
        "proposal": proposals.select_related("proposed_by").first(),
        "may_propose": contract.allows(request.user, Right.PROPOSE_SEAL),
        "may_approve": contract.allows(request.user, Right.APPROVE_SEAL),
        **neighbours(state, month),
    }
    return render(request, "web/month.html", shown)


def _read(state: At, month: str, language: Language) -> Read:
    """Return how a month reads, made once of each state and language."""

    def make() -> Read:
        found, settlement = known(state), settled(state, month)
        statement = statement_of(settlement, found.view, found.findings)
        parts = month_parts(settlement)
        return Read(
            worded(statement, language),
            is_summed_up(statement),
            settlement.is_settled,
            settlement.result_hash,
            () if parts is None else told_parts(parts, language, digits=settlement.digits),
        )

    return told(state, f"{month}-read-{language}", _READ, make)


def _restated(latest: SealedMonth, state: At) -> dict[str, object]:
    """Return what a closed month comes to otherwise by now, and why."""
    language = language_spoken()
    name = f"{latest.month}-restated-{language}"
    found = told(state, name, _RESTATED, lambda: restatement(state, latest, language))
    return {"restated": found, "causes": recorded_since(latest, found.causes)}


@page(Right.SEE)
def picture(request: Asked, pk: int, month: str) -> HttpResponse:
    """Give the waterfall of a month's own parts as SVG."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    state = at(contract)
    refuse_outside_term(state, month)
    settlement = settled(state, month)
    parts = month_parts(settlement)
    if parts is None:
        raise Http404(_("Something of the month isn't known."))
    drawn = draw_parts(settlement, parts, language_spoken(), form="svg")
    return HttpResponse(drawn, content_type="image/svg+xml")


@page(Right.SEE)
def seal(request: Asked, pk: int, month: str, revision: int) -> HttpResponseBase:
    """Give a closed month's files, as the other side verifies them."""
    found = _sealed(request, pk, month, revision)
    name = f"{found.contract.name}-{month}-r{revision}.zip"
    return FileResponse(BytesIO(zipped(found)), as_attachment=True, filename=name)


@page(Right.SEE)
def verify(request: Asked, pk: int, month: str, revision: int) -> HttpResponse:
    """Say whether a closed month is what its inputs come to."""
    found = _sealed(request, pk, month, revision)
    shown = {"contract": found.contract, "month": month, "sealed": found,
             "verdict": verified(found), **neighbours(at(found.contract), month)}  # fmt: skip
    return render(request, "web/verified.html", shown)


def _sealed(request: Asked, pk: int, month: str, revision: int) -> SealedMonth:
    """Return a closed month that the reader may see."""
    asked = SealedMonth.objects.filter(contract=pk, month=month, revision=revision)
    found: SealedMonth = reach(asked.select_related("contract"), request.user, Right.SEE)
    return found


def cells(section: Section, rows_max: int | None = None) -> dict[str, object]:
    """Return a table with each cell beside its column, as a template can walk through it."""
    aligned = [column.align for column in section.columns]
    said = [_said_in(column.name) for column in section.columns]
    shown = [
        [each(text) for each, text in zip(said, row, strict=True)]
        for row in section.rows[:rows_max]
    ]
    return {
        "section": section,
        "rows": [list(zip(aligned, row, strict=True)) for row in shown],
        "total": list(zip(aligned, section.total, strict=True)) if section.total else [],
        "shown": len(shown),
        "left_out": len(section.rows) - len(shown),
    }


def _said_in(column: str) -> Callable[[str], str]:
    """Return how the cells of a column read: as days, as months, or as they are."""
    if column in DAY_HEADS:
        return day_said
    return month_said if column in Word.MONTH.value else str


@page(Right.SEE)
def explain(request: Asked, pk: int, month: str) -> HttpResponse:
    """Show why an amount is what it is: of a line, or of the month."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    state, language = at(contract), language_spoken()
    refuse_outside_term(state, month)
    line = request.GET.get("line", "")
    node = _line(state, month, line, language) if line else _total(state, month, language)
    if node is None:
        raise Http404(_("This line owes nothing in the month."))
    shown = {"contract": contract, "month": month, "line": line, "node": node}
    part = "HX-Request" in request.headers
    return render(request, "web/explanation.html" if part else "web/explain.html", shown)


def _line(state: At, month: str, line: str, language: Language) -> ToldNode | None:
    """Return why a line owes what it does; None: it owes nothing."""
    why = explainer(state, month)
    node = why.line(line)
    return None if node is None else told_node(node, language, digits=why.settlement.digits)


def _total(state: At, month: str, language: Language) -> ToldNode:
    """Return why the month comes to what it does: made once, since it looks at every line."""

    def make() -> ToldNode:
        why = explainer(state, month)
        return told_node(explain_total(why), language, digits=why.settlement.digits)

    return told(state, f"{month}-total-{language}", _NODE, make)


@page(Right.PROPOSE_SEAL, method="POST")
def propose(request: Asked, pk: int, month: str) -> HttpResponse:
    """Propose to close a month as it now is."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.PROPOSE_SEAL)
    try:
        propose_seal(contract, month, by=request.user)
        text = _("%(month)s is proposed; another person approves it.")
        messages.success(request, text % {"month": month_said(month)})
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return redirect("month", pk, month)


@page(Right.APPROVE_SEAL, method="POST")
def approve(request: Asked, pk: int, proposal: int) -> HttpResponse:
    """Close a month that somebody else proposed."""
    asked = SealProposal.objects.filter(contract=pk, pk=proposal).select_related("contract")
    found = reach(asked, request.user, Right.APPROVE_SEAL)
    try:
        sealed = approve_seal(found, by=request.user)
        text = _("%(month)s is sealed, revision %(revision)s.")
        messages.success(
            request, text % {"month": month_said(sealed.month), "revision": sealed.revision}
        )
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
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
        messages.error(request, problem_text(problem))
    return redirect("month", pk, found.month)
