"""What does `lineproof serve --demo` show? The examples, and somebody in every role."""

from __future__ import annotations

import secrets

from django.db import transaction

from lineproof.store.templates import examples
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import note
from lineproof.web.server.administration import OPERATOR
from lineproof.web.who.people import Membership, Organisation, User
from lineproof.web.who.rights import Role

ORGANISATION = "Demo"
DOMAIN = "demo.example"


@transaction.atomic
def load_demo() -> str | None:
    """Load the demo into an empty database; return the password of all its users.

    None where there is an organisation already: nothing is changed then.
    """
    if Organisation.objects.exists():
        return None
    password = secrets.token_urlsafe(9)
    demo = Organisation.objects.create(name=ORGANISATION)
    taken = [take_in(folder, demo, by=OPERATOR) for _, folder in sorted(examples().items())]
    for role in Role:
        _somebody(demo, role, password, only=taken[0] if role is Role.PROVIDER else None)
    return password


def _somebody(demo: Organisation, role: Role, password: str, *, only: Contract | None) -> None:
    """Make the user of a role."""
    address = f"{role.value.replace('_', '-')}@{DOMAIN}"
    user = User.objects.make(address, name=str(role.label), password=password)
    Membership.objects.create(user=user, organisation=demo, contract=only, role=role)
    note("person added", by=OPERATOR, organisation=demo, person=address, role=role.value)


def addresses() -> list[str]:
    """Return the addresses of the demo's users."""
    return [f"{role.value.replace('_', '-')}@{DOMAIN}" for role in Role]
