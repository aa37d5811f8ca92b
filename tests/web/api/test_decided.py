"""Is it told who proposed and who decided?"""

from __future__ import annotations

from tests.web.conftest import Made

from lineproof.web.api.decided import decided_json
from lineproof.web.doing.closing import propose_seal, reject_seal
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.rights import Role


def test_both_people_are_named(contract: Contract, person: Made) -> None:
    """Proposed by one, open; rejected by the other. The first version: by the operator."""
    one, two = person(Role.FINANCE, name="one"), person(Role.FINANCE, name="two")
    proposal = propose_seal(contract, "2025-01", by=one)
    told = decided_json(proposal)
    assert (told["state"], told["proposed_by"], told["decided_by"]) == ("proposed", "one", None)
    reject_seal(proposal, by=two)
    told = decided_json(proposal)
    assert (told["state"], told["decided_by"]) == ("rejected", "two")
    assert decided_json(contract.in_force)["proposed_by"] is None
