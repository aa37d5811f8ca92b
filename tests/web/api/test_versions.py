"""Is a question answered by a program as it is on a page?"""

from __future__ import annotations

import pytest
from tests.web.api.conftest import Called, told
from tests.web.test_journey import ASKED, unanswered

from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

ANSWER = {"code": ASKED, "subject": "contract", "value": "next_workday", "on": "2025-03-01"}


@pytest.fixture
def asking(organisation: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """Return a contract in which one question is open."""
    folder = unanswered(tmp_path_factory.mktemp("asking") / "folder", ASKED)
    return take_in(folder, organisation, by="operator")


def test_an_answer_is_proposed_and_decided(asking: Contract, program: Called) -> None:
    """Open; proposed as version 2, whose text holds it; approved: nothing is open any more."""
    one, two = program(Role.CONTRACT_MANAGER, asking), program(Role.FINANCE, asking)
    assert one.read("/findings")["questions"] == 1
    made = one.post("/versions", ANSWER)
    assert (made.status_code, made.json()["version"]) == (201, 2)
    assert b"next_workday" in one.get("/versions/2/contract.toml").content
    assert "another person" in told(one.decide("/versions/2/approve"))
    assert two.decide("/versions/2/approve").json()["state"] == "approved"
    assert one.read("/findings")["questions"] == 0
    assert [each["version"] for each in one.read("/versions")["items"]] == [1, 2]
    assert one.read("/versions/2")["decided_by"] == "finance"
    assert one.get("/versions/3").status_code == 404


def test_what_nobody_asks_is_refused(asking: Contract, program: Called) -> None:
    """A value that is none, and a rejected version that changes nothing."""
    one = program(Role.CONTRACT_MANAGER, asking)
    refused = one.post("/versions", ANSWER | {"value": "never"})
    assert refused.status_code == 409
    assert "none of the answers" in told(refused)
    one.post("/versions", {key: value for key, value in ANSWER.items() if key != "on"})
    assert one.decide("/versions/2/reject").json()["state"] == "rejected"
    assert one.read("")["version"] == 1
