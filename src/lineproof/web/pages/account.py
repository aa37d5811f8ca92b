"""What is mine? A person's profile, tokens and sessions; and, for those who may, the trail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.web.kept.trail import Entry, broken_at, note, plain
from lineproof.web.who.access import Asked, page, require
from lineproof.web.who.people import Organisation, Scope, Token, make_token
from lineproof.web.who.rights import Right

TRAIL_ROWS = 100


@page(None)
def profile(request: Asked) -> HttpResponse:
    """Show who the reader is here: name, roles, tokens."""
    return _profile(request)


def _profile(request: Asked, new: str = "") -> HttpResponse:
    """Return the profile; new: the text of a token, which is shown this once."""
    held = request.user.memberships.select_related("organisation", "contract")
    shown = {
        "held": held.order_by("organisation__name", "role"),
        "tokens": request.user.tokens.order_by("-pk"),
        "scopes": Scope.choices,
        "new_token": new,
        "now": timezone.now(),
    }
    return render(request, "web/profile.html", shown)


@page(None, method="POST")
def save_profile(request: Asked) -> HttpResponse:
    """Change the reader's name."""
    name = request.POST.get("name", "").strip()
    request.user.name = name
    try:
        request.user.full_clean()
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("profile")
    request.user.save(update_fields=["name"])
    messages.success(request, _("Saved."))
    return redirect("profile")


@page(None, method="POST")
def add_token(request: Asked) -> HttpResponse:
    """Make a token and show it, once."""
    days = request.POST.get("days", "")
    name = request.POST.get("name", "").strip()
    try:
        made, text = make_token(
            request.user,
            name=name or _("unnamed"),
            days=int(days) if days.isdecimal() else 0,
            now=timezone.now(),
            scope=Scope.WRITE if request.POST.get("scope") == Scope.WRITE else Scope.READ,
        )
    except ValueError as problem:
        messages.error(request, str(problem))
        return redirect("profile")
    _tell(request, "token made", made)
    return _profile(request, new=text)


@page(None, method="POST")
def delete_token(request: Asked, pk: int) -> HttpResponse:
    """Take a token of the reader's back."""
    found = Token.objects.filter(pk=pk, user=request.user).first()
    if found is None:
        raise Http404
    _tell(request, "token deleted", found)
    found.delete()
    messages.success(request, _("The token is deleted."))
    return redirect("profile")


@page(None, method="POST")
def end_sessions(request: Asked) -> HttpResponse:
    """End the reader's sessions in all other browsers."""
    with transaction.atomic():
        is_ended = request.user.end_sessions(request.POST.get("password", ""))
        if is_ended:
            update_session_auth_hash(request, request.user)
            _tell(request, "sessions ended")
    if is_ended:
        messages.success(request, _("You are signed out everywhere but here."))
    else:
        messages.error(request, _("That isn't your password."))
    return redirect("profile")


@page(None)
def no_password(request: Asked) -> HttpResponse:
    """Say that whoever signs in by another server has no password here."""
    return render(request, "web/no_password.html")


def _tell(request: Asked, action: str, token: Token | None = None) -> None:
    """Tell the trail of each organisation that the reader belongs to."""
    mine = Organisation.objects.filter(memberships__user=request.user).distinct()
    begins = None if token is None else token.begins
    with transaction.atomic():
        for organisation in mine:
            note(action, by=request.user, organisation=organisation, token=begins)


@page(Right.SEE_TRAIL)
def trail(request: Asked) -> HttpResponse:
    """Show what was changed, the latest first, and whether the chain holds."""
    require(request.user, Right.SEE_TRAIL)
    mine = Entry.objects.all().for_user(request.user).select_related("contract", "organisation")
    before = request.GET.get("before", "")
    found = mine.filter(pk__lt=int(before)) if before.isdecimal() else mine
    is_checked = "check" in request.GET  # it reads the whole of it
    rows = list(found.order_by("-pk")[: TRAIL_ROWS + 1])
    shown = {
        "rows": [(entry, plain(entry.details)) for entry in rows[:TRAIL_ROWS]],
        "next": rows[TRAIL_ROWS - 1].pk if len(rows) > TRAIL_ROWS else None,
        "is_checked": is_checked,
        "broken": broken_at(Entry.objects.order_by("pk").iterator()) if is_checked else None,
        "is_first": not before,
    }
    return render(request, "web/trail.html", shown)
