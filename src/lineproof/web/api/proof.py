"""What proves what is recorded? A file that is sent along, taken as a form's is."""

from __future__ import annotations

from typing import Annotated

from ninja import File, UploadedFile

from lineproof.web.api.door import ContractCall
from lineproof.web.doing.uploads import EVIDENCE, Upload, upload_of

Proof = Annotated[
    UploadedFile | None,
    File(description="What proves it: PDF, CSV, XLSX, XML, TXT or EML; it is kept as it came."),
]


def proof_of(call: ContractCall, sent: UploadedFile | None) -> Upload | None:
    """Return the file that was sent along as `evidence`, if there is one."""
    return None if sent is None else upload_of(call.request, "evidence", kinds=EVIDENCE)
