"""Is it said what became of a line: its steps, its prices over time, what proves it?"""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from tests.web.conftest import EXAMPLES, Made

from lineproof.web.doing.recording import record
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.evidence import keep_evidence
from lineproof.web.kept.vault import put
from lineproof.web.known.case import at, known, settled
from lineproof.web.known.line_history import (
    Price,
    Step,
    documents_of,
    months_behind,
    prices_in,
    steps_of,
)
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role


@pytest.fixture
def moves(organisation: Organisation) -> Contract:
    """Return the contract whose lines are moved, repriced and ceased in March 2025."""
    return take_in(EXAMPLES / "05-amendment-and-moves", organisation, by="operator")


def test_steps_are_those_taken_and_those_to_come(moves: Contract, person: Made) -> None:
    """Line 6 ceased; line 1 was ordered and delivered, and isn't accepted yet; of 2 none told."""
    by = person(Role.OPERATIONS)
    ordered = {"order": "O1", "line": "1", "ordered": "2024-11-01"}
    record(moves, "orders", [ordered], by=by)
    record(moves, "lifecycle", [{"line": "1", "event": "delivered", "date": "2024-12-01"}], by=by)
    found = known(at(moves))
    assert steps_of(found, "6") == [Step("ceased", dt.date(2025, 3, 21))]
    assert steps_of(found, "1") == [
        Step("ordered", dt.date(2024, 11, 1)),
        Step("delivered", dt.date(2024, 12, 1)),
        Step("accepted", None),
        Step("in_service", None),
    ]
    assert steps_of(found, "2") == []


def test_a_price_goes_on_until_it_changes(moves: Contract) -> None:
    """Line 2: 900.00 from January to 10 March 2025, then 750.00 to the end of April."""
    months = months_behind(at(moves), "2025-04", circuits=8)
    assert [each.month for each in months] == ["2025-04", "2025-03", "2025-02", "2025-01"]
    assert prices_in(months, "2") == [
        Price(dt.date(2025, 1, 1), dt.date(2025, 3, 10), 90000),
        Price(dt.date(2025, 3, 11), dt.date(2025, 4, 30), 75000),
    ]
    with pytest.raises(ValueError, match="2025-13"):
        months_behind(at(moves), "2025-13", circuits=8)


def test_of_a_large_contract_only_what_is_worked_out_is_there(moves: Contract) -> None:
    """March alone was asked for before."""
    settled(at(moves), "2025-03")
    months = months_behind(at(moves), "2025-04", circuits=10**6)
    assert [each.month for each in months] == ["2025-03"]


def test_a_line_s_documents_are_those_its_records_name(moves: Contract, person: Made) -> None:
    """One file that a record of line 1 names; none for line 2."""
    sha256 = put(settings.CONFIGURATION.vault, b"accepted")
    keep_evidence(moves, sha256, "sheet.txt")
    row = {"line": "1", "event": "accepted", "date": "2025-01-01", "evidence": sha256}
    record(moves, "lifecycle", [row], by=person(Role.OPERATIONS))
    assert [file.sha256 for file in documents_of(moves, "1")] == [sha256]
    assert documents_of(moves, "2") == []
