"""Where does a bill differ from what is owed? By cause, down to its lines, to be decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lineproof.model.errors import LineproofError
from lineproof.model.period import add_months, month_text, parse_month
from lineproof.reconcile.against_months import Compared
from lineproof.reconcile.causes import Cause
from lineproof.report.amounts import amount_text
from lineproof.report.disputes import STATE_WORDS
from lineproof.report.reconcile_words import CheckWord
from lineproof.report.reconciliation import (
    ToldCause,
    both_sides_section,
    remarks_of,
    told_causes,
    totals_of,
)
from lineproof.report.reconciliation_picture import reconciliation_picture
from lineproof.report.reconciliation_xlsx import reconciliation_xlsx
from lineproof.web.doing.bills import heads_of
from lineproof.web.doing.checking import (
    Differences,
    Open,
    Question,
    accept,
    compared,
    differences,
    is_one,
    looked,
    open_of,
)
from lineproof.web.doing.disputing import dispute
from lineproof.web.kept.contracts import Contract
from lineproof.web.pages.files import as_file
from lineproof.web.pages.months import cells
from lineproof.web.pages.texts import problem_text
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

ROWS_SHOWN = 30
ROWS_PAGED = 200
MONTHS_MAX = 36
_WHY_MAX = 500
_DIGITS_MAX = 9


@dataclass(frozen=True, slots=True)
class Group:
    """A cause with its dearest lines, as both sides say them; left: what nobody decided yet.

    decided: the disputes about it, each with how it stands.
    """

    told: ToldCause
    left: str
    is_open: bool
    rows: dict[str, object]
    more: int
    decided: tuple[tuple[str, str], ...]


@page(Right.SEE_CHECKS)
def reconciliation(request: Asked, pk: int) -> HttpResponse:
    """Show what bills ask for beside what is owed, grouped by cause."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE_CHECKS)
    numbers = [headed.bill.number for headed in heads_of(contract)]
    shown: dict[str, Any] = {"contract": contract, "numbers": numbers[::-1]}
    try:
        question = _question(request.GET)
    except LineproofError as problem:
        shown["problem"] = problem_text(problem)
        return render(request, "web/reconciliation.html", shown)
    if question is None:
        return render(request, "web/reconciliation.html", shown)
    shown |= {"question": question, "query": _query(question)}
    try:
        shown |= _told(differences(contract, question), request)
    except LineproofError as problem:
        shown["problem"] = problem_text(problem)
    shown["may_decide"] = contract.allows(request.user, Right.CHECK_BILLS)
    shown["may_export"] = contract.allows(request.user, Right.EXPORT)
    return render(request, "web/reconciliation.html", shown)


def _question(asked: Any) -> Question | None:  # noqa: ANN401 - a form's fields
    """Return which bills and months are asked for; None where none are."""
    first, last = asked.get("from", ""), asked.get("to", "") or asked.get("from", "")
    if not first:
        return None
    try:
        month, end = parse_month(first), parse_month(last)
    except ValueError as problem:
        raise LineproofError(_("Write a month as 2025-03.")) from problem
    months: list[str] = []
    while month <= end and len(months) < MONTHS_MAX:
        months.append(month_text(month))
        month = add_months(month, 1)
    if not months:
        raise LineproofError(_("The last month comes before the first."))
    bill = asked.get("bill", "")
    return Question(tuple(months), (bill,) if bill else ())


def _query(question: Question) -> str:
    """Return a question as part of an address."""
    asked = {"from": question.months[0], "to": question.months[-1]}
    return urlencode(asked | ({"bill": question.numbers[0]} if question.numbers else {}))


