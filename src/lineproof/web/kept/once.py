"""Is what was asked twice done once? A key is kept with what became of it, whoever sends it again.

A form bears a random key, which is its contract's; a program chooses one, which is its token's. It
is kept in the transaction of what it tells of: what failed leaves no trace, and of two at once the
second waits and is told the same. A double click, a lost answer, five hundred at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.db import models, transaction
from django.utils import timezone

from lineproof.model.errors import LineproofError
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Token

KEY_MAX = 200
_HASH = 64


class OtherRequestError(LineproofError):
    """A key stands for another request."""


class Answered(models.Model):
    """What was asked by a key of a form or of a token, and what was answered.

    request: the hash of what was asked; of a form blank: its key stands for that form.
    """

    contract = models.ForeignKey(Contract, models.CASCADE, null=True, related_name="answers")
    token = models.ForeignKey(Token, models.CASCADE, null=True, related_name="answers")
    key = models.CharField(max_length=KEY_MAX)
    request = models.CharField(max_length=_HASH, blank=True)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Once a contract, or once a token."""

        constraints = (
            models.UniqueConstraint(fields=("contract", "key"), name="answered_form_once"),
            models.UniqueConstraint(fields=("token", "key"), name="answered_once"),
        )
        indexes = (models.Index(fields=("token", "made_at"), name="answered_at"),)

    def __str__(self) -> str:
        """Return its key."""
        return self.key


def new_key() -> str:
    """Return the key of a form that is shown: nobody else's is the same."""
    return secrets.token_urlsafe(24)


@transaction.atomic
def once(
    whose: Contract | Token, key: str, done: Callable[[], str], *, request: str = ""
) -> tuple[str, bool]:
    """Do what is asked, once; return what is told of it, and whether it was done now.

    whose: whose key it is. done: does it and returns what is told. Raises OtherRequestError for a
    key that stands for another request, and whatever `done` raises; nothing is kept then.
    """
    owner = {"token" if isinstance(whose, Token) else "contract": whose}
    found, is_new = Answered.objects.get_or_create(**owner, key=key, defaults={"request": request})
    if found.request != request:
        said = f'the key "{key}" stands for another request; use a new one'
        raise OtherRequestError(said)
    if is_new:
        found.body = done()
        found.save(update_fields=["body"])
    return found.body, is_new
