"""How is a file given to be saved? As an attachment of bytes, whatever it holds."""

from __future__ import annotations

from django.http import HttpResponse


def as_file(content: bytes, name: str) -> HttpResponse:
    """Return a file to be saved, and never shown; name: of our own making."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)
