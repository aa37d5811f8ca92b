"""Is a folder that has grown looked at by page, then added, and proposed as a version?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.conftest import EXAMPLES, Made
from tests.web.doing.test_giving_back import files
from tests.web.doing.test_unpacking import archive

from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract, KeptFile, Version
from lineproof.web.kept.trail import Entry
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role

FOLDER = EXAMPLES / "05-amendment-and-moves"


@pytest.fixture
def contract(organisation: Organisation) -> Contract:
    """Return the fifth example."""
    return take_in(FOLDER, organisation, by="operator")


def sent(parts: dict[str, bytes]) -> dict[str, object]:
    """Return what the page sends."""
    return {"file": SimpleUploadedFile("grown.zip", archive(parts).content)}


def test_what_has_grown_is_seen_and_then_added(
    contract: Contract, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """A letter and a remark in the text: nothing is kept at first, then both, by who pressed."""
    client = signed_in(person(Role.CONTRACT_MANAGER))
    address = f"/contracts/{contract.pk}/imports/"
    assert 'id="folder"' in client.get(address).text
    parts = files(FOLDER) | {"letter.txt": b"new"}
    parts["contract.toml"] += b"\n# a remark\n"
    shown = client.post(f"{address}folder", sent(parts)).text
    for text in ("<li>letter.txt</li>", "+# a remark", "a version to be approved"):
        assert text in shown
    assert not KeptFile.objects.filter(path="letter.txt").exists()
    assert Version.objects.count() == 1
    ticket = shown.partition('name="ticket" value="')[2].partition('"')[0]
    told = client.post(f"{address}folder/keep", {"ticket": ticket}, follow=True).text
    assert "amendment-and-moves is up to date: 0 records, 1 files new." in told
    assert "Proposed as version 2; another person approves it." in told
    assert KeptFile.objects.filter(path="letter.txt").exists()
    assert Entry.objects.latest("pk").by == "contract_manager@example.com"
    told = client.post(f"{address}folder/keep", {"ticket": ticket}, follow=True).text
    assert "waits for a decision" in told


def test_what_is_no_news_or_contradicts_is_told(
    contract: Contract, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """The same folder has nothing to add; another README is refused, and so is a broken bill."""
    client = signed_in(person(Role.CONTRACT_MANAGER))
    address = f"/contracts/{contract.pk}/imports/"
    shown = client.post(f"{address}folder", sent(files(FOLDER))).text
    assert "Nothing in it is new." in shown
    assert "Add what is new" not in shown
    told = client.post(f"{address}folder", sent(files(FOLDER) | {"README.md": b"x"})).text
    assert "README.md isn&#x27;t the file that is kept of that name" in told
    told = client.post(f"{address}folder", sent(files(FOLDER) | {"bills/R/bill.json": b"{}"})).text
    assert "<p>bills/R isn&#x27;t as it was kept" in told
    assert "Choose the file again." in client.post(
        f"{address}folder/keep", {"ticket": "made up"}, follow=True
    ).text  # fmt: skip
