"""How is a job run? Begun by one worker, ended by its function; a dead worker's is taken up again.

The queue may say a thing twice or late: an attempt begins only where its number is the next one.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import socket
import time

from django.db import OperationalError, models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from lineproof.model.errors import LineproofError
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job, JobState
from lineproof.web.who.rights import Right
from lineproof.web.work.job_kinds import KINDS
from lineproof.web.work.work import CancelledError, StoppedError, SupersededError, Work

_LOG = logging.getLogger("lineproof.jobs")
KILLED_MAX = 3
SILENT_AFTER = dt.timedelta(seconds=90)


def worker_name() -> str:
    """Return what this process is called: its machine and number, and once more at random."""
    return _NAME


_NAME = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def enqueue(job: Job) -> None:
    """Tell a worker to begin a job, in the transaction in which it becomes queued."""
    assert transaction.get_connection().in_atomic_block, "nothing is queued without its row"
    run_job.enqueue(job.pk, job.attempts + 1)


@task
def run_job(pk: int, attempt: int) -> None:
    """Do a job, where this attempt is the next and nobody else has begun it."""
    queued = Job.objects.filter(pk=pk, state=JobState.QUEUED, attempts=attempt - 1)
    now = timezone.now()
    began = queued.update(
        state=JobState.RUNNING, attempts=attempt, worker=worker_name(), began_at=now, beat_at=now
    )
    if not began:
        return
    job = Job.objects.select_related("contract", "by").get(pk=pk)
    at = time.perf_counter()
    with translation.override(job.language):
        _attempt(Work(job))
    job.refresh_from_db()
    _LOG.info(
        "job",
        extra={
            "job": job.pk,
            "kind": job.kind,
            "state": job.state,
            "attempt": attempt,
            "ms": round((time.perf_counter() - at) * 1000),
            "user": job.by_id,
        },
    )


def _attempt(work: Work) -> None:
    """Let the job's function work, and keep how it ended."""
    job = work.job
    try:
        _refuse_without_right(job)
        result = KINDS[job.kind].run(work)
        if not work.is_finished:
            work.finish(result)
    except CancelledError:
        _end(job, JobState.CANCELLED)
    except SupersededError:
        _LOG.warning("job superseded", extra={"job": job.pk, "attempt": job.attempts})
    except StoppedError:
        _again(job, killed=job.killed)
    except OperationalError as problem:  # the database was busy or away, as if we were killed
        _LOG.warning("job interrupted", extra={"job": job.pk, "problem": str(problem)})
        _again(job, killed=job.killed + 1)
    except LineproofError as problem:
        _end(job, JobState.FAILED, str(problem))
    except Exception:  # noqa: BLE001 - the worker goes on with the next one
        _LOG.exception("job failed", extra={"job": job.pk})
        _end(job, JobState.FAILED, _("It failed by a mistake of lineproof; the log says more."))


def _refuse_without_right(job: Job) -> None:
    """Raise LineproofError where who asked for it may no longer do so."""
    held = Contract.objects.all().for_user(job.by, Right(job.right))
    may = job.contract is None or held.filter(pk=job.contract.pk).exists()
    if not may or not job.by.is_active:
        raise LineproofError(_("Who asked for it may no longer do so."))


def _end(job: Job, state: JobState, problem: str = "") -> None:
    """Keep how an attempt ended, where it is still the one that counts."""
    _mine(job).update(state=state, problem=problem, ended_at=timezone.now())


def _again(job: Job, *, killed: int) -> None:
    """Put a job back, where this attempt still counts; too often killed, it has failed."""
    with transaction.atomic():
        if killed < KILLED_MAX:
            if _mine(job).update(state=JobState.QUEUED, killed=killed, worker=""):
                enqueue(job)
            return
        problem = _("Its worker died %(times)d times.") % {"times": killed}
        _mine(job).update(
            state=JobState.FAILED, killed=killed, problem=problem, ended_at=timezone.now()
        )


def _mine(job: Job) -> models.QuerySet[Job]:
    """Return the job, as long as this attempt of it is the one that counts."""
    return Job.objects.filter(pk=job.pk, attempts=job.attempts, state=JobState.RUNNING)


def beat() -> None:
    """Say that this worker lives."""
    mine = Job.objects.filter(state=JobState.RUNNING, worker=worker_name())
    mine.update(beat_at=timezone.now())


def take_up(now: dt.datetime) -> int:
    """Queue again what a dead worker left running; return how many jobs that were.

    One of this machine is dead where there is no such process, one elsewhere after its silence.
    Call it while this worker runs nothing: what it seems to run, it lost.
    """
    running = Job.objects.filter(state=JobState.RUNNING)
    dead = [job for job in running if _is_dead(job, now)]
    for job in dead:
        _LOG.warning("job left by its worker", extra={"job": job.pk, "worker": job.worker})
        with translation.override(job.language):
            _again(job, killed=job.killed + 1)
    return len(dead)


def _is_dead(job: Job, now: dt.datetime) -> bool:
    """Whether the worker of a running job is gone."""
    if job.worker == worker_name() or job.beat_at is None or job.beat_at < now - SILENT_AFTER:
        return True
    host, number, _once = job.worker.rsplit(":", 2)
    return host == socket.gethostname() and not _is_there(int(number))


def _is_there(process: int) -> bool:
    """Whether this machine has a process of a number."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
