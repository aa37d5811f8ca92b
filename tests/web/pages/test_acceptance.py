"""Does the inbox show what waits, per contract and over all, and take decisions?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.conftest import Made
from tests.web.doing.test_acceptance import delivered as _delivered

from lineproof.web.doing import acceptance
from lineproof.web.kept.contracts import Contract
from lineproof.web.pages import acceptance as pages
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role

delivered = _delivered
TODAY = dt.date(2025, 3, 20)


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be 20 March 2025, before silence accepts anything."""
    for module in (acceptance, pages):
        monkeypatch.setattr(module, "today", lambda _case, _now: TODAY)


def test_operations_accept_what_waits(
    delivered: Contract, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Three wait, the last day of the first is 31 March; two are accepted by one press."""
    client = signed_in(person(Role.OPERATIONS))
    address = f"/contracts/{delivered.pk}/acceptance/"
    for page in ("/acceptance/", address):
        shown = client.get(page).text
        for text in ("North pier", "2025-03-31", "then accepted by silence", "half"):
            assert text in shown
        assert shown.count('type="checkbox"') == 3
    chosen = {"name": ["line:1", "line:2"], "decision": "accept", "day": "2025-03-04"}
    shown = client.post(f"{address}decide", chosen, follow=True).text
    assert "2 decisions are recorded." in shown
    assert shown.count('type="checkbox"') == 1
    assert "wait any more" in client.post(f"{address}decide", chosen, follow=True).text


def test_the_provider_sees_what_waits_and_decides_nothing(
    delivered: Contract, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """No box to tick; what waits nowhere is said."""
    client = signed_in(person(Role.PROVIDER, contract=delivered))
    shown = client.get("/acceptance/").text
    assert "North pier" in shown
    assert 'type="checkbox"' not in shown
    delivered.records.all().delete()
    assert "Nothing waits for acceptance." in client.get(
        f"/contracts/{delivered.pk}/acceptance/"
    ).text  # fmt: skip
