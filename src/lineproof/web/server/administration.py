"""What does the operator of a server do? People, roles and contracts, from the command line."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from lineproof.model.errors import LineproofError
from lineproof.web.doing import giving_back, taking_in, updating
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import note
from lineproof.web.who.people import Membership, Organisation, User
from lineproof.web.who.rights import Role

OPERATOR = "operator"
_PASSWORD_BYTES = 15


def has_people() -> bool:
    """Whether anybody can sign in."""
    return User.objects.filter(is_active=True).exists()


@transaction.atomic
def add_user(
    email: str, *, name: str, role: str, organisation: str, contract: str | None
) -> str | None:
    """Give somebody a role; return the password of a new user, None where there is one already.

    organisation: made where there is none of the name. contract: by name; None: all of them.
    Raises LineproofError for what is no address, role or contract.
    """
    if role not in Role.values:
        message = f'there is no role "{role}"; use one of {", ".join(Role.values)}'
        raise LineproofError(message)
    if role == Role.PROVIDER and contract is None:
        message = "a provider sees the contracts that are named: add --contract NAME"
        raise LineproofError(message)
    tenant = Organisation.objects.get_or_create(name=organisation)[0]
    only = None if contract is None else contract_of(organisation, contract)
    user = User.objects.filter(email=email.lower()).first()
    password = None
    if user is None:
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        user = _made(email, name or email.partition("@")[0], password)
    Membership.objects.get_or_create(user=user, organisation=tenant, contract=only, role=role)
    note(
        "person added",
        by=OPERATOR,
        organisation=tenant,
        person=user.email,
        role=role,
        contract_name=contract,
    )
    return password


def _made(email: str, name: str, password: str) -> User:
    """Return a new user."""
    try:
        return User.objects.make(email, name=name, password=password)
    except ValidationError as problem:
        message = f'"{email}": {" ".join(problem.messages)}'
        raise LineproofError(message) from problem


def take_in(folder: Path, organisation: str) -> Contract:
    """Take a contract folder in; see `taking_in.take_in`."""
    tenant = Organisation.objects.get_or_create(name=organisation)[0]
    return taking_in.take_in(folder, tenant, by=OPERATOR)


def update(folder: Path, organisation: str) -> updating.Updated:
    """Bring a contract up to date from its folder; see `updating.update`."""
    tenant = Organisation.objects.filter(name=organisation).first()
    if tenant is None:
        message = f'there is no organisation "{organisation}"; take the folder in without --update'
        raise LineproofError(message)
    return updating.update(folder, updating.contract_in(folder, tenant), by=OPERATOR)


def give_back(organisation: str, name: str, folder: Path) -> None:
    """Write a contract as a folder; see `giving_back.give_back`."""
    giving_back.give_back(contract_of(organisation, name), folder)


def contract_of(organisation: str, name: str) -> Contract:
    """Return a contract by names; raises LineproofError that lists those there are."""
    found = Contract.objects.filter(organisation__name=organisation, name=name).first()
    if found is None:
        there = Contract.objects.filter(organisation__name=organisation).values_list(
            "name", flat=True
        )
        known = ", ".join(there) or "no contract"
        message = f'{organisation} has no contract "{name}"; it has {known}'
        raise LineproofError(message)
    return found
