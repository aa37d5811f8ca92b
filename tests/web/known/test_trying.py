"""Is it said what rows would change, before any of them is kept?"""

from __future__ import annotations

from tests.web.conftest import Made

from lineproof.model.finding import Severity
from lineproof.web.doing.closing import approve_seal, propose_seal
from lineproof.web.doing.recording import new_rows
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.trying import effect_of
from lineproof.web.who.rights import Role


def test_a_line_that_there_isn_t_is_a_new_finding(contract: Contract, person: Made) -> None:
    """Line 99 isn't in the contract: an error comes, of May 2025; nothing is kept."""
    row = {"line": "99", "event": "ceased", "date": "2025-05-10"}
    new = new_rows(contract, "lifecycle", [row], by=person(Role.OPERATIONS))
    effect = effect_of(contract, "lifecycle", new)
    assert any(f.severity is Severity.ERROR and "99" in f.message for f in effect.new)
    assert effect.first == "2025-05"
    assert not contract.records.filter(kind="lifecycle").exists()


def test_a_closed_month_that_it_speaks_of_is_named(contract: Contract, person: Made) -> None:
    """January 2025 is sealed: a line that ceases in December concerns it, in February not."""
    proposal = propose_seal(contract, "2025-01", by=person(Role.FINANCE))
    approve_seal(proposal, by=person(Role.FINANCE, name="second"))
    by = person(Role.OPERATIONS)
    for day, sealed in (("2024-12-01", ("2025-01",)), ("2025-02-01", ())):
        row = {"line": "1a", "event": "ceased", "date": day}
        new = new_rows(contract, "lifecycle", [row], by=by)
        assert effect_of(contract, "lifecycle", new).sealed == sealed
