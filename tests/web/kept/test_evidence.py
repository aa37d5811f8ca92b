"""Is a file that proves something kept for its contract alone, and for whoever brought it?"""

from __future__ import annotations

import pytest
from tests.web.conftest import Made

from lineproof.model.canonical import sha256_hex
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.evidence import held, hold, keep_evidence
from lineproof.web.who.rights import Role

LETTER = Upload("letter.txt", Kind.TXT, b"it was down")


def test_a_file_is_kept_once_by_its_hash(contract: Contract, person: Made) -> None:
    """Held, then named in the folder; a second time nothing is added."""
    by = person(Role.OPERATIONS)
    sha256, name = held(contract, hold(contract, LETTER, by=by), by=by)
    assert (sha256, name) == (sha256_hex(LETTER.content), "letter.txt")
    for _time in range(2):
        keep_evidence(contract, sha256, name)
    [kept] = contract.files.filter(sha256=sha256)
    assert kept.path == f"evidence/{sha256[:12]}-letter.txt"
    assert kept.size == 11


def test_nobody_gets_at_a_file_that_somebody_else_holds(contract: Contract, person: Made) -> None:
    """Another person, another contract, a hash by itself, a changed letter of it: chosen anew."""
    by, other = person(Role.OPERATIONS), person(Role.CONTRACT_MANAGER)
    second = Contract.objects.create(organisation=contract.organisation, name="second")
    token = hold(contract, LETTER, by=by)
    for place, text, who in (
        (contract, token, other),
        (second, token, by),
        (contract, sha256_hex(LETTER.content), by),
        (contract, token[:-1] + ("A" if token[-1] != "A" else "B"), by),
    ):
        with pytest.raises(NotNowError):
            held(place, text, by=who)
