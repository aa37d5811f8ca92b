"""What waits for acceptance, as programs see it: an inbox, and what is accepted or refused."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from typing import Annotated

from ninja import Form
from pydantic import Field

from lineproof.model.errors import LineproofError
from lineproof.web.api.door import Call, ContractCall
from lineproof.web.api.marks import hourly
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import slice_of
from lineproof.web.api.proof import Proof, proof_of
from lineproof.web.api.shapes import PAGE_ROWS, After, Day, Limit, Page, Shape, Text, iso
from lineproof.web.doing.acceptance import Decision, decide_acceptance, name_of, waiting
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.rights import Right

operations = Operations("acceptance")

_NAMES_MAX = 200


class Verdict(enum.StrEnum):
    """What is said of what was delivered."""

    ACCEPT = "accept"
    REFUSE = "refuse"


class Waiting(Shape):
    """A line or a stage that was delivered, and waits to be accepted."""

    contract: int = Field(description="The contract's number.")
    name: str = Field(description="What it is called when it is decided.")
    kind: str = Field(description="line or stage.")
    subject: str = Field(description="The line, or the stage's item; empty: the whole contract.")
    event: str = Field(description="What happened: delivered, or asked to be accepted.")
    since: str = Field(description="When it did.")
    due: str | None = Field(description="Last day to answer; silence counts then. null: never.")
    clause: str = Field(description="The clause on silence; may be empty.")
    effect: str = Field(description="What silence does; may be empty.")


class Deciding(Shape):
    """What is decided of what waits; all of it or none."""

    names: list[Text] = Field(
        min_length=1, max_length=_NAMES_MAX, description="Names of what waits."
    )
    decision: Verdict = Field(description="accept or refuse.")
    day: Day = Field(description="The day, from the last delivery on and not in the future.")


class Count(Shape):
    """How much was recorded."""

    count: int = Field(description="How many lines and stages.")


@operations.reads("/acceptance", None, Page[Waiting], marked=hourly)
def acceptance_inbox(
    call: Call, after: After = None, limit: Limit = PAGE_ROWS
) -> dict[str, object]:
    """List what waits in all of your contracts that can be read."""
    mine = Contract.objects.all().for_user(call.user).select_related("organisation")
    return _page([each for found in mine for each in _readable(found)], after, limit)


def _readable(contract: Contract) -> Iterator[dict[str, object]]:
    """Yield what waits in a contract; of one that can't be read nothing: its findings say why."""
    try:
        yield from _waiting(contract)
    except LineproofError:
        return


def _waiting(contract: Contract) -> Iterator[dict[str, object]]:
    """Yield what waits in a contract, the longest waiting first."""
    for each in waiting(contract):
        yield {
            "contract": contract.pk,
            "name": name_of(each),
            "kind": each.kind,
            "subject": each.subject,
            "event": each.event,
            "since": iso(each.since),
            "due": iso(each.due),
            "clause": each.clause,
            "effect": each.effect,
        }


def _page(found: Sequence[dict[str, object]], after: str | None, limit: int) -> dict[str, object]:
    """Return a page of what waits."""

    def told(start: int, count: int) -> Sequence[dict[str, object]]:
        return found[start : start + count]

    return slice_of(len(found), told, after=after, limit=limit)


@operations.reads("/contracts/{int:pk}/acceptance", Right.SEE, Page[Waiting], marked=hourly)
def acceptance(
    call: ContractCall, after: After = None, limit: Limit = PAGE_ROWS
) -> dict[str, object]:
    """List what waits in a contract, the longest waiting first."""
    return _page(list(_waiting(call.contract)), after, limit)


@operations.changes("/contracts/{int:pk}/acceptance", Right.RECORD, Count)
def accept_or_refuse(
    call: ContractCall, said: Annotated[Deciding, Form()], evidence: Proof = None
) -> dict[str, object]:
    """Accept or refuse what waits, with the file that proves it; it is recorded as facts are."""
    given = Decision(
        names=said.names,
        decision=said.decision.value,
        day=said.day.isoformat(),
        evidence=proof_of(call, evidence),
    )
    return {"count": decide_acceptance(call.contract, given, by=call.user)}
