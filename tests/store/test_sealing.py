"""How months are closed and restated: each difference is carried once, into the next open month."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from tests.seal.folder import (
    CIRCUITS,
    LATER_SCORE,
    LIFECYCLE,
    SCORES,
    add_record,
    seal_path,
    sealed,
    write_folder,
)
from tests.seal.measured import BANDS, DOWN, RECORDED, measured_folder, month_rows, store

from lineproof.model.errors import InputRefusedError
from lineproof.settle.settle import Asked, settle
from lineproof.settle.settlement import Bounded
from lineproof.store.cases import open_case
from lineproof.store.sealed import sealed_months
from lineproof.store.sealing import Sealing
from lineproof.store.verifying import verify_folder

MARCH = "S4,2024-04-02T09:00:00Z,buyer,2024-03,95,\n"


def amounts(sealing: Sealing) -> tuple[int | None, int | None, int | None]:
    """Return gross, carried and payable."""
    found = sealing.settlement
    return found.gross.value, found.carried.value, found.payable.value


def test_a_reduction_not_credited_yet_is_changed_where_it_will_be(tmp_path: Path) -> None:
    """January is corrected before February takes its 161.00 off: February takes nothing off."""
    folder = write_folder(tmp_path / "c")
    sealed(folder, "2024-01")
    add_record(folder, "scores", LATER_SCORE)
    restated = sealed(folder, "2024-01")
    assert (restated.change, restated.later) == (16_100, (("2024-02", 16_100),))
    assert amounts(sealed(folder, "2024-02")) == (131_000, 0, 131_000)


def test_a_credit_and_a_restatement_are_each_carried_once(tmp_path: Path) -> None:
    """January 1,449.00, of which 161.00 are taken off February: 1,310.00 - 161.00 = 1,149.00.

    January's score is corrected: 1,610.00. March gives the 161.00 back: 1,310.00 + 161.00. April
    carries nothing more.
    """
    folder = write_folder(tmp_path / "c")
    assert amounts(sealed(folder, "2024-01")) == (144_900, 0, 161_000)
    assert amounts(sealed(folder, "2024-02")) == (131_000, -16_100, 114_900)
    add_record(folder, "scores", LATER_SCORE + MARCH)
    restated = sealed(folder, "2024-01")
    assert (restated.revision, restated.is_new, restated.change) == (1, True, 16_100)
    assert restated.later == ()
    assert amounts(sealed(folder, "2024-03")) == (131_000, 16_100, 147_100)
    add_record(folder, "scores", "S5,2024-05-02T09:00:00Z,buyer,2024-04,95,\n")
    assert amounts(sealed(folder, "2024-04")) == (131_000, 0, 131_000)


def test_a_restatement_before_its_credit_was_taken_takes_its_place(tmp_path: Path) -> None:
    """Corrected before February is sealed: nothing is carried at all."""
    folder = write_folder(tmp_path / "c")
    sealed(folder, "2024-01")
    add_record(folder, "scores", LATER_SCORE)
    sealed(folder, "2024-01")
    assert amounts(sealed(folder, "2024-02")) == (131_000, 0, 131_000)


def test_the_same_inputs_change_nothing(tmp_path: Path) -> None:
    """Not a byte, not a time of change."""
    folder = write_folder(tmp_path / "c")
    at = seal_path(folder)
    before = {p: p.stat().st_mtime_ns for p in at.parent.rglob("*")}
    again = sealed(folder, "2024-01")
    assert (again.is_new, again.folder, again.revision, again.change) == (False, at, 0, None)
    assert {p: p.stat().st_mtime_ns for p in at.parent.rglob("*")} == before


def test_the_old_revision_stays_byte_for_byte(tmp_path: Path) -> None:
    """r0 after r1 was written."""
    folder = write_folder(tmp_path / "c")
    at = seal_path(folder)
    before = {p.name: p.read_bytes() for p in at.iterdir()}
    add_record(folder, "scores", LATER_SCORE)
    assert seal_path(folder).name == "r1"
    assert {p.name: p.read_bytes() for p in at.iterdir()} == before


def test_what_is_open_is_not_sealed(tmp_path: Path) -> None:
    """March has no score: nothing is written, and the reason is there."""
    folder = write_folder(tmp_path / "c")
    seal_path(folder)
    seal_path(folder, "2024-02")
    refused = sealed(folder, "2024-03")
    assert (refused.folder, refused.revision, refused.is_new) == (None, -1, False)
    assert refused.settlement.blocked
    assert not (folder / "settled" / "2024-03").exists()


@pytest.mark.parametrize("month", ["2024-01", "2024-04"])
def test_months_are_sealed_in_order(tmp_path: Path, month: str) -> None:
    """February first: then neither January nor April, but March."""
    folder = write_folder(tmp_path / "c")
    seal_path(folder, "2024-02")
    with pytest.raises(InputRefusedError) as refused:
        sealed(folder, month)
    assert [f.code for f in refused.value.findings] == ["E-SEAL-ORDER"]


def test_a_month_isnt_restated_on_less_than_was_known(tmp_path: Path) -> None:
    """Sealed as known on 10 March; as known on 20 February January's score was another one."""
    folder = write_folder(tmp_path / "c")
    add_record(folder, "scores", LATER_SCORE)
    assert sealed(folder, "2024-01", dt.date(2024, 2, 20)).revision == 0
    assert sealed(folder, "2024-01", dt.date(2024, 3, 10)).revision == 1
    with pytest.raises(InputRefusedError) as refused:
        sealed(folder, "2024-01", dt.date(2024, 2, 20))
    assert [f.code for f in refused.value.findings] == ["E-SEAL-OLDER"]
    assert sealed(folder, "2024-01", dt.date(2024, 3, 11)).is_new is False


