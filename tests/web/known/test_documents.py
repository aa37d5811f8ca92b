"""Is a clause's document the one that was signed, found by its name?"""

from __future__ import annotations

from tests.web.conftest import EXAMPLES

from lineproof.contract.parse import located_terms
from lineproof.sources.folder import parse_content
from lineproof.web.kept.contracts import Contract, KeptFile
from lineproof.web.known.documents import (
    document_name,
    document_names,
    documents,
    documents_by_name,
)
from lineproof.web.who.people import Organisation


def test_an_amendment_has_a_document_of_its_own() -> None:
    """The fifth example's A1 replaces PRICE-LIST; the first wording of it is the contract's."""
    text = (EXAMPLES / "05-amendment-and-moves" / "contract.toml").read_bytes()
    agreed = parse_content(text).contract
    assert agreed is not None
    assert document_names(agreed) == ("contract", "A1")
    found = [(term.id, document_name(agreed, path)) for path, term in located_terms(agreed)]
    assert [name for term, name in found if term == "PRICE-LIST"] == ["contract", "A1"]


def test_only_what_lies_in_the_folder_itself_is_signed(organisation: Organisation) -> None:
    """Nothing below it, beside it or in one of a similar name; of two of a name the first."""
    contract = Contract.objects.create(organisation=organisation, name="first")
    paths = ("signed/A1.pdf", "signed/contract.pdf", "signed/contract.txt", "signed/x/b.pdf",
             "signed.pdf", "Signed/c.pdf", "notes/signed/d.pdf")  # fmt: skip
    KeptFile.objects.bulk_create(
        KeptFile(contract=contract, path=path, sha256="0" * 64, size=1) for path in paths
    )
    assert [file.path for file in documents(contract.pk)] == list(paths[:3])
    named = documents_by_name(contract.pk)
    assert {name: file.path for name, file in named.items()} == {
        "A1": "signed/A1.pdf",
        "contract": "signed/contract.pdf",
    }
