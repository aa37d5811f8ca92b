"""Does the page show why a bill differs, and is what people decide done as they ticked it?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.billing import billed, year_of_bills
from tests.web.conftest import Made

from lineproof.web.kept.checks import BillCheck
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role

Signed = Callable[[User], Client]
ASKED = {"from": "2025-11", "bill": "R-2025-11"}


@pytest.fixture
def year(organisation: Organisation, person: Made) -> Contract:
    """Return the year of bills with November's brought in."""
    made = year_of_bills(organisation)
    billed(made, "11", by=person(Role.CONTRACT_MANAGER))
    return made


def test_differences_stand_by_cause_with_both_sides_words(
    year: Contract, person: Made, signed_in: Signed
) -> None:
    """7,411.00 in two causes, each with the provider's words and ours; as picture and workbook."""
    client = signed_in(person(Role.AUDITOR))
    text = client.get(reverse("reconciliation", args=(year.pk,)), ASKED).content.decode()
    for said in ("62,994.10", "55,583.10", "7,411.00", "4,756.00", "2,655.00", "rural access 10M"):
        assert said in text
    assert "Dispute what is ticked" not in text
    one = client.get(
        reverse("reconciliation", args=(year.pk,)), {**ASKED, "cause": "billed_twice"}
    ).content.decode()
    assert "2018 additions 20M" in one
    assert "rural access 10M" not in one
    drawn = client.get(reverse("reconciliation-picture", args=(year.pk,)), ASKED)
    assert drawn["Content-Type"] == "image/svg+xml"
    book = client.get(reverse("reconciliation-table", args=(year.pk,)), ASKED)
    assert book.content.startswith(b"PK")


def test_what_is_ticked_is_disputed_and_the_rest_is_let_stand(
    year: Contract, person: Made, signed_in: Signed
) -> None:
    """One cause each way; sent once more, both are told that it is decided."""
    client = signed_in(person(Role.FINANCE))
    address = reverse("reconciliation-decide", args=(year.pk,))
    dispute = {**ASKED, "action": "dispute", "cause": ["billed_twice"]}
    assert client.post(address, dispute)["Location"].endswith("/disputes/D006/")
    stand = {**ASKED, "action": "accept", "cause": ["missing_credit"], "why": "agreed"}
    assert client.post(address, stand).status_code == 302
    shown = client.get(reverse("reconciliation", args=(year.pk,)), ASKED).content.decode()
    assert "/disputes/D006/" in shown
    assert "let stand" in shown
    count = Record.objects.filter(contract=year, kind="disputes").count()
    for again in (dispute, stand, {**stand, "from": "2025-13"}, {**stand, "from": ""}):
        assert client.post(address, again).status_code == 302
    assert Record.objects.filter(contract=year, kind="disputes").count() == count
    assert BillCheck.objects.filter(contract=year).last().left == 0  # type: ignore[union-attr]
    assert client.post(address, {**ASKED, "action": "looked"}).status_code == 302
    assert BillCheck.objects.filter(contract=year).count() == 3


@pytest.mark.parametrize(
    "asked",
    [{}, {"from": "2025-13"}, {"from": "2025-11", "to": "2025-01"}, {"from": "1999-01"},
     {"from": "2025-10"}, {"from": "2025-11", "bill": "R-9"}],
)  # fmt: skip
def test_what_cannot_be_compared_is_said(
    asked: dict[str, str], year: Contract, person: Made, signed_in: Signed
) -> None:
    """No month, none such, backwards, outside the contract, without a bill, a bill nobody has."""
    client = signed_in(person(Role.FINANCE))
    response = client.get(reverse("reconciliation", args=(year.pk,)), asked)
    assert response.status_code == 200
    assert ("problem" in response.context) == bool(asked)
    assert client.get(reverse("reconciliation-table", args=(year.pk,)), asked).status_code == 404
