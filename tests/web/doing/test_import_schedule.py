"""Is a file compared line by line with the schedule whose place it takes, and pinned as it came?"""

from __future__ import annotations

import pytest
from tests.web.conftest import EXAMPLES, Made

from lineproof.model.canonical import sha256_hex
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.importing import (
    Place,
    compared_of_batch,
    keep_batch,
    name_columns,
    put_aside,
    undo_batch,
)
from lineproof.web.doing.taking_in import take_in
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract, State
from lineproof.web.kept.imports import SCHEDULE, Batch
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role

FOLDER = EXAMPLES / "05-amendment-and-moves"
LINES = (FOLDER / "circuits.csv").read_text("utf-8").splitlines(keepends=True)


@pytest.fixture
def moves(organisation: Organisation) -> Contract:
    """Return the contract of six circuits."""
    return take_in(FOLDER, organisation, by="operator")


def begun(contract: Contract, text: str, by: User) -> Batch:
    """Return an import of a schedule."""
    file = Upload("new.csv", Kind.CSV, text.encode())
    return put_aside(contract, SCHEDULE, file, Place(file="circuits.csv"), by=by)


def test_lines_are_new_changed_the_same_or_gone(moves: Contract, person: Made) -> None:
    """Line 1 dearer, line 6 gone, line 7 new: of six lines four are the same."""
    by = person(Role.CONTRACT_MANAGER)
    text = "".join(LINES).replace("1999.00", "2000.00").replace("\n6,", "\n7,")
    found = compared_of_batch(begun(moves, text, by))
    assert (found.count, found.same, found.changed_count) == (6, 4, 1)
    assert (found.added, found.gone) == (("7",), ("6",))
    assert found.changed.rows() == [("1", "monthly_rent", "1999.00", "2000.00")]
    assert found.is_as_it_came


def test_a_file_that_is_read_as_it_came_is_pinned_as_it_came(moves: Contract, person: Made) -> None:
    """Its own bytes; undone, the version is rejected; proposed twice, it is one version."""
    by = person(Role.CONTRACT_MANAGER)
    text = "".join(LINES).replace("1999.00", "2000.00")
    batch = begun(moves, text, by)
    for _time in range(2):
        version = keep_batch(batch, by=by).version
        assert version is not None
        assert version.files["circuits.csv"] == sha256_hex(text.encode())
    assert moves.versions.count() == 2
    undo_batch(batch, by=by, though_sealed=False)
    assert moves.versions.get(number=2).state == State.REJECTED


def test_one_whose_columns_are_named_is_written_anew(moves: Contract, person: Made) -> None:
    """Other headers, a rent with a comma: as CSV, equal to what was meant; the file is evidence."""
    by = person(Role.CONTRACT_MANAGER)
    text = "".join(LINES).replace("monthly_rent", "MRC").replace("1999.00", '"2,000.00"')
    batch = begun(moves, text, by)
    found = compared_of_batch(batch)
    assert not found.is_as_it_came
    assert found.changed.rows() == [("1", "monthly_rent", "1999.00", "2000.00")]
    version = keep_batch(batch, by=by).version
    assert version is not None
    assert version.files["circuits.csv"] != sha256_hex(text.encode())
    assert moves.files.filter(sha256=sha256_hex(text.encode())).exists()


def test_the_same_schedule_is_nothing_new_and_a_wrong_one_is_refused(
    moves: Contract, person: Made
) -> None:
    """As it is; without a rent; with a line twice."""
    by = person(Role.CONTRACT_MANAGER)
    text = "".join(LINES)
    with pytest.raises(NotNowError, match="Nothing in it is new"):
        keep_batch(begun(moves, text, by), by=by)
    for wrong in (text.replace("1999.00", ""), text + LINES[1]):
        with pytest.raises(NotNowError, match="something in it is wrong"):
            keep_batch(begun(moves, wrong, by), by=by)
    batch = begun(moves, text, by)
    name_columns(batch, ["" if name == "line" else name for name in batch.columns], corrects=False)
    assert compared_of_batch(batch).absent == ("line",)
