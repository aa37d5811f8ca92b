"""How is a month closed here? Proposed by one, approved by another, and only if it is still so."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lineproof.model.canonical import sha256_hex
from lineproof.model.period import parse_month
from lineproof.seal.content import LINES_FILE, SEAL_FILE, Previous
from lineproof.settle.settle import Asked
from lineproof.sources.sealed_folder import booked_from
from lineproof.store.sealing import Closing, KeptAlready, close_month
from lineproof.web.doing.deciding import NotNowError, decide, lock, refuse_decided, refuse_own
from lineproof.web.kept.contracts import Contract, SealedMonth, SealProposal, State
from lineproof.web.kept.trail import note
from lineproof.web.kept.vault import put
from lineproof.web.known.case import at, file_of, known, seal_of
from lineproof.web.templatetags.moments import month_said
from lineproof.web.who.people import User


@transaction.atomic
def propose_seal(contract: Contract, month: str, *, by: User) -> SealProposal:
    """Return the proposal to close a month as it now is.

    Raises NotNowError where something is open, nothing changed or it was proposed already, and
    InputRefusedError where an earlier month comes first.
    """
    contract = lock(contract)
    if SealProposal.objects.filter(contract=contract, month=month, state=State.PROPOSED).exists():
        raise NotNowError(_("%(month)s is proposed already.") % {"month": month_said(month)})
    closing = _closing(contract, month)
    payable = closing.settlement.payable.value
    assert payable is not None, "a settled month knows what it makes payable"
    made = SealProposal.objects.create(
        contract=contract,
        month=month,
        result_hash=closing.settlement.result_hash,
        payable=payable,
        proposed_by=by,
    )
    note("seal proposed", by=by, contract=contract, month=month, result=made.result_hash)
    return made


@transaction.atomic
def approve_seal(proposal: SealProposal, *, by: User) -> SealedMonth:
    """Close a month that another person proposed, and return it.

    Raises NotNowError where it was decided already, where the same person proposed it, and where
    the month comes to something else by now.
    """
    contract = lock(proposal.contract)
    proposal.refresh_from_db()
    refuse_decided(proposal)
    refuse_own(proposal, by)
    closing = _closing(contract, proposal.month)
    if closing.settlement.result_hash != proposal.result_hash:
        raise NotNowError(
            _("%(month)s has changed since it was proposed; reject it and propose it again.")
            % {"month": month_said(proposal.month)}
        )
    sealed = _keep(contract, closing)
    proposal.sealed = sealed
    decide(proposal, by, State.APPROVED)
    note(
        "month sealed",
        by=by,
        contract=contract,
        month=sealed.month,
        revision=sealed.revision,
        proposed_by=str(proposal.proposed_by),
        result=sealed.result_hash,
    )
    return sealed


@transaction.atomic
def reject_seal(proposal: SealProposal, *, by: User) -> None:
    """Leave a month open; whoever proposed it may take it back so."""
    lock(proposal.contract)
    proposal.refresh_from_db()
    refuse_decided(proposal)
    decide(proposal, by, State.REJECTED)
    note("seal rejected", by=by, contract=proposal.contract, month=proposal.month)


def previous_seal(contract: Contract, month: str) -> Previous | None:
    """Return a month's latest revision, or None where it isn't closed."""
    latest = contract.sealed.filter(month=month).last()
    if latest is None:
        return None
    seal = seal_of(latest)
    return Previous(
        booked_from(seal["booked"], digits=seal["digits"]),
        sha256_hex(file_of(latest, SEAL_FILE)),
        seal["due"],
        file_of(latest, LINES_FILE),
        as_known=seal.get("as_known"),
    )


def _closing(contract: Contract, month: str) -> Closing:
    """Return what closing a month would write; refuses where it would write nothing."""
    found = known(at(contract))
    text = bytes(contract.in_force.text)
    kept = KeptAlready(text, lambda: previous_seal(contract, month))
    closing = close_month(found.case, Asked(parse_month(month), findings=found.findings), kept)
    if not closing.settlement.is_settled:
        raise NotNowError(
            _("%(month)s can't be sealed: something in it is open.") % {"month": month_said(month)}
        )
    if closing.files is None:
        raise NotNowError(
            _("%(month)s is sealed, and nothing changed.") % {"month": month_said(month)}
        )
    return closing


def _keep(contract: Contract, closing: Closing) -> SealedMonth:
    """Keep a closed month: its files first, so that what is named is there."""
    files: Mapping[str, bytes] = closing.files or {}
    names = {name: put(settings.CONFIGURATION.vault, content) for name, content in files.items()}
    return SealedMonth.objects.create(
        contract=contract,
        month=closing.settlement.month,
        revision=closing.revision,
        files=names,
        result_hash=closing.settlement.result_hash,
    )
