"""Which folder's keys count, and what a restatement is held against."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.seal.folder import LATER_SCORE, add_record, seal_path, sealed, write_folder
from tests.seal.measured import measured_folder, month_rows

from lineproof.model.errors import LineproofError
from lineproof.seal.compare import compare
from lineproof.seal.signing import public_key
from lineproof.store.signing import sign_folder
from lineproof.store.verifying import side_of, verify_folder

SEED = bytes(32)
CLAIM = """
[[term]]
id = "DELAY"
kind = "delay_penalty"
clause = "7"
rate = "0.1"
per = "day"
base = "one_off"
late_after = 10
unit = "days"
of = "ordered"
set_off = "month"
[[term]]
id = "CLAIM"
kind = "claim"
clause = "8"
what = "DELAY"
within = 20
unit = "days"
of = "end of the month"
"""
ORDERED = "id,recorded_at,by,order,line,ordered\nO1,2024-01-01T09:00:00Z,buyer,O-1,1,2024-01-01\n"
OPENED = """\
id,recorded_at,by,line,event,date,value,one_off
L1,2024-01-14T09:00:00Z,buyer,1,in_service,2024-01-14,,200.00
"""
LETTERS = """\
id,recorded_at,by,dispute,event,date,amount,month,term,reason
D1,2024-02-09T09:00:00Z,buyer,X1,draft,2024-02-09,60.00,2024-01,DELAY,too little
D2,2024-02-09T09:00:00Z,buyer,X2,draft,2024-02-09,1.00,2024-02,DELAY,too little
D3,2024-02-10T09:00:00Z,buyer,X1,sent,2024-02-10,,,,too little
"""


@pytest.fixture
def restated(tmp_path: Path) -> Path:
    """Return r1 of January."""
    folder = write_folder(tmp_path / "c")
    seal_path(folder)
    add_record(folder, "scores", LATER_SCORE)
    return seal_path(folder)


def test_a_restatement_verifies_with_and_without_the_one_before(restated: Path) -> None:
    """Beside r0, without r0, and where r0's lines were changed."""
    assert verify_folder(restated, None).is_ok
    (restated.parent / "r0" / "lines.csv").write_bytes(b"")
    assert verify_folder(restated, None).is_ok
    assert not verify_folder(restated.parent / "r0", None).is_ok
    shutil.rmtree(restated.parent / "r0")
    assert verify_folder(restated, None).is_ok


def test_a_restatement_of_something_else_is_found(restated: Path, tmp_path: Path) -> None:
    """r0 beside it is another month's: it isn't what r1 follows."""
    other = seal_path(write_folder(tmp_path / "other"), "2024-02")
    shutil.rmtree(restated.parent / "r0")
    shutil.copytree(other, restated.parent / "r0")
    said = verify_folder(restated, None).problem
    assert said is not None
    assert "it follows another r0" in said


def test_a_month_sealed_as_known_on_a_day_verifies(tmp_path: Path) -> None:
    """January as known on 20 February, although its score was corrected in March."""
    folder = write_folder(tmp_path / "c")
    add_record(folder, "scores", LATER_SCORE)
    at = sealed(folder, "2024-01", dt.date(2024, 2, 20)).folder
    assert at is not None
    assert sealed(folder, "2024-01", dt.date(2024, 2, 20)).settlement.gross.value == 144_900
    assert b"S3" not in (at / "record-scores.csv").read_bytes()
    assert verify_folder(at, None).is_ok


