"""Which filters of circuits were given a name? One's own, and those shared in the organisation."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from lineproof.web.kept.contracts import Contract, OfContracts
from lineproof.web.who.people import User
from lineproof.web.who.rights import Right


class Views(OfContracts):
    """Saved views, as far as a user may use them."""

    def for_user(self, user: User, right: Right = Right.SEE) -> Self:
        """Return a user's own of contracts that they see, and what their organisation shares."""
        everywhere = {each.organisation for each in user.held if each.contract is None}
        shared = models.Q(is_shared=True, contract__organisation__in=everywhere)
        return super().for_user(user, right).filter(models.Q(by=user) | shared)


class SavedView(models.Model):
    """A filter of a contract's circuits; query: as an address has it."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="views")
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[SavedView]] = models.Manager.from_queryset(Views)()

    class Meta:
        """By name; a person has one of a name for a contract."""

        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("contract", "by", "name"), name="view_name"),
        )

    def __str__(self) -> str:
        """Return its name."""
        return self.name
