"""Does a scorecard show its items, and which figure holds?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.conftest import Made

from lineproof.web.doing.recording import record
from lineproof.web.doing.scores import sheet_hash, sheets
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role


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


def test_items_stand_by_month(contract: Contract, one: Client) -> None:
    """Twelve months up to the one asked for; unknown items look like no others."""
    shown = one.get(f"/contracts/{contract.pk}/scorecards/?until=2025-12").text
    assert "2025-01" in shown
    assert "2024-12" in shown
    assert "?until=2026-02" in shown
    assert 'class="cell plain unknown"' in shown
    assert 'class="score">89.99<' in shown


def test_both_figures_and_the_money_between_are_shown(
    contract: Contract, one: Client, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """88.5 earns 55,687.50, 93 earns 61,875.00: 6,187.50 between; then both sign 93."""
    contract.records.filter(kind="scores", values__month="2025-01").delete()
    other = signed_in(person(Role.PROVIDER, contract=contract))
    address = f"/contracts/{contract.pk}/months/2025-01/scorecard"
    (sheet,) = sheets(at(contract), "2025-01")
    form = {"card": "SCORECARD", "sheet": sheet_hash(sheet)}
    one.post(f"{address}/figure", {**form, "points": "88.5", "reason": "four faults"})
    shown = other.post(f"{address}/figure", {**form, "points": "93", "reason": "two"}, follow=True)
    for text in ("55,687.50", "61,875.00", "6,187.50</strong>", "four faults"):
        assert text in shown.text
    assert "Signed." in one.post(f"{address}/sign", {**form, "points": "93"}, follow=True).text
    shown = other.post(f"{address}/sign", {**form, "points": "93"}, follow=True)
    assert "as both sides signed" in shown.text
    assert "Give this figure" not in shown.text
    refused = other.post(f"{address}/sign", {**form, "points": "93"}, follow=True).text
    assert "Both sides signed 93 already." in refused


def test_a_deduction_leads_to_what_it_rests_on(contract: Contract, one: Client) -> None:
    """A duty that wasn't done costs a point, and names its row."""
    contract.records.filter(kind="scores", values__month="2025-01").delete()
    duty = {"duty": "document_late", "period": "2025-01", "count": "1"}
    record(contract, "duties", [duty], by=User.objects.get())
    shown = one.get(f"/contracts/{contract.pk}/months/2025-01/scorecard").text
    assert "1 × document_late" in shown
    assert "records/duties.csv:2" in shown
