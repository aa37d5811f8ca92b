"""Is every operation of one kind the same: what it needs, and in which order it looks at it?"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from tests.web.api.conftest import Called, told

from lineproof.web.kept.contracts import Contract, SealProposal
from lineproof.web.kept.once import Answered
from lineproof.web.kept.trail import Entry
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


def test_a_request_sent_again_is_done_once(contract: Contract, program: Called) -> None:
    """The same key and body: the same answer, one proposal, one entry in the trail."""
    one = program(Role.FINANCE, contract)
    first, second = (one.post("/seal-proposals", JANUARY, idempotency_key="k") for _ in range(2))
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.status_code == 201
    assert SealProposal.objects.count() == 1
    assert Entry.objects.filter(action="seal proposed").count() == 1


def test_a_key_is_one_token_s_and_for_one_request(contract: Contract, program: Called) -> None:
    """Another body: 422. Another's token: a request of its own, which learns nothing."""
    one, two = program(Role.FINANCE, contract), program(Role.FINANCE, contract, name="two")
    one.post("/seal-proposals", JANUARY, idempotency_key="k")
    other = one.post("/seal-proposals", {"month": "2025-02"}, idempotency_key="k")
    assert other.status_code == 422
    assert "stands for another request" in told(other)
    theirs = two.post("/seal-proposals", JANUARY, idempotency_key="k")
    assert theirs.status_code == 409
    assert "proposed already" in told(theirs)


def test_a_request_that_failed_leaves_no_trace(contract: Contract, program: Called) -> None:
    """Refused while another waits, and done by the same key once that is rejected."""
    one, two = program(Role.FINANCE, contract), program(Role.FINANCE, contract, name="two")
    number = two.post("/seal-proposals", JANUARY).json()["proposal"]
    assert one.post("/seal-proposals", JANUARY, idempotency_key="k").status_code == 409
    two.decide(f"/seal-proposals/{number}/reject")
    assert one.post("/seal-proposals", JANUARY, idempotency_key="k").status_code == 201


def test_a_key_is_kept_for_two_days(contract: Contract, program: Called) -> None:
    """A minute less than two days later it still answers; a minute more, it is a new request."""
    one = program(Role.FINANCE, contract)
    minute = dt.timedelta(minutes=1)
    for age, status in ((dt.timedelta(days=2) - minute, 201), (dt.timedelta(days=2) + minute, 409)):
        one.post("/seal-proposals", JANUARY, idempotency_key="k")
        Answered.objects.filter(key="k").update(made_at=timezone.now() - age)
        assert one.post("/seal-proposals", JANUARY, idempotency_key="k").status_code == status
