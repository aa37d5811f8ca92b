"""Is everything that goes wrong told in one form, whoever finds it?"""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client
from django_tasks_db.management.commands import db_worker
from tests.web.api.conftest import Called, told

from lineproof.web.api.application import api
from lineproof.web.kept.contracts import Contract
from lineproof.web.known import later
from lineproof.web.who.rights import Role
from lineproof.web.work import working


def test_every_error_is_a_problem(contract: Contract, program: Called) -> None:
    """No such address, no such thing, another method, too large: each in the same form."""
    caller = program(Role.FINANCE, contract).client
    of = f"/api/v1/contracts/{contract.pk}"
    for method, address, status in (
        ("GET", "/api/v1/nothing", 404), ("GET", "/api/v1/", 404), ("GET", f"{of}/versions/9", 404),
        ("PUT", of, 405), ("DELETE", f"{of}/versions", 405),
    ):  # fmt: skip
        answer = caller.generic(method, address)
        assert answer.status_code == status, address
        assert told(answer)
    assert "GET" in caller.put(of)["Allow"]
    large = caller.post(f"{of}/versions", b"x" * 3 * 2**20, content_type="application/json")
    assert large.status_code == 413
    assert told(large)


def test_what_can_t_be_read_is_told_with_all_findings(contract: Contract, program: Called) -> None:
    """A month behind one that isn't closed: the finding's code, message, place and fix."""
    one, two = program(Role.FINANCE, contract), program(Role.FINANCE, contract, name="two")
    number = one.post("/seal-proposals", {"month": "2025-01"}).json()["proposal"]
    two.decide(f"/seal-proposals/{number}/approve")
    refused = one.post("/seal-proposals", {"month": "2025-03"})
    assert refused.status_code == 422
    assert "2025-02 isn't" in told(refused)
    (finding,) = refused.json()["findings"]
    assert set(finding) == {"code", "message", "where", "fix"}
    assert finding["code"].startswith("E-")


def test_our_own_faults_are_a_problem_too(
    contract: Contract, program: Called, settings: LazySettings
) -> None:
    """A closed month's file is gone: 500, in the same form, without a word of what lies where."""
    one, two = program(Role.FINANCE, contract), program(Role.FINANCE, contract, name="two")
    number = one.post("/seal-proposals", {"month": "2025-01"}).json()["proposal"]
    two.decide(f"/seal-proposals/{number}/approve")
    one.client.raise_request_exception = False
    (settings.CONFIGURATION.data / "vault").rename(settings.CONFIGURATION.data / "elsewhere")
    answer = one.get("/seals/2025-01/0/seal.json")
    assert answer.status_code == 500
    assert told(answer) == "Internal Server Error"


def test_the_document_is_anybody_s(db: None) -> None:  # noqa: ARG001
    """It holds nobody's data, and is made once."""
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "lineproof"
    assert api.get_openapi_schema() is api.get_openapi_schema()


def test_what_takes_long_is_told_when_to_come_again(
    contract: Contract, program: Called, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the contract were large: 503 and when to ask again; once the job ran, the month."""
    settings.HAS_WORKERS = True
    monkeypatch.setattr(later, "CIRCUITS_MAX", 0)
    monkeypatch.setattr(f"{db_worker.__name__}.close_old_connections", lambda: None)
    reader = program(Role.VIEWER, contract)
    waiting = reader.get("/months/2025-01")
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "2")
    assert "worked out" in told(waiting)
    assert working.run_next()
    assert reader.read("/months/2025-01")["gross"] == "55687.50"
