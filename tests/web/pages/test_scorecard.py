"""Does a scorecard show its items, and which figure holds?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.conftest import Made

from lineproof.web.kept import Contract
from lineproof.web.people import User
from lineproof.web.rights import Role


@pytest.fixture
def one(person: Made, signed_in: Callable[[User], Client]) -> Client:
    """Return the browser of a contract manager."""
    return signed_in(person(Role.CONTRACT_MANAGER))


def test_a_scorecard_shows_its_items(contract: Contract, one: Client) -> None:
    """89.99 points, as both sides signed, so that 90 % is paid."""
    shown = one.get(f"/contracts/{contract.pk}/months/2025-01/scorecard").text
    for text in ("89.99", "as both sides signed", "90 %"):
        assert text in shown


def test_a_month_without_a_scorecard_says_so(harbour: Contract, one: Client) -> None:
    """The contract of two measured circuits scores nothing."""
    shown = one.get(f"/contracts/{harbour.pk}/months/2025-03/scorecard").text
    assert "No scorecard is in force in this month." in shown
