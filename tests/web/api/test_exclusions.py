"""Does each side claim by a program, and answer the other's claims alone?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cli.measuring import TERM, measure, write_contract
from tests.web.api.conftest import API, Called, Program, told

from lineproof.web.doing import claims
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract, KeptFile, Record
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

WORKS = """
[[term]]
id = "WORKS"
kind = "exclusion"
clause = "4.2"
cause = "works"
"""
OUTAGE = {"cause": "works", "from": "2025-03-04T08:10", "to": "2025-03-04T11:30", "lines": "1"}


@pytest.fixture
def lines(organisation: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Contract:
    """Return the measured contract with a clause on works, on 10 April 2025."""
    monkeypatch.setattr(claims, "today", lambda _case, _now: dt.date(2025, 4, 10))
    folder = write_contract(tmp_path / "lines", terms=TERM + WORKS)
    measure(folder, recorded_at=dt.datetime(2025, 4, 3, tzinfo=dt.UTC))
    return take_in(folder, organisation, by="operator")


def claimed(caller: Program, key: str, **form: object) -> Any:  # noqa: ANN401 - Django's own
    """Claim as a form does."""
    headers = {"Idempotency-Key": key}
    return caller.client.post(f"{API}{caller.of}/exclusions", {**OUTAGE, **form}, headers=headers)


def test_one_side_claims_and_the_other_answers(lines: Contract, program: Called) -> None:
    """The provider claims 08:10 to 11:30 once, with its proof; the buyer accepts until 09:10."""
    buyer, provider = program(Role.OPERATIONS, lines), program(Role.PROVIDER, lines)
    proof = b"%PDF-1.7"
    made = [claimed(provider, "k", evidence=SimpleUploadedFile("works.pdf", proof))
            for _time in range(2)]  # fmt: skip
    assert [each.status_code for each in made] == [201, 201], made[0].content
    assert made[0].content == made[1].content
    name = made[0].json()["claim"]
    kept = KeptFile.objects.get(contract=lines, path__startswith="evidence/")
    assert Record.objects.get(kind="exclusions").evidence == kept.sha256
    assert provider.read("/exclusions") == {"causes": ["works"], "claims": []}
    assert buyer.read("/exclusions") == {"causes": ["works"], "claims": [name]}
    answer = {"answer": "partly", "from": "2025-03-04T08:10", "to": "2025-03-04T09:10"}
    own = provider.post(f"/exclusions/{name}/answer", answer)
    assert own.status_code == 409
    assert "other side" in told(own)
    held = buyer.post(f"/exclusions/{name}/answer", answer)
    assert held.status_code == 201, held.content
    (shown,) = provider.read("/months/2025-03/exclusions")["claims"]
    assert (shown["claim"], shown["stands"]) == (held.json()["claim"], "partly")
    assert buyer.read("/exclusions")["claims"] == []


def test_what_can_t_be_claimed_is_refused(lines: Contract, program: Called) -> None:
    """An unknown cause or line 409; no instant, no file of its kind, a field of ours 422."""
    provider = program(Role.PROVIDER, lines)
    cases: tuple[tuple[dict[str, object], int], ...] = (
        ({"cause": "weather"}, 409), ({"lines": "9"}, 409), ({"from": "at night"}, 422),
        ({"evidence": SimpleUploadedFile("works.pdf", b"MZ")}, 422),
        ({"proposed_by": "buyer"}, 422),
    )  # fmt: skip
    for number, (wrong, status) in enumerate(cases):
        refused = claimed(provider, f"k{number}", **wrong)
        assert refused.status_code == status, (wrong, refused.content)
    assert not Record.objects.filter(kind="exclusions").exists()
    assert claimed(program(Role.FINANCE, lines), "k").status_code == 403
    unknown = provider.post("/exclusions/X9/answer", {"answer": "accepted"})
    assert unknown.status_code == 409
