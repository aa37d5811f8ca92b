"""Who works here, as what? Auditors see people and organisations, administrators change them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from smtplib import SMTPException

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.web.doing.deciding import NotNowError
from lineproof.web.kept.contracts import Contract
from lineproof.web.who import managing_people
from lineproof.web.who.access import Asked, page, reach, require
from lineproof.web.who.managing_people import Given
from lineproof.web.who.people import Membership, Organisation, People, User
from lineproof.web.who.rights import RIGHTS, Right, Role

_LOG = logging.getLogger("lineproof.web")


@page(Right.SEE_PEOPLE)
def people(request: Asked) -> HttpResponse:
    """Show who has which role, and what each role may do."""
    require(request.user, Right.SEE_PEOPLE)
    seen = Organisation.objects.all().for_user(request.user, Right.SEE_PEOPLE)
    shown = {
        "organisations": [(each, _members(each, request.user)) for each in seen],
        "roles": [(role, [right.label for right in Right if right in RIGHTS[role]])
                  for role in Role],
        **_choices(request.user),
    }  # fmt: skip
    return render(request, "web/people.html", shown)


def _members(organisation: Organisation, reader: User) -> list[tuple[User, list[Membership], bool]]:
    """Return who works for an organisation, as what, and whether for no other than the reader's."""
    held = organisation.memberships.select_related("user", "contract")
    found: dict[User, list[Membership]] = {}
    for each in held.order_by("user__name", "user__pk", "role"):
        found.setdefault(each.user, []).append(each)
    seen = Organisation.objects.all().for_user(reader, Right.SEE_PEOPLE)
    others = Membership.objects.filter(user__in=found).exclude(organisation__in=seen)
    shared = set(others.values_list("user", flat=True))
    return [(user, roles, user.pk not in shared) for user, roles in found.items()]


def _choices(user: User) -> dict[str, object]:
    """Return what an administrator may choose of; nothing for anybody else."""
    managed = Organisation.objects.all().for_user(user, Right.MANAGE_PEOPLE)
    configuration = settings.CONFIGURATION
    return {
        "managed": managed,
        "contracts": Contract.objects.filter(organisation__in=managed),
        "choices": Role.choices,
        "elsewhere": configuration.oidc_url and (configuration.oidc_name or "OpenID Connect"),
    }


@page(Right.SEE_PEOPLE)
def person(request: Asked, pk: int) -> HttpResponse:
    """Show what somebody may do; of whoever works for others too, only that."""
    require(request.user, Right.SEE_PEOPLE)
    found = reach(_everybody(pk), request.user, Right.SEE_PEOPLE)
    seen = Organisation.objects.all().for_user(request.user, Right.SEE_PEOPLE)
    is_managed = managing_people.is_managed_by(found, request.user)
    shown = {
        "person": found,
        "held": found.memberships.filter(organisation__in=seen).select_related(
            "organisation", "contract"
        ),
        "is_own": found == request.user,
        "is_managed": is_managed,
        "tokens": found.tokens.order_by("-pk") if is_managed else [],
        "has_second_factor": is_managed and is_mfa_enabled(found),
        "now": timezone.now(),
        **_choices(request.user),
    }
    return render(request, "web/person.html", shown)


@page(Right.SEE_PEOPLE)
def organisation(request: Asked, pk: int) -> HttpResponse:
    """Show an organisation: its contracts, and who works for it."""
    require(request.user, Right.SEE_PEOPLE)
    found = reach(Organisation.objects.filter(pk=pk), request.user, Right.SEE_PEOPLE)
    shown = {
        "organisation": found,
        "contracts": found.contracts.all(),
        "members": _members(found, request.user),
        "may_manage": Organisation.objects.all()
        .for_user(request.user, Right.MANAGE_PEOPLE)
        .filter(pk=pk)
        .exists(),
    }
    return render(request, "web/organisation.html", shown)


@page(Right.MANAGE_PEOPLE, method="POST")
def rename(request: Asked, pk: int) -> HttpResponse:
    """Give an organisation another name."""
    require(request.user, Right.MANAGE_PEOPLE)
    found = reach(Organisation.objects.filter(pk=pk), request.user, Right.MANAGE_PEOPLE)
    name = request.POST.get("name", "").strip()
    _done(request, lambda: managing_people.rename(found, name, by=request.user), _("Saved."))
    return redirect("organisation", pk)


