"""Is every operation shown to those who write programs?"""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from tests.web.conftest import Made

from lineproof.web.who.people import User
from lineproof.web.who.rights import Role


def test_every_operation_is_shown(person: Made, signed_in: Callable[[User], Client]) -> None:
    """With its address, its right, what is sent, and what it answers down to every key."""
    shown = signed_in(person(Role.VIEWER)).get("/api/").text
    for text in (
        "/api/v1/contracts/{pk}/seal-proposals/{proposal}/approve", "<code>approve_seal</code>",
        "Idempotency-Key", "items[].monthly_rent", "lines[].amount", "a token that writes",
        "Sent as a form",
    ):  # fmt: skip
        assert text in shown, text
