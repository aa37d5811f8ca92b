"""Contracts as programs see them: the list, one, its terms and what is doubtful in it."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from lineproof.contract.fields import Term
from lineproof.contract.parse import located_terms
from lineproof.contract.terms.registry import KINDS
from lineproof.model.finding import Severity, count_open
from lineproof.report.as_json import check_json
from lineproof.settle.hashes import jsonable
from lineproof.web.api.door import Call, ContractCall
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import page_of
from lineproof.web.api.shapes import PAGE_ROWS, After, Limit, Page, Shape, iso, printed
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at, known
from lineproof.web.who.rights import Right

operations = Operations("contracts")


class ListedContract(Shape):
    """A contract in the list."""

    number: int = Field(description="Its number in addresses.")
    contract: str = Field(description="The contract's id.")
    organisation: str = Field(description="Whose it is.")


class ContractHead(ListedContract):
    """A contract: who signed it, for how long, and how much of it is open."""

    version: int = Field(description="Number of the version in force.")
    currency: str = Field(description="ISO 4217.")
    timezone: str = Field(description="Its days begin at midnight there.")
    buyer: str = Field(description="Who pays.")
    provider: str = Field(description="Who serves.")
    start: str | None = Field(description="First day, where the text says it.")
    months: int | None = Field(description="For how long, where the text says it.")
    errors: int = Field(description="How many errors are open.")
    questions: int = Field(description="How many questions are open.")
    warnings: int = Field(description="How many warnings are open.")
    sealed: str | None = Field(description="The last month that is closed.")


class ToldTerm(Shape):
    """A term as `contract.toml` has it, of a kind that the reference describes."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: str = Field(description="The term's id.")
    kind: str = Field(description="Its kind.")
    clause: str = Field(description="The clause of the document.")
    computed: bool = Field(description="Whether it yields amounts, dates or rights; else prose.")


class Terms(Shape):
    """What was agreed."""

    terms: list[ToldTerm]


@operations.reads("/contracts", None, Page[ListedContract])
def contracts(call: Call, after: After = None, limit: Limit = PAGE_ROWS) -> dict[str, object]:
    """List your contracts."""
    found = Contract.objects.all().for_user(call.user).select_related("organisation")
    return page_of(found, _listed, after=after, limit=limit)


def _listed(contract: Contract) -> dict[str, object]:
    """Return a contract's row."""
    return {
        "number": contract.pk,
        "contract": contract.name,
        "organisation": contract.organisation.name,
    }


@operations.reads("/contracts/{int:pk}", Right.SEE, ContractHead)
def contract(call: ContractCall) -> dict[str, object]:
    """Read a contract's head, and how much is open in it."""
    found = known(at(call.contract))
    head = found.case.contract.contract
    return _listed(call.contract) | {
        "version": call.contract.in_force.number,
        "currency": head.currency,
        "timezone": head.timezone,
        "buyer": head.parties.buyer.name,
        "provider": head.parties.provider.name,
        "start": iso(head.start),
        "months": head.months,
        "errors": count_open(found.findings, Severity.ERROR),
        "questions": count_open(found.findings, Severity.QUESTION),
        "warnings": count_open(found.findings, Severity.WARNING),
        "sealed": found.case.sealed[-1].month if found.case.sealed else None,
    }


@operations.reads("/contracts/{int:pk}/terms", Right.SEE, Terms)
def terms(call: ContractCall) -> dict[str, object]:
    """Read the terms of the version in force, amendments included."""
    found = known(at(call.contract)).case.contract
    return {"terms": [_term(term) for _path, term in located_terms(found)]}


def _term(term: Term) -> dict[str, Any]:
    """Return a term with what it says."""
    kind = str(getattr(term, "kind", ""))
    said = jsonable(term)
    assert isinstance(said, dict), "a term has fields"
    own = {"id": term.id, "kind": kind, "clause": term.clause, "computed": KINDS[kind].is_computed}
    return {**said, **own}


@operations.reads("/contracts/{int:pk}/findings", Right.SEE, printed("check"))
def findings(call: ContractCall) -> dict[str, Any]:
    """Read what is wrong, open or worth a look in the contract."""
    found = known(at(call.contract))
    return check_json(found.findings, digits=found.case.contract.digits)
