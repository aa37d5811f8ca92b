"""Whom does a person speak for in a contract? The buyer, whose contract it is, or the provider.

It follows from their roles alone, never from what a form says: whoever has any role of the buyer's
speaks for the buyer, and only whoever is nothing but the contract's provider speaks for it. What a
provider may add follows from here too: a claim of its own, a comment that both sides read.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lineproof.web.kept.contracts import Contract, Contracts
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role

_OF_BUYERS = frozenset(Role) - {Role.PROVIDER}


class Side(TextChoices):
    """One of the two parties."""

    BUYER = "buyer", _("buyer")
    PROVIDER = "provider", _("provider")

    @property
    def other(self) -> Side:
        """The other party."""
        return Side.PROVIDER if self is Side.BUYER else Side.BUYER


def buyers(user: User) -> Contracts:
    """Return the contracts in which a user speaks for the buyer, and reads what stays there."""
    return Contract.objects.all().held(_OF_BUYERS, user)


def side_of(user: User, contract: Contract) -> Side:
    """Return whom a user speaks for in a contract that they may see."""
    return Side.BUYER if contract.is_held(_OF_BUYERS, user) else Side.PROVIDER
