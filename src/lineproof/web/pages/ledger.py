"""How do the books stand? Balances, the provider's account, month-ends, savings, audits."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lineproof.model.errors import LineproofError
from lineproof.model.period import add_months, month_text, parse_month
from lineproof.report.amounts import amount_text
from lineproof.report.causes import cause_name
from lineproof.report.changes import Changes, savings_rows
from lineproof.report.changes_pages import changes_picture
from lineproof.report.changes_xlsx import changes_xlsx
from lineproof.report.closing import journal_csv, month_end_sections, net_text
from lineproof.report.finding_words import finding_line
from lineproof.report.ledger import standing_sections, statement_section
from lineproof.web.doing.bookkeeping import (
    account_until,
    audit_pack,
    beancount_of,
    book,
    changes_between,
    month_end,
    standing_on,
)
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at, known, today
from lineproof.web.pages.files import as_file
from lineproof.web.pages.months import cells
from lineproof.web.pages.texts import problem_text
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

MONTHS_MAX = 36
_ROWS_MAX = 500


@page(Right.SEE_CHECKS)
def ledger(request: Asked, pk: int) -> HttpResponse:
    """Show the accounts and the provider's account on a day; book what is lacking."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE_CHECKS)
    agreed, language = known(at(contract)).case.contract, language_spoken()
    now = today(known(at(contract)).case, timezone.now())
    try:
        on = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = now
    shown: dict[str, object] = {
        "contract": contract,
        "on": on,
        "month": month_text(add_months(now.replace(day=1), -1)),
        "may_book": contract.allows(request.user, Right.PAY),
        "may_export": contract.allows(request.user, Right.EXPORT),
    }
    try:
        stands, account = standing_on(contract, on=on), account_until(contract, on=on)
    except LineproofError as problem:
        shown["problem"] = problem_text(problem)
        return render(request, "web/ledger.html", shown)
    statement = statement_section(account, language, digits=agreed.digits)
    shown |= {
        "sections": [cells(each) for each in standing_sections(stands, language)],
        "statement": cells(statement, _ROWS_MAX),
        "provider": agreed.contract.parties.provider.name,
        "head": next(iter(stands.heads.values()), ""),
        "is_empty": not stands.heads,
    }
    return render(request, "web/ledger.html", shown)


@page(Right.PAY, method="POST")
def book_ledger(request: Asked, pk: int) -> HttpResponse:
    """Book what the ledger lacks; pressed twice, the second finds nothing."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.PAY)
    try:
        done = book(contract, by=request.user)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
        return redirect("ledger", pk)
    for finding in done.findings:
        messages.error(request, f"{finding.code}: {finding_line(finding, language_spoken())}")
    if done.postings:
        text = ngettext("%(n)d posting booked.", "%(n)d postings booked.", done.postings)
        messages.success(request, text % {"n": done.postings})
    elif not done.findings:
        messages.success(request, _("Nothing was lacking."))
    return redirect("ledger", pk)


@page(Right.EXPORT)
def export_ledger(request: Asked, pk: int) -> HttpResponse:
    """Give the ledger as beancount text."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.EXPORT)
    return as_file(beancount_of(contract), f"contract-{contract.pk}.beancount")


@page(Right.SEE_CHECKS)
def close(request: Asked, pk: int, month: str) -> HttpResponse:
    """Show what a month-end adds to the books."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE_CHECKS)
    shown: dict[str, object] = {
        "contract": contract,
        "month": month,
        "before": month_text(add_months(parse_month(month), -1)),
        "after": month_text(add_months(parse_month(month), 1)),
    }
    try:
        end = month_end(contract, month)
    except LineproofError as problem:
        shown["problem"] = problem_text(problem)
        return render(request, "web/close.html", shown)
    sections = [cells(each, _ROWS_MAX) for each in month_end_sections(end, language_spoken())]
    shown |= {
        "sections": sections,
        "tax": net_text(end.closing, language_spoken()),
        "is_known": end.closing.is_known,
        "has_lines": bool(end.lines),
    }
    return render(request, "web/close.html", shown)


@page(Right.SEE_CHECKS)
def journal(request: Asked, pk: int, month: str) -> HttpResponse:
    """Give a month-end's journal as CSV, for the outside book."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE_CHECKS)
    try:
        end = month_end(contract, month)
    except LineproofError as problem:
        raise Http404(str(problem)) from problem
    return as_file(journal_csv([end]), f"journal-{month}.csv")


@page(Right.EXPORT)
def audit(request: Asked, pk: int, month: str) -> HttpResponse:
    """Give the auditor's pack of a month: a sample of billed lines, each with its links."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.EXPORT)
    try:
        content = audit_pack(contract, month, language=language_spoken())
    except LineproofError as problem:
        raise Http404(str(problem)) from problem
    return as_file(content, f"audit-{month}.zip")


@page(Right.SEE_CHECKS)
def savings(request: Asked, pk: int) -> HttpResponse:
    """Show what changed from month to month, and what checking the bills brought."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE_CHECKS)
    shown: dict[str, object] = {"contract": contract}
    if request.GET.get("from"):
        try:
            found = _changes(request, contract)
        except (LineproofError, ValueError) as problem:
            is_ours = isinstance(problem, LineproofError)
            shown["problem"] = (
                problem_text(problem) if is_ours else _("Name two months, the first first.")
            )
        else:
            shown |= _told(found)
    return render(request, "web/savings.html", shown)


def _changes(request: Asked, contract: Contract) -> Changes:
    """Return the changes between the months that are asked for."""
    first, last = (request.GET.get(name, "") for name in ("from", "to"))
    return changes_between(contract, first, last, most=MONTHS_MAX)


def _told(found: Changes) -> dict[str, object]:
    """Return what a page shows of changes."""
    language = language_spoken()

    def amount(minor: int) -> str:
        return amount_text(minor, digits=found.digits)

    return {
        "found": found,
        "saved": [(name, amount(minor)) for name, minor in savings_rows(found, language)],
        "causes": [(cause_name(cause, language), amount(minor))
                   for cause, minor in found.savings.causes],
    }  # fmt: skip


@page(Right.SEE_CHECKS)
def savings_picture(request: Asked, pk: int) -> HttpResponse:
    """Draw what each month came to and why it changed."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE_CHECKS)
    drawn = changes_picture(_changes_or_404(request, contract), form="svg",
                            language=language_spoken())  # fmt: skip
    return HttpResponse(drawn, content_type="image/svg+xml")


@page(Right.SEE_CHECKS)
def savings_table(request: Asked, pk: int) -> HttpResponse:
    """Give the changes and savings as a workbook."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE_CHECKS)
    content = changes_xlsx(_changes_or_404(request, contract), language=language_spoken())
    return as_file(content, "changes.xlsx")


def _changes_or_404(request: Asked, contract: Contract) -> Changes:
    """Return the changes that are asked for; raises Http404."""
    try:
        return _changes(request, contract)
    except (LineproofError, ValueError) as problem:
        raise Http404(str(problem)) from problem
