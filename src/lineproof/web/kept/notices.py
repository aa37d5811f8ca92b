"""What does a person want to be told, how and when? And what were they told already.

A thing that was told has a row, so that it isn't told again; what is still to be told has none.
"""

from __future__ import annotations

import datetime as dt
import secrets
import zoneinfo
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import User
from lineproof.web.who.rights import Right

DAYS_AHEAD_MAX = 60
_HASH = 64


class Channel(models.TextChoices):
    """How somebody is told."""

    MAIL = "mail", _("e-mail")
    WEBHOOK = "webhook", _("webhook")


class Rhythm(models.TextChoices):
    """How often somebody is told."""

    NEVER = "never", _("never")
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("daily")
    WEEKLY = "weekly", _("weekly")


class Weekday(models.IntegerChoices):
    """A day of the week, numbered as Python does."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class About(models.TextChoices):
    """What somebody is told of."""

    DEADLINE = "deadline", _("deadlines")
    BREACH = "breach", _("deductions of a month")
    QUESTION = "question", _("open questions")
    DECISION = "decision", _("decisions that wait for me")
    DISPUTE = "dispute", _("disputes")
    SAID = "said", _("what the other side says")


class Subscriptions(models.QuerySet["Subscription"]):
    """Subscriptions, as far as they are a user's."""

    def for_user(self, user: User, _right: Right = Right.SEE) -> Self:
        """Return a user's own; they are nobody else's business."""
        return self.filter(user=user)


def every_kind() -> list[str]:
    """Return all that one can be told of."""
    return list(About.values)


class Subscription(models.Model):
    """What one person is told by one channel, and when.

    address: of a webhook; by mail, it is the person's own. salt: of the webhook's secret. hour,
    weekday: when a digest goes out. quiet_from, quiet_until: when nothing does. zone: of all three.
    days_ahead: how long before its last day a deadline is told. asked_at: when a digest was last
    due. next_at: not before then, since somebody else is at it or sending failed.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="subscriptions")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=500, blank=True)
    salt = models.CharField(max_length=_HASH, default=secrets.token_hex)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.NEVER)
    kinds = models.JSONField(default=every_kind)
    days_ahead = models.PositiveSmallIntegerField(
        default=7, validators=[MaxValueValidator(DAYS_AHEAD_MAX)]
    )
    hour = models.PositiveSmallIntegerField(default=8, validators=[MaxValueValidator(23)])
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.MONDAY)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=10, default="en")
    made_at = models.DateTimeField(default=timezone.now)

    asked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)

    objects: ClassVar[models.Manager[Subscription]] = models.Manager.from_queryset(Subscriptions)()

    class Meta:
        """One a channel."""

        constraints = (
            models.UniqueConstraint(fields=("user", "channel"), name="subscription_channel"),
        )

    def __str__(self) -> str:
        """Return who is told how."""
        return f"{self.user}: {self.get_channel_display()}"

    def clean(self) -> None:
        """Refuse a time zone that there isn't, and half of a night."""
        if self.zone not in zoneinfo.available_timezones():
            raise ValidationError({"zone": _("There is no such time zone.")})
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValidationError({"quiet_until": _("Quiet hours need a beginning and an end.")})

    @property
    def secret(self) -> str:
        """What a webhook's messages are signed with; it is kept nowhere."""
        return salted_hmac("lineproof.web.webhook", self.salt, algorithm="sha256").hexdigest()

    def due_since(self, now: dt.datetime) -> dt.datetime | None:
        """Return since when the person should be told; None: not now.

        At once: now. A digest: since its last hour, if that hasn't been asked yet.
        """
        zone = zoneinfo.ZoneInfo(self.zone)
        local = now.astimezone(zone)
        if self.rhythm == Rhythm.NEVER or self._is_quiet(local.time()):
            return None
        if self.rhythm == Rhythm.AT_ONCE:
            return now
        days = (local.weekday() - self.weekday) % 7 if self.rhythm == Rhythm.WEEKLY else 0
        step = dt.timedelta(days=7 if self.rhythm == Rhythm.WEEKLY else 1)
        day = local.date() - dt.timedelta(days=days)
        at = dt.datetime.combine(day, dt.time(self.hour), zone)
        if at > local:
            at = dt.datetime.combine(day - step, dt.time(self.hour), zone)
        return at if (self.asked_at or self.made_at) < at else None

    def _is_quiet(self, local: dt.time) -> bool:
        """Whether nothing goes out at a time of the day; a night goes over midnight."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= local < self.quiet_until
        return local >= self.quiet_from or local < self.quiet_until


class Told(models.Model):
    """A thing that a person was told by a channel. key: which thing of the contract."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="told")
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="+")
    key = models.CharField(max_length=_HASH)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Once."""

        constraints = (
            models.UniqueConstraint(fields=("subscription", "contract", "key"), name="told_once"),
        )

    def __str__(self) -> str:
        """Return which thing."""
        return self.key
