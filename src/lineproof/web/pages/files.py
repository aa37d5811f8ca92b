"""How is a file given to be saved? As an attachment of bytes, whatever it holds."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def as_file(content: bytes, name: str) -> HttpResponse:
    """Return a file to be saved, and never shown."""
    response = HttpResponse(content, content_type="application/octet-stream")
    attached = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = attached or "attachment"
    return response
