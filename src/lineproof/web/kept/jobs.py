"""What is kept of work in the background? Who asked for what, how far it is, what came of it.

A row is the truth of a job; the queue only says that somebody is to look at it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Right

_HASH = 64


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


#: Of what waits or runs; the rest is over.
OPEN = (JobState.QUEUED, JobState.RUNNING)


class Jobs(models.QuerySet["Job"]):
    """Jobs, as far as a user may know of them."""

    def for_user(self, user: User, right: Right = Right.SEE) -> Jobs:
        """Return a user's own, and those of contracts whose kind they may submit themselves.

        right: what is needed on a job's contract besides.
        """
        contracts = Contract.objects.all()
        seen = models.Q(contract=None, by=user)
        for needed in Right:
            allowed = contracts.for_user(user, needed)
            if right is not Right.SEE:
                allowed = allowed.filter(pk__in=contracts.for_user(user, right))
            seen |= models.Q(right=needed, contract__in=allowed)
        return self.filter(seen)

    def open(self) -> Jobs:
        """Return those that wait or run."""
        return self.filter(state__in=OPEN)


class Job(models.Model):
    """Work in the background, for a contract or a person.

    kind: which function does it. right: what a person needs on the contract to ask for it.
    digest: of kind, contract and key, so that what is submitted twice is there once.
    attempts: how often a worker began it; each knows its own number, and only the last one counts.
    killed: how many of those attempts ended with their worker. file: what it made, by SHA-256.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, models.CASCADE, null=True, related_name="jobs")
    kind = models.CharField(max_length=30)
    right = models.CharField(max_length=30)
    arguments = models.JSONField(default=dict)
    digest = models.CharField(max_length=_HASH, unique=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="jobs")
    language = models.CharField(max_length=10)
    made_at = models.DateTimeField(default=timezone.now)

    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    is_cancel_asked = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    killed = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)

    result = models.JSONField(default=dict)
    file = models.CharField(max_length=_HASH, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    problem = models.TextField(blank=True)

    objects: ClassVar[models.Manager[Job]] = models.Manager.from_queryset(Jobs)()

    class Meta:
        """The latest first; those that wait or run are found quickly."""

        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("state", "by"), condition=models.Q(state__in=OPEN), name="job_open"
            ),
        )

    def __str__(self) -> str:
        """Return its kind and number."""
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN
