"""Are circuits found and told as they were signed, with their prices, charges and records?"""

from __future__ import annotations

from tests.web.api.conftest import Called

from lineproof.web.kept.contracts import Contract
from lineproof.web.who.rights import Role


def test_circuits_are_found_by_how_a_field_begins(harbour: Contract, program: Called) -> None:
    """Two circuits, P-1 at the North pier and P-2 at the South pier, 120.00 a month each."""
    reader = program(Role.VIEWER, harbour)
    both = reader.read("/circuits")["items"]
    assert [(each["line"], each["circuit"]) for each in both] == [("1", "P-1"), ("2", "P-2")]
    assert {each["monthly_rent"] for each in both} == {"120.00"}
    (south,) = reader.read("/circuits?site=South")["items"]
    assert (south["circuit"], south["start"], south["file"]) == (
        "P-2", "2025-02-01", "circuits.csv",
    )  # fmt: skip
    assert reader.read("/circuits?site=South&line=1")["items"] == []
    first = reader.read("/circuits?circuit=P-&limit=1")
    rest = reader.read(f"/circuits?circuit=P-&limit=1&after={first['next']}")
    assert [*first["items"], *rest["items"]] == both
    assert rest["next"] is None


def test_a_circuit_is_told_with_its_price_and_charges(harbour: Contract, program: Called) -> None:
    """March: the whole month at 120.00, which is what it is charged."""
    reader = program(Role.VIEWER, harbour)
    found = reader.read("/circuits")["items"][0]
    address = f"/circuits/{found['number']}"
    assert reader.read(address) == found
    told = reader.read(f"{address}/charges?month=2025-03")
    (price,) = told["prices"]
    assert (price["from"], price["to"], price["rent"]) == ("2025-03-01", "2025-04-01", "120.00")
    (line,) = told["lines"]
    assert (line["line"], line["charge"], line["amount"]) == ("1", "rent", "120.00")
    assert reader.get(f"{address}/charges?month=2025-01").status_code == 404
    assert reader.get(f"{address}/charges").status_code == 422


def test_what_was_recorded_of_it_is_told(harbour: Contract, program: Called) -> None:
    """A move of P-1 is told of it, and not of P-2."""
    one = program(Role.OPERATIONS, harbour)
    row = {"line": "1", "event": "moved", "date": "2025-03-10", "value": "East pier"}
    assert one.post("/records/lifecycle", {"rows": [row]}).status_code == 201
    first, second = (f"/circuits/{each['number']}" for each in one.read("/circuits")["items"])
    (told,) = one.read(f"{first}/records")["records"]["lifecycle"]
    assert row.items() <= told.items()
    assert one.read(f"{second}/records")["records"] == {}


def test_a_circuit_of_another_contract_isn_t_there(
    harbour: Contract, contract: Contract, program: Called
) -> None:
    """Its number is good below its own contract alone."""
    other = program(Role.VIEWER, contract).read("/circuits?limit=1")["items"][0]["number"]
    reader = program(Role.VIEWER, harbour, name="second")
    assert reader.get(f"/circuits/{other}").status_code == 404
    assert reader.get(f"/circuits/{other}/charges?month=2025-03").status_code == 404
