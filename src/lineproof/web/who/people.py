"""Who works here, for which organisation and contract, as what? And by which token.

Nothing is kept of a person but a business address and a name.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import secrets
from dataclasses import dataclass
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lineproof.web.who.rights import Right, Role, roles_with

TOKEN_PREFIX = "lp_"  # noqa: S105 - what every token begins with
TOKEN_DAYS_MAX = 366
_TOKEN_BYTES = 32
_SHOWN = 11


class Organisations(models.QuerySet["Organisation"]):
    """Organisations, as far as a user may do something with all of one."""

    def for_user(self, user: User, right: Right) -> Organisations:
        """Return the organisations for which, not only a contract of theirs, a user has a right."""
        held = Membership.objects.filter(user=user, contract=None, role__in=roles_with(right))
        return self.filter(pk__in=held.values("organisation"))


class Organisation(models.Model):
    """A tenant: its contracts are nobody else's business."""

    name = models.CharField(max_length=200, unique=True)

    objects: ClassVar[models.Manager[Organisation]] = models.Manager.from_queryset(Organisations)()

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        """Return what people call it."""
        return self.name


class People(models.QuerySet["User"]):
    """Users, as far as they work for an organisation whose people somebody may see."""

    def for_user(self, user: User, right: Right) -> People:
        """Return who has a role in the organisations for which a user has a right."""
        theirs = Organisation.objects.all().for_user(user, right)
        return self.filter(pk__in=Membership.objects.filter(organisation__in=theirs).values("user"))


class Users(BaseUserManager["User"]):
    """How users are found and made."""

    def get_queryset(self) -> People:
        """Return all of them; `for_user` says who of them somebody may see."""
        return People(self.model, using=self._db)

    def make(self, email: str, *, name: str, password: str | None) -> User:
        """Return a new user; without a password only another server can sign them in."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds. contract: the only one that it is for; None: all of them."""

    organisation: int
    contract: int | None
    role: Role


class User(AbstractBaseUser):
    """Somebody who signs in by their business address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        """Return the name that pages show."""
        return self.name or self.email

    @functools.cached_property
    def held(self) -> tuple[Held, ...]:
        """The user's roles. Asked for once: a request has a user of its own, and ends soon."""
        rows = self.memberships.values_list("organisation", "contract", "role")
        return tuple(Held(each, contract, Role(role)) for each, contract, role in rows)

    def has_right(self, right: Right) -> bool:
        """Whether the user has a right somewhere."""
        return any(each.role in roles_with(right) for each in self.held)

    @property
    def may_see_trail(self) -> bool:
        """Whether the audit trail is worth a link."""
        return self.has_right(Right.SEE_TRAIL)

    @property
    def may_see_checks(self) -> bool:
        """Whether payments and ledgers are worth a link."""
        return self.has_right(Right.SEE_CHECKS)

    @property
    def may_see_people(self) -> bool:
        """Whether the list of people is worth a link."""
        return self.has_right(Right.SEE_PEOPLE)

    def end_sessions(self, password: str) -> bool:
        """End every session of the user; return False where the password isn't theirs.

        Who has no password gives none. A session holds a hash of what is kept of the password, so
        that salting that anew ends it.
        """
        if not self.has_usable_password():
            self.set_unusable_password()
        elif self.check_password(password):
            self.set_password(password)
        else:
            return False
        self.save(update_fields=["password"])
        return True


class Membership(models.Model):
    """A role of a user, for all contracts of an organisation or for one of them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    contract = models.ForeignKey(
        "web.Contract", models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        """A provider sees the contracts named, never an organisation's others."""

        constraints = (
            models.UniqueConstraint(
                fields=("user", "organisation", "role"),
                condition=models.Q(contract=None),
                name="membership_once",
            ),
            models.UniqueConstraint(
                fields=("user", "contract", "role"), name="membership_of_contract_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.PROVIDER) | models.Q(contract__isnull=False),
                name="provider_of_a_contract",
            ),
        )

    def __str__(self) -> str:
        """Return who is what."""
        return f"{self.user}: {self.get_role_display()}"


class Scope(models.TextChoices):
    """What a token is for."""

    READ = "read", _("reads")
    WRITE = "write", _("reads and writes")


class Token(models.Model):
    """What a program calls by instead of a person: kept as its hash, shown once, for a time.

    minute, used: the last minute that it was used in, and how often in it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.READ)
    begins = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)
    used = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Return what its owner calls it."""
        return self.name


def make_token(
    user: User, *, name: str, days: int, now: dt.datetime, scope: Scope = Scope.READ
) -> tuple[Token, str]:
    """Return a new token and its text, which is kept nowhere.

    days: how long it is good for, from 1 to 366. Raises ValueError for any other.
    """
    if not 1 <= days <= TOKEN_DAYS_MAX:
        raise ValueError(_("A token is good for 1 to 366 days."))
    text = TOKEN_PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
    made = Token.objects.create(
        user=user,
        name=name[:100],
        scope=scope,
        begins=text[:_SHOWN],
        digest=digest_of(text),
        made_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    return made, text


def digest_of(text: str) -> str:
    """Return what is kept of a token; it is long and random, so that one hash is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def token_of(text: str, *, now: dt.datetime) -> Token | None:
    """Return the token that a text is, where it is still good and its owner may sign in.

    It counts as used once more, in one statement, so that of many at once each is counted.
    """
    good = Token.objects.filter(digest=digest_of(text), expires_at__gt=now, user__is_active=True)
    found = good.select_related("user").first()
    if found is None:
        return None
    minute = now.replace(second=0, microsecond=0)
    again = models.Case(
        models.When(minute=minute, then=models.F("used") + 1), default=models.Value(1)
    )
    Token.objects.filter(pk=found.pk).update(last_used_at=now, minute=minute, used=again)
    used = Token.objects.filter(pk=found.pk).values_list("used", flat=True).first()
    if used is None:
        return None  # it was taken back meanwhile
    found.used = used
    return found
