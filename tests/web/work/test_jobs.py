"""Is work submitted once, cancelled, retried and forgotten, and is too much of it refused?"""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.web.conftest import Made

from lineproof.web.doing.deciding import NotNowError
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job, JobState
from lineproof.web.kept.trail import Entry
from lineproof.web.who.rights import Role
from lineproof.web.work.jobs import OPEN_MAX, cancel, forget, retry, submit
from lineproof.web.work.running import run_job


def test_the_same_is_submitted_once(contract: Contract, person: Made) -> None:
    """Twice by one, once by another: one job. Another key, or another kind, is other work."""
    one, two = person(Role.FINANCE, name="a"), person(Role.FINANCE, name="b")
    first = submit("settle", contract, by=one, key="x")
    assert submit("settle", contract, by=one, key="x") == first
    assert submit("settle", contract, by=two, key="x") == first
    assert submit("settle", contract, by=one, key="y") != first
    assert submit("export", contract, by=one, key="x") != first
    assert DBTaskResult.objects.count() == 3
    assert Entry.objects.filter(action="job submitted").count() == 3


def test_nobody_floods_the_queue(contract: Contract, person: Made) -> None:
    """The 21st open one is refused, with what to do; once one is cancelled, there is room."""
    user = person(Role.FINANCE)
    for number in range(OPEN_MAX):
        submit("settle", contract, by=user, key=str(number))
    with pytest.raises(NotNowError, match="20 jobs open"):
        submit("settle", contract, by=user, key="more")
    submit("settle", contract, by=person(Role.VIEWER), key="more")
    cancel(Job.objects.filter(by=user).latest("pk"), by=user)
    submit("settle", contract, by=user, key="room")


def test_what_waits_is_cancelled_at_once_and_begun_again(contract: Contract, person: Made) -> None:
    """Cancelled: its place in the queue is void. Retried: done. Done: neither can be."""
    user = person(Role.FINANCE)
    job = submit("settle", contract, by=user, key="x")
    with pytest.raises(NotNowError, match="neither failed nor cancelled"):
        retry(job, by=user)
    cancel(job, by=user)
    run_job.call(job.pk, 1)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.CANCELLED, 0)
    retry(job, by=user)
    run_job.call(job.pk, 1)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.problem) == (JobState.DONE, 1, "")
    with pytest.raises(NotNowError, match="over already"):
        cancel(job, by=user)
    assert [e.action for e in Entry.objects.filter(action__startswith="job")] == [
        "job submitted", "job cancelled", "job retried",
    ]  # fmt: skip


def test_what_failed_is_begun_again_by_submitting_it(contract: Contract, person: Made) -> None:
    """The same job, for whoever asks now."""
    one, two = person(Role.FINANCE, name="a"), person(Role.FINANCE, name="b")
    job = submit("settle", contract, by=one, key="x")
    Job.objects.update(state=JobState.FAILED, problem="why", killed=2)
    again = submit("settle", contract, by=two, key="x")
    assert (again.pk, again.by, again.state) == (job.pk, two, JobState.QUEUED)
    assert (again.problem, again.killed) == ("", 0)


def test_what_was_over_long_ago_is_forgotten_with_its_file(
    contract: Contract, person: Made
) -> None:
    """After 30 days; a file that another job made as well stays, and what is open stays."""
    user = person(Role.FINANCE)
    old, same, waiting = (submit("export", contract, by=user, key=key) for key in "abc")
    for job in (old, same):
        run_job.call(job.pk, 1)
    old.refresh_from_db()
    path = settings.CONFIGURATION.exports / old.file[:2] / old.file
    now = timezone.now()
    Job.objects.filter(pk=old.pk).update(ended_at=now - dt.timedelta(days=30, seconds=1))
    Job.objects.filter(pk=waiting.pk).update(made_at=now - dt.timedelta(days=99))
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=now - dt.timedelta(days=29))
    forget(now)
    assert set(Job.objects.all()) == {same, waiting}
    assert path.exists()
    forget(now + dt.timedelta(days=31))
    assert list(Job.objects.all()) == [waiting]
    assert not path.exists()
    assert not DBTaskResult.objects.exists()
