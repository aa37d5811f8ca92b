"""What does a contract's folder bring that has grown? Looked at first, then added, or refused."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.report.record_words import record_kind_name
from lineproof.web.doing.holding import Use, held, hold
from lineproof.web.doing.unpacking import unpacked
from lineproof.web.doing.updating import Updated, update, would_update
from lineproof.web.doing.uploads import UPLOAD_BYTES_MAX, Kind, Upload, upload_of
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.vault import get
from lineproof.web.pages.contracts import changes_of
from lineproof.web.pages.texts import problem_text, told_findings
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

_PATHS_SHOWN = 200


@page(Right.ANSWER, method="POST", body_bytes_max=UPLOAD_BYTES_MAX)
def check(request: Asked, pk: int) -> HttpResponse:
    """Show what a folder would add, file by file, or every reason against it."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.ANSWER)
    try:
        upload = upload_of(request, "file", kinds={Kind.ZIP})
        shown: dict[str, object] = {"contract": contract, "name": upload.name}
        with unpacked(upload) as folder:
            shown |= _told(contract, would_update(folder, contract, by=request.user))
        shown["ticket"] = hold(contract, upload, Use.FOLDER, by=request.user)
    except InputRefusedError as refusal:
        shown["refused"] = told_findings(refusal.findings, language_spoken(), digits=2)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
        return redirect("imports", pk)
    return render(request, "web/updating.html", shown)


def _told(contract: Contract, done: Updated) -> dict[str, object]:
    """Return what a folder would add, as it is to be read."""
    version, language = done.version, language_spoken()
    before = contract.in_force
    return {
        "done": done,
        "rows": [(record_kind_name(kind, language), *counts) for kind, counts in done.rows.items()],
        "paths": done.paths[:_PATHS_SHOWN],
        "changes": changes_of(before, version) if version is not None else [],
        "schedules": [] if version is None else sorted(
            file for file, sha256 in version.files.items() if before.files.get(file) != sha256
        ),
        "is_new": bool(version is not None or done.records or done.files),
    }  # fmt: skip


@page(Right.ANSWER, method="POST")
def keep(request: Asked, pk: int) -> HttpResponse:
    """Add what a folder brings that was looked at; a second time nothing in it is new."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.ANSWER)
    try:
        ticket = request.POST.get("ticket", "")
        sha256, name = held(contract, ticket, Use.FOLDER, by=request.user)
        upload = Upload(name, Kind.ZIP, get(settings.CONFIGURATION.vault, sha256))
        with unpacked(upload) as folder:
            done = update(folder, contract, by=request.user)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
        return redirect("imports", pk)
    text = _("%(name)s is up to date: %(records)s records, %(files)s files new.")
    counts = {"name": contract.name, "records": done.records, "files": done.files}
    messages.success(request, text % counts)
    if done.version is None:
        return redirect("records", pk)
    text = _("Proposed as version %(number)s; another person approves it.")
    messages.success(request, text % {"number": done.version.number})
    return redirect("version", pk, done.version.number)