def _told(whole: Differences, request: Asked) -> dict[str, Any]:
    """Return what a page shows of compared bills."""
    language, rows, stands = language_spoken(), whole.rows, open_of(whole)
    found = whole.compared
    causes = told_causes(found.found, rows, language)
    cause = request.GET.get("cause", "")
    is_paged = cause in set(Cause)
    if is_paged:
        causes = tuple(told for told in causes if told.cause == cause)
    asked = request.GET.get("page", "1")
    number = max(1, int(asked)) if asked.isdecimal() and len(asked) < _DIGITS_MAX else 1
    span = ((number - 1) * ROWS_PAGED, ROWS_PAGED) if is_paged else (0, ROWS_SHOWN)
    last = -(-causes[0].count // ROWS_PAGED) if is_paged and causes else 1
    return {
        "found": found.found,
        "totals": [(word.said(language), text, word is CheckWord.DIFFERENCE)
                   for word, text in totals_of(found.found)],
        "groups": [_group(whole, told, stands, span) for told in causes],
        "remarks": remarks_of(found.found, rows, language),
        "is_one": is_one(found),
        "is_paged": is_paged,
        "number": number,
        "pages": last,
        "left": bool(stands.left),
        "month": found.found.months[0],
    }  # fmt: skip


def _group(whole: Differences, told: ToldCause, stands: Open, span: tuple[int, int]) -> Group:
    """Return a cause with some of its lines; span: the first of them, and how many."""
    found = whole.compared
    rows = whole.rows.filter(pl.col("cause") == told.cause.value)
    shown = rows.slice(*span)
    left = next((p.amount for p in stands.left if p.cause == told.cause.value), 0)
    section = both_sides_section(found.found, found.bills, shown, language_spoken())
    return Group(
        told=told,
        left=amount_text(left, digits=found.found.digits) if left else "",
        is_open=bool(left),
        rows=cells(section),
        more=max(0, rows.height - span[0] - shown.height),
        decided=tuple(
            (each.id, STATE_WORDS[each.state].said(language_spoken()))
            for each in stands.decided
            if each.has_cause((told.cause.value,))
        ),
    )


@page(Right.SEE_CHECKS)
def picture(request: Asked, pk: int) -> HttpResponse:
    """Draw the differences, from what is owed to what is billed."""
    found = _found(request, pk)
    drawn = reconciliation_picture(found.found, form="svg", language=language_spoken())
    return HttpResponse(drawn, content_type="image/svg+xml")


def _found(request: Asked, pk: int) -> Compared:
    """Return the comparison that an address asks for; raises Http404."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE_CHECKS)
    try:
        question = _question(request.GET)
        if question is not None:
            return compared(contract, question)
    except LineproofError as problem:
        raise Http404(str(problem)) from problem
    raise Http404


@page(Right.SEE_CHECKS)
def table(request: Asked, pk: int) -> HttpResponse:
    """Give the differences as a workbook."""
    found = _found(request, pk)
    content = reconciliation_xlsx(found.found, language_spoken())
    name = f"differences-{found.found.months[0]}.xlsx"
    return as_file(content, name)


@page(Right.CHECK_BILLS, method="POST")
def decide(request: Asked, pk: int) -> HttpResponse:
    """Dispute differences, let them stand, or only say that somebody looked."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.CHECK_BILLS)
    causes = request.POST.getlist("cause")
    back = reverse("reconciliation", args=(pk,))
    try:
        question = _question(request.POST)
        if question is None:
            return redirect(back)
        back = f"{back}?{_query(question)}"
        match request.POST.get("action"):
            case "dispute":
                name = dispute(contract, question, causes, by=request.user)
                text = _("%(name)s is drafted; send the letter, then record that it was sent.")
                messages.success(request, text % {"name": name})
                return redirect("dispute", pk, name)
            case "accept":
                why = request.POST.get("why", "").strip()[:_WHY_MAX]
                accept(contract, question, causes, why=why, by=request.user)
                messages.success(request, _("What you ticked stands as it was billed."))
            case _:
                looked(contract, question, by=request.user)
                messages.success(request, _("It is noted that you compared it."))
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return redirect(back)
