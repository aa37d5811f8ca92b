"""Does every request have its id, its language and its token read?"""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone, translation
from tests.web.conftest import Made

from lineproof.web.middleware import language_spoken
from lineproof.web.people import make_token
from lineproof.web.rights import Role


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
