"""Is a month closed by two programs as by two people, and can the other party verify it?"""

from __future__ import annotations

from pathlib import Path

from tests.web.api.conftest import Called, told

from lineproof.seal.standalone import main as verify
from lineproof.web.kept.contracts import Contract, SealedMonth
from lineproof.web.who.rights import Role

JANUARY = {"month": "2025-01"}


def test_two_close_a_month_and_the_provider_verifies_it(
    contract: Contract, program: Called, tmp_path: Path
) -> None:
    """Proposed by one, approved by the other; its files, as they are read, verify by themselves."""
    one, two = program(Role.CONTRACT_MANAGER, contract), program(Role.FINANCE, contract)
    made = one.post("/seal-proposals", JANUARY)
    assert made.status_code == 201
    number = made.json()["proposal"]
    assert (made.json()["state"], made.json()["payable"]) == ("proposed", "0.00")
    closed = two.decide(f"/seal-proposals/{number}/approve")
    assert (closed.status_code, closed.json()["revision"]) == (200, 0)
    provider = program(Role.PROVIDER, contract)
    (seal,) = provider.read("/seals")["items"]
    assert provider.read("/seals/2025-01/0") == seal
    folder = tmp_path / "settled" / "2025-01" / "r0"
    folder.mkdir(parents=True)
    for name in seal["files"]:
        (folder / name).write_bytes(provider.get(f"/seals/2025-01/0/{name}").content)
    assert verify([str(folder)]) == 0
    assert provider.get("/seals/2025-01/0/other").status_code == 404
    assert provider.get("/seals/2025-01/1").status_code == 404


def test_nobody_closes_alone_by_a_program(contract: Contract, program: Called) -> None:
    """Whoever proposed it is told so, by whichever token; they may take it back."""
    one = program(Role.FINANCE, contract)
    number = one.post("/seal-proposals", JANUARY).json()["proposal"]
    refused = one.decide(f"/seal-proposals/{number}/approve")
    assert refused.status_code == 409
    assert "another person approves it" in told(refused)
    assert not SealedMonth.objects.exists()
    assert one.decide(f"/seal-proposals/{number}/reject").json()["state"] == "rejected"
    assert one.read(f"/seal-proposals/{number}")["state"] == "rejected"
    assert [each["proposal"] for each in one.read("/seal-proposals")["items"]] == [number]


def test_a_decision_names_the_state_that_was_looked_at(contract: Contract, program: Called) -> None:
    """Without If-Match 428; after something changed 412, and nothing is decided."""
    one, two = program(Role.CONTRACT_MANAGER, contract), program(Role.FINANCE, contract)
    seen = two.get("")["ETag"]
    number = one.post("/seal-proposals", JANUARY).json()["proposal"]
    approve = f"/seal-proposals/{number}/approve"
    assert two.post(approve).status_code == 428
    late = two.post(approve, if_match=seen)
    assert late.status_code == 412
    assert "has changed" in told(late)
    assert (
        two.post(approve, if_match=two.get(f"/seal-proposals/{number}")["ETag"]).status_code == 200
    )
