"""Is what a program asks twice done once, whoever else asks by the same key?"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from tests.web.api.conftest import Called, told

from lineproof.web.api.once import Answered
from lineproof.web.kept.contracts import Contract, SealProposal
from lineproof.web.kept.trail import Entry
from lineproof.web.who.rights import Role

JANUARY = {"month": "2025-01"}


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
