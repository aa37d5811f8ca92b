"""Does an administrator decide who works for their organisation, and over nobody else?"""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.utils import timezone
from tests.web.conftest import PASSWORD, Made

from lineproof.web.doing.deciding import NotNowError
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import Entry
from lineproof.web.who import managing_people as managing
from lineproof.web.who.managing_people import Given
from lineproof.web.who.people import Membership, Organisation, User, make_token, token_of
from lineproof.web.who.rights import Role

NEW = "a long and new password"


def told() -> list[tuple[str, str]]:
    """Return what the trail tells, and of whom."""
    return [(entry.action, entry.details.get("person", "")) for entry in Entry.objects.all()]


def test_a_person_is_added_and_sets_their_password(
    organisation: Organisation, person: Made
) -> None:
    """The mail's link leads to a new password, once; then they sign in, and see the contracts."""
    admin = person(Role.ADMIN)
    given = Given(Role.VIEWER, organisation)
    made = managing.add_person("New@Example.com", "New", given, by=admin, is_elsewhere=False)
    assert (made.email, made.name, made.has_usable_password()) == ("new@example.com", "New", True)
    managing.send_link(made, RequestFactory().get("/", headers={"host": "localhost"}), by=admin)
    assert told() == [("person added", made.email), ("link sent", made.email)]
    assert mail.outbox[0].to == ["new@example.com"]
    link = re.search(r"http://localhost(/accounts/\S+)", str(mail.outbox[0].body))
    assert link is not None
    client = Client()
    page = client.get(link[1], follow=True).redirect_chain[-1][0]
    client.post(page, {"password1": NEW, "password2": NEW})
    client.post("/accounts/login/", {"login": "new@example.com", "password": NEW})
    assert client.get("/contracts/").status_code == 200
    again = Client().get(link[1], follow=True)
    assert "Bad Token" in again.text


def test_who_signs_in_elsewhere_never_has_a_password(
    organisation: Organisation, person: Made
) -> None:
    """No link, not by forgetting a password either, nor by setting one once signed in."""
    admin = person(Role.ADMIN)
    given = Given(Role.FINANCE, organisation)
    made = managing.add_person("new@example.com", "", given, by=admin, is_elsewhere=True)
    assert (made.name, made.has_usable_password()) == ("new", False)
    managing.send_link(made, RequestFactory().get("/"), by=admin)
    assert "/accounts/login/" in str(mail.outbox[0].body)
    assert told() == [("person added", made.email)]
    Client().post("/accounts/password/reset/", {"email": made.email})
    assert len(mail.outbox) == 1
    client = Client()
    client.force_login(made)
    page = client.post("/accounts/password/set/", {"password1": NEW, "password2": NEW})
    assert page.status_code == 405
    assert "no password here" in client.get("/accounts/password/change/", follow=True).text
    made.refresh_from_db()
    assert not made.has_usable_password()


def test_who_is_known_elsewhere_gets_a_role_and_no_link(
    organisation: Organisation, person: Made
) -> None:
    """Their password is nobody's business but their own; nor may they be kept out by others."""
    admin = person(Role.ADMIN)
    other = Organisation.objects.create(name="Buyer B")
    known = User.objects.make("known@example.com", name="Known", password=PASSWORD)
    Membership.objects.create(user=known, organisation=other, role=Role.VIEWER)
    given = Given(Role.VIEWER, organisation)
    made = managing.add_person("known@example.com", "X", given, by=admin, is_elsewhere=True)
    assert (made.pk, made.name, made.check_password(PASSWORD)) == (known.pk, "Known", True)
    managing.send_link(made, RequestFactory().get("/"), by=admin)
    assert "/password/" not in str(mail.outbox[0].body)
    token, text = make_token(known, name="x", days=1, now=timezone.now())
    for refused in (managing.deactivate, managing.activate, managing.remove_second_factor):
        with pytest.raises(PermissionDenied):
            refused(known, by=admin)
    with pytest.raises(PermissionDenied):
        managing.delete_token(token, by=admin)
    found = token_of(text, now=timezone.now())
    assert found is not None
    assert found.user == known
    assert not managing.is_managed_by(known, admin)
    assert told() == [("person added", "known@example.com")]


