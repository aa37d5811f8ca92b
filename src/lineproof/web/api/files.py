"""A contract's files as programs see them: what was signed, what proves, whatever came with it.

Each side may have what was signed and what proves a claim; any other file is the buyer's own.
"""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from pydantic import Field

from lineproof.web.api.door import ContractCall
from lineproof.web.api.marks import etag, mark
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import page_of
from lineproof.web.api.shapes import FILE, PAGE_ROWS, After, Limit, Listed, Page, Shape
from lineproof.web.doing.claims import proofs
from lineproof.web.kept.contracts import KeptFile
from lineproof.web.kept.evidence import FOLDER
from lineproof.web.kept.vault import get
from lineproof.web.known.documents import documents
from lineproof.web.who.rights import Right

operations = Operations("files")


class FileShape(Shape):
    """A file of a contract's folder."""

    file: int = Field(description="Its number.")
    path: str = Field(description="Where it lies in the contract's folder.")
    sha256: str = Field(description="Of what it holds.")
    size: int = Field(description="In bytes.")


def _of_files(call: ContractCall) -> str:
    """Return the ETag of the files that a caller may have."""
    return etag(mark(call), call.contract.allows(call.user, Right.EXPORT))


@operations.reads("/contracts/{int:pk}/files", Right.SEE, Page[FileShape], marked=_of_files)
def files(call: ContractCall, after: After = None, limit: Limit = PAGE_ROWS) -> dict[str, object]:
    """List the files of a contract that you may have; its text, schedules and records are apart."""
    return page_of(_seen(call), _file, after=after, limit=limit)


def _seen(call: ContractCall) -> QuerySet[KeptFile]:
    """Return the files that a caller may have."""
    contract = call.contract
    found = KeptFile.objects.filter(contract=contract)
    if contract.allows(call.user, Right.EXPORT):
        return found
    proving = proofs(contract.pk).values("evidence")
    is_proof = Q(path__startswith=f"{FOLDER}/", sha256__in=proving)
    return found.filter(is_proof | Q(pk__in=documents(contract.pk)))


def _file(found: KeptFile) -> dict[str, object]:
    """Return what a file is."""
    return {"file": found.pk, "path": found.path, "sha256": found.sha256, "size": found.size}


@operations.reads("/contracts/{int:pk}/files/{int:kept}", Right.SEE, FILE, marked=_of_files)
def file_content(call: ContractCall, kept: Listed) -> bytes:
    """Read a file, byte by byte as it came."""
    found = _seen(call).filter(pk=kept).first()
    if found is None:
        raise Http404
    return get(settings.CONFIGURATION.vault, found.sha256)
