"""Are disputes told to both sides as far as they may see them, and taken step by step?"""

from __future__ import annotations

from tests.web.api.conftest import Called, told
from tests.web.billing import disputed

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.rights import Role

REASON = "they owe us more than that"


def test_a_dispute_is_followed_to_its_end(contract: Contract, program: Called) -> None:
    """Sent; acknowledged; agreed: 3,093.75. What can't follow is refused; the letter is a file."""
    one = program(Role.FINANCE, contract)
    disputed(contract, by=one.user)
    steps = "/disputes/D001/steps"
    first = {"event": "acknowledged", "date": "2025-04-12", "reason": REASON}
    assert one.post(steps, first).json() == {"dispute": "D001", "state": "acknowledged"}
    refused = one.post(steps, {"event": "credited", "date": "2025-04-13", "amount": "1.00"})
    assert refused.status_code in {409, 422}
    assert told(refused)
    assert one.post(steps, {"event": "agreed", "date": "2025-04-14"}).status_code == 201
    (found,) = one.read("/disputes")["contracts"][0]["disputes"]
    assert (found["state"], found["agreed"]) == ("agreed", "3093.75")
    assert REASON in [each["reason"] for each in found["steps"]]
    assert one.read("/disputes/D001/files") == {"files": ["letter.pdf"]}
    assert one.get("/disputes/D001/files/letter.pdf").content == b"a letter"
    assert one.get("/disputes/D001/files/none").status_code == 404
    assert one.post("/disputes/D009/steps", first).status_code == 409


def test_the_provider_sees_what_was_sent_and_no_note_of_ours(
    contract: Contract, program: Called
) -> None:
    """Its steps without our reasons; he records none."""
    one, provider = program(Role.FINANCE, contract), program(Role.PROVIDER, contract)
    disputed(contract, by=one.user)
    first = {"event": "acknowledged", "date": "2025-04-12", "reason": REASON}
    one.post("/disputes/D001/steps", first)
    told_to_him = provider.get("/disputes").content.decode()
    assert '"dispute":"D001"' in told_to_him
    assert REASON not in told_to_him
    assert provider.post("/disputes/D001/steps", first).status_code == 403


def test_a_credit_that_nothing_gives_isn_t_claimed(contract: Contract, program: Called) -> None:
    """The contract has no such term."""
    one = program(Role.FINANCE, contract)
    refused = one.post("/claims", {"month": "2025-01", "term": "NONE"})
    assert refused.status_code == 422
    assert told(refused)
