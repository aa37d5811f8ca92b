"""What is to be paid, and what stands in the way? With the sheet to approve it."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lineproof.ledger.proposal import PaymentItem, Proposal
from lineproof.model.errors import LineproofError
from lineproof.model.money import format_minor
from lineproof.report.approval import Table, approval_of
from lineproof.report.approval_pdf import approval_pdf
from lineproof.report.approval_xlsx import approval_xlsx
from lineproof.report.sections import Align, Column, Section
from lineproof.report.wording import Language
from lineproof.web.doing.paying import FIELDS, proposal_of, submit
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.once import new_key
from lineproof.web.known.case import at, known, today
from lineproof.web.pages.files import as_file
from lineproof.web.pages.months import cells
from lineproof.web.pages.texts import problem_text
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

_TEXT_MAX = 200
#: How a column is called in a form: there, `matches` would hide what every element has.
_NAMES = {"matches": "title"}


@page(Right.SEE_CHECKS)
def payments(request: Asked, pk: int) -> HttpResponse:
    """Show what is to be paid on a day, what stands in the way, and let payments be recorded."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE_CHECKS)
    on = _day(request, contract)
    shown: dict[str, object] = {
        "contract": contract,
        "on": on,
        "may_pay": contract.allows(request.user, Right.PAY),
        "key": new_key(),
        "kind": request.GET.get("kind", "payments"),
    }
    try:
        proposal = proposal_of(contract, on=on)
    except LineproofError as problem:
        shown["problem"] = problem_text(problem)
        return render(request, "web/payments.html", shown)
    told = approval_of(proposal, language=language_spoken())
    asked = request.GET.get("item", "")
    item = next((each for each in proposal.items if each.item == asked), None)
    shown |= {
        "told": told,
        "computed": cells(_section(told.tables[0])),
        "tables": [cells(_section(table)) for table in told.tables[1:]],
        "conditions": told.conditions.rows,
        "currency": proposal.currency,
        "payable": [i.item for i in proposal.items if i.proposed and not i.is_blocked],
        "filled": _filled(item, proposal),
        "sheet": urlencode({"on": on.isoformat()}),
    }
    return render(request, "web/payments.html", shown)


def _day(request: Asked, contract: Contract) -> dt.date:
    """Return the day that is asked for; today, where none is or it isn't one."""
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today(known(at(contract)).case, timezone.now())


def _section(table: Table) -> Section:
    """Return a table of the approval sheet as any other is shown."""
    columns = tuple(
        Column(name=head, align=_align(table, place)) for place, head in enumerate(table.heads)
    )
    note = "" if table.rows else table.none
    return Section(title=table.title, columns=columns, rows=table.rows, note=note)


def _align(table: Table, place: int) -> Align:
    """Return how a column of the approval sheet takes room."""
    if place in table.figures:
        return "right"
    return "narrow" if place == table.wide else "left"


def _filled(item: PaymentItem | None, proposal: Proposal) -> dict[str, str]:
    """Return what the form of a payment says already: of an item, what is proposed."""
    if item is None:
        return {}
    amount = format_minor(item.proposed or 0, digits=proposal.digits)
    invoice = item.invoices[0].number if len(item.invoices) == 1 else ""
    return {"item": item.item, "amount": amount, "invoice": invoice}


@page(Right.SEE_CHECKS)
def sheet(request: Asked, pk: int, language: str, ending: str) -> HttpResponse:
    """Give the sheet to approve payments, in a language, to be printed or computed again."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE_CHECKS)
    on = _day(request, contract)
    spoken: Language = "zh" if language == "zh" else "en"
    try:
        proposal = proposal_of(contract, on=on)
    except LineproofError as problem:
        raise Http404(str(problem)) from problem
    make = approval_pdf if ending == "pdf" else approval_xlsx
    return as_file(make(proposal, language=spoken), f"approval-{on}.{spoken}.{ending}")


@page(Right.PAY, method="POST")
def record_money(request: Asked, pk: int, kind: str) -> HttpResponse:
    """Record an invoice or a payment, once however often its form is sent."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.PAY)
    fields = (*FIELDS[kind], "again")
    values = {
        name: request.POST.get(_NAMES.get(name, name), "").strip()[:_TEXT_MAX] for name in fields
    }
    try:
        name, is_new = submit(contract, kind, request.POST.get("key", ""), values, by=request.user)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
        return redirect("payments", pk)
    text = _("Recorded as %(name)s.") if is_new else _("It was recorded before, as %(name)s.")
    messages.success(request, text % {"name": name})
    return redirect("payments", pk)
