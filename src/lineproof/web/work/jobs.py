"""How is work put into the background? Submitted once, cancelled, retried; too much is refused."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job, JobState
from lineproof.web.kept.trail import note
from lineproof.web.kept.vault import path_of
from lineproof.web.who.people import Organisation, User
from lineproof.web.work.job_kinds import KINDS
from lineproof.web.work.running import enqueue

OPEN_MAX = 20
KEPT_FOR = dt.timedelta(days=30)


@transaction.atomic
def submit(
    kind: str, about: Contract | Organisation, *, by: User, key: str, **arguments: object
) -> Job:
    """Return the job of a kind and key for a contract, or an organisation: there is only one.

    key: what makes it the same work, such as an upload's hash. What failed or was cancelled is
    begun again by submitting it again. arguments: what JSON can hold. That `by` has the right is
    for the page to see to, by `reach`; it is asked once more when the job begins. Raises
    NotNowError for somebody who has too many open already.

        job = submit("export", contract, by=request.user, key=str(at(contract)))
        return redirect("job", job.pk)

    The function in `KINDS` then gets a `Work`: `work.job` is the job, with `contract`, `by` and
    `arguments`; `work.progress(done, total)` tells how far it is and sees a cancellation; what it
    returns is kept as `result`. What it changes, it changes in one transaction that calls
    `work.finish(result)`.
    """
    contract = about if isinstance(about, Contract) else None
    organisation = about.organisation if isinstance(about, Contract) else about
    User.objects.select_for_update().get(pk=by.pk)  # one submission of a person at a time
    digest = _digest(
        kind, organisation, contract, key if contract is not None else f"{by.pk} {key}"
    )
    found = Job.objects.select_for_update().filter(digest=digest).first()
    if found is not None and (found.is_open or found.state == JobState.DONE):
        return found
    if Job.objects.filter(by=by).open().count() >= OPEN_MAX:
        message = _("You have %(n)d jobs open; wait until one is done, or cancel one.")
        raise NotNowError(message % {"n": OPEN_MAX})
    if found is not None:
        return _begin_again(found, by=by)
    job, is_new = Job.objects.get_or_create(
        digest=digest,
        defaults={
            "organisation": organisation,
            "contract": contract,
            "kind": kind,
            "right": KINDS[kind].right,
            "arguments": arguments,
            "by": by,
            "language": get_language(),
        },
    )
    if is_new:
        enqueue(job)
        _tell("job submitted", job, by)
    return job


def _digest(kind: str, organisation: Organisation, contract: Contract | None, key: str) -> str:
    """Return what is the same for the same work."""
    about = None if contract is None else contract.pk
    return sha256_hex(canonical_json([kind, organisation.pk, about, key]))


@transaction.atomic
def cancel(job: Job, *, by: User) -> None:
    """Cancel a job; one that runs ends when it next says how far it is.

    Raises NotNowError for what is over already.
    """
    now = Job.objects.select_for_update().get(pk=job.pk)
    if not now.is_open:
        raise NotNowError(_("It is over already."))
    if now.state == JobState.QUEUED:
        now.state, now.ended_at = JobState.CANCELLED, timezone.now()
    now.is_cancel_asked = True
    now.save(update_fields=["state", "ended_at", "is_cancel_asked"])
    _tell("job cancelled", now, by)


@transaction.atomic
def retry(job: Job, *, by: User) -> None:
    """Begin a job again that failed or was cancelled; raises NotNowError for any other."""
    now = Job.objects.select_for_update().get(pk=job.pk)
    if now.state not in {JobState.FAILED, JobState.CANCELLED}:
        raise NotNowError(_("It is neither failed nor cancelled."))
    _begin_again(now, by=by)


def _begin_again(job: Job, *, by: User) -> Job:
    """Queue a job that is over, for whoever asks for it now."""
    job.state, job.by, job.killed, job.is_cancel_asked = JobState.QUEUED, by, 0, False
    job.problem, job.done, job.ended_at, job.language = "", 0, None, get_language()
    job.save()
    enqueue(job)
    _tell("job retried", job, by)
    return job


def _tell(action: str, job: Job, by: User) -> None:
    """Tell the trail."""
    note(
        action,
        by=by,
        organisation=job.organisation,
        contract=job.contract,
        job=job.pk,
        kind=job.kind,
    )


def forget(now: dt.datetime) -> None:
    """Delete what was over a month ago, and the files that it made."""
    old = Job.objects.exclude(state__in=(JobState.QUEUED, JobState.RUNNING)).filter(
        ended_at__lt=now - KEPT_FOR
    )
    files = set(old.exclude(file="").values_list("file", flat=True))
    old.delete()
    for sha256 in files - set(Job.objects.filter(file__in=files).values_list("file", flat=True)):
        path_of(settings.CONFIGURATION.exports, sha256).unlink(missing_ok=True)
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT_FOR).delete()
