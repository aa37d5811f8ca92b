"""Can people begin, follow, cancel and retry work in the background?"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job, JobState
from lineproof.web.pages import jobs
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role
from lineproof.web.work.jobs import cancel, submit
from lineproof.web.work.running import run_job

SignedIn = Callable[[User], Client]


def test_an_export_is_asked_for_once_and_downloaded(
    contract: Contract, person: Made, signed_in: SignedIn
) -> None:
    """Two presses are one job; its page leads to the archive while that is kept."""
    client = signed_in(person(Role.FINANCE))
    addresses = {client.post(f"/contracts/{contract.pk}/jobs/export")["Location"] for _ in "ab"}
    (address,) = addresses
    assert "It waits for its turn." in client.get(address).text
    job = Job.objects.get()
    assert client.get(f"{address}file").status_code == 404
    run_job.call(job.pk, 1)
    assert f'href="{address}file"' in client.get(address).text
    given = client.get(f"{address}file")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(given)))
    assert "contract.toml" in archive.namelist()
    shutil.rmtree(settings.CONFIGURATION.exports)
    assert client.get(f"{address}file").status_code == 404


def test_a_running_job_tells_how_far_it_is(
    contract: Contract, person: Made, signed_in: SignedIn
) -> None:
    """With htmx the part alone, asking again each second; once it is over, no more."""
    user = person(Role.FINANCE)
    client = signed_in(user)
    job = submit("settle", contract, by=user, key="x")
    Job.objects.update(state=JobState.RUNNING, done=3, total=12)
    whole = client.get(f"/jobs/{job.pk}/").text
    part = client.get(f"/jobs/{job.pk}/", headers={"HX-Target": "job"}).text
    assert "<html" in whole
    assert "<html" not in part
    for shown in (whole, part):
        assert '<progress max="12" value="3"' in shown
        assert 'hx-trigger="every 1s"' in shown
    cancel(job, by=user)
    assert "It is being cancelled." in client.get(f"/jobs/{job.pk}/").text
    Job.objects.update(state=JobState.DONE)
    assert "hx-trigger" not in client.get(f"/jobs/{job.pk}/").text


def test_what_failed_says_why_and_is_retried(
    contract: Contract, person: Made, signed_in: SignedIn
) -> None:
    """Its problem is escaped; retried, it waits again; what can't be is told."""
    user = person(Role.FINANCE)
    client = signed_in(user)
    job = submit("settle", contract, by=user, key="x")
    shown = client.post(f"/jobs/{job.pk}/retry", follow=True).text
    assert "neither failed nor cancelled" in shown
    Job.objects.update(state=JobState.FAILED, problem="<script>no")
    shown = client.get(f"/jobs/{job.pk}/").text
    assert "&lt;script&gt;no" in shown
    assert "<script>no" not in shown
    assert "It waits for its turn." in client.post(f"/jobs/{job.pk}/retry", follow=True).text
    assert "cancelled" in client.post(f"/jobs/{job.pk}/cancel", follow=True).text
    assert "over already" in client.post(f"/jobs/{job.pk}/cancel", follow=True).text


def test_jobs_are_listed_a_page_at_a_time(
    contract: Contract, person: Made, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three, two and one; a viewer finds the export neither here nor by its number."""
    monkeypatch.setattr(jobs, "PAGE_ROWS", 2)
    finance, viewer = person(Role.FINANCE), person(Role.VIEWER)
    export = submit("export", contract, by=finance, key="x")
    for key in "ab":
        submit("settle", contract, by=finance, key=key)
    client = signed_in(finance)
    first = client.get("/jobs/").text
    assert first.count("Work out months</a>") == 2
    before = Job.objects.order_by("-pk")[1].pk
    assert f"?before={before}" in first
    assert "Export a contract</a>" in client.get(f"/jobs/?before={before}").text
    assert "Export a contract</a>" not in signed_in(viewer).get("/jobs/?before=9999").text
    assert signed_in(viewer).get(f"/jobs/{export.pk}/").status_code == 404
    assert "Nothing was done" in client.get("/jobs/?before=0").text


def test_a_full_queue_is_told(
    contract: Contract, person: Made, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the contract's page of jobs, where it was asked for."""
    monkeypatch.setattr("lineproof.web.work.jobs.OPEN_MAX", 0)
    client = signed_in(person(Role.FINANCE))
    shown = client.post(f"/contracts/{contract.pk}/jobs/settle", follow=True).text
    assert "You have 0 jobs open" in shown
