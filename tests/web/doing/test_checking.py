"""Is a bill compared here as anywhere, and is what people decide of it kept?"""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.web.billing import billed, year_of_bills
from tests.web.conftest import Made

from lineproof.ledger.proposal import propose
from lineproof.model.errors import InputRefusedError
from lineproof.model.period import parse_month
from lineproof.web.doing.bills import bills_of
from lineproof.web.doing.checking import Question, accept, compared, differences, looked, open_of
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.recording import record
from lineproof.web.kept.checks import last_checks
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at, known, today
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

NOVEMBER = Question(("2025-11",), ("R-2025-11",))


@pytest.fixture
def year(organisation: Organisation, person: Made) -> Contract:
    """Return the year of bills with November's brought in: 4,756.00 twice, 2,655.00 no credit."""
    made = year_of_bills(organisation)
    billed(made, "11", by=person(Role.CONTRACT_MANAGER))
    return made


def test_a_bill_is_compared_with_its_month(year: Contract) -> None:
    """62,994.10 − 55,583.10 = 7,411.00, as the example's README says; worked out once."""
    found = compared(year, NOVEMBER)
    assert (found.found.billed, found.found.expected) == (62_994_10, 55_583_10)
    points = {point.cause: point.amount for point in open_of(differences(year, NOVEMBER)).left}
    assert points == {"billed_twice": 4_756_00, "missing_credit": 2_655_00}
    assert compared(year, NOVEMBER) is found
    assert compared(year, Question(("2025-11",))).found.difference == 7_411_00


def test_what_is_let_stand_is_not_asked_again_and_is_paid(year: Contract, person: Made) -> None:
    """2,655.00 stands: 4,756.00 are left to be decided, and alone withheld from payment."""
    finance, before = person(Role.FINANCE), compared(year, NOVEMBER)
    accept(year, NOVEMBER, ["missing_credit"], why="agreed by telephone", by=finance)
    after = compared(year, NOVEMBER)
    assert after.found is before.found  # what was decided changes no line
    assert after.view.rows("disputes").height > before.view.rows("disputes").height
    left = open_of(differences(year, NOVEMBER)).left
    assert [(point.cause, point.amount) for point in left] == [("billed_twice", 4_756_00)]
    check = last_checks(year)["R-2025-11"]
    assert (check.not_owed, check.left, check.by) == (7_411_00, 4_756_00, finance)
    found = known(at(year))
    day, month = today(found.case, timezone.now()), parse_month("2025-11")
    proposal = propose(found.case, found.findings, on=day, month=month, bills=bills_of(year))
    (item,) = proposal.items
    assert (item.withheld, item.proposed) == (4_756_00, 58_238_10)  # 62,994.10 − 4,756.00
    with pytest.raises(NotNowError):
        accept(year, NOVEMBER, ["missing_credit"], why="once more", by=finance)
    record(year, "events", [{"event": "audited", "date": "2025-11-30"}], by=finance)
    assert compared(year, NOVEMBER).found is not before.found


def test_nothing_is_let_stand_without_a_reason_or_over_several_bills(
    year: Contract, person: Made
) -> None:
    """An auditor will ask; and of two months nobody knows which one is meant."""
    finance = person(Role.FINANCE)
    with pytest.raises(NotNowError, match="why"):
        accept(year, NOVEMBER, ["missing_credit"], why="", by=finance)
    two = Question(("2025-10", "2025-11"))
    with pytest.raises(NotNowError, match="one month"):
        accept(year, two, ["missing_credit"], why="both", by=finance)


def test_looking_is_kept_for_each_bill(year: Contract, person: Made) -> None:
    """November's bill asks for 7,411.00 too much; a month without a bill has none to look at."""
    (check,) = looked(year, Question(("2025-11",)), by=person(Role.FINANCE))
    assert (check.number, check.billed, check.expected) == ("R-2025-11", 62_994_10, 55_583_10)
    with pytest.raises(InputRefusedError, match="2025-10"):
        looked(year, Question(("2025-10",)), by=check.by)
