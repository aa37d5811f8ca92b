"""Does an ETag change whenever something of a contract does?"""

from __future__ import annotations

from tests.web.api.conftest import Called
from tests.web.conftest import rescored

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.rights import Role

JANUARY = {"month": "2025-01"}


def test_what_is_known_already_isn_t_sent_again(contract: Contract, program: Called) -> None:
    """304 while nothing changed; a change of anything in the contract is a new state."""
    reader = program(Role.FINANCE, contract)
    tag = reader.get("")["ETag"]
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = reader.get("/terms", if_none_match=held)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag), held
    assert reader.get("", if_none_match='"other"').status_code == 200
    assert reader.get("")["Cache-Control"] == "private, no-cache"
    reader.post("/seal-proposals", JANUARY)
    assert reader.get("", if_none_match=tag).status_code == 200


def test_a_fact_that_nobody_told_is_a_new_state(contract: Contract, program: Called) -> None:
    """A record beside the trail; and another contract's changes are none of this one's."""
    reader = program(Role.FINANCE, contract)
    tag = reader.get("")["ETag"]
    other = Contract.objects.create(organisation=contract.organisation, name="second")
    assert other.pk
    assert reader.get("")["ETag"] == tag
    rescored(contract, "95")
    assert reader.get("")["ETag"] != tag


def test_lists_of_everything_change_with_any_of_it(contract: Contract, program: Called) -> None:
    """The list of contracts; two people don't see the same."""
    one, two = program(Role.FINANCE, contract), program(Role.VIEWER)
    address = "/api/v1/contracts"
    tag = one.client.get(address)["ETag"]
    assert one.client.get(address)["ETag"] == tag != two.client.get(address)["ETag"]
    one.post("/seal-proposals", JANUARY)
    assert one.client.get(address)["ETag"] != tag
