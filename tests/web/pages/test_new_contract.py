"""Is a contract's folder taken in by page: all of it, for one's own organisation, or not at all?"""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.conftest import EXAMPLES, Made
from tests.web.doing.test_giving_back import files
from tests.web.doing.test_unpacking import archive

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import Entry
from lineproof.web.who.people import Membership, Organisation, User
from lineproof.web.who.rights import Role

FOLDER = EXAMPLES / "05-amendment-and-moves"


def form(organisation: Organisation, parts: dict[str, bytes]) -> dict[str, object]:
    """Return what the page sends."""
    content = archive(parts).content
    return {"organisation": organisation.pk, "file": SimpleUploadedFile("c.zip", content)}


def test_a_folder_comes_in_once(
    organisation: Organisation, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Told in the trail with who did it; the same again is refused by its name."""
    client = signed_in(person(Role.CONTRACT_MANAGER))
    shown = client.post("/contracts/take", form(organisation, files(FOLDER)), follow=True).text
    assert "amendment-and-moves is taken in." in shown
    assert Entry.objects.get(action="contract taken in").by == "contract_manager@example.com"
    told = client.post("/contracts/take", form(organisation, files(FOLDER))).text
    assert "already" in told
    assert Contract.objects.count() == 1


def test_what_can_t_be_read_is_told_with_every_reason(
    organisation: Organisation, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """A schedule that isn't the one that was signed, a record of no kind; nothing is kept."""
    client = signed_in(person(Role.CONTRACT_MANAGER))
    parts = files(FOLDER)
    parts["circuits.csv"] += b"\n"
    parts["records/nonsense.csv"] = b"x\n"
    told = client.post("/contracts/take", form(organisation, parts)).text
    assert "E-HASH" in told
    assert "E-RECORD-KIND" in told
    assert not Contract.objects.exists()


def test_nobody_brings_in_for_another_organisation(
    organisation: Organisation, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Not there for whoever is of another one; a role for one contract isn't enough."""
    other = Organisation.objects.create(name="Buyer B")
    client = signed_in(person(Role.CONTRACT_MANAGER))
    assert client.post("/contracts/take", form(other, files(FOLDER))).status_code == 404
    contract = Contract.objects.create(organisation=organisation, name="one")
    user = User.objects.make("one@example.com", name="one", password=None)
    role = Role.CONTRACT_MANAGER
    Membership.objects.create(user=user, organisation=organisation, contract=contract, role=role)
    assert signed_in(user).get("/contracts/new").status_code == 403
