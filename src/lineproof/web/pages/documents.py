"""How does somebody see the document that was signed? Saved from its clause, and never shown.

A document comes from outside: no browser gets to run it here.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lineproof.model.errors import LineproofError
from lineproof.web.doing.documents import add_document
from lineproof.web.doing.uploads import UPLOAD_BYTES_MAX, Kind, upload_of
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.vault import get
from lineproof.web.known.documents import documents
from lineproof.web.pages.files import as_file
from lineproof.web.pages.texts import problem_text
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

_KINDS = frozenset({Kind.PDF, Kind.TXT})
_NAME_MAX = 200


@page(Right.SEE)
def document(request: Asked, pk: int, file: int) -> HttpResponse:
    """Give a signed document to either side."""
    found = reach(documents(pk).filter(pk=file), request.user, Right.SEE)
    name = found.path.rpartition("/")[2]
    return as_file(get(settings.CONFIGURATION.vault, found.sha256), name)


@page(Right.ANSWER, method="POST", body_bytes_max=UPLOAD_BYTES_MAX)
def add(request: Asked, pk: int) -> HttpResponse:
    """Add the document that clauses stand in."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.ANSWER)
    try:
        upload = upload_of(request, "file", kinds=_KINDS)
        name = request.POST.get("name", "")[:_NAME_MAX]
        file = add_document(contract, name, upload, by=request.user)
        messages.success(request, _("%(name)s is kept.") % {"name": file.path})
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return redirect("contract", pk)
