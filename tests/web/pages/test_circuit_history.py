"""Are twelve months of a line shown, and is its evidence downloaded by those who may?"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.test import Client
from tests.web.conftest import EXAMPLES, Made

from lineproof.web.doing.recording import record
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Circuit
from lineproof.web.kept.evidence import keep_evidence
from lineproof.web.kept.vault import put
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role


def test_charges_prices_steps_and_documents_are_shown(
    organisation: Organisation, person: Made, signed_in: Callable[[User], Client]
) -> None:
    """Line 2 of the fifth example, and a file that proves its acceptance; a viewer sees no file."""
    contract = take_in(EXAMPLES / "05-amendment-and-moves", organisation, by="operator")
    by, viewer = person(Role.OPERATIONS), signed_in(person(Role.VIEWER))
    sha256 = put(settings.CONFIGURATION.vault, b"it works")
    keep_evidence(contract, sha256, "sheet.txt")
    row = {"line": "2", "event": "accepted", "date": "2025-01-02", "evidence": sha256}
    record(contract, "lifecycle", [row], by=by)
    client = signed_in(by)
    circuit = Circuit.objects.get(schedule__contract=contract, line="2")
    at = f"/contracts/{contract.pk}/circuits/{circuit.pk}/"
    shown = client.get(at).text
    assert "sheet.txt" in shown
    assert "2025-01-02" in shown
    assert "sheet.txt" not in viewer.get(at).text
    whole, part = (
        client.get(f"{at}history?month=2025-04", headers=headers).text
        for headers in ({}, {"HX-Request": "true"})
    )
    for text in ("2025-03-10", "900.00", "750.00"):
        assert text in part
        assert text in whole
    assert "<html" in whole
    assert "<html" not in part
    assert client.get(f"{at}history?month=2025-13").status_code == 404

    file = contract.files.get(sha256=sha256)
    answer = client.get(f"/contracts/{contract.pk}/evidence/{file.pk}")
    assert answer.content == b"it works"
    assert answer["Content-Type"] == "application/octet-stream"
    name = f'attachment; filename="{sha256[:12]}-sheet.txt"'
    assert answer["Content-Disposition"] == name
    assert viewer.get(f"/contracts/{contract.pk}/evidence/{file.pk}").status_code == 403
