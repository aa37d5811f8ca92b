"""How do people come, get roles, lose them and go? By an administrator of their organisation.

Nobody changes what they themselves may do; so an organisation never loses its last administrator:
whoever takes a role away is one, and stays one. Each step waits for the organisation's row.
"""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from lineproof.web.doing.deciding import NotNowError
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.trail import note
from lineproof.web.who.people import Membership, Organisation, Token, User
from lineproof.web.who.rights import Right, Role

_PASSWORD_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Given:
    """A role, for all contracts of an organisation, or for one of them."""

    role: str
    organisation: Organisation
    contract: Contract | None = None


@transaction.atomic
def add_person(email: str, name: str, given: Given, *, by: User, is_elsewhere: bool) -> User:
    """Return the user of an address, new or known, with a role.

    is_elsewhere: they sign in by another server, and never have a password of ours. Raises
    NotNowError for what is no address or role, PermissionDenied where `by` may not.
    """
    _lock(given.organisation, by)
    _refuse_impossible(given)
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        # nobody knows it: a link sets another, and so does a forgotten one
        password = None if is_elsewhere else get_random_string(_PASSWORD_CHARACTERS)
        try:
            user = User.objects.make(email, name=name or email.partition("@")[0], password=password)
        except ValidationError as problem:
            raise NotNowError(" ".join(problem.messages)) from problem
    _give(user, given, by=by, action="person added")
    return user


@transaction.atomic
def give_role(user: User, given: Given, *, by: User) -> None:
    """Give somebody a role; raises NotNowError for one's own, and for what is no role."""
    _lock(given.organisation, by)
    _refuse_impossible(given)
    _give(user, given, by=by, action="role given")


@transaction.atomic
def take_role(held: Membership, *, by: User) -> None:
    """Take a role away; raises NotNowError for one's own."""
    _lock(held.organisation, by)
    _refuse_own(held.user, by)
    held.delete()
    _tell("role taken", held.user, Given(held.role, held.organisation, held.contract), by=by)


@transaction.atomic
def deactivate(user: User, *, by: User) -> None:
    """Keep somebody out from their next request on, and every token of theirs."""
    _refuse_own(user, by)
    _tell_all("person deactivated", user, by=by)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.tokens.all().delete()


@transaction.atomic
def activate(user: User, *, by: User) -> None:
    """Let somebody in again who was kept out."""
    _tell_all("person activated", user, by=by)
    User.objects.filter(pk=user.pk).update(is_active=True)


@transaction.atomic
def remove_second_factor(user: User, *, by: User) -> None:
    """Take the second factor of somebody who has lost it; the password alone lets them in then."""
    _refuse_own(user, by)
    _tell_all("second factor removed", user, by=by)
    Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def delete_token(token: Token, *, by: User) -> None:
    """Take somebody's token back."""
    _tell_all("token deleted", token.user, by=by, token=token)
    token.delete()


@transaction.atomic
def rename(organisation: Organisation, name: str, *, by: User) -> None:
    """Give an organisation another name; raises NotNowError where it is none, or another's."""
    organisation = _lock(organisation, by)
    before, organisation.name = organisation.name, name
    try:
        organisation.full_clean()
    except ValidationError as problem:
        raise NotNowError(" ".join(problem.messages)) from problem
    organisation.save()
    note("organisation renamed", by=by, organisation=organisation, before=before, name=name)


@transaction.atomic
def send_link(user: User, request: HttpRequest, *, by: User) -> None:
    """Mail somebody how to sign in: by a link to set a password, or as they do elsewhere already.

    The link is good for three days, and once. Nothing is kept where the mail can't be sent.
    """
    page = reverse("account_login")
    has_link = user.has_usable_password() and is_managed_by(user, by)
    if has_link:
        _tell_all("link sent", user, by=by)
        key = default_token_generator.make_token(user)
        page = reverse("account_reset_password_from_key", args=(user_pk_to_url_str(user), key))
    address = request.build_absolute_uri(page)
    shown = {"user": user, "by": by, "has_link": has_link, "address": address}
    text = render_to_string("web/invitation.txt", shown)
    send_mail(_("lineproof: your account"), text, settings.DEFAULT_FROM_EMAIL, [user.email])


def is_managed_by(user: User, admin: User) -> bool:
    """Whether somebody works only where another is an administrator, who thus answers for them."""
    theirs = Organisation.objects.all().for_user(admin, Right.MANAGE_PEOPLE)
    return not user.memberships.exclude(organisation__in=theirs).exists()


def _lock(organisation: Organisation, by: User) -> Organisation:
    """Return an organisation as it is now; refuse whoever is no administrator of it any more."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not _is_administrator(by, locked):
        raise PermissionDenied
    return locked


def _is_administrator(user: User, organisation: Organisation) -> bool:
    """Whether somebody may manage an organisation's people, as things stand."""
    is_active = User.objects.filter(pk=user.pk, is_active=True).exists()
    mine = Organisation.objects.all().for_user(user, Right.MANAGE_PEOPLE)
    return is_active and mine.filter(pk=organisation.pk).exists()


def _refuse_own(user: User, by: User) -> None:
    """Raise NotNowError where somebody would change what they themselves may do."""
    if user == by:
        raise NotNowError(_("Another administrator changes what you may do."))


def _refuse_impossible(given: Given) -> None:
    """Raise NotNowError for a role that there isn't, or not for that."""
    if given.role not in Role.values:
        raise NotNowError(_("Choose a role."))
    if given.role == Role.PROVIDER and given.contract is None:
        raise NotNowError(_("A provider sees one contract: choose it."))
    if given.contract is not None and given.contract.organisation != given.organisation:
        raise NotNowError(_("The contract belongs to another organisation."))


def _give(user: User, given: Given, *, by: User, action: str) -> None:
    """Give a role that isn't held yet, and tell the trail."""
    _refuse_own(user, by)
    made = Membership.objects.get_or_create(
        user=user, organisation=given.organisation, contract=given.contract, role=given.role
    )[1]
    if not made:
        raise NotNowError(_("%(who)s has this role already.") % {"who": user})
    _tell(action, user, given, by=by)


def _tell(action: str, user: User, given: Given, *, by: User) -> None:
    """Tell the trail of a role."""
    contract_name = None if given.contract is None else given.contract.name
    note(
        action,
        by=by,
        organisation=given.organisation,
        person=user.email,
        role=given.role,
        contract_name=contract_name,
    )


def _tell_all(action: str, user: User, *, by: User, token: Token | None = None) -> None:
    """Tell the trail of every organisation that somebody works for; refuse who isn't theirs alone.

    Raises PermissionDenied where one of them has other administrators than `by`.
    """
    theirs = list(Organisation.objects.filter(memberships__user=user).distinct().order_by("pk"))
    for organisation in theirs:
        _lock(organisation, by)
    for organisation in theirs:
        begins = None if token is None else token.begins
        note(action, by=by, organisation=organisation, person=user.email, token=begins)
