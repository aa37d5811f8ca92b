"""Is what is a person's own theirs alone, and are trail and people shown to whom they should be?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import Entry
from lineproof.web.who.people import Token, User
from lineproof.web.who.rights import Role


def test_a_token_is_shown_once_and_taken_back(
    person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Made: its text stands on that page alone. Deleted: gone; both are in the trail."""
    client = signed_in(person(Role.VIEWER))
    shown = client.post("/profile/tokens", {"name": "program", "days": "30"}).text
    found = re.search(r'<code class="token">(lp_[^<]+)</code>', shown)
    assert found is not None
    assert found[1] not in client.get("/profile/").text
    reader = Client(headers={"Authorization": f"Bearer {found[1]}"})
    assert reader.get("/contracts/").status_code == 200
    client.post(f"/profile/tokens/{Token.objects.get().pk}/delete")
    assert reader.get("/contracts/").status_code == 401
    actions = list(Entry.objects.values_list("action", flat=True))
    assert actions[-2:] == ["token made", "token deleted"]
    assert found[1] not in str(list(Entry.objects.values_list("details", flat=True)))


@pytest.mark.parametrize("days", ["0", "367", "x", "", "-1"])
def test_days_that_can_t_be_are_told(
    days: str, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Nothing is made."""
    client = signed_in(person(Role.VIEWER))
    shown = client.post("/profile/tokens", {"name": "program", "days": days}, follow=True).text
    assert "1 to 366 days" in shown
    assert not Token.objects.exists()


def test_a_token_of_somebody_else_can_t_be_deleted(
    person: Made, signed_in: Callable[[User], Client]
) -> None:
    """It isn't there for them."""
    signed_in(person(Role.VIEWER)).post("/profile/tokens", {"name": "program", "days": "30"})
    other = signed_in(person(Role.ADMIN))
    assert other.post(f"/profile/tokens/{Token.objects.get().pk}/delete").status_code == 404
    assert Token.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "kept"), [("New name", "New name"), ("", "viewer"), ("x" * 201, "viewer")]
)
def test_a_name_is_changed(
    name: str, kept: str, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """One that is empty or too long is told, and the old one stays."""
    client = signed_in(person(Role.VIEWER))
    client.post("/profile/save", {"name": name}, follow=True)
    assert User.objects.get().name == kept


def test_the_trail_shows_and_checks_itself(
    contract: Contract, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """The contract was taken in by the operator; the chain holds, and is read where it is asked."""
    client = signed_in(person(Role.AUDITOR))
    shown = client.get("/trail/").text
    assert "contract taken in" in shown
    assert contract.name in shown
    assert "as it was written" not in shown
    assert "as it was written" in client.get("/trail/?check").text
    assert "Nothing has been changed yet" in client.get("/trail/?before=0").text


def test_people_and_roles_are_listed(person: Made, signed_in: Callable[[User], Client]) -> None:
    """Who has which role, and what each may do."""
    person(Role.FINANCE)
    shown = signed_in(person(Role.ADMIN)).get("/people/").text
    for text in ("finance@example.com", "approve a seal", "admin@example.com"):
        assert text in shown


def test_a_token_that_writes_is_asked_for(
    person: Made, signed_in: Callable[[User], Client]
) -> None:
    """One only reads unless it is made to write; by no page does either change anything."""
    client = signed_in(person(Role.VIEWER))
    for scope in ("write", "read", "", "all"):
        client.post("/profile/tokens", {"name": "program", "days": "30", "scope": scope})
    made = list(Token.objects.order_by("pk").values_list("scope", flat=True))
    assert made == ["write", "read", "read", "read"]
    assert "reads and writes" in client.get("/profile/").text
