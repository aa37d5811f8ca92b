"""How is a record added by page? Typed in, checked, kept; a later row corrects or withdraws it.

What a row changes is shown before it is kept. Nothing is ever changed or deleted.
"""

from __future__ import annotations

import polars as pl
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.model.record import RECORDS
from lineproof.model.table import ColumnType
from lineproof.report.record_words import column_name, kind_meaning, record_kind_name
from lineproof.web.doing.holding import Use, held, hold
from lineproof.web.doing.record_forms import (
    Problems,
    as_typed,
    fields_of,
    own_columns,
    problems_of,
    refused,
    typed_in,
)
from lineproof.web.doing.recording import (
    Once,
    agreed_in,
    last_of,
    new_rows,
    record_once,
    right_to_record,
)
from lineproof.web.doing.uploads import EVIDENCE, UPLOAD_BYTES_MAX, UploadRefusedError, upload_of
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at, known
from lineproof.web.known.trying import effect_of
from lineproof.web.pages.records import cell_text
from lineproof.web.pages.texts import problem_text, told_findings
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.people import User
from lineproof.web.who.rights import Right


@page(Right.SEE)
def new(request: Asked, pk: int, kind: str) -> HttpResponse:
    """Show the form for a row: a new one, or one that corrects another."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, right_to_record(kind))
    values = {"line": request.GET.get("line", "")[:200]}
    replaces = request.GET.get("replaces", "")
    if replaces:
        row = _row(contract, kind, replaces)
        values = {**as_typed(row, kind, agreed_in(contract)), "replaces": replaces}
    return _form(request, contract, kind, values, {})


def _row(contract: Contract, kind: str, name: str) -> pl.DataFrame:
    """Return the row of an id; Http404 where there is none."""
    frame = known(at(contract)).case.records.get(kind, RECORDS[kind].empty())
    row = frame.filter(pl.col("id") == name)
    if row.is_empty():
        raise Http404
    return row


def _form(
    request: Asked, contract: Contract, kind: str, values: dict[str, str], problems: Problems
) -> HttpResponse:
    """Return the form of a row, with what was typed into it."""
    language = language_spoken()
    shown = {
        "contract": contract,
        "kind": kind,
        "name": record_kind_name(kind, language),
        "meaning": kind_meaning(kind, language),
        "fields": fields_of(kind, values, problems, language),
        "problems": problems.get("", []),
        "evidence_problems": problems.get("evidence", []),
        "has_problems": bool(problems),
        "replaces": values.get("replaces", ""),
        "file": values.get("file", ""),
        "timezone": agreed_in(contract).contract.timezone,
        "has_times": any(each.type is ColumnType.INSTANT for each in own_columns(kind)),
    }
    return render(request, "web/record_form.html", shown)


@page(Right.SEE, method="POST", body_bytes_max=UPLOAD_BYTES_MAX)
def check(request: Asked, pk: int, kind: str) -> HttpResponse:
    """Show what a row would change; or the form again, with everything that is wrong."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, right_to_record(kind))
    is_withdrawal = "withdraw" in request.POST
    values = typed_in(kind, request.POST)
    if is_withdrawal:
        values = {"replaces": values.get("replaces", "")}
        _row(contract, kind, values["replaces"])
    problems = {} if is_withdrawal else problems_of(kind, values, agreed_in(contract))
    file = request.POST.get("file", "")
    try:
        if request.FILES.get("evidence_file"):
            upload = upload_of(request, "evidence_file", kinds=EVIDENCE)
            file = hold(contract, upload, Use.EVIDENCE, by=request.user)
    except UploadRefusedError as problem:
        problems["evidence"] = [str(problem)]
    if not problems:
        try:
            return _checked(request, contract, kind, values, file)
        except InputRefusedError as refusal:
            problems = refused(kind, refusal)
        except LineproofError as problem:
            problems = {"evidence": [problem_text(problem)]}
    return _form(request, contract, kind, {**values, "file": file}, problems)


def _checked(
    request: Asked, contract: Contract, kind: str, values: dict[str, str], file: str
) -> HttpResponse:
    """Return the page that shows a row as it will be kept, and what it changes."""
    sha256, file_name = _evidence(contract, file, request.user) or ("", "")
    given = {**values, "evidence": sha256}
    row = new_rows(contract, kind, [given], by=request.user)
    found, language = effect_of(contract, kind, row), language_spoken()
    digits = agreed_in(contract).digits
    texts = as_typed(row, kind, agreed_in(contract))
    named = {column.name: column for column in own_columns(kind)}
    before: dict[str, str] = {}
    if values.get("replaces"):
        before = as_typed(_row(contract, kind, values["replaces"]), kind, agreed_in(contract))
    names = [name for name in named if name in texts or name in before]
    shown = {
        "contract": contract,
        "kind": kind,
        "name": record_kind_name(kind, language),
        "values": values,
        "cells": [
            (
                column_name(name, language),
                cell_text(before.get(name), named[name]),
                cell_text(texts.get(name), named[name]),
                before.get(name) != texts.get(name),
            )
            for name in names
        ],
        "is_withdrawal": not texts,
        "replaces": values.get("replaces", ""),
        "file": file,
        "file_name": file_name,
        "effect": found,
        "come": told_findings(found.new, language, digits=digits),
        "go": told_findings(found.gone, language, digits=digits),
        "last": last_of(contract, kind),
    }
    return render(request, "web/record_check.html", shown)


def _evidence(contract: Contract, ticket: str, user: User) -> tuple[str, str] | None:
    """Return SHA-256 and name of the file that a ticket stands for; None without one."""
    if not ticket:
        return None
    sha256, name = held(contract, ticket, Use.EVIDENCE, by=user)
    return sha256, name


@page(Right.SEE, method="POST")
def keep(request: Asked, pk: int, kind: str) -> HttpResponse:
    """Keep a row that was checked; a repeated request keeps it once."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, right_to_record(kind))
    values, file = typed_in(kind, request.POST), request.POST.get("file", "")
    last = request.POST.get("last", "")
    try:
        evidence = _evidence(contract, file, request.user)
        once = Once(int(last) if last.isdecimal() else 0, evidence)
        name, is_new = record_once(contract, kind, values, once, by=request.user)
    except InputRefusedError as refusal:
        return _form(request, contract, kind, values, refused(kind, refusal))
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
        return redirect("record-kind", pk, kind)
    text = _("Recorded as %(name)s.") if is_new else _("It was recorded already, as %(name)s.")
    messages.success(request, text % {"name": name})
    return redirect("record-kind", pk, kind)
