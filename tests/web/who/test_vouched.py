"""Do people come in by their own organisation's server, a real one, and strangers not?

A real server can't be made to lie; what it might say wrongly is said here to the class itself.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from tests.web.running_server import Server, prepared, serving
from tests.web.vouching import CLIENT, SECRET, vouching
from tests.web.vouching import Voucher as Theirs

from lineproof.web.who.vouched import Voucher

KNOWN, DOUBTED, STRANGER = "finance@example.com", "viewer@example.com", "nobody@example.com"


@dataclass(frozen=True)
class Both:
    """Our server, and the one that vouches for people."""

    ours: Server
    theirs: Theirs


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Run both: two people of ours are known there, one without a verified address."""
    folder = tmp_path_factory.mktemp("vouched")
    secret = folder / "secret"
    secret.write_text(SECRET)
    with vouching(folder) as theirs:
        place = prepared(folder / "data", [], ("finance", "viewer"))
        told = {
            "LINEPROOF_OIDC_NAME": "Our Directory",
            "LINEPROOF_OIDC_URL": theirs.issuer,
            "LINEPROOF_OIDC_CLIENT": CLIENT,
            "LINEPROOF_OIDC_SECRET_FILE": str(secret),
        }
        place = dataclasses.replace(place, environment={**place.environment, **told})
        with serving(place) as ours:
            theirs.trust(f"{ours.origin}/accounts/oidc/oidc/login/callback/")
            theirs.add(KNOWN, verified="1")
            theirs.add(DOUBTED, verified="0")
            theirs.add(STRANGER, verified="1")
            yield Both(ours, theirs)


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    """Return what keeps cookies and goes where it is sent."""
    with httpx.Client(follow_redirects=True, timeout=60) as made:
        yield made


def come_in(browser: httpx.Client, both: Both, email: str) -> httpx.Response:
    """Sign in there, press the button that stands on our page, and theirs to go on."""
    both.theirs.enter(browser, email)
    page = browser.get(f"{both.ours.origin}/accounts/login/")
    assert "Sign in with Our Directory" in page.text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    address = f"{both.ours.origin}/accounts/oidc/oidc/login/?process=login"
    asked = browser.post(address, data={"csrfmiddlewaretoken": token[1]})
    assert asked.url.path == "/login.html", "their page asks whether to go on"
    return browser.get(asked.url.params["callback_url"] + "&g_continue")


def test_a_known_person_comes_in_and_comes_again(both: Both, browser: httpx.Client) -> None:
    """With a verified address, a user of ours: by it the first time, as connected the second."""
    for _ in range(2):
        page = come_in(browser, both, KNOWN)
        assert (page.status_code, page.url.path) == (200, "/"), page.url
        assert browser.get(f"{both.ours.origin}/profile/").text.count(KNOWN) == 1
        browser.cookies.clear()


@pytest.mark.parametrize("email", [DOUBTED, STRANGER])
def test_whom_it_can_t_vouch_for_stays_outside(
    email: str, both: Both, browser: httpx.Client
) -> None:
    """An address of a user that it hasn't verified, and a verified one of nobody's: 403."""
    page = come_in(browser, both, email)
    assert page.status_code == 403
    assert "You aren&#x27;t known here" in page.text or "You aren't known here" in page.text
    assert browser.get(f"{both.ours.origin}/contracts/").url.path == "/accounts/login/"


def test_an_answer_that_nobody_asked_for_is_refused(both: Both, browser: httpx.Client) -> None:
    """Somebody else's code, or a made-up state, brings nobody in."""
    callback = f"{both.ours.origin}/accounts/oidc/oidc/login/callback/"
    page = browser.get(callback, params={"code": "x" * 32, "state": "made-up"})
    assert "Sign out" not in page.text
    assert browser.get(f"{both.ours.origin}/contracts/").url.path == "/accounts/login/"


@pytest.mark.parametrize(
    ("nonce", "sub", "why"),
    [
        ("another", "ann", "another sign-in"),
        (None, "ann", "another sign-in"),
        ("asked", "bob", "two people"),
    ],
)
def test_an_answer_to_another_question_is_refused(nonce: str | None, sub: str, why: str) -> None:
    """A token of another sign-in, without its number, or beside another person's particulars."""
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.session["oidc_nonce"] = "asked"
    voucher = Voucher(request, app=SocialApp(provider="openid_connect"))
    told = {"id_token": {"sub": "ann", "nonce": nonce}, "userinfo": {"sub": sub}}
    with pytest.raises(OAuth2Error, match=why):
        voucher.sociallogin_from_response(request, told)
    assert "oidc_nonce" not in request.session, "an answer is taken once"
    with pytest.raises(OAuth2Error, match="another sign-in"):
        voucher.sociallogin_from_response(request, {"id_token": {"nonce": ""}})
