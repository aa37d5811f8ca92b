"""Are many rows kept and undone in the background: once, and only by those who may?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.conftest import Made

from lineproof.web.doing.importing import put_aside
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.kept.jobs import Job, JobState
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role
from lineproof.web.work import imports
from lineproof.web.work.running import run_job

TEXT = b"event,date\nx,2025-01-05\ny,2025-01-06\n"


def ran(job: Job) -> Job:
    """Return a job after its first attempt."""
    run_job.call(job.pk, 1)
    job.refresh_from_db()
    return job


def test_who_may_no_longer_record_keeps_nothing(
    contract: Contract,
    person: Made,
    signed_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An auditor may see the job of operations, and retry it: nothing is kept by that."""
    monkeypatch.setattr(imports, "ROWS_MAX", 1)
    by = person(Role.OPERATIONS)
    batch = put_aside(contract, "events", Upload("e.csv", Kind.CSV, TEXT), by=by)
    signed_in(by).post(f"/contracts/{contract.pk}/imports/{batch.pk}/keep")
    Job.objects.update(by=person(Role.AUDITOR))
    job = ran(Job.objects.get())
    assert job.state == JobState.FAILED
    assert "may no longer do so" in job.problem
    assert not Record.objects.filter(kind="events").exists()
