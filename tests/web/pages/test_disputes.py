"""Does everybody see the disputes that they may, and record what happened to them?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.billing import billed, year_of_bills
from tests.web.conftest import Made

from lineproof.web.doing.checking import Question
from lineproof.web.doing.disputing import dispute, standing
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role

Signed = Callable[[User], Client]


@pytest.fixture
def year(organisation: Organisation, person: Made) -> Contract:
    """Return the year of bills with a draft about November's: D006."""
    made = year_of_bills(organisation)
    finance = person(Role.FINANCE)
    billed(made, "11", by=finance)
    dispute(made, Question(("2025-11",)), ["billed_twice"], by=finance)
    return made


def test_all_disputes_stand_with_what_is_next(
    year: Contract, person: Made, signed_in: Signed
) -> None:
    """17,734.55 were sent, as the README says; the draft counts for nobody yet."""
    client = signed_in(person(Role.VIEWER))
    text = client.get(reverse("disputes", args=(year.pk,))).content.decode()
    for said in ("17,734.55", "17,208.75", "15,093.75", "D006", "send it"):
        assert said in text
    one = client.get(reverse("dispute", args=(year.pk, "D004"))).content.decode()
    for said in ("12,351.80", "12,000.00", "CN-2025-02", "a rounded sum was offered"):
        assert said in one
    assert "Record it" not in one


def test_the_provider_sees_what_was_sent_and_no_notes(
    year: Contract, person: Made, signed_in: Signed
) -> None:
    """The draft, its files and why a step was taken are the buyer's own."""
    client = signed_in(person(Role.PROVIDER, contract=year))
    text = client.get(reverse("disputes", args=(year.pk,))).content.decode()
    assert "D004" in text
    assert "D006" not in text
    one = client.get(reverse("dispute", args=(year.pk, "D004"))).content.decode()
    assert "CN-2025-02" in one
    assert "a rounded sum was offered" not in one
    letter = reverse("dispute-file", args=(year.pk, "D006", "letter.en.pdf"))
    for address in (reverse("dispute", args=(year.pk, "D006")), letter):
        assert client.get(address).status_code == 404


def test_a_step_is_recorded_and_then_the_provider_sees_it(
    year: Contract, person: Made, signed_in: Signed
) -> None:
    """Sent: its letter is there for him as well; a step that can't follow is told."""
    ours = signed_in(person(Role.CONTRACT_MANAGER))
    address = reverse("dispute-step", args=(year.pk, "D006"))
    day = standing(year, is_ours=True).on.isoformat()
    assert ours.post(address, {"event": "sent", "date": day}).status_code == 302
    for event in ("sent", "accepted", ""):
        said = ours.post(address, {"event": event, "date": day}, follow=True)
        assert "can&#x27;t follow" in said.content.decode()
    theirs = signed_in(person(Role.PROVIDER, contract=year))
    letter = theirs.get(reverse("dispute-file", args=(year.pk, "D006", "letter.en.pdf")))
    assert b"".join(letter).startswith(b"%PDF")
    for file in ("letter.pdf", "..", "bill.json"):
        assert theirs.get(f"/contracts/{year.pk}/disputes/D006/{file}").status_code == 404


def test_a_credit_is_claimed_by_the_page(year: Contract, person: Made, signed_in: Signed) -> None:
    """November's 10 %: drafted; a month that is none, or one that gives nothing back, is told."""
    client = signed_in(person(Role.FINANCE, name="other"))
    address = reverse("claim", args=(year.pk,))
    asked = {"month": "2025-11", "term": "SLA-PAY"}
    assert client.post(address, asked)["Location"].endswith("/disputes/D007/")
    for wrong in ({"month": "2025-12"}, {"month": "x"}, {"term": "none"}):
        assert client.post(address, {**asked, **wrong})["Location"].endswith("/disputes/")
