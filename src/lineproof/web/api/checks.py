"""Bills beside what is owed, as programs see it: each difference by its cause, and what is decided.

What a month's differences are is the buyer's own; the provider sees what was sent to him.
"""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query
from pydantic import Field, WithJsonSchema

from lineproof.model.period import add_months, month_text, parse_month
from lineproof.report.reconciliation import (
    difference_lines_json,
    differing,
    reconciliation_json,
)
from lineproof.web.api.bills import of_bills
from lineproof.web.api.door import ContractCall
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
from lineproof.web.doing.checking import Question, accept, compared
from lineproof.web.who.rights import Right

operations = Operations("reconciliation")

MONTHS_MAX = 36
Causes = Annotated[list[Text], Field(min_length=1, max_length=50)]


class Which(Shape):
    """Which bills are compared with which months."""

    first: Month = Field(alias="from", description="The first month.")
    last: Month | None = Field(default=None, alias="to", description="The last; else the same.")
    bill: Text = Field(default="", description="A bill's number; else all that are for them.")

    @property
    def question(self) -> Question:
        """What is asked, as far as three years."""
        month, end = parse_month(self.first), parse_month(self.last or self.first)
        months = [month_text(month)]
        while month < end and len(months) < MONTHS_MAX:
            month = add_months(month, 1)
            months.append(month_text(month))
        return Question(tuple(months), (self.bill,) if self.bill else ())


class Decided(Shape):
    """What is decided about a bill and its month."""

    bill: Text = Field(min_length=1, description="The bill's number.")
    month: Month
    causes: Causes = Field(description="The causes it is about.")


class LetStand(Decided):
    """What may stand though it isn't owed."""

    why: Text = Field(min_length=1, description="An auditor will ask.")


class Drafted(Shape):
    """What was drafted, or let stand."""

    dispute: str = Field(description="Its id.")


class Differences(Part):
    """A part of the lines that differ."""

    items: list[Annotated[dict[str, Any], WithJsonSchema({SHAPE: "reconcile/lines"})]]


@operations.reads(
    "/contracts/{int:pk}/reconciliation",
    Right.SEE_CHECKS,
    printed("reconcile/-lines"),
    marked=of_bills,
)
def reconciliation(call: ContractCall, which: Annotated[Which, Query()]) -> dict[str, Any]:
    """Read what bills ask for beside what is owed, by cause; its lines are a list of their own."""
    return reconciliation_json(compared(call.contract, which.question).found)


@operations.reads(
    "/contracts/{int:pk}/reconciliation/lines",
    Right.SEE_CHECKS,
    Differences,
    marked=of_bills,
)
def reconciliation_lines(
    call: ContractCall,
    which: Annotated[Which, Query()],
    after: After = None,
    limit: Limit = PAGE_ROWS,
) -> dict[str, object]:
    """List the lines that differ."""
    found = compared(call.contract, which.question).found
    rows = differing(found)

    def told(start: int, count: int) -> list[dict[str, Any]]:
        return difference_lines_json(rows.slice(start, count), digits=found.digits)

    return slice_of(rows.height, told, after=after, limit=limit)


@operations.changes("/contracts/{int:pk}/differences-let-stand", Right.CHECK_BILLS, Drafted)
def let_differences_stand(call: ContractCall, body: LetStand) -> dict[str, object]:
    """Let differences stand though they aren't owed; nothing is sent to anybody."""
    question = Question((body.month,), (body.bill,))
    return {"dispute": accept(call.contract, question, body.causes, why=body.why, by=call.user)}
