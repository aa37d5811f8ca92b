"""How does django-allauth sign people in here? Nobody signs up; who is unknown stays outside."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.shortcuts import render

from lineproof.web.kept.trail import note
from lineproof.web.who.people import Organisation, User


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """People with a password of ours."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False


class Forgotten(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Whoever forgot their password; who never had one signs in elsewhere, and gets none."""

    users: list[User]

    def clean_email(self) -> str:
        """Return the address; nobody is mailed who has no password of ours."""
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.has_usable_password()]
        return email


class Elsewhere(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """People whom another server vouches for."""

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: Any) -> bool:  # noqa: ANN401
        """Nobody comes in whom an admin hasn't made a user."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401
        """Connect a person to the user of the same address, which their server has verified."""
        if sociallogin.is_existing:
            return
        verified = [each.email for each in sociallogin.email_addresses if each.verified]
        found = User.objects.filter(email__in=[e.lower() for e in verified], is_active=True).first()
        if found is None:
            refused = render(request, "web/unknown_person.html", status=403)
            raise ImmediateHttpResponse(refused)
        sociallogin.connect(request, found)


@receiver(user_logged_in)
def note_signed_in(user: User, **_more: object) -> None:
    """Tell the trail of each organisation who came in."""
    with transaction.atomic():
        for organisation in Organisation.objects.filter(memberships__user=user).distinct():
            note("signed in", by=user, organisation=organisation)


@receiver(user_login_failed)
def note_refused(credentials: dict[str, Any], **_more: object) -> None:
    """Tell the trail of an attempt that failed; the address is cut, the password never kept."""
    with transaction.atomic():
        note("sign-in refused", by=str(credentials.get("email", ""))[:100])
