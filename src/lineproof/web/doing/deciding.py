"""How do two people decide? One proposes, another approves; what changed meanwhile is told.

Each step waits for the contract's row, so that of two at once one comes second and sees the first.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lineproof.model.errors import LineproofError
from lineproof.web.kept.contracts import Contract, Decided, State
from lineproof.web.who.people import User


class NotNowError(LineproofError):
    """Something can't be done as things stand; the message says why, in the reader's language."""


def lock(contract: Contract) -> Contract:
    """Return a contract as it is now, held until the transaction ends."""
    assert transaction.get_connection().in_atomic_block, "a lock lasts as long as its transaction"
    return Contract.objects.select_for_update().get(pk=contract.pk)


def refuse_decided(proposal: Decided) -> None:
    """Raise NotNowError for what somebody decided already."""
    if proposal.state == State.PROPOSED:
        return
    who = str(proposal.decided_by)
    message = (
        _("%(who)s approved it already.")
        if proposal.state == State.APPROVED
        else _("%(who)s rejected it already.")
    )
    raise NotNowError(message % {"who": who})


def refuse_own(proposal: Decided, user: User) -> None:
    """Raise NotNowError for one's own proposal: another person approves it."""
    if proposal.proposed_by == user:
        raise NotNowError(_("You proposed this yourself; another person approves it."))


def decide(proposal: Decided, user: User, state: State) -> None:
    """Keep what was decided."""
    proposal.state = state
    proposal.decided_by = user
    proposal.decided_at = timezone.now()
    proposal.save()
