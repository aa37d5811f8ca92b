"""Deadlines as programs see them: every dated duty, whether it was met, and what follows if not."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lineproof.report.deadlines import Agenda, deadlines_json
from lineproof.settle.duties import duties
from lineproof.web.api.door import ContractCall
from lineproof.web.api.marks import hourly
from lineproof.web.api.operations import Operations
from lineproof.web.api.shapes import On, printed
from lineproof.web.known.case import at, known, today
from lineproof.web.who.rights import Right

operations = Operations("deadlines")


@operations.reads("/contracts/{int:pk}/deadlines", Right.SEE, printed("deadlines"), marked=hourly)
def deadlines(call: ContractCall, on: On = None) -> dict[str, Any]:
    """List every deadline of the contract."""
    found = known(at(call.contract))
    day = on or today(found.case, timezone.now())
    agenda = Agenda(call.contract.name, tuple(duties(found.view, on=day)))
    return deadlines_json([agenda], on=day)
