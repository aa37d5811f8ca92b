"""How does a new contract come in? As its folder, in an archive, for one's own organisation."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.web.doing.taking_in import take_in
from lineproof.web.doing.unpacking import unpacked
from lineproof.web.doing.uploads import UPLOAD_BYTES_MAX, Kind, upload_of
from lineproof.web.pages.texts import problem_text, told_findings
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Right, roles_with


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Return the organisations whose contracts a user may bring in: not those of one contract."""
    held = user.memberships.filter(contract=None, role__in=roles_with(Right.ANSWER))
    return Organisation.objects.filter(pk__in=held.values("organisation")).order_by("name")


def _require(user: User) -> None:
    """Raise PermissionDenied for a user who may bring in none."""
    if not organisations_of(user).exists():
        raise PermissionDenied


@page(None)
def new_contract(request: Asked) -> HttpResponse:
    """Ask for a contract's folder."""
    _require(request.user)
    return _form(request)


def _form(request: Asked, problem: LineproofError | None = None) -> HttpResponse:
    """Return the form, with why the last file can't be taken."""
    findings = problem.findings if isinstance(problem, InputRefusedError) else ()
    shown = {
        "organisations": organisations_of(request.user),
        "problem": "" if findings or problem is None else problem_text(problem),
        "findings": told_findings(findings, language_spoken(), digits=2),
    }
    return render(request, "web/new_contract.html", shown)


@page(None, method="POST", body_bytes_max=UPLOAD_BYTES_MAX)
def take(request: Asked) -> HttpResponse:
    """Take a contract's folder in: all of it, or with every reason nothing."""
    _require(request.user)
    chosen = request.POST.get("organisation", "")
    try:
        upload = upload_of(request, "file", kinds={Kind.ZIP})
        own = organisations_of(request.user)
        organisation = own.filter(pk=int(chosen) if chosen.isdecimal() else 0).first()
        if organisation is None:
            raise Http404
        with unpacked(upload) as folder:
            made = take_in(folder, organisation, by=request.user)
    except LineproofError as problem:
        return _form(request, problem)
    messages.success(request, _("%(name)s is taken in.") % {"name": made.name})
    return redirect("contract", made.pk)
