"""Is a record typed in, shown with what it changes, kept once, corrected and withdrawn?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.conftest import Made

from lineproof.model.canonical import sha256_hex
from lineproof.web.kept.contracts import Contract, KeptFile, Record
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role

EVENT = {"event": "audit begins", "date": "2025-02-28"}


@pytest.fixture
def client(person: Made, signed_in: Callable[[User], Client]) -> Client:
    """Return the browser of somebody in operations."""
    return signed_in(person(Role.OPERATIONS))


def hidden(shown: str) -> dict[str, str]:
    """Return what the form to keep a row holds."""
    form = re.search(r'<form method="post" action="[^"]*/keep">(.*?)</form>', shown, re.DOTALL)
    assert form is not None, shown
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[1])
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def test_a_row_is_checked_kept_once_corrected_and_withdrawn(
    contract: Contract, client: Client
) -> None:
    """E0001; sent again it is the same; E0002 corrects it; E0003 withdraws that."""
    place = f"/contracts/{contract.pk}/records/events"
    shown = client.post(f"{place}/check", EVENT).text
    assert not Record.objects.filter(kind="events").exists()
    assert "2025-02" in shown
    asked = hidden(shown)
    assert "Recorded as E0001." in client.post(f"{place}/keep", asked, follow=True).text
    told = client.post(f"{place}/keep", asked, follow=True).text
    assert "It was recorded already, as E0001." in told

    form = client.get(f"{place}/new?replaces=E0001").text
    assert 'value="audit begins"' in form
    shown = client.post(f"{place}/check", {**EVENT, "date": "2025-03-01", "replaces": "E0001"}).text
    assert "Recorded as E0002." in client.post(f"{place}/keep", hidden(shown), follow=True).text
    shown = client.post(f"{place}/check", {**EVENT, "replaces": "E0002", "withdraw": "1"}).text
    told = client.post(f"{place}/keep", hidden(shown), follow=True).text
    assert "withdraws E0002" in told
    states = re.findall(r'class="badge[^"]*">([^<]+)<', told)
    assert states == ["withdraws E0002", "withdrawn", "corrected"]
    assert client.get(f"{place}/?holds=1").text.count("<tr") == 0


def test_what_is_wrong_is_told_and_what_was_typed_stays(contract: Contract, client: Client) -> None:
    """No day like it: told at the field; the event is still there, and so is the file."""
    given = {
        **EVENT,
        "date": "2025-02-30",
        "evidence_file": SimpleUploadedFile("letter.txt", b"it began"),
    }
    place = f"/contracts/{contract.pk}/records/events"
    shown = client.post(f"{place}/check", given).text
    assert "there is no such date" in shown
    assert 'value="audit begins"' in shown
    file = re.search(r'name="file" value="([^"]+)"', shown)
    assert file is not None
    shown = client.post(f"{place}/check", {**EVENT, "file": file[1]}).text
    assert "letter.txt" in shown
    client.post(f"{place}/keep", hidden(shown))
    assert Record.objects.get(kind="events").evidence == sha256_hex(b"it began")
    assert KeptFile.objects.filter(sha256=sha256_hex(b"it began")).count() == 1


def test_a_program_is_no_evidence(contract: Contract, client: Client) -> None:
    """Refused by its name, and nothing is kept."""
    given = {**EVENT, "evidence_file": SimpleUploadedFile("run.exe", b"MZ")}
    shown = client.post(f"/contracts/{contract.pk}/records/events/check", given).text
    assert "ends in none of" in shown


def test_a_value_that_doesn_t_suit_its_event_is_told_at_its_field(
    contract: Contract, client: Client
) -> None:
    """A new rent that is no amount; and nothing that replaces a row that there isn't."""
    place = f"/contracts/{contract.pk}/records/lifecycle"
    given = {"line": "1a", "event": "repriced", "date": "2025-03-01", "value": "cheap"}
    shown = client.post(f"{place}/check", given).text
    assert "repriced has the value" in shown
    assert client.post(f"{place}/check", {"replaces": "L9", "withdraw": "1"}).status_code == 404


def test_money_is_for_those_who_pay(
    contract: Contract, person: Made, signed_in: Callable[[User], Client], client: Client
) -> None:
    """Operations doesn't record a payment, finance does; a forged file is chosen anew."""
    place = f"/contracts/{contract.pk}/records/payments"
    given = {"item": "2025-01", "amount": "1.00", "paid": "2025-02-01"}
    assert client.post(f"{place}/check", given).status_code == 403
    assert client.post(f"{place}/keep", given).status_code == 403
    finance = signed_in(person(Role.FINANCE))
    told = finance.post(f"{place}/keep", {**given, "file": "0" * 64}, follow=True).text
    assert "Choose the file again." in told
    assert not Record.objects.filter(kind="payments", values__amount=100).exists()
