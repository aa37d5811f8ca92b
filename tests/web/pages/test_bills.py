"""Do people bring bills in by the page, and does the provider see no more than his own?"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.test import Client
from django.urls import reverse
from tests.web.billing import SENT, billed, year_of_bills
from tests.web.conftest import Made

from lineproof.web.doing.bills import heads_of
from lineproof.web.doing.checking import Question, looked
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role

Signed = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"


def sent(name: str, content: bytes) -> BytesIO:
    """Return a file as a form sends it."""
    file = BytesIO(content)
    file.name = name
    return file


def test_a_bill_is_uploaded_and_shown_a_page_at_a_time(
    contract: Contract, person: Made, signed_in: Signed
) -> None:
    """R-2025-03 of 58,781.25 with 16 lines: all on the first page, none on the second."""
    client = signed_in(person(Role.FINANCE))
    file = sent("R-2025-03.csv", (SENT / "R-2025-03.csv").read_bytes())
    form = {"file": file, "number": "R-2025-03", "issued": "2025-04-08"}
    response = client.post(reverse("bill-upload", args=(contract.pk,)), form, follow=True)
    text = response.content.decode()
    assert "58,781.25" in text
    assert "phase 1 access 8M" in text
    assert "Compare with March 2025" in text
    address = reverse("bill", args=(contract.pk, "R-2025-03"))
    assert "phase 1" not in client.get(f"{address}?page=2").content.decode()
    for page in ("0", "-1", "x", "9" * 30):
        assert client.get(address, {"page": page}).status_code == 200
    original = client.get(reverse("bill-original", args=(contract.pk, "R-2025-03")))
    assert b"".join(original) == (SENT / "R-2025-03.csv").read_bytes()
    assert original["Content-Disposition"].startswith("attachment")


def test_columns_are_shown_corrected_and_confirmed(
    contract: Contract, person: Made, signed_in: Signed
) -> None:
    """A sheet whose amount nobody can guess: shown with what stands in it, kept as corrected.

    What the provider wrote is text: his script is shown, and never run.
    """
    client = signed_in(person(Role.CONTRACT_MANAGER))
    content = f"Circuit no,Whatever,Monthly fee\nEA-1000-01,{SCRIPT},1999.00\n".encode()
    address = reverse("bill-upload", args=(contract.pk,))
    shown = client.post(address, {"file": sent("own.csv", content), "number": "X-1"})
    text = shown.content.decode()
    assert "Are the columns right?" in text
    assert SCRIPT not in text
    assert "&lt;script&gt;" in text
    confirmed = {
        "ticket": shown.context["ticket"],
        "header": ["Circuit no", "Whatever", "Monthly fee"],
        "guessed": ["circuit", "", ""],
        "means": ["circuit", "text", "gross"],
    }
    kept = client.post(address, confirmed, follow=True).content.decode()
    assert "X-1 is brought in." in kept
    (headed,) = heads_of(contract)
    assert headed.bill.totals.gross == 1_999_00


def test_what_is_no_bill_is_told(contract: Contract, person: Made, signed_in: Signed) -> None:
    """Another ending, other bytes than its name says, no file at all: said, and nothing kept."""
    client = signed_in(person(Role.FINANCE))
    for field, name, content in (
        ("file", "a.exe", b"MZ"),
        ("file", "a.csv", b"PK\x03\x04"),
        ("other", "a.csv", b"line,net\n"),
    ):
        form = {field: sent(name, content)}
        response = client.post(reverse("bill-upload", args=(contract.pk,)), form, follow=True)
        assert response.context["messages"], name
    assert heads_of(contract) == ()


def test_the_provider_sees_his_bills_and_not_how_they_were_checked(
    organisation: Organisation, person: Made, signed_in: Signed
) -> None:
    """3,093.75 too much, and somebody looked: what they found is the buyer's own."""
    finance, contract = person(Role.FINANCE), year_of_bills(organisation)
    billed(contract, "03", by=finance)
    looked(contract, Question(("2025-03",)), by=finance)
    ours = signed_in(finance).get(reverse("bills", args=(contract.pk,))).content.decode()
    assert "3,093.75" in ours
    client = signed_in(person(Role.PROVIDER, contract=contract))
    for name, more in (("bills", ()), ("bill", ("R-2025-03",))):
        text = client.get(reverse(name, args=(contract.pk, *more))).content.decode()
        assert "R-2025-03" in text
        assert "3,093.75" not in text
        assert "finance" not in text
        assert "Compare with" not in text


def test_a_bill_that_is_not_there_is_no_page(
    contract: Contract, person: Made, signed_in: Signed
) -> None:
    """Neither one nobody brought in, nor a path."""
    client = signed_in(person(Role.FINANCE))
    for key in ("R-1", "columns", "..", "%2e%2e"):
        assert client.get(f"/contracts/{contract.pk}/bills/{key}/").status_code == 404
