"""Months as programs see them: what each comes to, line by line, and why."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import Field, WithJsonSchema

from lineproof.assess.measured import Measured
from lineproof.assess.outages import outages_of
from lineproof.assess.taken import taken_in
from lineproof.model.period import parse_month
from lineproof.report.as_json import explained_json, lines_json, settlement_json
from lineproof.report.availability import availability_report_json
from lineproof.report.outages import TermOutages, outages_json
from lineproof.report.scorecard import sheet_json, sheets_of
from lineproof.settle.explain import Explainer
from lineproof.settle.explain_total import explain_total
from lineproof.settle.settlement import Settlement
from lineproof.web.api.door import ContractCall
from lineproof.web.api.marks import hourly
from lineproof.web.api.operations import Operations
from lineproof.web.api.paging import slice_of
from lineproof.web.api.shapes import (
    PAGE_ROWS,
    SHAPE,
    After,
    Limit,
    Month,
    Part,
    Shape,
    Text,
    printed,
)
from lineproof.web.kept.contracts import State
from lineproof.web.known.case import At, at, known, seal_of, settled, today
from lineproof.web.known.measuring import batches_of, measured
from lineproof.web.known.months import months_begun, refuse_outside_term
from lineproof.web.who.rights import Right

operations = Operations("months")

Line = Annotated[Text | None, Query(description="A line; left out: the month as a whole.")]
_OF_MONTH = "/contracts/{int:pk}/months/{month}"


class MonthShape(Shape):
    """A month of the term that has begun."""

    month: str
    revision: int | None = Field(description="The latest that is sealed; null: it is open.")
    payable: str | None = Field(description="What it made payable, as sealed.")
    proposal: int | None = Field(description="What waits for a decision to close it.")


class Months(Shape):
    """The months of a term that have begun, the latest first."""

    currency: str = Field(description="ISO 4217.")
    months: list[MonthShape]


class SettledLines(Part):
    """A part of the lines of a month."""

    items: list[Annotated[dict[str, Any], WithJsonSchema({SHAPE: "settle/lines"})]]


@operations.reads("/contracts/{int:pk}/months", Right.SEE, Months, marked=hourly)
def months(call: ContractCall) -> dict[str, object]:
    """List the months that have begun: which are closed, proposed, open."""
    found = known(at(call.contract))
    sealed = {each.month: each for each in call.contract.sealed.all()}
    open_proposals = call.contract.proposals.filter(state=State.PROPOSED)
    proposed = dict(open_proposals.values_list("month", "pk"))
    now = today(found.case, timezone.now())
    names = sorted({*months_begun(found.view.term_days, now), *sealed}, reverse=True)
    told = [
        {
            "month": name,
            "revision": sealed[name].revision if name in sealed else None,
            "payable": seal_of(sealed[name])["totals"]["payable"] if name in sealed else None,
            "proposal": proposed.get(name),
        }
        for name in names
    ]
    return {"currency": found.case.contract.contract.currency, "months": told}


@operations.reads(_OF_MONTH, Right.SEE, printed("settle/-lines"))
def settlement(call: ContractCall, month: Month) -> dict[str, Any]:
    """Read what a month comes to, as far as it is known; its lines are a list of their own."""
    return settlement_json(_settled(call, month), with_lines=False)


def _settled(call: ContractCall, month: str) -> Settlement:
    """Return a month of the contract's term."""
    state = at(call.contract)
    refuse_outside_term(state, month)
    return settled(state, month)


@operations.reads(f"{_OF_MONTH}/lines", Right.SEE, SettledLines)
def settlement_lines(
    call: ContractCall, month: Month, after: After = None, limit: Limit = PAGE_ROWS
) -> dict[str, object]:
    """List the lines of a month."""
    found = _settled(call, month)

    def told(start: int, count: int) -> list[dict[str, Any]]:
        return lines_json(found.lines.slice(start, count), digits=found.digits)

    return slice_of(found.lines.height, told, after=after, limit=limit)


@operations.reads(f"{_OF_MONTH}/explanation", Right.SEE, printed("explain"))
def explanation(call: ContractCall, month: Month, line: Line = None) -> dict[str, Any]:
    """Read why an amount is what it is: of a line, or of the month."""
    found, state = _settled(call, month), at(call.contract)
    explainer = Explainer(known(state).view, found, batches_of(call.contract, state))
    node = explain_total(explainer) if line is None else explainer.line(line)
    if node is None:
        said = f'the line "{line}" owes nothing in {month}'
        raise Http404(said)
    return explained_json(node, digits=found.digits)


@operations.reads(f"{_OF_MONTH}/scorecards", Right.SEE, printed("scorecard"))
def scorecards(call: ContractCall, month: Month) -> dict[str, Any]:
    """Read the points of a month, item by item, and what they rest on."""
    state, asked = _begun(call, month), parse_month(month)
    sheets = sheets_of(Measured(taken_in(known(state).view, asked)), asked)
    return {"scorecards": [sheet_json(sheet) for sheet in sheets]}


def _begun(call: ContractCall, month: str) -> At:
    """Return the contract's state; raises Http404 for a month that its term doesn't have."""
    state = at(call.contract)
    refuse_outside_term(state, month)
    return state


@operations.reads(f"{_OF_MONTH}/availability", Right.SEE, printed("availability"))
def availability(
    call: ContractCall, month: Month, after: After = None, limit: Limit = PAGE_ROWS
) -> dict[str, Any]:
    """Read how available the service was, where it was measured.

    Of each term's units a page is told, the worst first, after so many that were told before.
    """
    state = _begun(call, month)
    told = availability_report_json(known(state).view, measured(state, month), month)
    start = int(after or "0")
    for term in told["terms"]:
        term["units"] = term["units"][start : start + limit]
    return told


@operations.reads(f"{_OF_MONTH}/outages", Right.SEE, printed("outages"))
def outages(
    call: ContractCall, month: Month, after: After = None, limit: Limit = PAGE_ROWS
) -> dict[str, Any]:
    """Read when lines were down, or not known to be up, where it was measured.

    Of each term's outages a page is told, after so many that were told before.
    """
    state = _begun(call, month)
    start = int(after or "0")
    found = [
        TermOutages(each, outages_of(each.month).slice(start, limit))
        for each in measured(state, month)
    ]
    return outages_json(known(state).view, found, month)
