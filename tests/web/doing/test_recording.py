"""Are facts added as a folder would have them, all or none, and told in the trail?"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.conftest import Made

from lineproof.model.errors import InputRefusedError
from lineproof.sources.folder import read_case
from lineproof.web.doing.giving_back import give_back
from lineproof.web.doing.recording import record, right_to_record
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.kept.trail import Entry
from lineproof.web.known.case import at, known
from lineproof.web.who.rights import Right, Role

EVENT = {"event": "audit begins", "date": "2025-02-28"}


def test_what_is_recorded_is_in_the_case_and_in_the_folder(
    contract: Contract, person: Made, tmp_path: Path
) -> None:
    """A kind of which the folder had no file: it has one then, with the row, and reads as here."""
    assert "events" not in known(at(contract)).case.records
    ids = record(contract, "events", [EVENT, EVENT], by=person(Role.OPERATIONS))
    assert ids == ("E0001", "E0002")
    here = known(at(contract)).case
    give_back(contract, tmp_path / "back")
    there = read_case(tmp_path / "back")
    assert here.records["events"].equals(there.records["events"])
    assert here.records["events"].get_column("by").to_list() == ["operations@example.com"] * 2


def test_one_wrong_row_keeps_them_all_out(contract: Contract, person: Made) -> None:
    """The second row has no date and the third none that there is: both are told, none is kept."""
    rows = [EVENT, {"event": "audit ends"}, EVENT | {"date": "2025-02-30"}]
    with pytest.raises(InputRefusedError) as refused:
        record(contract, "events", rows, by=person(Role.OPERATIONS))
    assert [f.where for f in refused.value.findings] == ["the new record:3", "the new record:4"]
    assert not Record.objects.filter(kind="events").exists()
    assert not Entry.objects.filter(action="recorded").exists()


def test_a_row_withdraws_another(contract: Contract, person: Made) -> None:
    """What is withdrawn stays where it is: two rows, of which one names the other."""
    somebody = person(Role.OPERATIONS)
    (first,) = record(contract, "events", [EVENT], by=somebody)
    record(contract, "events", [{"replaces": first}], by=somebody)
    with pytest.raises(InputRefusedError, match="no record has that id"):
        record(contract, "events", [{"replaces": "E9"}], by=somebody)
    assert Record.objects.filter(kind="events").count() == 2
    assert known(at(contract)).view.records["events"].height == 0


def test_what_was_recorded_is_told(contract: Contract, person: Made) -> None:
    """One entry for all rows: how many, the first and the last."""
    record(contract, "events", [EVENT, EVENT, EVENT], by=person(Role.OPERATIONS))
    told = Entry.objects.get(action="recorded").details
    assert told == {"kind": "events", "count": 3, "first": "E0001", "last": "E0003"}


def test_money_has_a_right_of_its_own() -> None:
    """A fault is recorded by those who see it, a payment by those who pay."""
    assert right_to_record("faults") is Right.RECORD
    assert right_to_record("payments") is Right.PAY
