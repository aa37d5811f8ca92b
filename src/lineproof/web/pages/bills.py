"""Which bills came in? The list, bringing one in, one with its lines and what is wrong with it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lineproof.model.errors import LineproofError
from lineproof.report.amounts import amount_text
from lineproof.report.bill_words import COLUMN_WORDS
from lineproof.report.bills import facts_of, kind_name, lines_section, totals_of, why_text
from lineproof.sources.bill_sheet_table import BILL_SHEET
from lineproof.store.bills import Headed
from lineproof.store.bringing import Brought
from lineproof.web.doing.bills import (
    Sent,
    bill_of,
    bring_bill,
    findings_of,
    heads_of,
    keep_sent,
    sent_by,
    ticket_of,
)
from lineproof.web.doing.uploads import BILLS, TABLES, UPLOAD_BYTES_MAX, upload_of
from lineproof.web.kept.checks import BillCheck, last_checks
from lineproof.web.kept.contracts import Contract
from lineproof.web.pages.months import DAY_HEADS, cells
from lineproof.web.pages.texts import problem_text, told_findings
from lineproof.web.server.middleware import language_spoken
from lineproof.web.templatetags.moments import day_said
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

LINES_SHOWN = 100
_SAID_MAX = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A bill in the list; check: what comparing it came to, for the buyer's eyes."""

    key: str
    number: str
    issued: dt.date | None
    kind: str
    lines: int
    total: str
    currency: str
    check: BillCheck | None
    not_owed: str


@page(Right.SEE)
def bills(request: Asked, pk: int) -> HttpResponse:
    """List a contract's bills, the latest first, and let one be brought in."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    sees = contract.allows(request.user, Right.SEE_CHECKS)
    checks = last_checks(contract) if sees else {}
    shown = {
        "contract": contract,
        "listed": [_listed(each, checks) for each in reversed(heads_of(contract))],
        "sees_checks": sees,
        "may_bring": contract.allows(request.user, Right.CHECK_BILLS),
    }
    return render(request, "web/bills.html", shown)


def _listed(headed: Headed, checks: dict[str, BillCheck]) -> Listed:
    """Return a bill's row."""
    bill, check = headed.bill, checks.get(headed.bill.number)
    return Listed(
        key=headed.folder.name,
        number=bill.number,
        issued=bill.issued,
        kind=kind_name(bill, language_spoken()),
        lines=headed.count,
        total=amount_text(bill.totals.gross, digits=bill.digits),
        currency=bill.currency,
        check=check,
        not_owed=amount_text(check.not_owed, digits=bill.digits) if check else "",
    )


