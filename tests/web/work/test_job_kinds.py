"""Does each kind of work do what it says?"""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.conf import settings
from django.utils import translation
from tests.web.conftest import Made

from lineproof.web.doing.giving_back import write_zip
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job
from lineproof.web.who.rights import Role
from lineproof.web.work import job_kinds
from lineproof.web.work.jobs import submit
from lineproof.web.work.running import run_job


def ran(job: Job) -> Job:
    """Return a job after its first attempt."""
    run_job.call(job.pk, 1)
    job.refresh_from_db()
    return job


def test_open_months_are_worked_out(
    contract: Contract, person: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On 1 February 2025, of a term from 1 November 2024: four months; in Chinese, as asked for."""
    monkeypatch.setattr(job_kinds, "today", lambda _case, _now: dt.date(2025, 2, 1))
    with translation.override("zh-hans"):
        job = ran(submit("settle", contract, by=person(Role.FINANCE), key="x"))
    table = job.result["table"]
    assert [cell for cell, _set in table["head"]] == ["月份", "应付 (CNY)", "状态"]
    assert [row["cells"][0][0] for row in table["rows"]] == [
        "2024-11", "2024-12", "2025-01", "2025-02",
    ]  # fmt: skip
    assert table["rows"][2]["cells"][1] == ["0.00", "right"]
    assert table["rows"][2]["address"] == f"/contracts/{contract.pk}/months/2025-01/"
    assert (job.done, job.total) == (4, 4)


def test_a_contract_is_exported(contract: Contract, person: Made) -> None:
    """The bytes that the page gives, in the folder of exports; nothing else lies there."""
    job = ran(submit("export", contract, by=person(Role.FINANCE), key="x"))
    folder = settings.CONFIGURATION.exports
    (made,) = (path for path in folder.rglob("*") if path.is_file())
    assert made == folder / job.file[:2] / job.file
    expected = io.BytesIO()
    write_zip(contract, expected)
    assert made.read_bytes() == expected.getvalue()
    assert job.result == {"bytes": len(expected.getvalue())}
    assert "contract.toml" in zipfile.ZipFile(made).namelist()
