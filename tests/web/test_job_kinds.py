"""Does each kind of work do what it says?"""

from __future__ import annotations

import io
import zipfile

from django.conf import settings
from tests.web.conftest import Made

from lineproof.web.giving_back import write_zip
from lineproof.web.jobs import submit
from lineproof.web.kept import Contract
from lineproof.web.rights import Role
from lineproof.web.running import run_job


def test_months_are_worked_out(contract: Contract, person: Made) -> None:
    """January 2025 pays nothing in advance; before the term there is nothing to work out."""
    user = person(Role.FINANCE)
    job = submit("settle", contract, by=user, key="x", months=["2025-01", "1999-01"])
    run_job.call(job.pk, 1)
    job.refresh_from_db()
    first, second = job.result["months"]
    assert first == {
        "month": "2025-01", "payable": "0.00", "currency": "CNY", "is_settled": True,
    }  # fmt: skip
    assert "1999-01" in second["problem"]


def test_a_contract_is_exported(contract: Contract, person: Made) -> None:
    """The bytes that the page gives, in the folder of exports; nothing else lies there."""
    job = submit("export", contract, by=person(Role.FINANCE), key="x")
    run_job.call(job.pk, 1)
    job.refresh_from_db()
    folder = settings.CONFIGURATION.exports
    (made,) = (path for path in folder.rglob("*") if path.is_file())
    assert made == folder / job.file[:2] / job.file
    expected = io.BytesIO()
    write_zip(contract, expected)
    assert made.read_bytes() == expected.getvalue()
    assert job.result == {"bytes": len(expected.getvalue())}
    assert "contract.toml" in zipfile.ZipFile(made).namelist()
