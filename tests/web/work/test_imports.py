"""Are many rows kept and undone in the background, once, and few at once?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.conftest import Made
from tests.web.work.test_import_jobs import TEXT, ran

from lineproof.web.doing.importing import put_aside
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.kept.jobs import Job
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role
from lineproof.web.work import imports


def test_more_rows_than_one_waits_for_are_kept_and_undone_by_jobs(
    contract: Contract,
    person: Made,
    signed_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With one row as the most: asked for twice it is one job, which keeps both rows."""
    monkeypatch.setattr(imports, "ROWS_MAX", 1)
    by = person(Role.OPERATIONS)
    client = signed_in(by)
    batch = put_aside(contract, "events", Upload("e.csv", Kind.CSV, TEXT), by=by)
    at = f"/contracts/{contract.pk}/imports/{batch.pk}"
    for _time in range(2):
        assert client.post(f"{at}/keep")["Location"] == f"/jobs/{Job.objects.get().pk}/"
    assert not Record.objects.filter(kind="events").exists()
    job = ran(Job.objects.get())
    assert job.result == {"told": "2 rows are imported.", "address": f"{at}/"}
    assert Record.objects.filter(kind="events").count() == 2
    client.post(f"{at}/undo")
    assert ran(Job.objects.get(kind="undo")).result["told"] == "2 rows are withdrawn."
