"""Are claims shown with what they change, made and answered by page?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.conftest import PASSWORD, Made
from tests.web.doing.test_claims import lines as _lines

from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.kept.imports import Batch
from lineproof.web.who.people import Membership, Organisation, User
from lineproof.web.who.rights import Role

lines = _lines
FORM = {"cause": "works", "begins": "2025-03-04 08:10", "ends": "2025-03-04 11:30", "lines": "1"}


@pytest.fixture
def browsers(
    lines: Contract, person: Made, signed_in: Callable[[User], Client]
) -> tuple[Client, Client]:
    """Return the browsers of the buyer's operations and of the provider."""
    provider = person(Role.PROVIDER, contract=lines)
    return signed_in(person(Role.OPERATIONS)), signed_in(provider)


def test_the_provider_claims_and_the_buyer_answers(
    lines: Contract, browsers: tuple[Client, Client]
) -> None:
    """Each is offered what is theirs; the figures stand with and without the claim."""
    buyer, provider = browsers
    address = f"/contracts/{lines.pk}/months/2025-03/exclusions"
    assert "Nothing is claimed of this month." in buyer.get(address).text
    proof = SimpleUploadedFile("works.pdf", b"%PDF-1.7")
    shown = provider.post(f"{address}/claim", {**FORM, "evidence": proof}, follow=True).text
    assert "Claimed as E0001; the other side answers." in shown
    assert "Record the answer" not in shown
    shown = buyer.get(address).text
    for text in ("99.4056 – 99.7757 %", "99.6290 – 100.0000 %", "silence accepts it", "pending"):
        assert text in shown
    assert "Record the answer" in shown
    answer = {"name": "E0001", "answer": "accepted"}
    shown = buyer.post(f"{address}/answer", answer, follow=True).text
    assert "The answer is recorded." in shown
    assert "Record the answer" not in shown
    assert "answered already" in buyer.post(
        f"{address}/answer", {**answer, "name": "E0002"}, follow=True
    ).text  # fmt: skip


def test_what_is_wrong_is_told(lines: Contract, browsers: tuple[Client, Client]) -> None:
    """A file that isn't what it says, a time that is none."""
    _buyer, provider = browsers
    address = f"/contracts/{lines.pk}/months/2025-03/exclusions/claim"
    fake = SimpleUploadedFile("works.pdf", b"no PDF")
    for more, why in (({"evidence": fake}, "isn&#x27;t what its name says"),
                      ({"begins": "soon"}, "soon")):  # fmt: skip
        assert why in provider.post(address, {**FORM, **more}, follow=True).text
    assert not Record.objects.filter(kind="exclusions").exists()


def test_without_a_clause_nothing_can_be_claimed(
    harbour: Contract, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """The page says so, in the reader's language."""
    client = signed_in(person(Role.CONTRACT_MANAGER))
    address = f"/contracts/{harbour.pk}/months/2025-03/exclusions"
    assert "No clause of the contract leaves time out." in client.get(address).text
    assert "合同没有不计时间的条款。" in client.get(
        address, headers={"Accept-Language": "zh-CN"}
    ).text  # fmt: skip


def test_whoever_may_read_a_claim_gets_its_proof(
    lines: Contract, browsers: tuple[Client, Client], signed_in: Callable[[User], Client]
) -> None:
    """Both sides, as bytes to be saved; nobody else, and no file that rows were imported from."""
    buyer, provider = browsers
    address = f"/contracts/{lines.pk}/months/2025-03/exclusions"
    page = SimpleUploadedFile("works.pdf", b"%PDF-<script>")
    provider.post(f"{address}/claim", {**FORM, "evidence": page})
    claimed = Record.objects.get(kind="exclusions")
    proof = f"/contracts/{lines.pk}/claims/{claimed.pk}/proof"
    for client in browsers:
        assert f'href="{proof}"' in client.get(address).text
        answer = client.get(proof)
        assert answer.content == b"%PDF-<script>"
        assert answer["Content-Type"] == "application/octet-stream"
        name = f"{claimed.evidence[:12]}-works.pdf"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    other = Organisation.objects.create(name="Buyer B")
    stranger = User.objects.make("b@example.com", name="b", password=PASSWORD)
    Membership.objects.create(user=stranger, organisation=other, role=Role.CONTRACT_MANAGER)
    assert signed_in(stranger).get(proof).status_code == 404
    table = {"kind": "exclusions", "sha256": claimed.evidence, "name": "works.csv"}
    Batch.objects.create(contract=lines, made_by=stranger, **table)
    assert f'href="{proof}"' not in provider.get(address).text
    assert provider.get(proof).status_code == 404
    assert buyer.get(proof).status_code == 404
