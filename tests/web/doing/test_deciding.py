"""Does one propose and another decide, once? test_closing.py does it for real."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.web.conftest import Made

from lineproof.web.doing.deciding import NotNowError, decide, lock, refuse_decided, refuse_own
from lineproof.web.kept.contracts import Contract, SealProposal, State
from lineproof.web.who.rights import Role


def test_a_decision_has_its_person_and_time(contract: Contract, person: Made) -> None:
    """And is refused for one's own, and a second time."""
    one, two = person(Role.FINANCE, name="a"), person(Role.FINANCE, name="b")
    proposal = SealProposal.objects.create(
        contract=contract, month="2025-01", result_hash="0" * 64, payable=0, proposed_by=one
    )
    refuse_decided(proposal)
    refuse_own(proposal, two)
    with pytest.raises(NotNowError, match="yourself"):
        refuse_own(proposal, one)
    decide(proposal, two, State.REJECTED)
    assert (proposal.decided_by, proposal.decided_at is not None) == (two, True)
    with pytest.raises(NotNowError, match="b rejected it already"):
        refuse_decided(proposal)


def test_a_lock_gives_the_contract_as_it_is_now(contract: Contract) -> None:
    """Read again, inside the transaction."""
    Contract.objects.filter(pk=contract.pk).update(name="renamed")
    with transaction.atomic():
        assert lock(contract).name == "renamed"
