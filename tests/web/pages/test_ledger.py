"""Do the pages of the books show what stands, and book what is lacking once?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.billing import billed, year_of_bills
from tests.web.conftest import Made

from lineproof.model.errors import InputRefusedError
from lineproof.web.doing.recording import record
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import folder_of
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role

Signed = Callable[[User], Client]
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def year(organisation: Organisation, person: Made) -> Contract:
    """Return the year of bills with November's brought in."""
    made = year_of_bills(organisation)
    billed(made, "11", by=person(Role.CONTRACT_MANAGER))
    return made


def test_one_button_books_what_is_lacking(year: Contract, person: Made, signed_in: Signed) -> None:
    """65,283.10 are open then; pressed again, nothing was lacking."""
    client = signed_in(person(Role.FINANCE))
    address = reverse("ledger", args=(year.pk,))
    assert "Nothing is booked yet" in client.get(address).content.decode()
    booked = reverse("ledger-book", args=(year.pk,))
    assert "postings booked" in client.post(booked, follow=True).content.decode()
    assert "Nothing was lacking." in client.post(booked, follow=True).content.decode()
    shown = client.get(address, {"on": "2025-12-31"}).content.decode()
    for said in ("65,283.10", "invoice:R-2025-11", "payable"):
        assert said in shown
    text = client.get(reverse("ledger-export", args=(year.pk,))).content
    assert b"R-2025-11" in text


def test_a_ledger_that_was_changed_is_said(year: Contract, person: Made, signed_in: Signed) -> None:
    """Neither shown nor gone on with."""
    client = signed_in(person(Role.FINANCE))
    booked = reverse("ledger-book", args=(year.pk,))
    client.post(booked)
    block = folder_of(year) / "ledger" / "000001.csv"
    block.write_bytes(block.read_bytes().replace(b"62994.10", b"62994.11", 1))
    shown = client.get(reverse("ledger", args=(year.pk,)))
    for response in (shown, client.post(booked, follow=True)):
        assert "debits aren&#x27;t their credits" in response.content.decode()


def test_a_month_end_and_its_journal(year: Contract, person: Made, signed_in: Signed) -> None:
    """November 2025; a month that isn't the contract's says so, and has no journal."""
    client = signed_in(person(Role.AUDITOR))
    shown = client.get(reverse("close", args=(year.pk, "2025-11"))).content.decode()
    assert "Accrued, not billed" in shown
    journal = client.get(reverse("journal", args=(year.pk, "2025-11")))
    assert journal.content.startswith(b"entry,date,account")
    assert "E-MONTH-OUTSIDE" not in shown
    assert client.get(reverse("close", args=(year.pk, "2031-01"))).context["problem"]
    assert client.get(reverse("journal", args=(year.pk, "2031-01"))).status_code == 404
    assert client.get(reverse("audit", args=(year.pk, "2025-10"))).status_code == 404
    pack = client.get(reverse("audit", args=(year.pk, "2025-11")))
    assert pack.content.startswith(b"PK")


def test_what_was_saved(year: Contract, person: Made, signed_in: Signed) -> None:
    """September to November: 174.00 disputed; months backwards are told, and have no picture."""
    client = signed_in(person(Role.AUDITOR))
    asked = {"from": "2025-09", "to": "2025-11"}
    assert "174.00" in client.get(reverse("savings", args=(year.pk,)), asked).content.decode()
    picture = client.get(reverse("savings-picture", args=(year.pk,)), asked)
    assert picture["Content-Type"] == "image/svg+xml"
    assert client.get(reverse("savings-table", args=(year.pk,)), asked).content.startswith(b"PK")
    wrong = {"from": "2025-11", "to": "2025-09"}
    assert client.get(reverse("savings", args=(year.pk,)), wrong).context["problem"]
    assert client.get(reverse("savings-picture", args=(year.pk,)), wrong).status_code == 404
    assert client.get(reverse("savings", args=(year.pk,))).status_code == 200


def test_no_download_runs_as_a_formula(year: Contract, person: Made) -> None:
    """What somebody wrote into an invoice's number is refused where it begins as one."""
    finance = person(Role.FINANCE)
    row = {"number": FORMULA, "amount": "1.00", "received": "2025-12-08"}
    with pytest.raises(InputRefusedError):
        record(year, "invoices", [row], by=finance)