def test_nobody_changes_what_they_themselves_may_do(
    organisation: Organisation, person: Made
) -> None:
    """Not a role more, not one less; nor are they kept out. So one administrator always stays."""
    admin = person(Role.ADMIN)
    given = Given(Role.FINANCE, organisation)
    own = Membership.objects.get(user=admin)
    with pytest.raises(NotNowError, match="Another administrator"):
        managing.give_role(admin, given, by=admin)
    with pytest.raises(NotNowError, match="Another administrator"):
        managing.add_person(admin.email, "", given, by=admin, is_elsewhere=False)
    with pytest.raises(NotNowError, match="Another administrator"):
        managing.take_role(own, by=admin)
    for refused in (managing.deactivate, managing.remove_second_factor):
        with pytest.raises(NotNowError, match="Another administrator"):
            refused(admin, by=admin)
    assert Membership.objects.get(user=admin) == own
    assert told() == []


def test_of_two_administrators_who_remove_each_other_one_stays(
    organisation: Organisation, person: Made
) -> None:
    """Whoever comes second is no administrator any more, and is refused."""
    first, second = person(Role.ADMIN, name="first"), person(Role.ADMIN, name="second")
    held = {user: Membership.objects.get(user=user) for user in (first, second)}
    managing.take_role(held[second], by=first)
    with pytest.raises(PermissionDenied):
        managing.take_role(held[first], by=second)
    with pytest.raises(PermissionDenied):
        managing.deactivate(first, by=second)
    managing.give_role(second, Given(Role.ADMIN, organisation), by=first)
    managing.deactivate(second, by=first)
    with pytest.raises(PermissionDenied):  # a request that began before
        managing.deactivate(first, by=second)


def test_a_role_is_given_once_and_taken(
    organisation: Organisation, contract: Contract, person: Made
) -> None:
    """A provider for a contract alone; nothing that there isn't; nothing of another tenant's."""
    admin, user = person(Role.ADMIN), person(Role.VIEWER)
    other = Organisation.objects.create(name="Buyer B")
    theirs = Contract.objects.create(organisation=other, name="b")
    for role, only, why in (
        ("provider", None, "one contract"),
        ("king", None, "Choose a role"),
        ("viewer", None, "has this role already"),
        ("provider", theirs, "another organisation"),
    ):
        with pytest.raises(NotNowError, match=why):
            managing.give_role(user, Given(role, organisation, only), by=admin)
    with pytest.raises(PermissionDenied):
        managing.give_role(user, Given("viewer", other), by=admin)
    managing.give_role(user, Given("provider", organisation, contract), by=admin)
    managing.take_role(user.memberships.get(role="provider"), by=admin)
    assert [m.role for m in user.memberships.all()] == ["viewer"]
    assert told()[1:] == [("role given", user.email), ("role taken", user.email)]
    assert Entry.objects.latest("pk").details["contract_name"] == contract.name


def test_whoever_is_deactivated_is_out_with_their_tokens(person: Made) -> None:
    """From the next request on; activated again, they sign in, and their tokens stay gone."""
    admin, user = person(Role.ADMIN), person(Role.VIEWER)
    text = make_token(user, name="x", days=1, now=timezone.now())[1]
    client = Client()
    client.force_login(user)
    managing.deactivate(user, by=admin)
    assert client.get("/").status_code == 302
    managing.activate(user, by=admin)
    assert client.get("/").status_code == 200
    assert token_of(text, now=timezone.now()) is None
    assert told()[1:] == [("person deactivated", user.email), ("person activated", user.email)]


def test_an_organisation_is_renamed(organisation: Organisation, person: Made) -> None:
    """Not to nothing, nor to another's name; the trail keeps the one before."""
    admin = person(Role.ADMIN)
    Organisation.objects.create(name="Buyer B")
    for wrong in ("", "Buyer B", "x" * 201):
        with pytest.raises(NotNowError):
            managing.rename(organisation, wrong, by=admin)
    managing.rename(organisation, "Buyer of A", by=admin)
    assert Organisation.objects.get(pk=organisation.pk).name == "Buyer of A"
    assert Entry.objects.get().details == {"before": "Buyer A", "name": "Buyer of A"}
