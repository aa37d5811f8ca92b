"""Is a month closed by two, once, and as it was proposed?"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.web.conftest import EXAMPLES, Made, rescored

from lineproof.model.errors import InputRefusedError
from lineproof.model.period import parse_month
from lineproof.store.sealing import seal_month
from lineproof.web.doing.closing import approve_seal, previous_seal, propose_seal, reject_seal
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.kept.contracts import Contract, SealedMonth, SealProposal, State
from lineproof.web.kept.trail import Entry
from lineproof.web.known.case import case_of, file_of
from lineproof.web.who.rights import Role


def closed(contract: Contract, month: str, person: Made) -> SealedMonth:
    """Return a month closed by two people."""
    one, two = (person(Role.FINANCE, name=f"{month}-{n}") for n in "ab")
    return approve_seal(propose_seal(contract, month, by=one), by=two)


def test_it_holds_what_the_folder_s_seal_holds(
    contract: Contract, person: Made, tmp_path: Path
) -> None:
    """Every file has the bytes that `lineproof seal` writes into a folder."""
    folder = Path(shutil.copytree(EXAMPLES / "01-access-593", tmp_path / "folder"))
    place = seal_month(folder, parse_month("2025-01"), as_known=None).folder
    assert place is not None
    sealed = closed(contract, "2025-01", person)
    written = {path.name: path.read_bytes() for path in place.iterdir()}
    assert {name: file_of(sealed, name) for name in sealed.files} == written
    seal = json.loads(written["seal.json"])
    assert sealed.result_hash == seal["result_hash"]
    assert case_of(contract.in_force).sealed[0].month == "2025-01"


def test_nobody_closes_alone(contract: Contract, person: Made) -> None:
    """Whoever proposed it is told; it stays proposed, and they may take it back."""
    user = person(Role.FINANCE)
    proposal = propose_seal(contract, "2025-01", by=user)
    with pytest.raises(NotNowError, match="another person"):
        approve_seal(proposal, by=user)
    reject_seal(proposal, by=user)
    proposal.refresh_from_db()
    assert (proposal.state, contract.sealed.count()) == (State.REJECTED, 0)


def test_what_changed_meanwhile_isn_t_closed(contract: Contract, person: Made) -> None:
    """A score is corrected between proposal and approval: the approver is told, nothing closes."""
    one, two = person(Role.FINANCE, name="a"), person(Role.FINANCE, name="b")
    proposal = propose_seal(contract, "2025-01", by=one)
    rescored(contract, "95")
    with pytest.raises(NotNowError, match="has changed since"):
        approve_seal(proposal, by=two)
    assert not contract.sealed.exists()
    reject_seal(proposal, by=two)
    assert approve_seal(propose_seal(contract, "2025-01", by=one), by=two).revision == 0


def test_a_decision_is_taken_once(contract: Contract, person: Made) -> None:
    """A second approval, or a rejection behind it, is told who was first."""
    one, two, three = (person(Role.FINANCE, name=n) for n in "abc")
    proposal = propose_seal(contract, "2025-01", by=one)
    with pytest.raises(NotNowError, match="proposed already"):
        propose_seal(contract, "2025-01", by=two)
    approve_seal(SealProposal.objects.get(), by=two)
    with pytest.raises(NotNowError, match="b approved it already"):
        approve_seal(proposal, by=three)
    with pytest.raises(NotNowError, match="b approved it already"):
        reject_seal(proposal, by=three)
    with pytest.raises(NotNowError, match="nothing changed"):
        propose_seal(contract, "2025-01", by=one)
    assert [e.action for e in Entry.objects.filter(action__contains="seal")] == [
        "seal proposed", "month sealed",
    ]  # fmt: skip


def test_months_are_closed_in_order(contract: Contract, person: Made) -> None:
    """After January comes February: March is refused, as in a folder."""
    closed(contract, "2025-01", person)
    with pytest.raises(InputRefusedError, match="2025-03 can't be sealed yet: 2025-02 isn't"):
        propose_seal(contract, "2025-03", by=person(Role.FINANCE))


def test_a_late_fact_makes_a_restatement(contract: Contract, person: Made) -> None:
    """Scored 95 instead of 89.99: r1 beside r0, its seal follows r0's, r0 is untouched."""
    first = closed(contract, "2025-01", person)
    before = dict(first.files)
    rescored(contract, "95")
    one, two = person(Role.FINANCE, name="c"), person(Role.FINANCE, name="d")
    second = approve_seal(propose_seal(contract, "2025-01", by=one), by=two)
    assert (first.revision, second.revision) == (0, 1)
    first.refresh_from_db()
    assert first.files == before
    seal = json.loads(file_of(second, "seal.json"))
    assert seal["follows"] == before["seal.json"]
    latest = previous_seal(contract, "2025-01")
    assert latest is not None
    assert latest.booked.revision == 1
    assert previous_seal(contract, "2025-02") is None
