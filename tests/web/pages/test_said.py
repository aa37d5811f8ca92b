"""Do forms add and take back comments, and lead back to where they stood?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.said import Comment
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role


@pytest.fixture
def one(person: Made, signed_in: Callable[[User], Client]) -> Client:
    """Return the browser of somebody from operations."""
    return signed_in(person(Role.OPERATIONS))


def test_a_comment_stands_on_its_page(contract: Contract, one: Client) -> None:
    """Escaped, for our side only unless it is said otherwise; withdrawn, its text is gone."""
    month = f"/contracts/{contract.pk}/months/2025-01/"
    said = {"about": "month", "subject": "2025-01", "text": "<script>1</script>", "next": month}
    shown = one.post(f"/contracts/{contract.pk}/comments", said, follow=True)
    assert shown.redirect_chain == [(month, 302)]
    assert "&lt;script&gt;1" in shown.text
    assert "<script>1" not in shown.text
    comment = Comment.objects.get()
    assert comment.is_internal
    away = f"/contracts/{contract.pk}/comments/{comment.pk}/withdraw"
    shown = one.post(away, {"next": month}, follow=True)
    assert "&lt;script&gt;1" not in shown.text
    assert "Withdrawn by its author" in shown.text
    assert "taken back already" in one.post(away, {"next": month}, follow=True).text


def test_what_can_t_be_said_is_told(contract: Contract, one: Client) -> None:
    """The page says why."""
    said = {"about": "line", "subject": "none", "text": "text", "readers": "both"}
    shown = one.post(f"/contracts/{contract.pk}/comments", said, follow=True)
    assert "What it is about isn&#x27;t there." in shown.text


@pytest.mark.parametrize(
    "away", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "home"]
)
def test_nobody_is_led_elsewhere(away: str, contract: Contract, one: Client) -> None:
    """Only to pages of ours."""
    said = {"about": "month", "subject": "2025-01", "text": "text", "next": away}
    answer = one.post(f"/contracts/{contract.pk}/comments", said)
    assert answer["Location"] == f"/contracts/{contract.pk}/"
