"""What does a page show while something is worked out? That it is; it comes once that is there."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job, JobState
from lineproof.web.known.case import At, place_of
from lineproof.web.known.later import BEGIN, LaterError
from lineproof.web.who.people import User
from lineproof.web.work.job_kinds import WORK_OUT
from lineproof.web.work.jobs import submit

_AGAIN_S = 2
_ACCEPTED = 202


class Patient:
    """Has what takes long worked out by a job, for a page that is looked at."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request; what isn't there yet raises LaterError in it."""
        if request.method != "GET" or not settings.HAS_WORKERS:
            return self.respond(request)
        token = BEGIN.set(functools.partial(_begin, request))
        try:
            return self.respond(request)
        finally:
            BEGIN.reset(token)

    def process_exception(
        self, request: HttpRequest, problem: Exception
    ) -> HttpResponseBase | None:
        """Show that something is worked out, and ask again in a moment; or why it failed."""
        if not isinstance(problem, LaterError):
            return None
        is_open = problem.job.is_open
        is_part = "HX-Request" in request.headers
        shown = {"job": problem.job, "told": str(problem), "is_open": is_open, "after": _AGAIN_S}
        name = "web/later_part.html" if is_part else "web/later.html"
        response: HttpResponse = render(request, name, shown, status=_ACCEPTED)
        response["Cache-Control"] = "private, no-store"
        if is_open and not is_part:
            response["Refresh"] = str(_AGAIN_S)
        return response


def _begin(request: HttpRequest, state: At, month: str | None) -> None:
    """Have something worked out by a job, and raise LaterError.

    Returns where the job is done and what it made is gone again: it is then made at once.
    """
    user = request.user
    assert isinstance(user, User), "who sees a contract is signed in"
    match = request.resolver_match
    wanted = month or (match.kwargs.get("month") if match is not None else None)
    key = place_of(state, "known").parent.name
    contract = Contract.objects.select_related("organisation").get(pk=state.contract)
    months = [] if wanted is None else [wanted]
    asked = {"version": state.version, "months": months, "state": key}
    job = Job.objects.filter(contract=contract, kind=WORK_OUT, arguments=asked).first()
    if job is None:
        job = submit(WORK_OUT, contract, by=user, key=f"{key} {wanted}", **asked)
    if job.state == JobState.DONE:
        return
    told = _("It is being worked out; look again in a moment.")
    raise LaterError(told if job.is_open else job.problem or _("It was cancelled."), job)
