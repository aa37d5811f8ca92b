"""Does an answer become a version that another person approves, and nothing else?"""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.conftest import Made
from tests.web.test_journey import ASKED, unanswered

from lineproof.model.finding import Status
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.taking_in import take_in
from lineproof.web.doing.versions import (
    Given,
    approve_version,
    open_version,
    propose_answer,
    reject_version,
    with_answer,
)
from lineproof.web.kept.contracts import Contract, Version
from lineproof.web.known.case import at, known
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

DAY = dt.date(2025, 3, 1)
ANSWER = Given(code=ASKED, subject="contract", value="next_workday", on=DAY, reason="by letter")


@pytest.fixture
def asking(organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """Return a contract in which one question is open."""
    folder = unanswered(tmp_path_factory.mktemp("asking") / "folder", ASKED)
    return take_in(folder, organisation, by="operator")


def status_of(contract: Contract, version: Version | None = None) -> Status:
    """Return whether the question is answered."""
    findings = known(at(contract, version)).findings
    return next(f.status for f in findings if f.code == ASKED)


def test_an_answer_holds_once_somebody_else_approves(asking: Contract, person: Made) -> None:
    """Proposed: open by the version in force, answered by the one proposed. Approved: answered."""
    one, two = person(Role.CONTRACT_MANAGER), person(Role.FINANCE)
    version = propose_answer(asking, ANSWER, by=one)
    assert (version.number, status_of(asking)) == (2, Status.OPEN)
    assert status_of(asking, version) is Status.ANSWERED
    with pytest.raises(NotNowError, match="another person"):
        approve_version(version, by=one)
    approve_version(version, by=two)
    assert status_of(asking) is Status.ANSWERED
    assert asking.in_force.number == 2
    with pytest.raises(NotNowError, match="finance approved it already"):
        reject_version(version, by=one)


def test_a_rejected_answer_changes_nothing(asking: Contract, person: Made) -> None:
    """The next proposal is version 3, on version 1."""
    one = person(Role.CONTRACT_MANAGER)
    reject_version(propose_answer(asking, ANSWER, by=one), by=person(Role.FINANCE))
    assert (asking.in_force.number, open_version(asking)) == (1, None)
    again = propose_answer(asking, ANSWER, by=one)
    assert (again.number, bytes(again.text).count(b"Q-ROLL")) == (3, 1)


def test_what_nobody_asks_or_offers_is_refused(asking: Contract, person: Made) -> None:
    """A code, subject or value that there isn't; nothing is kept."""
    one = person(Role.CONTRACT_MANAGER)
    for wrong in (
        Given(code="Q-NONE", subject="contract", value="next_workday", on=DAY),
        Given(code=ASKED, subject="other", value="next_workday", on=DAY),
        Given(code=ASKED, subject="contract", value="never", on=DAY),
        Given(code="Q-RATE-CITED", subject="LATE", value="0.003", on=DAY),  # answered already
    ):
        with pytest.raises(NotNowError):
            propose_answer(asking, wrong, by=one)
    assert asking.versions.count() == 1


def test_another_person_s_version_is_decided_first(asking: Contract, person: Made) -> None:
    """Two don't write into one proposal; one person's second answer goes into their first."""
    one, two = person(Role.CONTRACT_MANAGER, name="a"), person(Role.CONTRACT_MANAGER, name="b")
    propose_answer(asking, ANSWER, by=one)
    with pytest.raises(NotNowError, match="Version 2 of a waits"):
        propose_answer(asking, ANSWER, by=two)
    with pytest.raises(NotNowError, match="Nobody asks that any more"):
        propose_answer(asking, ANSWER, by=one)


def test_schedules_that_didn_t_change_are_kept_once(asking: Contract, person: Made) -> None:
    """The second version has the same price lines, not seven more rows."""
    version = propose_answer(asking, ANSWER, by=person(Role.CONTRACT_MANAGER))
    assert list(version.schedules.all()) == list(asking.in_force.schedules.all())
    assert asking.schedules.count() == 1


@given(st.text(), st.text())
def test_no_text_breaks_out_of_an_answer(value: str, reason: str) -> None:
    """Quotes, line feeds, control characters: one more answer with that text, and nothing else."""
    clean = [t.encode("utf-8", "replace").decode() for t in (value, reason)]
    given_answer = Given(code="Q", subject="s", value=clean[0], on=DAY, reason=clean[1])
    read = tomllib.loads(with_answer(b'a = "b"', given_answer).decode())
    assert read.pop("a") == "b"
    (answer,) = read.pop("answer")
    assert read == {}
    assert answer["value"] == clean[0]
    assert answer.get("reason", "") == clean[1]
    assert answer["by"] == ["buyer", "provider"]
