"""Does each side get what was signed and what proves, and the buyer alone the rest?"""

from __future__ import annotations

from tests.web.api.conftest import Called

from lineproof.web.doing.documents import add_document
from lineproof.web.doing.holding import keep_proof
from lineproof.web.doing.recording import record
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract, KeptFile
from lineproof.web.who.rights import Role


def test_the_provider_gets_what_was_signed_and_what_proves(
    contract: Contract, program: Called
) -> None:
    """Not the proof of a payment, nor what else lies there; a viewer of the buyer's no more."""
    buyer, provider = program(Role.CONTRACT_MANAGER, contract), program(Role.PROVIDER, contract)
    signed = Upload("contract.txt", Kind.TXT, b"we agree")
    add_document(contract, "contract", signed, by=buyer.user)
    names = []
    for name, content in (("works.txt", b"works"), ("paid.txt", b"paid")):
        names.append(keep_proof(contract, Upload(name, Kind.TXT, content)))
    claim = {"cause": "works", "from": "2025-01-04 01:00", "to": "2025-01-04 02:00"}
    record(contract, "exclusions", [{**claim, "evidence": names[0]}], by=buyer.user)
    every = {each["path"]: each for each in buyer.read("/files?limit=200")["items"]}
    assert len(every) == KeptFile.objects.filter(contract=contract).count()
    held = provider.read("/files")["items"]
    assert [each["path"].partition("/")[0] for each in held] == ["signed", "evidence"]
    assert [provider.get(f"/files/{each['file']}").content for each in held] == [
        b"we agree", b"works",
    ]  # fmt: skip
    assert program(Role.VIEWER, contract).read("/files")["items"] == held
    assert provider.get("/files")["ETag"] != buyer.get("/files")["ETag"]
    (paid,) = (each for path, each in every.items() if path.endswith("paid.txt"))
    assert buyer.get(f"/files/{paid['file']}").content == b"paid"
    assert provider.get(f"/files/{paid['file']}").status_code == 404
