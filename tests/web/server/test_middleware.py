"""Does every request have its id, its language and its token read?"""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from tests.web.conftest import Made

from lineproof.web.server.middleware import Limited, language_spoken
from lineproof.web.who.access import page
from lineproof.web.who.people import make_token
from lineproof.web.who.rights import Role


def test_an_id_is_ours_and_new(db: None) -> None:  # noqa: ARG001
    """Whatever the caller sends, each answer has an id of its own."""
    client = Client(headers={"X-Request-ID": "theirs"})
    ids = {client.get("/healthz")["X-Request-ID"] for _ in range(2)}
    assert len(ids) == 2
    assert "theirs" not in ids


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [("zh-CN,zh;q=0.9", "zh-hans"), ("zh", "zh-hans"), ("de", "en"), ("", "en"), ("en-GB", "en")],
)
def test_the_browser_s_language_is_spoken(accepted: str, spoken: str, db: None) -> None:  # noqa: ARG001
    """Chinese for Chinese, else English."""
    answer = Client().get("/accounts/login/", headers={"Accept-Language": accepted})
    assert answer["Content-Language"] == spoken
    assert f'lang="{spoken}"' in answer.text
    assert "Accept-Language" in answer["Vary"]


def test_a_choice_goes_before_the_browser(db: None) -> None:  # noqa: ARG001
    """Chosen once, it stays; it leads to no other site."""
    client = Client(headers={"Accept-Language": "en"})
    answer = client.post("/language", {"language": "zh-hans", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert client.get("/accounts/login/")["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("header", ["Bearer lp_none", "Bearer ", "Basic eDp5", "lp_none"])
def test_what_is_no_token_is_refused(header: str, db: None) -> None:  # noqa: ARG001
    """Not taken for a stranger without one: 401."""
    answer = Client(headers={"Authorization": header}).get("/contracts/")
    assert (answer.status_code, answer["WWW-Authenticate"][:6]) == (401, "Bearer")


def test_a_token_that_has_expired_is_refused(person: Made) -> None:
    """And one that was deleted."""
    user = person(Role.VIEWER)
    old, text = make_token(
        user, name="old", days=1, now=timezone.now() - dt.timedelta(days=1, seconds=1)
    )
    client = Client(headers={"Authorization": f"Bearer {text}"})
    assert client.get("/contracts/").status_code == 401
    made, text = make_token(user, name="new", days=1, now=timezone.now())
    client = Client(headers={"Authorization": f"Bearer {text}"})
    assert client.get("/contracts/").status_code == 200
    made.delete()
    assert client.get("/contracts/").status_code == 401
    assert old.pk


def test_our_own_texts_follow_the_language() -> None:
    """Chinese of any place is Chinese."""
    for code, spoken in (("zh-hans", "zh"), ("en", "en")):
        with translation.override(code):
            assert language_spoken() == spoken


def test_a_body_larger_than_a_form_s_isn_t_even_read(person: Made) -> None:
    """2 MiB are taken, a byte more is refused, of a stranger and of somebody signed in.

    A page that takes files takes more, of those who are signed in.
    """
    client = Client()
    for past in (302, 405):  # sent to sign in; then told that the page takes no form
        for length, status in ((2 * 2**20, past), (2 * 2**20 + 1, 413)):
            answer = client.post("/profile/", {}, headers={"Content-Length": str(length)})
            assert (answer.status_code, "Content-Security-Policy" in answer) == (status, True)
        client.force_login(person(Role.VIEWER, name=str(past)))

    taking = page(None, method="POST", body_bytes_max=2**30)(lambda _request: HttpResponse())
    request = RequestFactory().post("/", headers={"Content-Length": str(2**20 * 3)})
    for user, is_refused in ((AnonymousUser(), True), (person(Role.ADMIN), False)):
        request.user = user
        refused = Limited(taking).process_view(request, taking, (), {})
        assert (refused is not None) == is_refused
