"""What did the two sides say? Comments, and the figures that they give and sign of a score.

All of it is only ever added to: a comment is withdrawn by a row beside it, a figure is followed by
a later one.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lineproof.web.kept.contracts import Contract, OfContracts
from lineproof.web.who.people import User
from lineproof.web.who.rights import Right
from lineproof.web.who.sides import Side, buyers

_HASH = 64
TEXT_MAX = 2000


class About(models.TextChoices):
    """What is commented on."""

    MONTH = "month", _("month")
    LINE = "line", _("line")
    DISPUTE = "dispute", _("dispute")
    EXCLUSION = "exclusion", _("claim of exclusion")


class Comments(OfContracts):
    """Comments, as far as a user may read them."""

    def for_user(self, user: User, right: Right = Right.SEE) -> Self:
        """Return the comments of a user's contracts: internal ones to the buyer's side alone."""
        is_shared = models.Q(is_internal=False) | models.Q(contract__in=buyers(user))
        return super().for_user(user, right).filter(is_shared)


class Comment(models.Model):
    """What somebody wrote about something of a contract; the provider sees nothing internal."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="comments")
    about = models.CharField(max_length=10, choices=About.choices)
    subject = models.CharField(max_length=200)
    text = models.CharField(max_length=TEXT_MAX)
    is_internal = models.BooleanField()
    side = models.CharField(max_length=10, choices=Side.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Comment]] = models.Manager.from_queryset(Comments)()

    class Meta:
        """In the order they were written; the provider has nothing internal here."""

        ordering = ("pk",)
        indexes = (models.Index(fields=("contract", "about", "subject"), name="comment_subject"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(side=Side.PROVIDER) | models.Q(is_internal=False),
                name="provider_shares",
            ),
        )

    def __str__(self) -> str:
        """Return what it is about."""
        return f"{self.about} {self.subject}"


class Withdrawal(models.Model):
    """A comment that its author took back: its text isn't shown any more."""

    comment = models.OneToOneField(Comment, models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        """Return what was taken back."""
        return str(self.comment)


class ScoreFigure(models.Model):
    """The points that a side gives a month, with its reason; is_signed: it stands by them.

    sheet: the SHA-256 of the sheet that it is about, as it then was.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="figures")
    month = models.CharField(max_length=7)
    card = models.CharField(max_length=200)
    side = models.CharField(max_length=10, choices=Side.choices)
    points = models.CharField(max_length=20)
    reason = models.CharField(max_length=TEXT_MAX, blank=True)
    sheet = models.CharField(max_length=_HASH)
    is_signed = models.BooleanField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[ScoreFigure]] = models.Manager.from_queryset(OfContracts)()

    class Meta:
        """In the order they were given; a side's last one holds."""

        ordering = ("pk",)
        indexes = (models.Index(fields=("contract", "month"), name="figure_month"),)

    def __str__(self) -> str:
        """Return whose it is, and how much."""
        return f"{self.month} {self.side} {self.points}"