def test_a_month_sealed_with_all_that_was_recorded_isnt_restated_on_a_day(tmp_path: Path) -> None:
    """Which day that was isn't known: any day could be one on which less was known."""
    folder = write_folder(tmp_path / "c")
    add_record(folder, "scores", LATER_SCORE)
    assert sealed(folder, "2024-01").revision == 0
    with pytest.raises(InputRefusedError) as refused:
        sealed(folder, "2024-01", dt.date(2024, 2, 20))
    assert [f.code for f in refused.value.findings] == ["E-SEAL-OLDER"]


def test_an_amendment_that_moves_a_credit_is_a_restatement(tmp_path: Path) -> None:
    """The reductions of January lapse, by an amendment: the same lines, another booking."""
    folder = write_folder(tmp_path / "c")
    seal_path(folder)
    amendment = """
[[amendment]]
id = "A1"
signed = 2024-02-20
effective_from = 2024-01-01
known_at = 2024-02-20
clause = "A1"

[[amendment.replaces]]
id = "CREDIT"
kind = "credit"
clause = "A1"
cycle = "same_month"
"""
    path = folder / "contract.toml"
    path.write_text(path.read_text("utf-8") + amendment, "utf-8")
    restated = sealed(folder, "2024-01")
    assert (restated.revision, restated.change) == (1, 0)
    (booked,) = sealed_months(folder)
    assert (booked.at_once, booked.at_once_first, booked.deferred) == (144_900, 161_000, ())
    assert amounts(sealed(folder, "2024-02")) == (131_000, -16_100, 114_900)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return a sealed folder's files but the contract and what lists its hash."""
    return {
        p.name: p.read_bytes()
        for p in folder.iterdir()
        if p.name not in {"contract.toml", "seal.json"}
    }


def test_a_schedule_in_xlsx_gives_the_same_bytes(tmp_path: Path) -> None:
    """Only contract.toml names another file, and seal.json its hash."""
    one, other = write_folder(tmp_path / "a"), write_folder(tmp_path / "b")
    (other / "circuits.csv").unlink()
    with xlsxwriter.Workbook(str(other / "circuits.xlsx")) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for row, text in enumerate(CIRCUITS.splitlines()):
            for column, cell in enumerate(text.split(",")):
                if row and column == 2:
                    sheet.write_number(row, column, float(cell))
                elif row and column > 2:
                    sheet.write_datetime(row, column, dt.date.fromisoformat(cell), day)
                else:
                    sheet.write_string(row, column, cell)
    pins = [
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (one / "circuits.csv", other / "circuits.xlsx")
    ]
    contract = other / "contract.toml"
    text = contract.read_text("utf-8").replace("circuits.csv", "circuits.xlsx")
    contract.write_text(text.replace(pins[0], pins[1]), "utf-8")
    left, right = sealed(one, "2024-01"), sealed(other, "2024-01")
    assert left.settlement.inputs_hash == right.settlement.inputs_hash
    assert left.folder is not None
    assert right.folder is not None
    assert bytes_of(left.folder) == bytes_of(right.folder)


def shuffled(table: str, chosen: random.Random) -> str:
    """Return a CSV with its rows in another order."""
    head, *rows = table.splitlines()
    chosen.shuffle(rows)
    return "\n".join([head, *rows, ""])