@page(Right.MANAGE_PEOPLE, method="POST")
def add(request: Asked) -> HttpResponse:
    """Add somebody with a role, and mail them how to sign in."""
    require(request.user, Right.MANAGE_PEOPLE)
    asked = request.POST
    email, name = asked.get("email", "").strip(), asked.get("name", "").strip()[:200]
    is_elsewhere = bool(settings.CONFIGURATION.oidc_url) and asked.get("entry") == "elsewhere"
    try:
        made = managing_people.add_person(
            email, name, _given(request.user, asked), by=request.user, is_elsewhere=is_elsewhere
        )
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("people")
    _mail(request, made)
    return redirect("person", made.pk)


@page(Right.MANAGE_PEOPLE, method="POST")
def send_link(request: Asked, pk: int) -> HttpResponse:
    """Mail somebody once more how to sign in."""
    _mail(request, _managed(request, pk))
    return redirect("person", pk)


def _mail(request: Asked, user: User) -> None:
    """Mail somebody how to sign in; say so where it can't be sent."""
    try:
        managing_people.send_link(user, request, by=request.user)
    except (SMTPException, OSError) as problem:
        _LOG.warning("mail can't be sent", extra={"problem": str(problem)})
        messages.error(request, _("The mail can't be sent now; send the link again later."))
    else:
        messages.success(request, _("A mail is on its way to %(who)s.") % {"who": user.email})


@page(Right.MANAGE_PEOPLE, method="POST")
def give_role(request: Asked, pk: int) -> HttpResponse:
    """Give somebody another role."""
    found = _managed(request, pk)

    def given() -> None:
        managing_people.give_role(found, _given(request.user, request.POST), by=request.user)

    _done(request, given, _("The role is given."))
    return redirect("person", pk)


@page(Right.MANAGE_PEOPLE, method="POST")
def take_role(request: Asked, pk: int, held: int) -> HttpResponse:
    """Take a role of somebody away."""
    found = _managed(request, pk)
    theirs = Organisation.objects.all().for_user(request.user, Right.MANAGE_PEOPLE)
    role = found.memberships.filter(pk=held, organisation__in=theirs).first()
    if role is None:
        raise Http404
    _done(
        request,
        lambda: managing_people.take_role(role, by=request.user),
        _("The role is taken away."),
    )
    is_seen = _everybody(pk).for_user(request.user, Right.SEE_PEOPLE).exists()
    return redirect("person", pk) if is_seen else redirect("people")


@page(Right.MANAGE_PEOPLE, method="POST")
def change(request: Asked, pk: int, what: str) -> HttpResponse:
    """Keep somebody out, let them in again, or take their second factor."""
    found = _managed(request, pk)
    changes: dict[str, tuple[Callable[..., None], str]] = {
        "deactivate": (managing_people.deactivate, _("They are outside from now on.")),
        "activate": (managing_people.activate, _("They may sign in again.")),
        "factor": (managing_people.remove_second_factor, _("The second factor is removed.")),
    }
    changed, told = changes[what]
    _done(request, lambda: changed(found, by=request.user), told)
    return redirect("person", pk)


@page(Right.MANAGE_PEOPLE, method="POST")
def delete_token(request: Asked, pk: int, token: int) -> HttpResponse:
    """Take a token of somebody back."""
    found = _managed(request, pk).tokens.filter(pk=token).first()
    if found is None:
        raise Http404
    _done(
        request,
        lambda: managing_people.delete_token(found, by=request.user),
        _("The token is deleted."),
    )
    return redirect("person", pk)


def _everybody(pk: int) -> People:
    """Return the person that an address names, to be reached."""
    return User.objects.get_queryset().filter(pk=pk)


def _managed(request: Asked, pk: int) -> User:
    """Return somebody who works for an organisation that the reader administers."""
    require(request.user, Right.MANAGE_PEOPLE)
    return reach(_everybody(pk), request.user, Right.MANAGE_PEOPLE)


def _given(user: User, asked: QueryDict) -> Given:
    """Return the role that a form names; raises NotNowError where it names none of the reader's."""
    numbers = {name: asked.get(name, "") for name in ("organisation", "contract")}
    keys = {name: int(text) if text.isdecimal() else 0 for name, text in numbers.items()}
    managed = Organisation.objects.all().for_user(user, Right.MANAGE_PEOPLE)
    found = managed.filter(pk=keys["organisation"]).first()
    if found is None:
        raise NotNowError(_("Choose an organisation."))
    contract = found.contracts.filter(pk=keys["contract"]).first()
    if numbers["contract"] and contract is None:
        raise NotNowError(_("The contract belongs to another organisation."))
    return Given(asked.get("role", ""), found, contract)


def _done(request: Asked, change: Callable[[], None], told: str) -> None:
    """Make a change, and say that it is made, or why it isn't."""
    try:
        change()
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, told)
