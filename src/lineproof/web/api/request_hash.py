"""What is asked, so that the same can be told from another? Its hash, however it was sent."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from lineproof.model.canonical import canonical_json, sha256_hex


def request_sha256(request: HttpRequest) -> str:
    """Return the hash of what is asked: a form's fields and files, whatever stands between them."""
    asked: dict[str, object] = {"method": request.method, "path": request.get_full_path()}
    if request.content_type == "multipart/form-data":
        asked["form"] = {name: request.POST.getlist(name) for name in request.POST}
        asked["files"] = {
            name: [_file_sha256(file) for file in request.FILES.getlist(name)]
            for name in request.FILES
        }
    else:
        asked["body"] = sha256_hex(request.body)
    return sha256_hex(canonical_json(asked))


def _file_sha256(file: UploadedFile[Any]) -> list[str]:
    """Return a sent file's name and hash, and leave it at its beginning."""
    file.seek(0)
    made = sha256_hex(file.read())
    file.seek(0)
    return [file.name or "", made]
