"""Does a function in the background tell how far it is, see that it is cancelled, and end once?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job, JobState
from lineproof.web.who.rights import Role
from lineproof.web.work import work
from lineproof.web.work.jobs import cancel, submit
from lineproof.web.work.work import CancelledError, StoppedError, SupersededError, Work


@pytest.fixture
def running(contract: Contract, person: Made) -> Work:
    """Return an attempt at a job."""
    job = submit("settle", contract, by=person(Role.FINANCE), key="x")
    Job.objects.update(state=JobState.RUNNING, attempts=1)
    job.refresh_from_db()
    return Work(job)


def test_progress_is_kept_once_a_second(running: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 0 s and at 1 s, not at 0.9 s."""
    clock = 100.0
    monkeypatch.setattr("lineproof.web.work.work.time.monotonic", lambda: clock)
    seen = []
    for at, done in ((100.0, 1), (100.9, 2), (101.0, 3)):
        clock = at
        running.progress(done, 9)
        seen.append(Job.objects.values_list("done", "total").get())
    assert seen == [(1, 9), (1, 9), (3, 9)]


@transaction.atomic
def rename_and_finish(running: Work) -> None:
    """Do what a function does that changes something."""
    Contract.objects.update(name="changed")
    running.finish()


def test_a_cancellation_is_seen(running: Work) -> None:
    """When it says how far it is, and when it would end: what it changed then is undone."""
    cancel(running.job, by=running.job.by)
    with pytest.raises(CancelledError):
        running.progress(1, 2)
    with pytest.raises(CancelledError):
        rename_and_finish(running)
    assert Contract.objects.get().name != "changed"
    assert not running.is_finished


def test_an_attempt_thought_dead_keeps_nothing(running: Work) -> None:
    """Once another began, or ended, this one neither tells nor ends."""
    Job.objects.update(attempts=2)
    with pytest.raises(SupersededError):
        running.progress(1, 2)
    with pytest.raises(SupersededError):
        running.finish({"late": True})
    assert Job.objects.get().result == {}


def test_it_ends_once_with_its_result(running: Work) -> None:
    """Done, all of it; a second end is refused."""
    running.progress(1, 4)
    running.finish({"rows": 4})
    job = Job.objects.get()
    assert (job.state, job.done, job.total, job.result) == ("done", 4, 4, {"rows": 4})
    with pytest.raises(SupersededError):
        running.finish()


@pytest.fixture
def stopping() -> Iterator[None]:
    """Let the worker be about to end."""
    work.STOPPING.set()
    yield
    work.STOPPING.clear()


@pytest.mark.usefixtures("stopping")
def test_it_stops_with_its_worker(running: Work) -> None:
    """At the next word of how far it is."""
    with pytest.raises(StoppedError):
        running.progress(1, 2)
