"""Does the work queue hold what waits of the service, marked for whom?"""

from __future__ import annotations

import datetime as dt

import pytest
from tests.web.conftest import Made
from tests.web.doing.test_acceptance import delivered as _delivered

from lineproof.web.doing import claims
from lineproof.web.doing.claims import Claim, claim
from lineproof.web.doing.scores import Given, give_figure, sheet_hash, sheets
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at
from lineproof.web.known.service_waiting import Waiting, service_waiting
from lineproof.web.who.rights import Role

delivered = _delivered
TODAY = dt.date(2025, 3, 20)


def test_acceptances_wait_for_operations(delivered: Contract, person: Made) -> None:
    """Two lines and a stage; the provider sees that they wait for the other side."""
    state = at(delivered)
    users = person(Role.OPERATIONS), person(Role.PROVIDER, contract=delivered)
    found = [list(service_waiting(delivered, state, user, on=TODAY)) for user in users]
    address = f"/contracts/{delivered.pk}/acceptance/"
    assert found == [[Waiting("3 acceptances wait", address, is_mine)] for is_mine in (True, False)]


def test_claims_and_scores_wait_for_the_other_side(
    contract: Contract, person: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The buyer's manager answers the provider's; for the provider nothing waits."""
    monkeypatch.setattr(claims, "today", lambda _case, _now: TODAY)
    contract.records.filter(kind="scores", values__month="2025-01").delete()
    manager, provider = person(Role.CONTRACT_MANAGER), person(Role.PROVIDER, contract=contract)
    cause = claims.causes(at(contract))[0]
    name = claim(contract, Claim(cause, "2025-01-04 08:00", "2025-01-04 10:00"), by=provider)
    (sheet,) = sheets(at(contract), "2025-01")
    given = Given("2025-01", sheet.card.id, "93", sheet_hash(sheet), "two faults")
    give_figure(contract, given, by=provider)
    found = list(service_waiting(contract, at(contract), manager, on=TODAY))
    month = f"/contracts/{contract.pk}/months/2025-01"
    assert found == [
        Waiting(f"Answer the claim {name}: {cause}", f"{month}/exclusions#{name}", is_mine=True),
        Waiting("Answer the score of January 2025: the other side says 93", f"{month}/scorecard",
                is_mine=True),
    ]  # fmt: skip
    assert list(service_waiting(contract, at(contract), provider, on=TODAY)) == []
