"""Does the first page show what waits, for whom, and what falls due?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.conftest import Made

from lineproof.web.doing.closing import propose_seal
from lineproof.web.kept.contracts import Contract
from lineproof.web.pages import home
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role


def test_what_waits_is_shown_to_everybody_and_marked_for_whom(
    contract: Contract, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """A proposed seal waits for another finance person; not for its proposer, nor for a viewer."""
    one, two, viewer = person(Role.FINANCE, name="a"), person(Role.FINANCE, name="b"), None
    viewer = person(Role.VIEWER)
    propose_seal(contract, "2025-01", by=one)
    for user, is_mine in ((one, False), (two, True), (viewer, False)):
        shown = signed_in(user).get("/").text
        assert "Approve the seal of January 2025, payable 0.00" in shown
        row = next(row for row in shown.split("<tr>") if "Approve the seal" in row)
        assert ('<span class="badge strong">you</span>' in row) == is_mine


def test_deadlines_around_today_are_shown(
    contract: Contract,
    person: Made,
    signed_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On 2025-01-05 the report of December is still to be delivered; in ten years nothing is."""
    client = signed_in(person(Role.VIEWER))
    monkeypatch.setattr(home, "today", lambda _case, _now: dt.date(2025, 1, 5))
    shown = client.get("/").text
    assert "deliver the monthly report" in shown
    assert contract.name in shown
    monkeypatch.setattr(home, "today", lambda _case, _now: dt.date(2035, 1, 5))
    assert "Nothing falls due within 60 days." in client.get("/").text
