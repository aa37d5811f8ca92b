"""Disputes as programs see them: how each stands, its files, and what happened to it since.

The provider sees what was sent to him, and no reason that the buyer noted for himself.
"""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Any

from django.http import Http404
from pydantic import Field

from lineproof.report.disputes import Listed, disputes_json
from lineproof.web.api.checks import Decided, Drafted
from lineproof.web.api.door import ContractCall
from lineproof.web.api.marks import hourly
from lineproof.web.api.operations import Operations
from lineproof.web.api.shapes import FILE, Amount, Day, Month, Name, Shape, Text, printed
from lineproof.web.doing.checking import Question
from lineproof.web.doing.disputing import (
    STEPS,
    Standing,
    claim,
    dispute,
    kept_files,
    standing,
    step,
)
from lineproof.web.known.case import at, known
from lineproof.web.who.rights import Right

operations = Operations("disputes")

Event = enum.StrEnum("Event", {name.upper(): name for name in STEPS})  # type: ignore[misc]  # of those


class Happened(Shape):
    """What happened to a dispute."""

    event: Event
    date: Day = Field(description="The day.")
    amount: Amount | None = Field(default=None, description="Agreed in all, or credited.")
    document: Text = Field(default="", description="The letter or note that says so.")
    reason: Text = Field(default="", description="Why, for yourselves.")


class Claimed(Shape):
    """A credit to be claimed before its window closes."""

    month: Month
    term: Text = Field(min_length=1, description="The term that gives it.")


class Stands(Shape):
    """How a dispute stands."""

    dispute: str = Field(description="Its id.")
    state: str = Field(description="How it stands.")


class Files(Shape):
    """What belongs to a dispute."""

    files: list[str] = Field(description="Their names.")


@operations.reads("/contracts/{int:pk}/disputes", Right.SEE, printed("dispute list"), marked=hourly)
def disputes(call: ContractCall) -> dict[str, Any]:
    """List the disputes, and what they come to."""
    is_ours, stands = _standing(call)
    case = known(at(call.contract)).case
    listed = Listed(
        call.contract.name,
        case.contract.contract.currency,
        case.contract.digits,
        stands.register.disputes,
        stands.dated,
        stands.register.findings,
    )
    told = disputes_json([listed], on=stands.on)
    if not is_ours:
        for each in told["contracts"][0]["disputes"]:
            for happened in each["steps"]:
                happened["reason"] = None
    return told


def _standing(call: ContractCall) -> tuple[bool, Standing]:
    """Return whether the caller sees what wasn't sent, and the disputes as far as they do."""
    is_ours = call.contract.allows(call.user, Right.SEE_CHECKS)
    return is_ours, standing(call.contract, is_ours=is_ours)


@operations.changes("/contracts/{int:pk}/disputes", Right.CHECK_BILLS, Drafted)
def draft_dispute(call: ContractCall, body: Decided) -> dict[str, object]:
    """Draft the objection to a bill for some causes: letter, table and evidence."""
    question = Question((body.month,), (body.bill,))
    return {"dispute": dispute(call.contract, question, body.causes, by=call.user)}


@operations.reads("/contracts/{int:pk}/disputes/{name}/files", Right.SEE, Files)
def dispute_files(call: ContractCall, name: Name) -> dict[str, object]:
    """List the files of a dispute: letter, table, evidence."""
    return {"files": sorted(_files(call, name))}


@operations.reads("/contracts/{int:pk}/disputes/{name}/files/{file}", Right.SEE, FILE)
def dispute_file(call: ContractCall, name: Name, file: Name) -> bytes:
    """Read a file of a dispute."""
    path = _files(call, name).get(file)
    if path is None:
        raise Http404
    return path.read_bytes()


def _files(call: ContractCall, name: str) -> dict[str, Path]:
    """Return the files of a dispute that the caller may see."""
    _is_ours, stands = _standing(call)
    if all(each.id != name for each in stands.register.disputes):
        raise Http404
    return kept_files(call.contract, name)


@operations.changes("/contracts/{int:pk}/disputes/{name}/steps", Right.CHECK_BILLS, Stands)
def record_step(call: ContractCall, name: Name, body: Happened) -> dict[str, object]:
    """Record what happened to a dispute, if it can follow."""
    values = {
        "event": body.event.value,
        "date": body.date.isoformat(),
        "amount": body.amount or "",
        "document": body.document,
        "reason": body.reason,
    }
    step(call.contract, name, values, by=call.user)
    return {"dispute": name, "state": values["event"]}


@operations.changes("/contracts/{int:pk}/claims", Right.CHECK_BILLS, Drafted)
def claim_credit(call: ContractCall, body: Claimed) -> dict[str, object]:
    """Draft the claim of a credit before its window closes."""
    return {"dispute": claim(call.contract, body.month, body.term, by=call.user)}
