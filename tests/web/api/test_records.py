"""Are facts told as they stand in a file, and added as they would be to one?"""

from __future__ import annotations

import pytest
from tests.web.api.conftest import Called, told

from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.who.rights import Role

MOVED = {
    "line": "1", "event": "moved", "date": "2025-03-10", "value": "East pier", "one_off": "80.00",
}  # fmt: skip


def test_facts_are_added_and_read_again(harbour: Contract, program: Called) -> None:
    """Two rows, with amounts as exact decimals; who did it and when are ours to say."""
    one = program(Role.OPERATIONS, harbour)
    rows = [MOVED, MOVED | {"line": "2", "by": "somebody else", "one_off": "1234567.05"}]
    made = one.post("/records/lifecycle", {"rows": rows})
    assert (made.status_code, made.json()["ids"]) == (201, ["L0001", "L0002"])
    first, second = one.read("/records/lifecycle")["items"]
    assert MOVED.items() <= first.items()
    assert (second["one_off"], second["by"]) == ("1234567.05", "operations@example.com")
    assert "evidence" not in first
    (kind,) = [each for each in one.read("/records")["kinds"] if each["kind"] == "lifecycle"]
    assert kind["count"] == 2
    page = one.read("/records/lifecycle?limit=1")
    assert one.read(f"/records/lifecycle?after={page['next']}")["items"] == [second]
    assert one.read("/records/events") == {"items": [], "next": None}


def test_wrong_rows_keep_all_out_and_are_all_told(harbour: Contract, program: Called) -> None:
    """The second has a date that there isn't, the third a rent that is none."""
    rows = [MOVED, MOVED | {"date": "2025-02-30"}, MOVED | {"one_off": "1e3"}]
    refused = program(Role.OPERATIONS, harbour).post("/records/lifecycle", {"rows": rows})
    assert refused.status_code == 422
    assert told(refused)
    wheres = [each["where"] for each in refused.json()["findings"]]
    assert wheres == ["the new record:3", "the new record:4"]
    assert not Record.objects.filter(contract=harbour).exists()


@pytest.mark.parametrize(
    ("kind", "role", "status"),
    [
        ("lifecycle", Role.FINANCE, 403),
        ("payments", Role.OPERATIONS, 403),
        ("lifecycle", Role.VIEWER, 403),
        ("nothing", Role.OPERATIONS, 422),
    ],
)
def test_each_kind_has_its_right(
    kind: str, role: Role, status: int, harbour: Contract, program: Called
) -> None:
    """Money is finance's to record, what happened to lines is operations'."""
    refused = program(role, harbour).post(f"/records/{kind}", {"rows": [MOVED]})
    assert refused.status_code == status
    assert told(refused)


@pytest.mark.parametrize(
    "rows", [[], [{}], [{"line": 1}], [{"line": "a\x00"}], [MOVED] * 1001, {"line": "1"}]
)
def test_what_are_no_rows_is_refused(rows: object, harbour: Contract, program: Called) -> None:
    """None, an empty one, no text, a text that isn't one, too many, one alone."""
    one = program(Role.OPERATIONS, harbour)
    assert one.post("/records/lifecycle", {"rows": rows}).status_code == 422
    assert not Record.objects.filter(contract=harbour).exists()


def test_the_provider_sees_nothing_of_the_buyer_s_own(harbour: Contract, program: Called) -> None:
    """Disputes are the buyer's until they are sent: no row, and not that there are any."""
    buyer, provider = program(Role.FINANCE, harbour), program(Role.PROVIDER, harbour)
    row = {
        "dispute": "D1", "event": "draft", "date": "2025-04-10", "bill": "R1", "month": "2025-03",
        "cause": "missing_credit", "amount": "12.00", "reason": "they will say no",
    }  # fmt: skip
    assert buyer.post("/records/disputes", {"rows": [row]}).status_code == 201
    assert buyer.read("/records/disputes")["items"][0]["reason"] == "they will say no"
    assert provider.get("/records/disputes").status_code == 403
    kinds = [{each["kind"] for each in p.read("/records")["kinds"]} for p in (buyer, provider)]
    assert kinds[0] - kinds[1] == {"disputes"}
    assert provider.read("/disputes")["contracts"][0]["disputes"] == []
    assert len(buyer.read("/disputes")["contracts"][0]["disputes"]) == 1