@page(Right.CHECK_BILLS, method="POST", body_bytes_max=2 * UPLOAD_BYTES_MAX)
def upload(request: Asked, pk: int) -> HttpResponse:
    """Bring in a bill, or show what its columns were taken for until somebody confirms them."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.CHECK_BILLS)
    try:
        ticket = request.POST.get("ticket", "")
        sent = sent_by(ticket, contract, request.user) if ticket else _sent(request)
        sent = dataclasses.replace(sent, number=_text(request, "number") or sent.number)
        columns = _columns(request) if ticket else None
        brought = bring_bill(contract, sent, columns=columns, by=request.user)
    except (LineproofError, ValueError) as problem:
        messages.error(request, problem_text(problem))
        return redirect("bills", pk)
    if brought.bill is not None:
        text = _("%(number)s is brought in.") if brought.is_new else _(
            "%(number)s was brought in before; nothing was changed."
        )  # fmt: skip
        messages.success(request, text % {"number": brought.bill.number})
        key = next(
            h.folder.name for h in heads_of(contract) if h.bill.number == brought.bill.number
        )
        return redirect("bill", pk, key)
    shown = {
        "contract": contract,
        "file": brought.file,
        "guesses": _guessed(brought),
        "names": _names(),
        "rows": brought.rows,
        "ticket": ticket_of(sent, contract, request.user) if brought.is_waiting else "",
        "sent": sent,
        "findings": told_findings(brought.findings, language_spoken(), digits=brought.digits),
    }
    return render(request, "web/bill_columns.html", shown)


def _sent(request: Asked) -> Sent:
    """Return what was uploaded, and what was said of it; ValueError for a day that is none."""
    bill = upload_of(request, "file", kinds=BILLS)
    files = {bill.name: bill.content}
    if request.FILES.get("detail"):
        detail = upload_of(request, "detail", kinds=TABLES)
        files[detail.name if detail.name != bill.name else f"detail-{detail.name}"] = detail.content
    said = {name: _text(request, name) for name in ("number", "issued", "credits")}
    if said["issued"]:
        dt.date.fromisoformat(said["issued"])
    return keep_sent(files, **said)


def _text(request: Asked, name: str) -> str:
    """Return what a field of a form says."""
    return request.POST.get(name, "").strip()[:_SAID_MAX]


def _columns(request: Asked) -> dict[str, str]:
    """Return what somebody confirmed: each name with the header that has it, "" where none has."""
    headers = request.POST.getlist("header")
    guessed, chosen = request.POST.getlist("guessed"), request.POST.getlist("means")
    columns = {name: "" for name in guessed if name}
    return columns | {name: header for header, name in zip(headers, chosen, strict=False) if name}


def _guessed(brought: Brought) -> list[dict[str, Any]]:
    """Return each column of a sheet with what it was taken for, and why."""
    language = language_spoken()
    return [
        {
            "header": guess.header,
            "name": guess.name,
            "why": why_text(guess, language),
            "samples": ", ".join(" ".join(sample.split()) for sample in guess.samples),
        }
        for guess in brought.guesses
    ]


def _names() -> list[tuple[str, str]]:
    """Return what a column may be, each with its words."""
    language = language_spoken()
    return [(c.name, COLUMN_WORDS[c.name].said(language)) for c in BILL_SHEET.columns]


@page(Right.SEE)
def bill(request: Asked, pk: int, key: str) -> HttpResponse:
    """Show a bill: its head, what of it doesn't add up, and its lines, a page at a time."""
    contract, headed = _reached(request, pk, key)
    found, language = bill_of(headed), language_spoken()
    asked = request.GET.get("page", "1")
    number = max(1, int(asked)) if asked.isdecimal() and len(asked) < _DIGITS_MAX else 1
    start = (number - 1) * LINES_SHOWN
    lines = found.lines.slice(start, LINES_SHOWN)
    sees = contract.allows(request.user, Right.SEE_CHECKS)
    first_days = found.lines["from"].drop_nulls().unique()
    months = sorted({f"{day:%Y-%m}" for day in first_days})
    shown = {
        "contract": contract,
        "headed": headed,
        "key": key,
        "facts": [
            (name, day_said(text) if name in DAY_HEADS else text)
            for name, text in facts_of(found, language)
        ],
        "totals": totals_of(found, language),
        "findings": told_findings(findings_of(contract, headed), language, digits=found.digits)
        if sees
        else [],
        "each": cells(lines_section(found, lines, language)),
        "number": number,
        "pages": -(-found.lines.height // LINES_SHOWN),
        "sees_checks": sees,
        "check": last_checks(contract).get(found.number) if sees else None,
        "months": months[:_MONTHS_SHOWN],
    }
    return render(request, "web/bill.html", shown)


_DIGITS_MAX = 9
_MONTHS_SHOWN = 24


@page(Right.SEE)
def original(request: Asked, pk: int, key: str) -> HttpResponseBase:
    """Give a bill's file as it came, to be saved and never shown."""
    _contract, headed = _reached(request, pk, key)
    path = next((p for p in sorted(headed.folder.iterdir()) if p.stem == "original"), None)
    if path is None:
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=headed.bill.file,
        content_type="application/octet-stream",
    )


def _reached(request: Asked, pk: int, key: str) -> tuple[Contract, Headed]:
    """Return a contract and one of its bills; raises Http404."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    headed = next((each for each in heads_of(contract) if each.folder.name == key), None)
    if headed is None:
        raise Http404
    return contract, headed
