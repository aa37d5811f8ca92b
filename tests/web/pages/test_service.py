"""Is a month's availability shown by day and by hour, with what it rests on?

March 2025 has 743 hours in Berlin, 44,580 minutes: P-1 was down for 200 of them, 99.5513…; of
P-2 nothing is known for 330, 99.2597… to 100.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Circuit, Contract
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role


@pytest.fixture
def one(person: Made, signed_in: Callable[[User], Client]) -> Client:
    """Return the browser of somebody who sees everything."""
    return signed_in(person(Role.VIEWER))


@pytest.fixture
def address(harbour: Contract) -> str:
    """Return where March is."""
    return f"/contracts/{harbour.pk}/months/2025-03/availability"


def test_a_month_is_shown_by_day(one: Client, address: str) -> None:
    """Each circuit has 31 cells; down on the 4th is no short outage, unknown isn't up."""
    shown = one.get(address).text
    for text in ("99.5514", "99.2597 to 100", "North pier", "Outages: 1; unknown stretches: 1"):
        assert text in shown
    cells = {look: shown.count(f'<td class="cell {look}"') for look in ("up", "long", "partly")}
    assert cells == {"up": 60, "long": 1, "partly": 1}


@pytest.mark.parametrize(
    ("asked", "units"),
    [
        ("q=p-2", {"P-2"}),
        ("q=north", {"P-1"}),
        ("only=down", {"P-1"}),
        ("only=unknown", {"P-2"}),
        ("q=none", set()),
        ("only=what", {"P-1", "P-2"}),
    ],
)
def test_what_is_asked_for_is_shown(one: Client, address: str, asked: str, units: set[str]) -> None:
    """By a part of its name or site, or by how it was."""
    shown = one.get(f"{address}?{asked}").text
    assert {unit for unit in ("P-1", "P-2") if f"?unit={unit}" in shown} == units


def test_a_circuit_s_outages_lead_to_their_batch(one: Client, address: str) -> None:
    """From 08:10 to 11:30 by the contract's clock, 3 h 20 min; by its circuit or its line."""
    for name in ("P-1", "1"):
        shown = one.get(f"{address}?unit={name}").text
        for text in ("4 Mar 2025 08:10+01:00", "3 h 20 min", "csv:ping.csv", "noc"):
            assert text in shown
    assert one.get(f"{address}?unit=P-9").status_code == HTTPStatus.NOT_FOUND


def test_both_pictures_are_drawn(one: Client, address: str) -> None:
    """As images, which need no script; none of what isn't there."""
    for asked in ("term=AVAIL", "term=AVAIL&unit=P-1"):
        answer = one.get(f"{address}.svg?{asked}")
        assert answer["Content-Type"] == "image/svg+xml"
        assert answer.content.startswith(b"<svg")
    for asked in ("", "term=NONE", "term=AVAIL&unit=P-9"):
        assert one.get(f"{address}.svg?{asked}").status_code == HTTPStatus.NOT_FOUND


def test_a_circuit_s_own_page_shows_its_strip(harbour: Contract, one: Client) -> None:
    """Beside its charges, for the month asked for."""
    circuit = Circuit.objects.get(schedule__contract=harbour, circuit="P-1")
    shown = one.get(f"/contracts/{harbour.pk}/circuits/{circuit.pk}/?month=2025-03").text
    assert "availability.svg?term=AVAIL&amp;unit=P-1" in shown
    assert "3 h 20 min" in shown


def test_it_is_there_in_chinese(one: Client, address: str) -> None:
    """What report says as well as what the page does."""
    shown = one.get(address, headers={"Accept-Language": "zh-CN"}).text
    for text in ("可用率", "逐日可用率", "中断 1 次，未知时段 1 段"):
        assert text in shown
