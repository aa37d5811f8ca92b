"""Are tokens their owner's alone, and is the trail told to those who may read it?"""

from __future__ import annotations

from tests.web.api.conftest import Called, called

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import Entry
from lineproof.web.who.people import Scope
from lineproof.web.who.rights import Role


def test_tokens_are_listed_and_taken_back(program: Called) -> None:
    """Two of one person; one deletes the other, which is none from then on; nobody else's is."""
    one, other = program(Role.VIEWER), program(Role.ADMIN)
    two = called(one.user, None, scope=Scope.READ)
    listed = one.read("/tokens")["items"]
    assert [each["scope"] for each in listed] == ["read", "write"]
    assert all(set(each) >= {"token", "begins", "expired"} for each in listed)
    assert two.text not in str(listed)
    address = f"/api/v1/tokens/{listed[0]['token']}"
    assert other.client.delete(address).status_code == 404
    assert one.client.delete(address).status_code == 204
    assert two.get("/tokens").status_code == 401
    assert one.client.delete(address).status_code == 404
    assert Entry.objects.get(action="token deleted").details["token"] == listed[0]["begins"]


def test_the_trail_is_told_with_its_hashes(contract: Contract, program: Called) -> None:
    """The latest first, each with the hash of the one before."""
    reader = program(Role.AUDITOR)
    (entry,) = reader.read("/trail")["items"]
    assert (entry["action"], entry["contract"]) == ("contract taken in", contract.pk)
    assert entry["sha256"] == Entry.objects.get().sha256
