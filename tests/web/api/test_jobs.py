"""Does a program begin, follow, cancel and retry work in the background?"""

from __future__ import annotations

import io
import zipfile

from tests.web.api.conftest import Called, told

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.jobs import Job
from lineproof.web.who.rights import Role
from lineproof.web.work.running import run_job


def test_an_export_is_begun_once_and_read(harbour: Contract, program: Called) -> None:
    """Asked for by two keys in a minute: one job. Done: its file is the folder as an archive."""
    one = program(Role.FINANCE, harbour)
    begun = [one.post("/jobs", {"kind": "export"}).json()["job"] for _ in range(2)]
    assert len(set(begun)) == Job.objects.count() == 1
    address = f"/api/v1/jobs/{begun[0]}"
    assert one.client.get(address).json()["state"] == "queued"
    assert one.client.get(f"{address}/file").status_code == 404
    tag = one.client.get(address)["ETag"]
    run_job.call(begun[0], 1)
    after = one.client.get(address, headers={"If-None-Match": tag})
    assert (after.status_code, after.json()["state"]) == (200, "done")
    archive = zipfile.ZipFile(io.BytesIO(one.client.get(f"{address}/file").content))
    assert "contract.toml" in archive.namelist()
    assert [each["job"] for each in one.client.get("/api/v1/jobs").json()["items"]] == begun[:1]


def test_work_is_cancelled_and_begun_again(harbour: Contract, program: Called) -> None:
    """Cancelled once; a second time it is over; then queued again."""
    one = program(Role.FINANCE, harbour)
    number = one.post("/jobs", {"kind": "settle"}).json()["job"]
    one.of = f"/jobs/{number}"
    assert one.post("/cancel").json()["state"] == "cancelled"
    refused = one.post("/cancel")
    assert refused.status_code == 409
    assert "over already" in told(refused)
    assert one.post("/retry").json()["state"] == "queued"


def test_work_needs_its_right_and_is_a_contract_s(harbour: Contract, program: Called) -> None:
    """A viewer exports nothing; a job of a kind that one may not submit isn't there for them."""
    finance, viewer = program(Role.FINANCE, harbour), program(Role.VIEWER, harbour)
    assert viewer.post("/jobs", {"kind": "export"}).status_code == 403
    assert finance.post("/jobs", {"kind": "forget"}).status_code == 422
    number = finance.post("/jobs", {"kind": "export"}).json()["job"]
    viewer.of = f"/jobs/{number}"
    assert viewer.get("").status_code == 404
    assert viewer.post("/cancel").status_code == 404
    assert viewer.client.get("/api/v1/jobs").json()["items"] == []