def test_shuffled_rows_give_the_same_bytes(tmp_path: Path) -> None:
    """Schedule and records in ten other orders."""
    more = LIFECYCLE + "".join(
        f"L{n},2024-01-20T09:00:00Z,buyer,{line},{event},2024-01-{day},{value},{fee}\n"
        for n, (line, event, day, value, fee) in enumerate(
            [(1, "moved", 11, "S1", "5.00"), (1, "moved", 11, "S2", "5.00"),
             (2, "repriced", 12, "300.00", ""), (2, "repriced", 21, "290.00", "")], 2)
    )  # fmt: skip
    first = bytes_of(seal_path(write_folder(tmp_path / "c", records={"lifecycle": more})))
    chosen = random.Random(6)  # noqa: S311 - no secret
    for number in range(10):
        folder = write_folder(
            tmp_path / f"{number}",
            circuits=shuffled(CIRCUITS, chosen),
            records={"lifecycle": shuffled(more, chosen), "scores": shuffled(SCORES, chosen)},
        )
        assert bytes_of(seal_path(folder)) == first


@pytest.mark.parametrize(
    ("locale", "zone", "where"),
    [
        ("C", "UTC", "."),
        ("de_DE.UTF-8", "America/St_Johns", "/"),
        ("zh_CN.GB18030", "Pacific/Kiritimati", "/usr"),
    ],
)
def test_other_machines_give_the_same_bytes(
    tmp_path: Path, locale: str, zone: str, where: str
) -> None:
    """Another locale, time zone, folder, working directory, seed of hashes and umask."""
    here = seal_path(write_folder(tmp_path / "here"))
    there = write_folder(tmp_path / "da drüben")
    command = [sys.executable, "-m", "lineproof", "seal", str(there), "--month", "2024-01"]
    changed = {"LC_ALL": locale, "LANG": locale, "TZ": zone, "PYTHONHASHSEED": "7"}
    source = str(Path(__file__).parents[2] / "src")
    environment = {**os.environ, **changed, "PYTHONPATH": source, "POLARS_MAX_THREADS": "1"}
    subprocess.run(command, check=True, env=environment, cwd=where, capture_output=True, umask=0o77)
    found = {p.name: p.read_bytes() for p in (there / "settled" / "2024-01" / "r0").iterdir()}
    assert found == {p.name: p.read_bytes() for p in here.iterdir()}


def test_a_copied_folder_goes_on_where_it_was(tmp_path: Path) -> None:
    """February of a copy carries what January's seal says."""
    folder = write_folder(tmp_path / "c")
    seal_path(folder)
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    assert sealed(copy, "2024-02").settlement.carried == Bounded.exactly(-16_100)


def test_however_samples_came_the_seal_is_the_same(tmp_path: Path) -> None:
    """One batch; its rows reversed in three batches, one of them twice: byte for byte one seal."""
    rows = month_rows()
    whole = seal_path(measured_folder(tmp_path / "a"))
    split = measured_folder(tmp_path / "b", rows=rows[2000:][::-1])
    for part in (rows[700:2000], rows[:700], rows[700:2000]):
        store(split, part[::-1])
    other = seal_path(split)
    names = sorted(path.name for path in whole.iterdir())
    assert "states.csv" in names
    assert names == sorted(path.name for path in other.iterdir())
    assert all((whole / n).read_bytes() == (other / n).read_bytes() for n in names)


def test_samples_that_come_late_make_a_restatement(tmp_path: Path) -> None:
    """C2's 10 bad hours come after sealing; before, they were unknown, and the bands paid in full,
    1,610.00; then 31.00 are taken off. As known before, nothing changes.
    """
    is_late = [row for row in month_rows() if row[0] == "C2" and row[1] in DOWN]
    rest = [row for row in month_rows() if row not in is_late]
    bands = f'{BANDS}on_missing = "full"\n'
    folder = measured_folder(tmp_path / "c", rows=rest, terms=bands)
    assert sealed(folder, "2024-01").settlement.gross.value == 161_000
    store(folder, is_late, recorded_at=RECORDED + dt.timedelta(days=9))
    before = RECORDED.date() + dt.timedelta(days=3)
    again = sealed(folder, "2024-01")
    assert (again.is_new, again.revision, again.change) == (True, 1, -3_100)
    assert again.folder is not None
    assert verify_folder(again.folder, None).is_ok
    case = open_case(folder, as_known=before)
    then = settle(case, Asked(dt.date(2024, 1, 1), as_known=before, findings=()))
    assert then.gross.value == 161_000


def test_unknown_time_keeps_a_month_from_closing(tmp_path: Path) -> None:
    """C2's 10 hours were never measured: 100 % or 98.66 %, so that nothing is sealed."""
    rows = [row for row in month_rows() if row[0] != "C2" or row[1] not in DOWN]
    found = sealed(measured_folder(tmp_path / "c", rows=rows), "2024-01")
    assert found.folder is None
    assert [b.subject for b in found.settlement.blocked] == ["AVAIL"]
