"""Is an import somebody's own contract's, like everything kept?"""

from __future__ import annotations

from tests.web.conftest import Made

from lineproof.web.doing.importing import put_aside
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.imports import Batch
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role


def test_it_is_reached_through_its_contract(contract: Contract, person: Made) -> None:
    """By those who see the contract; by nobody of another organisation."""
    file = Upload("events.csv", Kind.CSV, b"event,date\nx,2025-01-01\n")
    by = person(Role.OPERATIONS)
    batch = put_aside(contract, "events", file, by=by)
    assert str(batch) == "events.csv"
    other = User.objects.make("b@example.com", name="b", password=None)
    Organisation.objects.create(name="Buyer B")
    assert list(Batch.objects.all().for_user(by)) == [batch]
    assert not Batch.objects.all().for_user(other).exists()
