"""How is a comment added and taken back? By forms that stand on other pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from lineproof.model.errors import LineproofError
from lineproof.web.doing.comments import Said, say, withdraw
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.said import Comment
from lineproof.web.pages.texts import problem_text
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right


@page(Right.COMMENT, method="POST")
def add(request: Asked, pk: int) -> HttpResponse:
    """Add a comment; whoever speaks for the provider only writes to both sides."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.COMMENT)
    said = Said(
        about=request.POST.get("about", ""),
        subject=request.POST.get("subject", ""),
        text=request.POST.get("text", ""),
        is_internal=request.POST.get("readers") != "both",
    )
    try:
        say(contract, said, by=request.user)
        messages.success(request, _("The comment is added."))
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return back(request, pk)


@page(Right.COMMENT, method="POST")
def take_back(request: Asked, pk: int, comment: int) -> HttpResponse:
    """Withdraw a comment of the reader's own."""
    asked = Comment.objects.filter(contract=pk, pk=comment).select_related("contract")
    found = reach(asked, request.user, Right.COMMENT)
    try:
        withdraw(found, by=request.user)
        messages.success(request, _("The comment is withdrawn."))
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return back(request, pk)


def back(request: Asked, pk: int) -> HttpResponse:
    """Return to the page of ours that a form stood on, else to the contract's."""
    asked = request.POST.get("next", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return redirect(asked)
    return redirect("contract", pk)
