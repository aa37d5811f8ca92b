"""Are deadlines told as the command line tells them?"""

from __future__ import annotations

import datetime as dt

from tests.web.api.conftest import Called

from lineproof.report.deadlines import Agenda, deadlines_json
from lineproof.settle.duties import duties
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at, known
from lineproof.web.who.rights import Role


def test_deadlines_are_those_of_a_day(contract: Contract, program: Called) -> None:
    """On 1 March 2025 what `deadlines --json` prints of the contract; today, if no day is asked."""
    reader = program(Role.VIEWER, contract)
    day = dt.date(2025, 3, 1)
    agenda = Agenda(contract.name, tuple(duties(known(at(contract)).view, on=day)))
    assert reader.read("/deadlines?on=2025-03-01") == deadlines_json([agenda], on=day)
    assert agenda.dated
    assert reader.read("/deadlines")["on"] > "2025-03-01"
    for day_text, status in (("2025-02-30", 422), ("1900-12-31", 422), ("2999-12-31", 200)):
        assert reader.get(f"/deadlines?on={day_text}").status_code == status, day_text
