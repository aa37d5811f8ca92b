"""Work in the background as programs see it: begun once, looked at, cancelled, begun again."""

from __future__ import annotations

import enum
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from pydantic import Field

from lineproof.web.api.door import Call, ContractCall
from lineproof.web.api.marks import etag
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import latest_of
from lineproof.web.api.shapes import FILE, PAGE_ROWS, After, Limit, Listed, Page, Shape, iso
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job
from lineproof.web.kept.vault import path_of
from lineproof.web.known.case import at
from lineproof.web.who.access import reach
from lineproof.web.who.rights import Right
from lineproof.web.work.job_kinds import KINDS
from lineproof.web.work.jobs import cancel, retry, submit

operations = Operations("jobs")


class Work(enum.StrEnum):
    """What is done in the background when somebody asks."""

    SETTLE = "settle"
    EXPORT = "export"


class JobShape(Shape):
    """Work in the background."""

    job: int = Field(description="Its number.")
    kind: str = Field(description="What is done.")
    contract: int | None = Field(description="The contract's number, where it is about one.")
    by: str = Field(description="Who asked for it.")
    state: str = Field(description="queued, running, done, failed or cancelled.")
    done: int = Field(description="How far it is.")
    total: int = Field(description="How far it goes; 0: nobody knows yet.")
    made_at: str = Field(description="When it was asked for.")
    ended_at: str | None = Field(description="When it was over.")
    problem: str = Field(description="Why it failed; may be empty.")
    file: str | None = Field(description="Name of the file that it made.")


class Begun(Shape):
    """What is to be done."""

    kind: Work = Field(description="settle: the open months; export: the folder as an archive.")


def _of_jobs(call: Call) -> str:
    """Return the ETag of the jobs that a user may know of: they change by themselves."""
    found = Job.objects.all().for_user(call.user).order_by("-pk")
    states = found.values_list("pk", "state", "done", "total", "attempts")[:_MARKED]
    return etag(call.user.pk, found.count(), *map(list, states))


_MARKED = 1000


@operations.reads("/jobs", None, Page[JobShape], marked=_of_jobs)
def jobs(call: Call, after: After = None, limit: Limit = PAGE_ROWS) -> dict[str, object]:
    """List the work that you may know of, the latest first."""
    found = Job.objects.all().for_user(call.user).select_related("by")
    return latest_of(found, _job, after=after, limit=limit)


@operations.reads("/jobs/{int:job}", None, JobShape, marked=_of_jobs)
def job(call: Call, job: Listed) -> dict[str, object]:
    """Read how far work is, and what came of it."""
    return _job(_found(call, job))


@operations.reads("/jobs/{int:job}/file", None, FILE, marked=_of_jobs)
def job_file(call: Call, job: Listed) -> bytes:
    """Read the file that work made, while it is kept."""
    found = _found(call, job)
    path = path_of(settings.CONFIGURATION.exports, found.file) if found.file else None
    if path is None or not path.exists():
        raise Http404
    return path.read_bytes()


@operations.changes("/contracts/{int:pk}/jobs", Right.SEE, JobShape)
def begin_job(call: ContractCall, body: Begun) -> dict[str, object]:
    """Begin work on a contract as it now is; what is asked for twice is done once."""
    kind = body.kind.value
    contract = reach(Contract.objects.filter(pk=call.contract.pk), call.user, KINDS[kind].right)
    key = f"{at(contract)} {timezone.now():%Y-%m-%dT%H:%M}"
    return _job(submit(kind, contract, by=call.user, key=key))


@operations.changes("/jobs/{int:job}/cancel", None, JobShape)
def cancel_job(call: Call, job: Listed) -> dict[str, object]:
    """Cancel work; what runs ends when it next says how far it is."""
    found = _found(call, job)
    cancel(found, by=call.user)
    return _job(_found(call, job))


@operations.changes("/jobs/{int:job}/retry", None, JobShape)
def retry_job(call: Call, job: Listed) -> dict[str, object]:
    """Begin work again that failed or was cancelled."""
    found = _found(call, job)
    retry(found, by=call.user)
    return _job(_found(call, job))


def _found(call: Call, job: int) -> Job:
    """Return work that the caller may know of."""
    every: QuerySet[Job] = Job.objects.filter(pk=job).select_related("contract", "by")
    return reach(every, call.user, Right.SEE)


def _job(found: Job) -> dict[str, Any]:
    """Return work."""
    return {
        "job": found.pk,
        "kind": found.kind,
        "contract": found.contract_id,
        "by": str(found.by),
        "state": found.state,
        "done": found.done,
        "total": found.total,
        "made_at": iso(found.made_at),
        "ended_at": iso(found.ended_at),
        "problem": found.problem,
        "file": found.file_name or None,
    }
