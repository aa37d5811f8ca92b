"""Is what explains a month made once, and anew after a change?"""

from __future__ import annotations

from tests.web.conftest import rescored

from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at
from lineproof.web.known.explaining import explainer


def test_it_is_made_once_a_state(contract: Contract) -> None:
    """The same object until a score is corrected; 95 is paid in full, 89.99 with 90 %."""
    before = explainer(at(contract), "2025-01")
    assert explainer(at(contract), "2025-01") is before
    line = before.settlement.lines["line"][0]
    rescored(contract, "95")
    after = explainer(at(contract), "2025-01")
    told, corrected = before.line(line), after.line(line)
    assert told is not None
    assert corrected is not None
    assert told.value * 10 == corrected.value * 9
