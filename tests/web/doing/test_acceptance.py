"""Is what waits accepted or refused, many at once, once each, and with its proof?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.cli.measuring import TERM, write_contract
from tests.web.conftest import Made

from lineproof.web.doing import acceptance
from lineproof.web.doing.acceptance import Decision, decide_acceptance, name_of, waiting
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.recording import record
from lineproof.web.doing.taking_in import take_in
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract, KeptFile, Record
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role

SHEET = """
[[term]]
id = "SHEET"
kind = "deemed"
clause = "4.2"
event = "delivered"
within = 30
unit = "days"
outcome = "accepted"
"""
TODAY = dt.date(2025, 3, 20)


@pytest.fixture
def delivered(organisation: Organisation, tmp_path: Path, person: Made) -> Contract:
    """Return a contract whose two lines were delivered on 1 and 3 March, and a stage asked for."""
    folder = write_contract(tmp_path / "lines", terms=TERM + SHEET)
    contract = take_in(folder, organisation, by="operator")
    by = person(Role.OPERATIONS, name="recorder")
    rows = [{"line": line, "event": "delivered", "date": day}
            for line, day in (("1", "2025-03-01"), ("2", "2025-03-03"))]  # fmt: skip
    record(contract, "lifecycle", rows, by=by)
    asked = {"event": "acceptance_requested", "date": "2025-03-02", "item": "half"}
    record(contract, "milestones", [asked], by=by)
    return contract


@pytest.fixture
def one(person: Made) -> User:
    """Return somebody from operations."""
    return person(Role.OPERATIONS)


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be 20 March 2025."""
    monkeypatch.setattr(acceptance, "today", lambda _case, _now: TODAY)


def test_many_are_accepted_at_once(delivered: Contract, one: User) -> None:
    """Lines and a stage, with one proof; then nothing waits."""
    names = [name_of(each) for each in waiting(delivered)]
    assert names == ["line:1", "stage:half", "line:2"]
    proof = Upload("sheet.pdf", Kind.PDF, b"%PDF-1.7")
    given = Decision(names, "accept", "2025-03-05", proof)
    assert decide_acceptance(delivered, given, by=one) == 3
    assert waiting(delivered) == ()
    rows = Record.objects.filter(contract=delivered, values__date="2025-03-05")
    assert {(r.kind, r.values["event"]) for r in rows} == {
        ("lifecycle", "accepted"), ("milestones", "signed"),
    }  # fmt: skip
    file = KeptFile.objects.get(contract=delivered, path__startswith="evidence/")
    assert {row.evidence for row in rows} == {file.sha256}


def test_what_is_refused_waits_no_more(delivered: Contract, one: User) -> None:
    """Until it is delivered again."""
    decide_acceptance(delivered, Decision(["line:1"], "refuse", "2025-03-20"), by=one)
    assert [name_of(each) for each in waiting(delivered)] == ["stage:half", "line:2"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Decision([], "accept", "2025-03-05"), "Choose"),
        (Decision(["line:1"], "shrug", "2025-03-05"), "Choose"),
        (Decision(["line:1", "line:9"], "accept", "2025-03-05"), "9 doesn't wait"),
        (Decision(["line:1"], "accept", "5 March"), "Write the day"),
        (Decision(["line:1", "line:2"], "accept", "2025-03-02"), "2025-03-03, the last delivery"),
        (Decision(["line:1"], "accept", "2025-03-21"), "today, 2025-03-20"),
    ],
)
def test_what_can_t_be_is_told(given: Decision, why: str, delivered: Contract, one: User) -> None:
    """And nothing is recorded, of none of them."""
    before = Record.objects.count()
    with pytest.raises(NotNowError, match=why):
        decide_acceptance(delivered, given, by=one)
    assert Record.objects.count() == before
