"""Is a file that proves something taken as on a page, or left out?"""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from ninja import UploadedFile
from tests.web.api.conftest import Called

from lineproof.web.api.door import ContractCall
from lineproof.web.api.proof import proof_of
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.rights import Role


def test_a_proof_may_be_left_out(contract: Contract, program: Called) -> None:
    """None then; else what it is called, without any path, and what it holds."""
    user = program(Role.OPERATIONS, contract).user
    request = RequestFactory().post("/", {"evidence": SimpleUploadedFile("../a.txt", b"seen")})
    call = ContractCall(request, user.tokens.get(), user, contract)
    assert proof_of(call, None) is None
    given = proof_of(call, UploadedFile(io.BytesIO(b"seen"), "a.txt"))
    assert given is not None
    assert (given.name, given.content) == ("a.txt", b"seen")
