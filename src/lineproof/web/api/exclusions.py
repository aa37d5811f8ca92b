"""Claims that a time doesn't count, as programs see them: each side claims, the other answers."""

from __future__ import annotations

import enum
from typing import Annotated, Any

from django.utils import timezone
from ninja import Form
from pydantic import Field

from lineproof.report.exclusions import exclusions_json
from lineproof.web.api.door import ContractCall
from lineproof.web.api.marks import etag, hourly
from lineproof.web.api.operations import Operations
from lineproof.web.api.proof import Proof, proof_of
from lineproof.web.api.shapes import Month, Name, Shape, Text, printed
from lineproof.web.doing.claims import (
    ANSWERS,
    Claim,
    Reply,
    answer_claim,
    causes,
    claim,
    effects,
    waiting,
)
from lineproof.web.known.case import at, known, today
from lineproof.web.known.months import refuse_outside_term
from lineproof.web.who.rights import Right
from lineproof.web.who.sides import side_of

operations = Operations("exclusions")

ClaimAnswer = enum.StrEnum("ClaimAnswer", {name.upper(): name for name in ANSWERS})  # type: ignore[misc]  # of those


class Unanswered(Shape):
    """What can be claimed, and what waits for your side's answer."""

    causes: list[str] = Field(description="What a clause leaves out time for.")
    claims: list[str] = Field(description="The claims that your side is to answer.")


class ClaimShape(Shape):
    """A time that is claimed not to count; who claims follows from your role, and when: today."""

    cause: Text = Field(min_length=1, description="One of the contract's causes.")
    begins: Text = Field(
        alias="from",
        min_length=1,
        description="When it begins; without an offset, by the contract's clocks.",
        examples=["2025-03-04T08:10"],
    )
    ends: Text = Field(alias="to", min_length=1, description="When it is over.")
    lines: Text = Field(default="", description="Whose, by semicolons; left out: all.")
    notice: Text = Field(default="", description="When the buyer had notice, said by the buyer.")


class AnswerShape(Shape):
    """The other side's answer; a part that is accepted has both its ends."""

    answer: ClaimAnswer
    begins: Text = Field(default="", alias="from", description="Accepted from then on.")
    ends: Text = Field(default="", alias="to", description="Accepted until then.")


class ClaimKept(Shape):
    """What was recorded."""

    claim: str = Field(description="Id of the record that holds now.")


def _of_side(call: ContractCall) -> str:
    """Return the ETag of what waits for a side."""
    return etag(hourly(call), side_of(call.user, call.contract))


@operations.reads("/contracts/{int:pk}/exclusions", Right.CLAIM, Unanswered, marked=_of_side)
def exclusions_to_answer(call: ContractCall) -> dict[str, object]:
    """Read which claims wait for your side's answer, and what can be claimed."""
    state = at(call.contract)
    on = today(known(state).case, timezone.now())
    found = waiting(state, side_of(call.user, call.contract), on=on)
    return {"causes": causes(state), "claims": [each.id for each in found]}


@operations.reads(
    "/contracts/{int:pk}/months/{month}/exclusions",
    Right.SEE,
    printed("exclusions"),
    marked=hourly,
)
def exclusions(call: ContractCall, month: Month) -> dict[str, Any]:
    """Read the claims about a month, and its figures with and without each."""
    state = at(call.contract)
    refuse_outside_term(state, month)
    found = effects(state, month, today(known(state).case, timezone.now()))
    return exclusions_json(found, contract=call.contract.name, month=month)


@operations.changes("/contracts/{int:pk}/exclusions", Right.CLAIM, ClaimKept)
def claim_exclusion(
    call: ContractCall, said: Annotated[ClaimShape, Form()], evidence: Proof = None
) -> dict[str, object]:
    """Claim that a time doesn't count, for the side that you speak for; the other answers."""
    proof = proof_of(call, evidence)
    return {"claim": claim(call.contract, Claim(**said.model_dump(), evidence=proof), by=call.user)}


@operations.changes("/contracts/{int:pk}/exclusions/{exclusion}/answer", Right.CLAIM, ClaimKept)
def answer_exclusion(call: ContractCall, exclusion: Name, body: AnswerShape) -> dict[str, object]:
    """Accept or reject a claim of the other side's, or accept a part of it."""
    reply = Reply(exclusion, body.answer.value, body.begins, body.ends)
    return {"claim": answer_claim(call.contract, reply, by=call.user)}
