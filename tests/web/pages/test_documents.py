"""Does a clause lead to the document that was signed, which no browser runs?"""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.conftest import EXAMPLES, Made

from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import KeptFile
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role

SCRIPT = b"1.1 <script>alert(1)</script>"


def test_a_clause_leads_to_the_document_it_stands_in(
    organisation: Organisation, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Added by a manager, saved by the provider: bytes, whatever they hold; no other file is his.

    Terms of the amendment lead nowhere, since its document isn't there.
    """
    folder = EXAMPLES / "05-amendment-and-moves"
    contract = take_in(folder, organisation, by="operator")
    manager = signed_in(person(Role.CONTRACT_MANAGER))
    provider = signed_in(person(Role.PROVIDER, contract=contract))
    address = f"/contracts/{contract.pk}/"
    sent = {"name": "contract", "file": SimpleUploadedFile("paper.txt", SCRIPT)}
    assert "signed/contract.txt is kept." in manager.post(
        f"{address}signed/add", sent, follow=True
    ).text  # fmt: skip
    file = KeptFile.objects.get(path="signed/contract.txt")
    shown = provider.get(address).text
    link = f'<a href="{address}signed/{file.pk}" title="signed/contract.txt">'
    assert f"{link}1.1</a>" in shown
    assert f"{link}A1.1</a>" not in shown
    assert shown.count('id="term-PRICE-LIST"') == 1
    assert shown.count("monthly_rent = &quot;107.00&quot;") == 1  # as the amendment has it
    assert f"{address}signed/add" not in shown
    answer = provider.get(f"{address}signed/{file.pk}")
    assert answer.content == SCRIPT
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'attachment; filename="contract.txt"'
    readme = KeptFile.objects.get(path="README.md")
    assert provider.get(f"{address}signed/{readme.pk}").status_code == 404
    fake = {"name": "contract", "file": SimpleUploadedFile("paper.pdf", SCRIPT)}
    told = manager.post(f"{address}signed/add", fake, follow=True).text
    assert "isn&#x27;t what its name says" in told
