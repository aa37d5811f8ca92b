"""Closed months as programs see them: proposed, decided by another, and their files to verify."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404
from ninja import Path
from pydantic import Field

from lineproof.model.money import format_minor
from lineproof.web.api.decided import DecidedShape, decided_json
from lineproof.web.api.door import ContractCall
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import latest_of, page_of
from lineproof.web.api.shapes import (
    FILE,
    PAGE_ROWS,
    After,
    Limit,
    Month,
    Number,
    Page,
    Shape,
    iso,
)
from lineproof.web.doing.closing import approve_seal, propose_seal, reject_seal
from lineproof.web.kept.contracts import SealedMonth, SealProposal
from lineproof.web.known.case import at, file_of, known
from lineproof.web.who.rights import Right

operations = Operations("seals")

FileName = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,100}$", description="Of `files`.")]


class Seal(Shape):
    """A closed month; its files prove it, as `lineproof verify` or the one-file verifier reads."""

    month: str
    revision: int = Field(description="0, and one more for each restatement.")
    result_hash: str = Field(description="Of the lines and the totals.")
    sealed_at: str = Field(description="When.")
    files: dict[str, str] = Field(description="SHA-256 of each file, by name.")


class Proposal(DecidedShape):
    """A month that somebody proposes to close, as it came to when they did."""

    proposal: int = Field(description="Its number.")
    month: str
    result_hash: str = Field(description="What the month came to.")
    payable: str = Field(description="What it makes payable.")
    revision: int | None = Field(description="The revision that it became; null: none.")


class Proposed(Shape):
    """What is to be closed."""

    month: Month


@operations.reads("/contracts/{int:pk}/seals", Right.SEE, Page[Seal])
def seals(call: ContractCall, after: After = None, limit: Limit = PAGE_ROWS) -> dict[str, object]:
    """List the closed months, each with all of its revisions."""
    return page_of(call.contract.sealed.all(), _seal, after=after, limit=limit)


def _seal(sealed: SealedMonth) -> dict[str, object]:
    """Return a closed month."""
    return {
        "month": sealed.month,
        "revision": sealed.revision,
        "result_hash": sealed.result_hash,
        "sealed_at": iso(sealed.sealed_at),
        "files": sealed.files,
    }


@operations.reads("/contracts/{int:pk}/seals/{month}/{int:revision}", Right.SEE, Seal)
def seal(call: ContractCall, month: Month, revision: Number) -> dict[str, object]:
    """Read a closed month."""
    return _seal(_found(call, month, revision))


@operations.reads("/contracts/{int:pk}/seals/{month}/{int:revision}/{name}", Right.SEE, FILE)
def seal_file(call: ContractCall, month: Month, revision: Number, name: FileName) -> bytes:
    """Read a file of a closed month, byte by byte as it was sealed."""
    sealed = _found(call, month, revision)
    if name not in sealed.files:
        raise Http404
    return file_of(sealed, name)


def _found(call: ContractCall, month: str, revision: int) -> SealedMonth:
    """Return a closed month of the contract."""
    found: SealedMonth | None = call.contract.sealed.filter(month=month, revision=revision).first()
    if found is None:
        raise Http404
    return found


@operations.reads("/contracts/{int:pk}/seal-proposals", Right.SEE, Page[Proposal])
def seal_proposals(
    call: ContractCall, after: After = None, limit: Limit = PAGE_ROWS
) -> dict[str, object]:
    """List what was proposed to be closed, the latest first."""
    found = call.contract.proposals.select_related("proposed_by", "decided_by", "sealed")
    return latest_of(found, lambda each: _proposal(call, each), after=after, limit=limit)


@operations.reads("/contracts/{int:pk}/seal-proposals/{int:proposal}", Right.SEE, Proposal)
def seal_proposal(call: ContractCall, proposal: Number) -> dict[str, object]:
    """Read what was proposed to be closed."""
    return _proposal(call, _proposed(call, proposal))


@operations.changes("/contracts/{int:pk}/seal-proposals", Right.PROPOSE_SEAL, Proposal)
def propose_to_seal(call: ContractCall, body: Proposed) -> dict[str, object]:
    """Propose to close a month as it now is; another person approves it."""
    return _proposal(call, propose_seal(call.contract, body.month, by=call.user))


@operations.decides(
    "/contracts/{int:pk}/seal-proposals/{int:proposal}/approve", Right.APPROVE_SEAL, Proposal
)
def approve_to_seal(call: ContractCall, proposal: Number) -> dict[str, object]:
    """Close a month that another person proposed, if it still comes to the same."""
    found = _proposed(call, proposal)
    approve_seal(found, by=call.user)
    return _proposal(call, found)


@operations.decides(
    "/contracts/{int:pk}/seal-proposals/{int:proposal}/reject", Right.PROPOSE_SEAL, Proposal
)
def reject_to_seal(call: ContractCall, proposal: Number) -> dict[str, object]:
    """Leave a month open; whoever proposed it may take it back so."""
    found = _proposed(call, proposal)
    reject_seal(found, by=call.user)
    return _proposal(call, found)


def _proposed(call: ContractCall, proposal: int) -> SealProposal:
    """Return a proposal of the contract."""
    every = call.contract.proposals.select_related("contract")
    found: SealProposal | None = every.filter(pk=proposal).first()
    if found is None:
        raise Http404
    return found


def _proposal(call: ContractCall, found: SealProposal) -> dict[str, object]:
    """Return a proposal."""
    digits = known(at(call.contract)).case.contract.digits
    return decided_json(found) | {
        "proposal": found.pk,
        "month": found.month,
        "result_hash": found.result_hash,
        "payable": format_minor(found.payable, digits=digits),
        "revision": None if found.sealed is None else found.sealed.revision,
    }
