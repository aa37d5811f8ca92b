"""Is it told of every row whether it is new, known, a correction or wrong?"""

from __future__ import annotations

import pytest
from tests.web.conftest import Made

from lineproof.web.doing.import_rows import Rows, guesses_of, source_of
from lineproof.web.doing.importing import name_columns, put_aside, rows_of_batch
from lineproof.web.doing.recording import agreed_in, record
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract
from lineproof.web.who.rights import Role

EVENTS = [{"event": "a", "date": "2025-01-01"}, {"event": "b", "date": "2025-01-02"}]


def rows(contract: Contract, text: str, person: Made, *, corrects: bool = False) -> Rows:
    """Return what the rows of a file of events would be; two of them are recorded already."""
    by = person(Role.OPERATIONS)
    record(contract, "events", EVENTS, by=by)
    batch = put_aside(contract, "events", Upload("e.csv", Kind.CSV, text.encode()), by=by)
    name_columns(batch, batch.columns, corrects=corrects)
    return rows_of_batch(batch)


def test_new_known_and_wrong_rows(contract: Contract, person: Made) -> None:
    """Of five rows a is known, c is new, d has no such day, e none at all; one is a total."""
    text = "事件,日期,备注\na,2025-01-01,x\nc,2025-01-03,x\nd,2025-02-30,x\ne,,x\n合计,,\n"
    found = rows(contract, text, person)
    assert (found.count, found.same, found.totals, found.wrong_rows) == (4, 1, 1, 2)
    assert found.new.get_column("event").to_list() == ["c"]
    assert found.wrong.select("row", "column").rows() == [(4, "date"), (5, "date")]
    assert not found.is_fit


@pytest.mark.parametrize("corrects", [True, False])
def test_a_known_id_corrects_or_is_in_doubt(
    contract: Contract, person: Made, *, corrects: bool
) -> None:
    """E0001 with another day: a correction where one says so; E0002 as it is stays known."""
    text = "id,event,date\nE0001,a,2025-01-05\nE0002,b,2025-01-02\n"
    found = rows(contract, text, person, corrects=corrects)
    assert found.same == 1
    if corrects:
        assert found.new.select("id", "replaces").rows() == [(None, "E0001")]
        assert (found.corrections, found.is_fit) == (1, True)
    else:
        assert found.wrong.rows() == [(2, "id", "E-RECORD-TIE", "E0001")]


def test_a_correction_of_nothing_is_wrong(contract: Contract, person: Made) -> None:
    """E9 isn't there."""
    found = rows(contract, "replaces,event,date\nE9,a,2025-01-05\n", person)
    assert found.wrong.rows() == [(2, "replaces", "E-RECORD-UNKNOWN", "E9")]


def test_the_file_is_the_evidence_unless_a_row_has_its_own(
    contract: Contract, person: Made
) -> None:
    """The second row names another file."""
    text = f"event,date,evidence\nx,2025-01-05,\ny,2025-01-05,{'a' * 64}\n"
    found = rows(contract, text, person)
    assert found.new.get_column("evidence").to_list()[1] == "a" * 64
    assert found.new.get_column("evidence")[0] not in {None, "a" * 64}


def test_a_value_must_suit_its_event(contract: Contract, person: Made) -> None:
    """A line repriced to nothing that is an amount."""
    text = b"line,event,date,value\n1a,repriced,2025-03-01,cheap\n1a,ceased,2025-03-01,\n"
    batch = put_aside(
        contract, "lifecycle", Upload("l.csv", Kind.CSV, text), by=person(Role.OPERATIONS)
    )
    found = rows_of_batch(batch)
    assert found.wrong.rows() == [(2, "value", "E-RECORD-VALUE", "cheap")]


def test_a_header_alone_says_what_a_column_of_records_means(
    contract: Contract, person: Made
) -> None:
    """Circuit ids aren't ids of records; a column that counts is no line."""
    text = b"nr,cct,event,date\n1,CE70001,x,2025-01-01\n2,CE70002,y,2025-01-01\n"
    batch = put_aside(contract, "events", Upload("e.csv", Kind.CSV, text), by=person(Role.FINANCE))
    guesses = guesses_of(source_of(batch, agreed_in(contract)))
    assert [guess.name for guess in guesses] == ["", "", "event", "date"]
