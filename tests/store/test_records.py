"""Is a record kept behind the others, with nothing lost: by two at once, killed, or refused?"""

from __future__ import annotations

import multiprocessing
import random
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter  # type: ignore[import-untyped]

from lineproof.model.errors import InputRefusedError
from lineproof.model.record import RECORDS
from lineproof.sources.folder import read_case, read_contract
from lineproof.sources.table_file import read_table
from lineproof.store.records import append_record

PROGRAM = Path(sys.executable).with_name("lineproof")
NEW = {
    "recorded_at": "2024-06-05T09:00:00Z", "by": "ann", "month": "2024-05", "points": "90",
}  # fmt: skip


def scores(folder: Path) -> pl.DataFrame:
    """Return the scores as read, without the lines they stand in."""
    return read_case(folder).records["scores"].drop("row")


def append(folder: Path, **values: str) -> str:
    """Append a score to a folder."""
    return append_record(folder, read_contract(folder), "scores", NEW | values)


def test_what_stood_there_stays(small: Path) -> None:
    """4 rows and the new one, in order; the file is canonical, so that a second one only adds."""
    before = scores(small)
    assert append(small) == "S0005"
    assert scores(small).head(4).equals(before)
    text = (small / "records" / "scores.csv").read_text("utf-8")
    append(small, month="2024-06")
    assert (small / "records" / "scores.csv").read_text("utf-8").startswith(text)


def test_the_first_record_of_a_kind_makes_its_file(small: Path) -> None:
    """The folder too."""
    for path in (small / "records").iterdir():
        path.unlink()
    (small / "records").rmdir()
    assert append(small) == "S0001"
    assert scores(small).height == 1


def test_a_foreign_file_becomes_canonical_with_equal_content(small: Path) -> None:
    """GB18030, semicolons, Chinese headers, odd spaces and a quoted line break."""
    text = (
        "id;记录时间;记录人;月份;得分;签字\n"
        'S1;2024-02-05 10:00;安;2024年1月; 93.0 ;"甲\n乙"\n'
        "S2;2024-03-05 10:00;安;2024-02;88;/\n"
    )
    path = small / "records" / "scores.csv"
    path.write_bytes(text.encode("gb18030"))
    before = scores(small)
    append(small)
    assert scores(small).head(2).equals(before)
    assert (
        path.read_bytes().decode("utf-8").startswith("id,recorded_at,by,month,points,signed_by\n")
    )


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"id": "S1"}, "E-ROW-DUPLICATE"),
        ({"replaces": "S9"}, "E-RECORD-UNKNOWN"),
        ({"points": "ninety"}, "E-DECIMAL"),
        ({"month": ""}, "E-CELL-REQUIRED"),
        ({"by": " "}, "E-CELL-REQUIRED"),
    ],
)
def test_what_is_wrong_is_refused(small: Path, values: dict[str, str], code: str) -> None:
    """The file is as it was, to the byte."""
    before = (small / "records" / "scores.csv").read_bytes()
    with pytest.raises(InputRefusedError) as refused:
        append(small, **values)
    assert [finding.code for finding in refused.value.findings] == [code]
    assert (small / "records" / "scores.csv").read_bytes() == before


def test_a_file_with_errors_is_not_rewritten(small: Path) -> None:
    """Rows that can't be read would be lost."""
    path = small / "records" / "scores.csv"
    path.write_text(path.read_text("utf-8").replace("59.99", "5o"), "utf-8")
    before = path.read_bytes()
    with pytest.raises(InputRefusedError):
        append(small)
    assert path.read_bytes() == before


def test_a_spreadsheet_is_not_written_beside(small: Path) -> None:
    """The kind would have two files."""
    (small / "records" / "scores.csv").unlink()
    with xlsxwriter.Workbook(small / "records" / "scores.xlsx") as book:
        book.add_worksheet().write_row(0, 0, ["id", "recorded_at", "by", "month", "points"])
    with pytest.raises(InputRefusedError) as refused:
        append(small)
    assert refused.value.findings[0].code == "E-RECORD-FORMAT"
    assert not (small / "records" / "scores.csv").exists()


def test_a_correction_names_the_row_and_a_withdrawal_says_nothing_else(small: Path) -> None:
    """Its own columns are blank."""
    assert append(small, replaces="S1", month="2024-01") == "S0005"
    withdrawn = {name: NEW[name] for name in ("recorded_at", "by")} | {"replaces": "S2"}
    assert append_record(small, read_contract(small), "scores", withdrawn) == "S0006"
    assert scores(small).tail(2).select("replaces", "points").rows() == [("S1", "90"), ("S2", None)]


def test_two_writers_at_once_lose_nothing(small: Path) -> None:
    """50 records each, at the same time: 4 + 100 rows, 104 ids."""
    code = (
        "import pathlib, sys\n"
        "from lineproof.sources.folder import read_contract\n"
        "from lineproof.store.records import append_record\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "new = {'recorded_at': '2024-06-05T09:00:00Z', 'month': '2024-05', 'points': '90'}\n"
        "for n in range(50):\n"
        "    append_record(folder, read_contract(folder), 'scores', new | {'by': sys.argv[2]})\n"
    )
    commands = [[sys.executable, "-c", code, str(small), who] for who in ("ann", "ben")]
    writers = [subprocess.Popen(command) for command in commands]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    rows = scores(small)
    assert rows.height == 104
    assert rows["id"].n_unique() == 104
    assert rows["by"].value_counts().filter(pl.col("by") == "ben")["count"].item() == 50


def test_a_killed_writer_leaves_the_file_whole(small: Path) -> None:
    """30 times, at any moment: every file that is left reads, and no row that stood is lost.

    Writers are forked from a process that has everything loaded, so that the moments lie close.
    """
    chance = random.Random(1)  # noqa: S311 - chance, not secrecy
    path = small / "records" / "scores.csv"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["lineproof.store.records"])
    arguments = (small, read_contract(small), "scores", NEW)
    known = 4
    for _ in range(30):
        writer = context.Process(target=append_record, args=arguments)
        writer.start()
        time.sleep(chance.uniform(0, 0.15))
        writer.kill()
        writer.join()
        read = read_table(
            path.read_bytes(), file="f", table=RECORDS["scores"], currency_digits=2, timezone="UTC"
        )
        assert read.findings == ()
        assert read.frame.height in {known, known + 1}
        known = read.frame.height
    append(small)
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".scores")] == []


def test_a_killed_command_leaves_the_file_whole(small: Path) -> None:
    """The command itself, killed as soon as it holds the lock or has just let it go."""
    for wait_s in (0, 0.01, 0.03):
        command = [str(PROGRAM), "record", str(small), "scores"]
        options = ["--month", "2024-05", "--points", "90"]
        writer = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)
        lock = small / ".lineproof" / "lock"
        while not lock.exists() and writer.poll() is None:
            time.sleep(0.001)
        time.sleep(wait_s)
        writer.kill()
        writer.wait()
        lock.unlink(missing_ok=True)
        assert scores(small).height in {4, 5, 6, 7}
