"""Is a file kept whole or not at all, once, with its evidence, and undone whole?"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.conftest import Made

from lineproof.model.canonical import sha256_hex
from lineproof.sources.folder import read_case
from lineproof.web.doing.closing import approve_seal, propose_seal
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.giving_back import give_back
from lineproof.web.doing.importing import keep_batch, name_columns, put_aside, undo_batch
from lineproof.web.doing.recording import record
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.imports import Batch
from lineproof.web.kept.trail import Entry
from lineproof.web.known.case import at, known
from lineproof.web.who.people import User
from lineproof.web.who.rights import Role

TEXT = b"event,date\nx,2025-01-05\ny,2025-01-06\n"


def begun(contract: Contract, by: User, text: bytes = TEXT) -> Batch:
    """Return an import of events of which nothing is kept."""
    return put_aside(contract, "events", Upload("e.csv", Kind.CSV, text), by=by)


def held(contract: Contract) -> list[str]:
    """Return the events that hold."""
    frame = known(at(contract)).view.records.get("events")
    return [] if frame is None else frame.get_column("event").to_list()


def test_it_is_kept_once_with_its_file(contract: Contract, person: Made, tmp_path: Path) -> None:
    """Two rows, however often one asks; the folder has them and the file that proves them."""
    by = person(Role.OPERATIONS)
    batch = begun(contract, by)
    assert held(contract) == []
    for _time in range(2):
        assert keep_batch(batch, by=by).count == 2
    assert held(contract) == ["x", "y"]
    assert Entry.objects.filter(action="imported").count() == 1
    give_back(contract, tmp_path / "back")
    there = read_case(tmp_path / "back").records["events"]
    assert there.get_column("evidence").to_list() == [sha256_hex(TEXT)] * 2
    [file] = (tmp_path / "back" / "evidence").iterdir()
    assert file.read_bytes() == TEXT


def test_one_wrong_row_keeps_it_all_out(contract: Contract, person: Made) -> None:
    """The second has no such day; and what is known already isn't new."""
    by = person(Role.OPERATIONS)
    with pytest.raises(NotNowError, match="something in it is wrong"):
        keep_batch(begun(contract, by, b"event,date\nx,2025-01-05\ny,2025-02-30\n"), by=by)
    assert held(contract) == []
    keep_batch(begun(contract, by), by=by)
    with pytest.raises(NotNowError, match="Nothing in it is new"):
        keep_batch(begun(contract, by), by=by)


def test_a_row_of_another_width_keeps_it_all_out(contract: Contract, person: Made) -> None:
    """Three cells under two headers."""
    by = person(Role.OPERATIONS)
    with pytest.raises(NotNowError, match="something in it is wrong"):
        keep_batch(begun(contract, by, TEXT + b"z,2025-01-07,1\n"), by=by)


def test_undone_it_holds_no_more_and_what_it_corrected_does(
    contract: Contract, person: Made
) -> None:
    """The import corrects E0001 and brings y; undone, E0001 says again what it said."""
    by = person(Role.OPERATIONS)
    record(contract, "events", [{"event": "a", "date": "2025-01-01"}], by=by)
    batch = begun(contract, by, b"id,event,date\nE0001,b,2025-01-02\n,y,2025-01-06\n")
    name_columns(batch, batch.columns, corrects=True)
    keep_batch(batch, by=by)
    assert sorted(held(contract)) == ["b", "y"]
    assert undo_batch(batch, by=by, though_sealed=False) == 2
    assert held(contract) == ["a"]
    with pytest.raises(NotNowError, match="undone already"):
        undo_batch(batch, by=by, though_sealed=False)
    with pytest.raises(NotNowError, match="was undone"):
        keep_batch(batch, by=by)


def test_what_was_corrected_since_isn_t_undone(contract: Contract, person: Made) -> None:
    """E0002 was corrected by hand: it is named."""
    by = person(Role.OPERATIONS)
    batch = begun(contract, by)
    keep_batch(batch, by=by)
    row = {"event": "z", "date": "2025-01-06", "replaces": "E0002"}
    record(contract, "events", [row], by=by)
    with pytest.raises(NotNowError, match="corrected since: E0002"):
        undo_batch(batch, by=by, though_sealed=False)


def test_a_month_closed_since_is_told_before_it_is_restated(
    contract: Contract, person: Made
) -> None:
    """January is sealed after the import: undone only by somebody who says so."""
    by = person(Role.OPERATIONS)
    batch = begun(contract, by)
    keep_batch(batch, by=by)
    proposal = propose_seal(contract, "2025-01", by=person(Role.FINANCE))
    approve_seal(proposal, by=person(Role.FINANCE, name="second"))
    with pytest.raises(NotNowError, match="2025-01"):
        undo_batch(batch, by=by, though_sealed=False)
    assert undo_batch(batch, by=by, though_sealed=True) == 2


def test_the_meaning_of_columns_is_remembered(contract: Contract, person: Made) -> None:
    """The same headers again: as they were named; others are guessed anew."""
    by = person(Role.OPERATIONS)
    text = b"what,day\nx,2025-01-05\n"
    batch = begun(contract, by, text)
    assert batch.columns == ["", ""]
    name_columns(batch, ["event", "date"], corrects=True)
    again = begun(contract, by, b"what,day\ny,2025-01-06\n")
    assert (again.columns, again.corrects) == (["event", "date"], True)
    assert begun(contract, by, b"what,when\ny,2025-01-06\n").columns == ["", ""]


def test_two_columns_have_two_meanings(contract: Contract, person: Made) -> None:
    """Both the day: refused; a meaning that there isn't is none; who recorded it is ours to say."""
    batch = begun(contract, person(Role.OPERATIONS))
    with pytest.raises(NotNowError, match="can't both mean"):
        name_columns(batch, ["date", "date"], corrects=False)
    name_columns(batch, ["by", "nonsense", "date"], corrects=False)
    assert batch.columns == ["", ""]
