"""Does the last person's look at a bill hold?"""

from __future__ import annotations

from tests.web.conftest import Made

from lineproof.web.kept.checks import BillCheck, last_checks
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.rights import Role


def test_the_last_check_of_a_bill_holds(contract: Contract, person: Made) -> None:
    """Two of one bill, one of another: the later of the first, and the other."""
    own = {"contract": contract, "months": "2025-03", "billed": 100, "expected": 90,
           "not_owed": 10, "by": person(Role.FINANCE)}  # fmt: skip
    for number, left in (("R1", 10), ("R2", 5), ("R1", 0)):
        BillCheck.objects.create(number=number, left=left, **own)
    found = last_checks(contract)
    assert {number: check.left for number, check in found.items()} == {"R1": 0, "R2": 5}
    assert str(found["R1"]) == "R1"
