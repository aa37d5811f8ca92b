"""Does the database itself keep what must hold? Whoever writes into it, by whatever code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from tests.web.conftest import Made

from lineproof.web.kept.contracts import (
    Circuit,
    Contract,
    Decided,
    Record,
    SealedMonth,
    SealProposal,
    State,
    Version,
)
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Right, Role


def proposal(contract: Contract, **fields: object) -> Decided:
    """Make a proposal to close January."""
    return SealProposal.objects.create(
        contract=contract, month="2025-01", result_hash="0" * 64, payable=0, **fields
    )


def version(contract: Contract, **fields: object) -> Decided:
    """Make a second version."""
    return Version.objects.create(contract=contract, number=2, text=b"", sha256="0" * 64, **fields)


@pytest.mark.parametrize("made", [proposal, version])
def test_nobody_approves_their_own(
    made: Callable[..., Decided], contract: Contract, person: Made
) -> None:
    """Approved by the same person: refused. Rejected by the same person: they take it back."""
    user = person(Role.FINANCE)
    with pytest.raises(IntegrityError), transaction.atomic():
        made(contract, proposed_by=user, decided_by=user, state=State.APPROVED)
    assert made(contract, proposed_by=user, decided_by=user, state=State.REJECTED).pk


@pytest.mark.parametrize("made", [proposal, version])
def test_one_waits_at_a_time(
    made: Callable[..., Decided], contract: Contract, person: Made
) -> None:
    """A second open one of the same month, or of the same contract, is refused."""
    user = person(Role.FINANCE)
    made(contract, proposed_by=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        made(contract, proposed_by=user)


def test_a_revision_is_sealed_once(contract: Contract) -> None:
    """The second writer of r0 is refused, r1 isn't."""
    keys = {"contract": contract, "month": "2025-01", "files": {}, "result_hash": "0" * 64}
    SealedMonth.objects.create(revision=0, **keys)
    with pytest.raises(IntegrityError), transaction.atomic():
        SealedMonth.objects.create(revision=0, **keys)
    SealedMonth.objects.create(revision=1, **keys)
    assert [str(each) for each in contract.sealed.all()] == [
        "settled/2025-01/r0", "settled/2025-01/r1",
    ]  # fmt: skip


def test_a_record_has_a_name_of_its_own(contract: Contract) -> None:
    """Ids are unique within a kind."""
    first = Record.objects.filter(contract=contract).earliest("pk")
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_everything_kept_is_reached_by_its_contract(contract: Contract, person: Made) -> None:
    """Each kind of thing that belongs to a contract asks the same question of a user."""
    mine = person(Role.VIEWER)
    other = person(Role.VIEWER, contract=Contract.objects.create(
        organisation=contract.organisation, name="second"), name="other")  # fmt: skip
    assert Circuit.objects.all().for_user(mine).count() == 7
    assert Circuit.objects.all().for_user(other).count() == 0
    assert Version.objects.all().for_user(mine).count() == 1
    assert Version.objects.all().for_user(other).count() == 0
    assert contract.in_force.number == 1
    assert str(contract) == "access-593"


@pytest.mark.parametrize("role", Role)
def test_a_contract_allows_what_its_queryset_finds(
    contract: Contract, person: Made, role: Role
) -> None:
    """For each right: this contract's role, another contract's, another organisation's."""
    elsewhere = Organisation.objects.create(name="Buyer B")
    second = Contract.objects.create(organisation=contract.organisation, name="second")
    third = Contract.objects.create(organisation=elsewhere, name="third")
    scopes = [second] if role is Role.PROVIDER else [second, None]
    for number, scope in enumerate(scopes):
        user = person(role, contract=scope, name=f"{role}{number}")
        for right in Right:
            found = set(Contract.objects.all().for_user(user, right))
            assert {each for each in (contract, second, third) if each.allows(user, right)} == found
