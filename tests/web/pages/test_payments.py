"""Does the page propose, give the sheet in both languages, and keep a payment once?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.billing import billed, year_of_bills
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role

Signed = Callable[[User], Client]
ON = {"on": "2025-12-29"}


@pytest.fixture
def year(organisation: Organisation, person: Made) -> Contract:
    """Return the year of bills with November's brought in."""
    made = year_of_bills(organisation)
    billed(made, "11", by=person(Role.CONTRACT_MANAGER))
    return made


def test_what_is_paid_and_what_stands_in_the_way(
    year: Contract, person: Made, signed_in: Signed
) -> None:
    """55,583.10 on 29 December; the form of November is filled in with it; December waits."""
    client = signed_in(person(Role.FINANCE))
    shown = client.get(reverse("payments", args=(year.pk,)), {**ON, "item": "2025-11"})
    text = shown.content.decode()
    for said in ("55,583.10 CNY", "-7,411.00", 'value="55583.10"', "waits for an invoice"):
        assert said in text
    for day in ("", "tomorrow"):
        assert client.get(reverse("payments", args=(year.pk,)), {"on": day}).status_code == 200
    looking = signed_in(person(Role.VIEWER)).get(reverse("payments", args=(year.pk,)), ON)
    assert "Record the payment" not in looking.content.decode()


@pytest.mark.parametrize(("language", "ending"), [("en", "pdf"), ("zh", "xlsx")])
def test_the_sheet_is_given_in_both_languages(
    language: str, ending: str, year: Contract, client: Client, person: Made
) -> None:
    """As PDF to be signed, as XLSX to be computed again."""
    client.force_login(person(Role.AUDITOR))
    sheet = client.get(reverse("approval-sheet", args=(year.pk, language, ending)), ON)
    assert sheet.content.startswith(b"%PDF" if ending == "pdf" else b"PK")
    assert f"2025-12-29.{language}.{ending}" in sheet["Content-Disposition"]


def test_a_form_sent_twice_is_told_what_became_of_the_first(
    year: Contract, person: Made, signed_in: Signed
) -> None:
    """One payment of one form; without a key, or with an amount that is none, nothing is kept."""
    client = signed_in(person(Role.FINANCE))
    key = client.get(reverse("payments", args=(year.pk,)), ON).context["key"]
    form = {"item": "2025-11", "amount": "55583.10", "paid": "2025-12-29", "key": f"{key}p"}
    address = reverse("payment-record", args=(year.pk,))
    assert "Recorded as" in client.post(address, form, follow=True).content.decode()
    again = client.post(address, form, follow=True).content.decode()
    assert "It was recorded before" in again
    for wrong in ({"key": ""}, {"key": "other", "amount": "x"}):
        client.post(address, {**form, **wrong})
    rows = Record.objects.filter(contract=year, kind="payments", values__item="2025-11")
    assert rows.count() == 1
    invoice = {"number": "R-X", "amount": "1.00", "received": "2025-12-08", "title": "yes"}
    client.post(reverse("invoice-record", args=(year.pk,)), {**invoice, "key": f"{key}i"})
    kept = Record.objects.get(contract=year, kind="invoices", values__number="R-X")
    assert kept.values["matches"] == "yes"
