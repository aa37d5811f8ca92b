"""Was this form sent before? Its key is kept with what became of it, once, whoever sends it again.

A double click, a lost answer, five hundred at once: the first is done, the others are told of it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.web.doing.deciding import NotNowError, lock
from lineproof.web.kept.contracts import Contract, OfContracts
from lineproof.web.who.people import User

KEY_MAX = 64


class Submission(models.Model):
    """A form that was sent; outcome: what became of it, as its page tells it."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="submissions")
    key = models.CharField(max_length=KEY_MAX)
    outcome = models.JSONField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Submission]] = models.Manager.from_queryset(OfContracts)()

    class Meta:
        """Once a contract."""

        constraints = (models.UniqueConstraint(fields=("contract", "key"), name="submitted_once"),)

    def __str__(self) -> str:
        """Return its key."""
        return self.key


def new_key() -> str:
    """Return the key of a form that is shown: nobody else's is the same."""
    return secrets.token_urlsafe(24)


@transaction.atomic
def once(
    contract: Contract, key: str, done: Callable[[Contract], list[str]], *, by: User
) -> tuple[list[str], bool]:
    """Do what a form asks for, once; return what became of it, and whether it was done now.

    done: does it, in the same transaction, and returns what is told of it. Raises NotNowError for a
    form without a key, and whatever `done` raises; nothing is kept then.
    """
    if not key or len(key) > KEY_MAX:
        raise NotNowError(_("Open the page again: its form has no key."))
    contract = lock(contract)
    before = Submission.objects.filter(contract=contract, key=key).first()
    if before is not None:
        return list(before.outcome), False
    outcome = done(contract)
    Submission.objects.create(contract=contract, key=key, outcome=outcome, by=by)
    return outcome, True
