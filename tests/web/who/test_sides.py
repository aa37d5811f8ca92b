"""Whom does a person speak for? Their roles say so."""

from __future__ import annotations

from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Membership
from lineproof.web.who.rights import Role
from lineproof.web.who.sides import Side, buyers, side_of


def test_every_role_but_one_speaks_for_the_buyer(contract: Contract, person: Made) -> None:
    """For all of an organisation's contracts."""
    for role in Role:
        user = person(role, contract=contract if role is Role.PROVIDER else None)
        expected = Side.PROVIDER if role is Role.PROVIDER else Side.BUYER
        assert side_of(user, contract) is expected, role
        assert buyers(user).exists() == (expected is Side.BUYER), role


def test_a_role_for_one_contract_is_of_that_one(contract: Contract, person: Made) -> None:
    """Operations of the second contract: in the first one, which is another's, no buyer."""
    second = Contract.objects.create(organisation=contract.organisation, name="second")
    user = person(Role.OPERATIONS, contract=second)
    assert list(buyers(user)) == [second]


def test_whoever_is_both_speaks_for_the_buyer(contract: Contract, person: Made) -> None:
    """A provider who was given a role of the buyer's no longer signs for the provider."""
    user = person(Role.PROVIDER, contract=contract)
    organisation = contract.organisation
    Membership.objects.create(user=user, organisation=organisation, role=Role.VIEWER)
    assert side_of(user, contract) is Side.BUYER


def test_each_side_has_another() -> None:
    """Two sides, no third."""
    assert Side.BUYER.other is Side.PROVIDER
    assert Side.PROVIDER.other is Side.BUYER
