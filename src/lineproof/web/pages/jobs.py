"""What is done in the background? One's jobs, one of them, and how it is begun, ended, retried."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.model.errors import LineproofError
from lineproof.report.exact_words import exact_words
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job, JobState
from lineproof.web.kept.vault import path_of
from lineproof.web.known.case import at
from lineproof.web.pages.texts import problem_text
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right
from lineproof.web.work.job_kinds import KINDS
from lineproof.web.work.jobs import cancel, retry, submit

PAGE_ROWS = 50
_BADGES = {
    JobState.DONE: "good",
    JobState.RUNNING: "strong",
    JobState.FAILED: "bad",
    JobState.QUEUED: "",
    JobState.CANCELLED: "",
}


@page(None)
def jobs(request: Asked) -> HttpResponse:
    """List the jobs that the reader may know of, the latest first."""
    found = Job.objects.all().for_user(request.user)
    return render(request, "web/jobs.html", _listed(request, found))


@page(Right.SEE)
def contract_jobs(request: Asked, pk: int) -> HttpResponse:
    """List a contract's jobs, with what may be begun."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    may = Contract.objects.filter(pk=pk).for_user(request.user, Right.EXPORT)
    shown = {"contract": contract, "may_export": may.exists()}
    found = Job.objects.filter(contract=contract).for_user(request.user)
    return render(request, "web/contract_jobs.html", {**shown, **_listed(request, found)})


def _listed(request: Asked, found: QuerySet[Job]) -> dict[str, object]:
    """Return a page of jobs."""
    before = request.GET.get("before", "")
    asked = found.filter(pk__lt=int(before)) if before.isdecimal() else found
    rows = list(asked.select_related("contract", "by")[: PAGE_ROWS + 1])
    return {
        "rows": [_told(job) for job in rows[:PAGE_ROWS]],
        "next": rows[PAGE_ROWS - 1].pk if len(rows) > PAGE_ROWS else None,
        "is_first": not before,
    }


def _told(job: Job) -> dict[str, object]:
    """Return a job as it is to be read."""
    return {
        "job": job,
        "name": KINDS[job.kind].name if job.kind in KINDS else job.kind,
        "badge": _BADGES[JobState(job.state)],
        "problem": exact_words(job.problem, language_spoken()),
        "has_file": bool(job.file),
        "may_retry": job.state in {JobState.FAILED, JobState.CANCELLED},
    }


@page(Right.SEE)
def job(request: Asked, pk: int) -> HttpResponse:
    """Show a job: how far it is, what came of it."""
    asked = Job.objects.filter(pk=pk).select_related("contract", "by")
    told = _told(reach(asked, request.user, Right.SEE))
    part = request.headers.get("HX-Target") == "job"
    return render(request, "web/job_state.html" if part else "web/job.html", told)


@page(Right.SEE)
def job_file(request: Asked, pk: int) -> HttpResponseBase:
    """Give the file that a job made, while it is kept."""
    found = reach(Job.objects.filter(pk=pk), request.user, Right.SEE)
    if not found.file:
        raise Http404
    try:
        content = path_of(settings.CONFIGURATION.exports, found.file).open("rb")
    except FileNotFoundError:
        raise Http404(_("It isn't kept any more.")) from None
    return FileResponse(content, as_attachment=True, filename=found.file_name)


@page(Right.SEE, method="POST")
def cancel_job(request: Asked, pk: int) -> HttpResponse:
    """Cancel a job."""
    found = reach(Job.objects.filter(pk=pk), request.user, Right.SEE)
    try:
        cancel(found, by=request.user)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return redirect("job", pk)


@page(Right.SEE, method="POST")
def retry_job(request: Asked, pk: int) -> HttpResponse:
    """Begin a job again that failed or was cancelled."""
    found = reach(Job.objects.filter(pk=pk), request.user, Right.SEE)
    try:
        retry(found, by=request.user)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return redirect("job", pk)


@page(Right.SEE, method="POST")
def settle_months(request: Asked, pk: int) -> HttpResponse:
    """Work out a contract's open months in the background."""
    return _submitted(request, pk, "settle")


@page(Right.EXPORT, method="POST")
def export_contract(request: Asked, pk: int) -> HttpResponse:
    """Write a contract's folder as an archive in the background."""
    return _submitted(request, pk, "export")


def _submitted(request: Asked, pk: int, kind: str) -> HttpResponse:
    """Submit a kind of work for a contract as it now is, once a minute, and show it."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, KINDS[kind].right)
    key = f"{at(contract)} {timezone.now():%Y-%m-%dT%H:%M}"
    try:
        made = submit(kind, contract, by=request.user, key=key)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
        return redirect("contract-jobs", pk)
    return redirect("job", made.pk)
