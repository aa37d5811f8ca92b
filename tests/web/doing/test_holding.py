"""Is a file that waits held for one contract, one person and one use alone?"""

from __future__ import annotations

import pytest
from tests.web.conftest import Made

from lineproof.model.canonical import sha256_hex
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.holding import Use, held, hold, keep_proof, ticket_for
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

LETTER = Upload("letter.txt", Kind.TXT, b"it was down")
SHA256 = sha256_hex(LETTER.content)


@pytest.fixture
def contract(organisation: Organisation) -> Contract:
    """Return a contract of which nothing is asked."""
    return Contract.objects.create(organisation=organisation, name="first")


def test_whoever_holds_a_file_gets_at_it(contract: Contract, person: Made) -> None:
    """Its hash and name, or whatever was told; kept at once, it is named in the folder."""
    by = person(Role.OPERATIONS)
    ticket = hold(contract, LETTER, Use.EVIDENCE, by=by)
    assert held(contract, ticket, Use.EVIDENCE, by=by) == (SHA256, "letter.txt")
    assert not contract.files.exists()
    told = ticket_for(contract, ("a", "b", ""), Use.BILL, by=by)
    assert held(contract, told, Use.BILL, by=by) == ("a", "b", "")
    assert (keep_proof(contract, LETTER), keep_proof(contract, None)) == (SHA256, "")
    assert contract.files.get().path == f"evidence/{SHA256[:12]}-letter.txt"


def test_nobody_gets_at_a_file_that_somebody_else_holds(contract: Contract, person: Made) -> None:
    """Another person, contract or use, a hash by itself, a changed letter of it: chosen anew."""
    by, other = person(Role.OPERATIONS), person(Role.CONTRACT_MANAGER)
    second = Contract.objects.create(organisation=contract.organisation, name="second")
    ticket = hold(contract, LETTER, Use.EVIDENCE, by=by)
    for place, text, use, who in (
        (contract, ticket, Use.EVIDENCE, other),
        (second, ticket, Use.EVIDENCE, by),
        (contract, ticket, Use.BILL, by),
        (contract, SHA256, Use.EVIDENCE, by),
        (contract, ticket[:-1] + ("A" if ticket[-1] != "A" else "B"), Use.EVIDENCE, by),
    ):
        with pytest.raises(NotNowError):
            held(place, text, use, by=who)
