"""Who compared a bill, and what did it come to? Kept when somebody says that they looked.

It knows of no lines: those are worked out whenever they are shown.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from lineproof.web.kept.contracts import Contract, OfContracts
from lineproof.web.who.people import User


class BillCheck(models.Model):
    """A bill that somebody compared with months; amounts in minor units.

    not_owed: what of it isn't owed, a tolerance applied. left: the part of that which is neither
    disputed nor let stand.
    """

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="bill_checks")
    number = models.CharField(max_length=500)
    months = models.CharField(max_length=500)
    billed = models.BigIntegerField()
    expected = models.BigIntegerField()
    not_owed = models.BigIntegerField()
    left = models.BigIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[BillCheck]] = models.Manager.from_queryset(OfContracts)()

    class Meta:
        """In the order they were made; the last of a bill holds."""

        ordering = ("pk",)
        indexes = (models.Index(fields=("contract", "number"), name="billcheck_number"),)

    def __str__(self) -> str:
        """Return the bill's number."""
        return self.number


def last_checks(contract: Contract) -> dict[str, BillCheck]:
    """Return the last check of each bill that anybody compared, by its number."""
    return {check.number: check for check in BillCheck.objects.filter(contract=contract)}
