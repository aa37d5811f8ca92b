"""Is a signed document added once, by a name that the contract knows, and never exchanged?"""

from __future__ import annotations

import pytest
from tests.web.conftest import EXAMPLES, Made

from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.documents import add_document, names_to_add
from lineproof.web.doing.taking_in import take_in
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import KeptFile
from lineproof.web.kept.trail import Entry
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

FOLDER = EXAMPLES / "05-amendment-and-moves"
PAPER = Upload("scan 3.pdf", Kind.PDF, b"%PDF-1.7 signed")


def test_a_document_is_added_once_and_stays(organisation: Organisation, person: Made) -> None:
    """The same again is nothing new; another of that name, or of no name, is refused."""
    contract, by = take_in(FOLDER, organisation, by="operator"), person(Role.CONTRACT_MANAGER)
    assert names_to_add(contract) == ["contract", "A1"]
    for _time in range(2):
        assert add_document(contract, "A1", PAPER, by=by).path == "signed/A1.pdf"
    assert Entry.objects.filter(action="document added").count() == 1
    other = Upload("scan 4.pdf", Kind.PDF, b"%PDF-1.7 forged")
    for name, given, why in (("A1", other, "what was signed stays"), ("A2", PAPER, "Choose which")):
        with pytest.raises(NotNowError, match=why):
            add_document(contract, name, given, by=by)
    assert KeptFile.objects.get(path="signed/A1.pdf").size == len(PAPER.content)


def test_what_an_amendment_is_called_is_no_path(organisation: Organisation, person: Made) -> None:
    """An id that climbs is offered to nobody, and asked for all the same it is refused."""
    contract, by = take_in(FOLDER, organisation, by="operator"), person(Role.CONTRACT_MANAGER)
    version = contract.in_force
    version.text = bytes(version.text).replace(b'id = "A1"', b'id = "../A1"')
    version.save()
    assert names_to_add(contract) == ["contract"]
    with pytest.raises(NotNowError, match="Choose which"):
        add_document(contract, "../A1", PAPER, by=by)
