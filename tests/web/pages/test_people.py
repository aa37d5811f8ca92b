"""Does the page of people do what it says, for whom it should?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.web.conftest import PASSWORD, Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Membership, Organisation, User, make_token
from lineproof.web.who.rights import Role

Signed = Callable[[User], Client]


def test_an_administrator_adds_gives_takes_and_keeps_out(
    contract: Contract, person: Made, signed_in: Signed
) -> None:
    """A provider for the contract; another role, taken again; a token; then outside."""
    client = signed_in(person(Role.ADMIN))
    tenant = str(contract.organisation.pk)
    asked = {"email": "p@example.com", "name": "P", "organisation": tenant, "role": "provider"}
    refused = client.post("/people/add", asked, follow=True).text
    assert "A provider sees one contract" in refused
    shown = client.post("/people/add", {**asked, "contract": str(contract.pk)}, follow=True).text
    assert "A mail is on its way to p@example.com" in shown
    assert len(mail.outbox) == 1
    user = User.objects.get(email="p@example.com")
    page = f"/people/{user.pk}/"
    assert f"{contract.organisation}</a> / {contract.name}" in shown
    client.post(page + "roles", {"organisation": tenant, "role": "viewer", "contract": ""})
    held = user.memberships.get(role="viewer")
    assert "taken away" in client.post(f"{page}roles/{held.pk}/take", follow=True).text
    token = make_token(user, name="reader", days=9, now=timezone.now())[0]
    assert "reader" in client.get(page).text
    assert client.post(f"{page}tokens/{token.pk}/delete").status_code == 302
    assert client.post(f"{page}tokens/{token.pk}/delete").status_code == 404
    assert "inactive" in client.post(page + "deactivate", follow=True).text
    assert "inactive" in client.get("/people/").text
    assert "may sign in" in client.post(page + "activate", follow=True).text
    last = user.memberships.get()
    gone = client.post(f"{page}roles/{last.pk}/take", follow=True)
    assert gone.redirect_chain[-1][0] == "/people/"
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"organisation": "999"}, "Choose an organisation"),
        ({"organisation": "x"}, "Choose an organisation"),
        ({"contract": "999"}, "another organisation"),
        ({"role": ""}, "Choose a role"),
        ({"email": "no address"}, "valid email"),
    ],
)
def test_what_can_t_be_added_is_told(
    changed: dict[str, str], why: str, organisation: Organisation, person: Made, signed_in: Signed
) -> None:
    """Nobody is made, and nobody mailed."""
    asked = {"email": "p@example.com", "organisation": str(organisation.pk), "role": "viewer"}
    client = signed_in(person(Role.ADMIN))
    assert why in client.post("/people/add", {**asked, **changed}, follow=True).text
    assert User.objects.count() == 1
    assert not mail.outbox


def test_mail_that_can_t_be_sent_is_told(
    organisation: Organisation,
    person: Made,
    signed_in: Signed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The person is added all the same, no link is told of, and it is sent later."""
    client = signed_in(person(Role.ADMIN))
    asked = {"email": "p@example.com", "organisation": str(organisation.pk), "role": "viewer"}

    def fail(*_args: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("lineproof.web.who.managing_people.send_mail", fail)
        shown = client.post("/people/add", asked, follow=True).text
    assert "be sent now; send the link again later" in shown
    user = User.objects.get(email="p@example.com")
    assert "on its way" in client.post(f"/people/{user.pk}/link", follow=True).text


def test_an_auditor_sees_and_changes_nothing(person: Made, signed_in: Signed) -> None:
    """Names and roles; no form."""
    user = person(Role.FINANCE)
    client = signed_in(person(Role.AUDITOR))
    for page in (
        "/people/",
        f"/people/{user.pk}/",
        f"/organisations/{user.memberships.get().organisation.pk}/",
    ):
        shown = client.get(page).text
        assert "finance" in shown
        assert 'action="/people/' not in shown
        assert 'action="/organisations/' not in shown


def test_of_whoever_works_elsewhere_too_only_the_roles_here_are_shown(
    organisation: Organisation, person: Made, signed_in: Signed
) -> None:
    """Neither the other organisation, nor tokens, nor when they came."""
    user = person(Role.VIEWER)
    other = Organisation.objects.create(name="Secret Buyer")
    Membership.objects.create(user=user, organisation=other, role=Role.ADMIN)
    make_token(user, name="secret program", days=9, now=timezone.now())
    User.objects.filter(pk=user.pk).update(last_login=dt.datetime(2025, 1, 2, tzinfo=dt.UTC))
    client = signed_in(person(Role.ADMIN))
    for page in ("/people/", f"/people/{user.pk}/", f"/organisations/{organisation.pk}/"):
        shown = client.get(page).text
        assert "viewer" in shown
        assert "ecret" not in shown
        assert "2025-01-02" not in shown
    held = user.memberships.get(organisation=other)
    assert client.post(f"/people/{user.pk}/roles/{held.pk}/take").status_code == 404
    assert client.post(f"/people/{user.pk}/deactivate").status_code == 403


def test_an_organisation_is_renamed_by_its_page(
    organisation: Organisation, person: Made, signed_in: Signed
) -> None:
    """Its page shows the new name; an empty one is told."""
    client = signed_in(person(Role.ADMIN))
    page = f"/organisations/{organisation.pk}/"
    assert "New name" in client.post(page + "save", {"name": " New name "}, follow=True).text
    assert "New name" in client.post(page + "save", {"name": ""}, follow=True).text


def test_sessions_elsewhere_end(person: Made, signed_in: Signed) -> None:
    """With the password: the other browser is outside, this one stays. With another: neither."""
    user = person(Role.VIEWER)
    here, there = signed_in(user), signed_in(user)
    assert "your password" in here.post("/profile/sessions", {"password": "x"}, follow=True).text
    assert there.get("/").status_code == 200
    shown = here.post("/profile/sessions", {"password": PASSWORD}, follow=True).text
    assert "signed out everywhere but here" in shown
    assert there.get("/").status_code == 302
    assert User.objects.get().check_password(PASSWORD)
    user.refresh_from_db()
    user.set_unusable_password()
    user.save()
    here, there = signed_in(user), signed_in(user)
    here.post("/profile/sessions")
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
