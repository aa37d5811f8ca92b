"""Does the part of a page with comments offer what its reader may do?"""

from __future__ import annotations

from django.template import Context, Template
from django.test import RequestFactory
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role

TEMPLATE = Template('{% load said %}{% comments "month" "2025-01" %}')


def shown(contract: Contract, user: User) -> str:
    """Return the part as somebody sees it."""
    request = RequestFactory().get("/")
    request.user = user
    return TEMPLATE.render(Context({"request": request, "contract": contract, "user": user}))


def test_who_may_say_something_is_offered_it(contract: Contract, person: Made) -> None:
    """The buyer chooses who reads it; the provider is told who does; a viewer reads only."""
    buyer = shown(contract, person(Role.OPERATIONS))
    assert "our side only" in buyer
    provider = shown(contract, person(Role.PROVIDER, contract=contract))
    assert "our side only" not in provider
    assert "Both sides read it." in provider
    assert "<form" not in shown(contract, person(Role.VIEWER))
