"""Versions of a contract's text as programs see them: an answer proposed, decided by another."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from pydantic import Field

from lineproof.web.api.decided import DecidedShape, decided_json
from lineproof.web.api.door import ContractCall
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import page_of
from lineproof.web.api.shapes import FILE, PAGE_ROWS, After, Day, Limit, Number, Page, Shape, Text
from lineproof.web.doing.versions import Given, approve_version, propose_answer, reject_version
from lineproof.web.kept.contracts import Version
from lineproof.web.known.case import at, known, today
from lineproof.web.who.rights import Right

operations = Operations("versions")


class VersionShape(DecidedShape):
    """A version of a contract's text."""

    version: int = Field(description="Its number, from 1.")
    sha256: str = Field(description="Of its text.")
    why: str = Field(description="What it is for.")


class Answer(Shape):
    """What both parties answered to a question."""

    code: Text = Field(description="Of the finding that asks.")
    subject: Text = Field(description="Of the finding, as it is there.")
    value: Text = Field(description="One of the finding's answers.")
    on: Day | None = Field(default=None, description="When they did; today, if left out.")
    reason: Text = Field(default="", description="How they did.")


@operations.reads("/contracts/{int:pk}/versions", Right.SEE, Page[VersionShape])
def versions(
    call: ContractCall, after: After = None, limit: Limit = PAGE_ROWS
) -> dict[str, object]:
    """List the versions of the text, with those that were proposed and rejected."""
    found = call.contract.versions.select_related("proposed_by", "decided_by").defer("text")
    return page_of(found, _version, after=after, limit=limit)


@operations.reads("/contracts/{int:pk}/versions/{int:number}", Right.SEE, VersionShape)
def version(call: ContractCall, number: Number) -> dict[str, object]:
    """Read where a version stands."""
    return _version(_found(call, number))


@operations.reads("/contracts/{int:pk}/versions/{int:number}/contract.toml", Right.SEE, FILE)
def version_text(call: ContractCall, number: Number) -> bytes:
    """Read a version's text, as it was signed or proposed."""
    return bytes(_found(call, number).text)


@operations.changes("/contracts/{int:pk}/versions", Right.ANSWER, VersionShape)
def propose_version(call: ContractCall, body: Answer) -> dict[str, object]:
    """Propose the answer that both parties gave to a question; another person approves it.

    Several answers of one person go into one version.
    """
    on = body.on or today(known(at(call.contract)).case, timezone.now())
    given = Given(code=body.code, subject=body.subject, value=body.value, on=on, reason=body.reason)
    return _version(propose_answer(call.contract, given, by=call.user))


@operations.decides(
    "/contracts/{int:pk}/versions/{int:number}/approve", Right.APPROVE_VERSION, VersionShape
)
def approve_of_version(call: ContractCall, number: Number) -> dict[str, object]:
    """Bring a version into force that another person proposed."""
    found = _found(call, number)
    approve_version(found, by=call.user)
    return _version(found)


@operations.decides(
    "/contracts/{int:pk}/versions/{int:number}/reject", Right.APPROVE_VERSION, VersionShape
)
def reject_of_version(call: ContractCall, number: Number) -> dict[str, object]:
    """Leave the contract as it was; whoever proposed the version may take it back so."""
    found = _found(call, number)
    reject_version(found, by=call.user)
    return _version(found)


def _found(call: ContractCall, number: int) -> Version:
    """Return a version of the contract."""
    every = call.contract.versions.select_related("contract", "proposed_by", "decided_by")
    found: Version | None = every.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _version(found: Version) -> dict[str, object]:
    """Return where a version stands."""
    return decided_json(found) | {
        "version": found.number,
        "sha256": found.sha256,
        "why": found.why,
    }
