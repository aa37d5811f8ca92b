"""Is a bill compared by a program as anywhere, and decided about as on a page?

November of the year of bills: 62,994.10 billed, 55,583.10 owed; 4,756.00 of the difference were
billed twice, 2,655.00 are a credit that is missing.
"""

from __future__ import annotations

import pytest
from tests.web.api.conftest import Called, told
from tests.web.billing import billed, year_of_bills
from tests.web.conftest import Made

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

ASKED = "?from=2025-11&bill=R-2025-11"
ABOUT = {"bill": "R-2025-11", "month": "2025-11"}


@pytest.fixture
def year(organisation: Organisation, person: Made) -> Contract:
    """Return the year of bills with November's brought in."""
    made = year_of_bills(organisation)
    billed(made, "11", by=person(Role.CONTRACT_MANAGER))
    return made


def test_a_bill_is_compared_and_decided_about(year: Contract, program: Called) -> None:
    """By cause and line; one cause is disputed, the other stands; neither is decided twice."""
    one = program(Role.FINANCE, year)
    found = one.read(f"/reconciliation{ASKED}")
    assert (found["billed"], found["expected"], found["difference"]) == (
        "62994.10", "55583.10", "7411.00",
    )  # fmt: skip
    assert found["causes"] == {"billed_twice": "4756.00", "missing_credit": "2655.00"}
    lines = one.read(f"/reconciliation/lines{ASKED}&limit=200")
    assert {each["cause"] for each in lines["items"]} == set(found["causes"])
    drafted = one.post("/disputes", ABOUT | {"causes": ["billed_twice"]})
    assert drafted.status_code == 201
    name = drafted.json()["dispute"]
    stands = {"causes": ["missing_credit"], "why": "agreed by telephone"}
    assert one.post("/differences-let-stand", ABOUT | stands).status_code == 201
    again = one.post("/differences-let-stand", ABOUT | stands)
    assert again.status_code == 409
    assert told(again)
    told_disputes = one.read("/disputes")["contracts"][0]["disputes"]
    assert {each["dispute"]: each["disputed"] for each in told_disputes}[name] == "4756.00"


def test_what_can_t_be_compared_is_told(year: Contract, program: Called) -> None:
    """A month without a bill, no month, and somebody who may not see it."""
    one = program(Role.FINANCE, year)
    assert one.get("/reconciliation?from=2025-10").status_code == 422
    assert one.get("/reconciliation").status_code == 422
    provider = program(Role.PROVIDER, year)
    assert provider.get(f"/reconciliation{ASKED}").status_code == 403