def test_a_month_that_keeps_what_a_letter_claimed_verifies(tmp_path: Path) -> None:
    """Opened 3 days late, of 200.00 a tenth a day: 60.00, to be claimed by 20 February.

    They were, by a letter of the 10th; without it February takes them back. The seal holds the
    letter's day, and neither the buyer's reasons nor a letter that wasn't sent.
    """
    at: dict[str, Path] = {}
    gross: dict[str, Any] = {}
    for name, rows in (("sent", LETTERS), ("drafted", LETTERS[: LETTERS.index("D3,")])):
        records = {"orders": ORDERED, "lifecycle": OPENED, "disputes": rows}
        folder = write_folder(tmp_path / name, more=CLAIM, records=records)
        found = sealed(folder, "2024-02")
        assert found.folder is not None
        at[name], gross[name] = found.folder, found.settlement.gross.value
        assert verify_folder(found.folder, None).is_ok
    assert gross["drafted"] - gross["sent"] == 6_000
    text = (at["sent"] / "record-disputes.csv").read_text("utf-8")
    assert [line.partition(",")[0] for line in text.splitlines()] == ["id", "D1", "D3"]
    assert "too little" not in text
    assert not (at["drafted"] / "record-disputes.csv").exists()


def test_the_contract_above_pins_the_keys(tmp_path: Path) -> None:
    """The buyer's key was pinned after sealing: it counts; one that isn't pinned doesn't."""
    folder = write_folder(tmp_path / "c")
    at = seal_path(folder)
    sign_folder(at, "buyer", SEED)
    assert "pins no key" in (verify_folder(at, None).problem or "")
    path = folder / "contract.toml"
    pin = f'"B", key = "{public_key(SEED)}"'
    path.write_text(path.read_text("utf-8").replace('"B"', pin), "utf-8")
    assert verify_folder(at, None).level == "signed by buyer"
    assert verify_folder(at, folder).level == "signed by buyer"


def test_a_folder_without_a_contract_pins_nothing(tmp_path: Path) -> None:
    """--contract names a folder that has none: refused, not ignored."""
    at = seal_path(write_folder(tmp_path / "c"))
    with pytest.raises(LineproofError, match="no contract folder"):
        verify_folder(at, tmp_path)


def test_a_contract_folder_is_compared_by_its_month(tmp_path: Path) -> None:
    """The folder's January and the one it sealed are the same; without a month it is refused."""
    folder = write_folder(tmp_path / "c")
    at = seal_path(folder)
    assert side_of(folder, dt.date(2024, 1, 1)) == side_of(at, None)
    with pytest.raises(LineproofError, match="say --month"):
        side_of(folder, None)


def test_a_measured_month_verifies_from_the_states_it_holds(tmp_path: Path) -> None:
    """Without the samples, only by its states; one that was changed, or left out, shows."""
    at = seal_path(measured_folder(tmp_path / "c"))
    shutil.rmtree(tmp_path / "c" / "measurements")
    assert verify_folder(at, None).is_ok
    states = (at / "states.csv").read_bytes()
    (at / "states.csv").write_bytes(states.replace(b"down", b"up"))
    assert "states.csv was changed" in (verify_folder(at, None).problem or "")
    (at / "states.csv").unlink()
    assert "states.csv is missing" in (verify_folder(at, None).problem or "")


def test_sides_that_measured_otherwise_differ_in_their_states(tmp_path: Path) -> None:
    """The other side saw C2 down for 9 hours: the first row of states that differs is its outage's,
    not the money: 10 % either way.
    """
    ours = side_of(seal_path(measured_folder(tmp_path / "a")), None)
    rows = month_rows(down=range(72, 81))
    theirs = side_of(measured_folder(tmp_path / "b", rows=rows), dt.date(2024, 1, 1))
    found = compare(ours, theirs)
    assert found.is_same
    assert [text.partition(":")[0] for text in found.inputs_differ] == [
        "tables.states.csv", "states.csv, first row that differs",
    ]  # fmt: skip
    start = "AVAIL,C2,2024-01-03T16:00:00Z,2024-01-04T0"
    assert f"{start}2:00:00Z" in found.inputs_differ[1].partition(" / ")[0]
    assert f"{start}1:00:00Z" in found.inputs_differ[1].partition(" / ")[2]
    assert compare(ours, ours).inputs_differ == ()
