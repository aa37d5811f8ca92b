"""What is kept of an import? The file, what its columns mean, and what became of it.

Its rows name it, so that they can be undone together; the file itself lies in the vault.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lineproof.web.kept.contracts import Contract, OfContracts, Version
from lineproof.web.who.people import User

_HASH = 64
#: What brings a schedule instead of records.
SCHEDULE = "circuits"


class BatchState(models.TextChoices):
    """Where an import stands."""

    OPEN = "open", _("not imported yet")
    KEPT = "kept", _("imported")
    UNDONE = "undone", _("undone")


class Batch(models.Model):
    """Rows that come together, from a file or by one edit of many circuits.

    kind: a kind of record, or "circuits". columns: what each column of the file means, in order.
    headers: hash of the file's headers, by which a person's choice is remembered. corrects: whether
    a row with a known id corrects that one. count: how many rows were kept. version: what a
    schedule was proposed as.
    """

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="batches")
    kind = models.CharField(max_length=30)
    is_edit = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=_HASH)
    sheet = models.CharField(max_length=200, blank=True)
    file = models.CharField(max_length=500, blank=True)
    headers = models.CharField(max_length=_HASH)
    columns = models.JSONField(default=list)
    corrects = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.OPEN)
    count = models.PositiveIntegerField(default=0)
    version = models.OneToOneField(Version, models.SET_NULL, null=True, related_name="batch")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    kept_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Batch]] = models.Manager.from_queryset(OfContracts)()

    class Meta:
        """The latest first."""

        ordering = ("-pk",)
        indexes = (models.Index(fields=("contract", "headers"), name="batch_headers"),)

    def __str__(self) -> str:
        """Return its file's name."""
        return self.name
