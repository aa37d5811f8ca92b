"""Is a job begun by one, ended as its function ended, and taken up again after a dead worker?"""

from __future__ import annotations

import datetime as dt
import socket
import subprocess
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from tests.web.conftest import Made

from lineproof.model.errors import LineproofError
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job
from lineproof.web.who.people import Membership
from lineproof.web.who.rights import Right, Role
from lineproof.web.work.job_kinds import KINDS, Kind
from lineproof.web.work.jobs import submit
from lineproof.web.work.running import beat, run_job, take_up, worker_name
from lineproof.web.work.work import CancelledError, StoppedError, Work

Ran = Callable[..., Job]


@pytest.fixture
def ran(contract: Contract, person: Made, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Return what submits a job that a function does, and runs its first attempt."""

    def made(function: Callable[[Work], dict[str, object]], role: Role = Role.FINANCE) -> Job:
        monkeypatch.setitem(KINDS, "own", Kind("own", Right.EXPORT, function))
        with translation.override("zh-hans"):
            job = submit("own", contract, by=person(role), key="x")
        run_job.call(job.pk, 1)
        job.refresh_from_db()
        return job

    return made


def raising(problem: BaseException) -> Callable[[Work], dict[str, object]]:
    """Return a function that fails."""

    def failing(_work: Work) -> dict[str, object]:
        raise problem

    return failing


def test_what_it_returns_is_kept(ran: Ran, caplog: pytest.LogCaptureFixture) -> None:
    """With a line in the log; a second telling of the queue, or a later one, does nothing."""
    caplog.set_level("INFO")
    times: list[int] = []

    def counting(work: Work) -> dict[str, object]:
        times.append(work.job.pk)
        return {"rows": 5}

    job = ran(counting)
    assert (job.state, job.result, job.worker) == ("done", {"rows": 5}, worker_name())
    for attempt in (1, 2):
        run_job.call(job.pk, attempt)
    assert times == [job.pk]
    (line,) = (each for each in caplog.records if each.message == "job")
    assert (line.kind, line.state, line.attempt) == ("own", "done", 1)  # type: ignore[attr-defined]


def test_what_it_ended_itself_stays_so(ran: Ran) -> None:
    """`finish` in its own transaction: its result is that one's."""

    def ending(work: Work) -> dict[str, object]:
        work.finish({"mine": 1})
        return {"other": 2}

    assert ran(ending).result == {"mine": 1}


@pytest.mark.parametrize(
    ("problem", "state", "told"),
    [
        (LineproofError("there is no such file"), "failed", "there is no such file"),
        (ValueError("secret"), "failed", "程序"),
        (CancelledError(), "cancelled", ""),
    ],
)
def test_it_ends_as_its_function_did(problem: Exception, state: str, told: str, ran: Ran) -> None:
    """A problem of the input is told as it is, a mistake of ours in general, in their language."""
    job = ran(raising(problem))
    assert job.state == state
    assert told in job.problem
    assert "secret" not in job.problem


def test_who_lost_the_right_gets_nothing(contract: Contract, person: Made) -> None:
    """Asked for with the right, begun without it: failed, and the function never ran."""
    job = submit("export", contract, by=person(Role.FINANCE), key="x")
    Membership.objects.all().delete()
    run_job.call(job.pk, 1)
    job.refresh_from_db()
    assert (job.state, job.file) == ("failed", "")
    assert "no longer" in job.problem


def test_a_busy_database_is_tried_again(ran: Ran) -> None:
    """As often as a killed worker: the third time is the last."""
    job = ran(raising(OperationalError("database is locked")))
    assert (job.state, job.killed) == ("queued", 1)
    for attempt in (2, 3):
        run_job.call(job.pk, attempt)
    job.refresh_from_db()
    assert (job.state, job.killed, job.attempts) == ("failed", 3, 3)


def test_a_worker_that_ends_leaves_it_to_another(ran: Ran) -> None:
    """Queued again, at no one's expense."""
    job = ran(raising(StoppedError()))
    assert (job.state, job.killed, DBTaskResult.objects.count()) == ("queued", 0, 2)


def dead_process() -> int:
    """Return the number of a process that is gone."""
    done = subprocess.Popen(["true"])
    done.wait()
    return done.pid


@pytest.mark.parametrize(
    ("worker", "silent_s", "is_dead"),
    [
        (lambda: f"{socket.gethostname()}:{dead_process()}:a", 0, True),
        (lambda: f"{socket.gethostname()}:1:a", 0, False),
        (lambda: f"{socket.gethostname()}:1:a", 91, True),
        (lambda: "elsewhere:1:a", 89, False),
        (lambda: "elsewhere:1:a", 91, True),
        (worker_name, 0, True),
    ],
)
def test_what_a_dead_worker_left_is_taken_up(
    worker: Callable[[], str],
    silent_s: int,
    is_dead: bool,  # noqa: FBT001
    contract: Contract,
    person: Made,
) -> None:
    """Gone from this machine; silent for 90 s; or left by ourselves. What lives goes on."""
    now = timezone.now()
    job = submit("settle", contract, by=person(Role.FINANCE), key="x")
    Job.objects.update(
        state="running", attempts=1, worker=worker(), beat_at=now - dt.timedelta(seconds=silent_s)
    )
    assert take_up(now) == int(is_dead)
    job.refresh_from_db()
    assert (job.state, job.killed) == (("queued", 1) if is_dead else ("running", 0))
    if is_dead:
        run_job.call(job.pk, 2)
        job.refresh_from_db()
        assert (job.state, job.attempts) == ("done", 2)


def test_three_dead_workers_are_enough(contract: Contract, person: Made) -> None:
    """Failed, with why; somebody may retry it by hand."""
    submit("settle", contract, by=person(Role.FINANCE), key="x")
    for attempt in (1, 2, 3):
        Job.objects.update(state="running", attempts=attempt, worker="elsewhere:1:a", beat_at=None)
        take_up(timezone.now())
    job = Job.objects.get()
    assert (job.state, job.problem) == ("failed", "Its worker died 3 times.")


def test_a_worker_says_that_it_lives(contract: Contract, person: Made) -> None:
    """Of what it runs itself, and nothing else."""
    submit("settle", contract, by=person(Role.FINANCE), key="x")
    Job.objects.update(state="running", worker="elsewhere:1:a")
    beat()
    assert Job.objects.get().beat_at is None
    Job.objects.update(worker=worker_name())
    beat()
    assert Job.objects.get().beat_at is not None
