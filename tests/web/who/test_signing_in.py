"""Does whom nobody knows stay outside, and is whoever tries too often slowed down?"""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client, RequestFactory
from tests.web.conftest import PASSWORD, Made

from lineproof.web.kept.trail import Entry
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role
from lineproof.web.who.signing_in import Accounts, Elsewhere

LOGIN = "/accounts/login/"


def entered(client: Client, email: str, password: str = PASSWORD) -> bool:
    """Try to sign in; return whether somebody is."""
    client.post(LOGIN, {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_a_person_signs_in_and_the_trail_tells(person: Made) -> None:
    """By address and password, in any case of the address; a wrong password is told too."""
    person(Role.FINANCE)
    assert not entered(Client(), "finance@example.com", "wrong")
    assert entered(Client(), "Finance@Example.com")
    told = Entry.objects.values_list("action", "by")
    assert list(told) == [
        ("sign-in refused", "finance@example.com"), ("signed in", "finance@example.com"),
    ]  # fmt: skip
    assert "wrong" not in str([entry.details for entry in Entry.objects.all()])


def test_nobody_signs_up(db: None) -> None:  # noqa: ARG001
    """The page says so, and sending its form makes no user."""
    client = Client()
    given = {"email": "x@example.com", "password1": PASSWORD, "password2": PASSWORD}
    for response in (client.get("/accounts/signup/"), client.post("/accounts/signup/", given)):
        assert "Nobody signs up here" in response.text
    assert not User.objects.exists()
    assert not Accounts().is_open_for_signup(RequestFactory().get("/"))


def test_a_sixth_attempt_isn_t_even_tried(person: Made) -> None:
    """After five wrong passwords of one address the right one doesn't help for a while."""
    person(Role.FINANCE)
    client = Client()
    for _ in range(5):
        assert not entered(client, "finance@example.com", "wrong")
    assert not entered(client, "finance@example.com")


def test_a_session_is_new_after_signing_in(person: Made) -> None:
    """A session that somebody prepared is worth nothing."""
    person(Role.FINANCE)
    client = Client()
    client.post("/language", {"language": "en"})
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    assert entered(client, "finance@example.com")
    assert client.session.session_key != before


def test_a_second_factor_is_asked_for(person: Made) -> None:
    """With an authenticator, the password alone leads to the question for its code."""
    user, secret = person(Role.FINANCE), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(user, get_adapter().encrypt(secret))
    client = Client()
    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert response["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/contracts/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert client.get("/contracts/").status_code == 302
    counters = list(yield_hotp_counters_from_time())  # past, present, future
    code = format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/contracts/").status_code == 200


@pytest.mark.parametrize(
    ("email", "verified", "enters"),
    [
        ("finance@example.com", "verified", "enters"),
        ("FINANCE@example.com", "verified", "enters"),
        ("finance@example.com", "", ""),
        ("other@example.com", "verified", ""),
    ],
)
def test_another_server_vouches_for_people_that_are_known(
    email: str, verified: str, enters: str, person: Made
) -> None:
    """A verified address of a user: connected. Not verified, or nobody's: 403, and no user made."""
    person(Role.FINANCE)
    connected: list[User] = []
    login = SimpleNamespace(
        is_existing=False,
        email_addresses=[SimpleNamespace(email=email, verified=bool(verified))],
        connect=lambda _request, user: connected.append(user),
    )
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    if enters:
        Elsewhere().pre_social_login(request, login)
    else:
        with pytest.raises(ImmediateHttpResponse) as refused:
            Elsewhere().pre_social_login(request, login)
        assert refused.value.response.status_code == 403
    assert [u.email for u in connected] == (["finance@example.com"] if enters else [])
    assert User.objects.count() == 1
    assert not Elsewhere().is_open_for_signup(request, login)


def test_somebody_connected_already_just_enters() -> None:
    """Nothing is asked again."""
    Elsewhere().pre_social_login(RequestFactory().get("/"), SimpleNamespace(is_existing=True))


def test_a_forgotten_password_says_nothing_of_who_is_known(person: Made) -> None:
    """The answer is the same for a user's address and for nobody's."""
    person(Role.FINANCE)
    answers = []
    for email in ("finance@example.com", "nobody@example.com"):
        response = Client().post("/accounts/password/reset/", {"email": email}, follow=True)
        answers.append((response.redirect_chain, re.sub(r'value="[^"]+"', "", response.text)))
    assert answers[0] == answers[1]


def test_a_forgotten_password_is_set_anew_by_the_link(person: Made) -> None:
    """The link that is mailed leads to the form: its key has a hyphen of its own."""
    person(Role.FINANCE)
    client = Client()
    client.post("/accounts/password/reset/", {"email": "finance@example.com"})
    link = re.search(r"/accounts/password/reset/key/\S+", str(mail.outbox[0].body))
    assert link is not None
    page = client.get(link[0], follow=True).redirect_chain[-1][0]
    new = "another long password"
    client.post(page, {"password1": new, "password2": new})
    assert not entered(Client(), "finance@example.com")
    assert entered(Client(), "finance@example.com", new)
