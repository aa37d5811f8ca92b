"""Is every operation of one kind the same: what it needs, and in which order it looks at it?"""

from __future__ import annotations

from tests.web.api.conftest import Called, told

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Scope
from lineproof.web.who.rights import Role

JANUARY = {"month": "2025-01"}


def test_a_decision_sent_again_is_told_again(contract: Contract, program: Called) -> None:
    """The state that it named is gone by then, by its own doing: that isn't held against it."""
    one, two = program(Role.FINANCE, contract), program(Role.FINANCE, contract, name="two")
    number = one.post("/seal-proposals", JANUARY).json()["proposal"]
    given = {"if_match": two.get("")["ETag"], "idempotency_key": "k"}
    answers = [two.post(f"/seal-proposals/{number}/approve", **given) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].content == answers[1].content


def test_a_change_needs_a_key_and_json(contract: Contract, program: Called) -> None:
    """No Idempotency-Key 422; no JSON 400."""
    one = program(Role.FINANCE, contract)
    assert one.post("/seal-proposals", JANUARY, idempotency_key="").status_code == 422
    address = f"/api/v1/contracts/{contract.pk}/seal-proposals"
    headers = {"Idempotency-Key": "k"}
    for body, status in ((b"{", 400), (b"\xff", 400), (b"", 422), (b'"\\ud800"', 422)):
        refused = one.client.post(address, body, content_type="application/json", headers=headers)
        assert refused.status_code == status, body
        told(refused)


def test_a_token_that_reads_changes_nothing(contract: Contract, program: Called) -> None:
    """Not even its own kind: 403, before anything that was sent is looked at."""
    reader = program(Role.FINANCE, contract, scope=Scope.READ)
    refused = reader.post("/seal-proposals", {"wrong": 1})
    assert refused.status_code == 403
    assert "only reads" in told(refused)
