"""Which document does a clause stand in? What both sides signed lies below `signed/`, by name.

`signed/contract.pdf` is the contract, and an amendment's file bears the amendment's id. Both sides
may have them; any other file of the folder is the buyer's own.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from django.db.models import QuerySet

from lineproof.contract.contract import Contract as Agreed
from lineproof.contract.locate import Path
from lineproof.web.kept.contracts import KeptFile

FOLDER = "signed"
CONTRACT = "contract"


def documents(contract: int) -> QuerySet[KeptFile]:
    """Return a contract's signed documents, by name."""
    return KeptFile.objects.filter(contract=contract, path__regex=rf"^{FOLDER}/[^/]+$")


def documents_by_name(contract: int) -> dict[str, KeptFile]:
    """Return a contract's signed documents by their names without ending, the first of each."""
    return {PurePosixPath(file.path).stem: file for file in reversed(documents(contract))}


def document_names(agreed: Agreed) -> tuple[str, ...]:
    """Return what documents are called, without ending: the contract's, then each amendment's."""
    return (CONTRACT, *(amendment.id for amendment in agreed.amendment))


def document_name(agreed: Agreed, path: Path) -> str:
    """Return what the document is called that a term was signed in; path: the term's."""
    return agreed.amendment[int(path[1])].id if path[0] == "amendment" else CONTRACT
