"""Is each kind of bad input a finding with file, line, value and fix, and never a traceback?

`check` lists findings and ends with 1, or with 2 where it cannot open the contract at all;
`settle` and `explain` cannot go on and end with 2.
"""

from __future__ import annotations

import io
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import xlsxwriter  # type: ignore[import-untyped]

Run: TypeAlias = Callable[..., Any]
Edit: TypeAlias = Callable[[str, str, str], Path]

PROGRAM = Path(sys.executable).with_name("lineproof")
CONTRACT, CIRCUITS = "contract.toml", "circuits.csv"
LIFECYCLE, SCORES = "records/lifecycle.csv", "records/scores.csv"
DRAFT = ('schema = "contract/1"', 'schema = "contract/1"\ndraft = true')


def findings(run: Run, folder: Path, *, code: int = 1) -> list[dict[str, Any]]:
    """Return what `check` finds, each with a place and a fix; `settle` cannot go on."""
    ended = run("check", folder, "--json")
    assert ended.code == code, ended
    found: list[dict[str, Any]] = ended.json["findings"]
    assert all(f["where"] and f["message"] and f["fix"] for f in found)
    settled = run("settle", folder, "--month", "2024-03", "--json")
    assert settled.code == 2
    assert settled.err
    assert run("explain", folder, "--month", "2024-03", "--line", "1").code == 2
    return found


# ---------------------------------------------------------------- a value in a file

VALUES = [
    (CONTRACT, 'id = "small"', 'id = "small"\nid = "other"', "E-KEY-DUPLICATE", "6", ""),
    (CONTRACT, "months = 12", "months = 12\nmonth = 12", "E-KEY-UNKNOWN", "11", "month"),
    (CONTRACT, 'currency = "CNY"\n', "", "E-KEY-MISSING", "4", "currency"),
    (CONTRACT, "start = 2024-01-01", "start = 2024-02-30", "E-TOML", "9", ""),
    (CONTRACT, "start = 2024-01-01", 'start = "2024-01-01"', "E-VALUE", "9", "2024-01-01"),
    (CONTRACT, "start = 2024-01-01", "start = 9999-12-31", "E-VALUE", "9", "9999"),
    (CONTRACT, '"113.00"', '"-113.00"', "E-VALUE", "32", "-113.00"),
    (CONTRACT, '"113.00"', '"1e5"', "E-VALUE", "32", "1e5"),
    (CONTRACT, '"113.00"', '"１１３"', "E-VALUE", "32", "１１３"),
    (CONTRACT, '"113.00"', "113.00", "E-VALUE", "32", "113.0"),
    (CONTRACT, '"113.00"', '"113.001"', "E-MONEY-PRECISE", "32", "113.001"),
    (CONTRACT, '"113.00"', '"99999999999999999999"', "E-MONEY-RANGE", "32", "99999999999999999999"),
    (CONTRACT, '"113.00"', '"9999999999999.00"', "E-MONEY-RANGE", "31", "PRICES"),
    (CONTRACT, "qty = 3", "qty = 9223372036854775808", "E-VALUE", "32", "9223372036854775808"),
    (CONTRACT, "qty = 3", "qty = " + "9" * 5000, "E-TOML", "", ""),
    (CONTRACT, 'timezone = "Asia/Shanghai"', 'timezone = "Factory"', "E-TIMEZONE", "7", "Factory"),
    (CONTRACT, 'workdays = "CN"', 'workdays = "XX"', "E-CALENDAR", "20", "XX"),
    (CIRCUITS, "bandwidth", "bandwith", "E-COLUMN-UNKNOWN", "1", "bandwith"),
    (CIRCUITS, "site,service", "site,site", "E-COLUMN-DUPLICATE", "1", "site"),
    (CIRCUITS, "900.00", "-900.00", "E-MONEY-NEGATIVE", "2", "-900.00"),
    (CIRCUITS, "900.00", "900.001", "E-MONEY-PRECISE", "2", "900.001"),
    (CIRCUITS, "900.00", "1e5", "E-MONEY", "2", "1e5"),
    (CIRCUITS, "900.00", "９００", "E-MONEY", "2", "９００"),
    (CIRCUITS, "900.00", "99999999999999999999", "E-MONEY-RANGE", "2", "99999999999999999999"),
    (CIRCUITS, "2024-03-04", "2024-02-30", "E-DATE", "5", "2024-02-30"),
    (CIRCUITS, "2024-03-04", "04/03/2024", "E-DATE-AMBIGUOUS", "5", "04/03/2024"),
    (CIRCUITS, "C-4", "1.2E+11", "E-ID-SCIENTIFIC", "5", "1.2E+11"),
    (CIRCUITS, "north", "=HYPERLINK(1)", "E-CELL-FORMULA", "2", "=HYPERLINK(1)"),
    (CIRCUITS, "2,C-1", "1,C-1", "E-ROW-DUPLICATE", "3", "1"),
    (LIFECYCLE, "repriced,2024-03-11", "repriced,2024-02-30", "E-DATE", "3", "2024-02-30"),
    (LIFECYCLE, "880.00", "1e5", "E-RECORD-VALUE", "3", "1e5"),
    (LIFECYCLE, "suspended", "suspnded", "E-CHOICE", "4", "suspnded"),
    (LIFECYCLE, "L2,", "L1,", "E-ROW-DUPLICATE", "3", "L1"),
    (SCORES, "59.99", "５９", "E-DECIMAL", "4", "５９"),
    (SCORES, "signed_by", "signd_by", "E-COLUMN-UNKNOWN", "1", "signd_by"),
]  # fmt: skip


@pytest.mark.parametrize("bad", VALUES)
def test_a_bad_value_is_a_finding(lineproof: Run, edited: Edit, bad: tuple[str, ...]) -> None:
    """At its file and line, quoting it; in a draft, whose hashes don't count yet."""
    file, old, new, code, line, value = bad
    if file == CIRCUITS:
        edited(CONTRACT, *DRAFT)
    found = findings(lineproof, edited(file, old, new))
    where = f"{file}:{line}" if line else file
    assert (code, where) in [(f["code"], f["where"]) for f in found]
    (told,) = (f for f in found if (f["code"], f["where"]) == (code, where))
    assert value in told["message"]


def test_a_cited_column_is_named_in_the_fix(lineproof: Run, edited: Edit) -> None:
    """A wrong key names the nearest that there is."""
    found = findings(lineproof, edited(CONTRACT, "months = 12", "monhts = 12"))
    assert 'Did you mean "months"?' in [f["fix"] for f in found]


def test_a_million_bad_rows_are_counted_and_a_hundred_shown(small: Path) -> None:
    """10⁶ rents of "x": 100 findings and one that counts them all; within seconds and 1 GiB."""
    edit(small, CONTRACT, *DRAFT)
    rows = "".join(f"{n},x\n" for n in range(1_000_000))
    (small / CIRCUITS).write_text("line,monthly_rent\n" + rows, "ascii")
    started = time.monotonic()
    done = subprocess.Popen([PROGRAM, "check", small], stdout=subprocess.PIPE, text=True)
    said, _ = done.communicate(timeout=60)
    assert time.monotonic() - started < 30
    assert done.returncode == 1
    assert said.count("E-MONEY  error") == 100
    assert "1,000,000 mistakes" in said
    largest_kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert largest_kib < 2**20


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text in a file."""
    path = folder / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


# ---------------------------------------------------------------- files that can't be used


def test_a_missing_schedule_is_a_finding(lineproof: Run, small: Path) -> None:
    """Where it is named: contract.toml, line 40."""
    (small / CIRCUITS).unlink()
    (found,) = findings(lineproof, small)
    assert (found["code"], found["where"]) == ("E-FILE-MISSING", "contract.toml:40")
    assert "circuits.csv doesn't exist" in found["message"]


@pytest.mark.parametrize("file", [CONTRACT, CIRCUITS, LIFECYCLE])
def test_a_folder_in_place_of_a_file(lineproof: Run, small: Path, file: str) -> None:
    """Nothing is read from it; without a contract even check cannot go on."""
    (small / file).unlink()
    (small / file).mkdir()
    (found,) = findings(lineproof, small, code=2 if file == CONTRACT else 1)
    assert found["code"] == "E-FILE-UNREADABLE"
    assert f"{file} can't be read: it is a folder" in found["message"]


@pytest.mark.parametrize("file", [CONTRACT, CIRCUITS, SCORES])
def test_a_pipe_in_place_of_a_file_does_not_hang(lineproof: Run, small: Path, file: str) -> None:
    """Opening it would wait for a writer for ever."""
    (small / file).unlink()
    os.mkfifo(small / file)
    (found,) = findings(lineproof, small, code=2 if file == CONTRACT else 1)
    assert f"{file} can't be read: it is no plain file" in found["message"]


def test_an_unreadable_file_is_a_finding(
    lineproof: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read anything, so that the system's refusal is played."""
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "scores.csv":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    (found,) = findings(lineproof, small)
    assert (found["code"], found["where"]) == ("E-FILE-UNREADABLE", SCORES)
    assert "Permission denied" in found["message"]


def test_a_link_in_a_circle_is_a_finding(lineproof: Run, small: Path) -> None:
    """Two links that name each other."""
    (small / CIRCUITS).unlink()
    (small / CIRCUITS).symlink_to("other.csv")
    (small / "other.csv").symlink_to(CIRCUITS)
    (found,) = findings(lineproof, small)
    assert found["code"] == "E-FILE-UNREADABLE"


@pytest.mark.parametrize("name", ["../circuits.csv", "/etc/passwd", "records/../../circuits.csv"])
def test_a_path_out_of_the_folder_is_refused(lineproof: Run, edited: Edit, name: str) -> None:
    """A contract names what lies beside it; nothing else of the machine is read."""
    folder = edited(CONTRACT, 'file = "circuits.csv"', f'file = "{name}"')
    (found,) = findings(lineproof, folder)
    assert (found["code"], found["where"]) == ("E-FILE-OUTSIDE", "contract.toml:40")
    assert name in found["message"]


@pytest.mark.parametrize("file", [CIRCUITS, LIFECYCLE])
def test_a_link_out_of_the_folder_is_refused(
    lineproof: Run, small: Path, tmp_path: Path, file: str
) -> None:
    """What is outside would not be part of what was signed; a link inside is followed."""
    shutil.move(small / file, tmp_path / "elsewhere.csv")
    (small / file).symlink_to(tmp_path / "elsewhere.csv")
    (found,) = findings(lineproof, small)
    assert found["code"] == "E-FILE-OUTSIDE"
    shutil.move(tmp_path / "elsewhere.csv", small / "kept.csv")
    (small / file).unlink()
    (small / file).symlink_to(small / "kept.csv")
    assert lineproof("check", small).code == 0


def test_a_linked_folder_is_read(lineproof: Run, small: Path, tmp_path: Path) -> None:
    """The folder itself may be named by a link."""
    (tmp_path / "link").symlink_to(small)
    assert lineproof("check", tmp_path / "link").code == 0


def test_a_huge_file_is_not_opened(lineproof: Run, small: Path) -> None:
    """3 GiB of nothing, and a contract of 17 MiB."""
    with (small / SCORES).open("r+b") as file:
        file.truncate(3 * 2**30)
    (found,) = findings(lineproof, small)
    assert (found["code"], found["where"]) == ("E-FILE-TOO-LARGE", SCORES)
    with (small / CONTRACT).open("r+b") as file:
        file.truncate(17 * 2**20)
    (found,) = findings(lineproof, small, code=2)
    assert found["code"] == "E-FILE-TOO-LARGE"


def test_a_schedule_that_is_not_the_signed_one(lineproof: Run, edited: Edit) -> None:
    """Both hashes are quoted, at the line that pins the one."""
    (found,) = findings(lineproof, edited(CIRCUITS, "900.00", "800.00"))
    assert (found["code"], found["where"]) == ("E-HASH", "contract.toml:41")


def test_records_that_are_none(lineproof: Run, small: Path) -> None:
    """An unknown file, a kind twice, and a hidden file, which is left alone."""
    (small / "records" / "notes.txt").write_text("x", "utf-8")
    shutil.copy(small / SCORES, small / "records" / "scores.xlsx")
    (small / "records" / ".scores.csv.swp").write_text("x", "utf-8")
    found = findings(lineproof, small)
    assert [(f["code"], f["where"]) for f in found] == [
        ("E-RECORD-KIND", "records/notes.txt"),
        ("E-RECORD-TWICE", "records/scores.xlsx"),
    ]


def test_records_that_are_a_file(lineproof: Run, small: Path) -> None:
    """It would be read as no records at all, which is another thing."""
    shutil.rmtree(small / "records")
    (small / "records").write_text("", "utf-8")
    (found,) = findings(lineproof, small)
    assert (found["code"], found["where"]) == ("E-FILE-UNREADABLE", "records")


def test_merged_header_cells_are_a_finding(lineproof: Run, edited: Edit) -> None:
    """Two columns under one header: which of them is the rent?"""
    edited(CONTRACT, *DRAFT)
    folder = edited(CONTRACT, 'file = "circuits.csv"', 'file = "circuits.xlsx"')
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["line", "id"])
        sheet.merge_range(0, 2, 0, 3, "monthly_rent")
        sheet.write_row(1, 0, ["1", "C-1", "900.00", "1"])
    (folder / "circuits.xlsx").write_bytes(buffer.getvalue())
    found = findings(lineproof, folder)
    assert "E-HEADER-MERGED" in [f["code"] for f in found]


# ---------------------------------------------------------------- encodings and shapes of text

ENCODINGS = ["utf-8-sig", "utf-16", "gb18030"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_other_encodings_are_read(lineproof: Run, small: Path, encoding: str) -> None:
    """Chinese in the contract and in a record; what was guessed is a warning."""
    for file, old, new in ((CONTRACT, "The buyer", "买方"), (LIFECYCLE, "ann", "安")):
        text = (small / file).read_text("utf-8").replace(old, new)
        (small / file).write_bytes(text.encode(encoding))
    ended = lineproof("check", small, "--json")
    assert ended.code == 0
    assert ended.json["warnings"] == (2 if encoding == "gb18030" else 0)
    assert lineproof("settle", small, "--month", "2024-03").code == 0


@pytest.mark.parametrize("file", [CONTRACT, LIFECYCLE])
@pytest.mark.parametrize("content", [bytes(range(256)) * 9, b"\x80\x81\xff\xff", b"a\0b"])
def test_what_is_no_text_is_refused(lineproof: Run, small: Path, file: str, content: bytes) -> None:
    """Neither UTF-8 nor GB18030, or with a zero byte in it."""
    (small / file).write_bytes(content)
    (found,) = findings(lineproof, small)
    assert found["code"] == "E-ENCODING"


def test_an_empty_contract_says_what_it_lacks(lineproof: Run, small: Path) -> None:
    """The table and the key that every contract has."""
    (small / CONTRACT).write_bytes(b"")
    found = findings(lineproof, small)
    assert {f["code"] for f in found} == {"E-KEY-MISSING"}
    assert any('"contract"' in f["message"] for f in found)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "{a=" * 100_000,
        "a." * 20_000 + "b = 1",
        "[" + "a." * 20_000 + "b]",
        "[[a]]\n" * 100_000,
        'a = """' + "x" * 1_000_000,
        "a = " + "[" * 400 + "]" * 400,
    ],
)
def test_a_huge_or_deep_contract_is_refused(small: Path, text: str) -> None:
    """In bounded time, and without a traceback."""
    (small / CONTRACT).write_text('schema = "contract/1"\n' + text, "utf-8")
    done = subprocess.run(
        [PROGRAM, "check", small], check=False, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "contract.toml" in done.stdout


def test_a_calendar_without_the_year_says_which_file_to_add(lineproof: Run, small: Path) -> None:
    """China announces its workdays each November: 2031 isn't known, and is never guessed."""
    text = (small / CONTRACT).read_text("utf-8")
    text = text.replace("2024-", "2031-").replace("2023-", "2030-")
    (small / CONTRACT).write_text(text.replace(*DRAFT, 1), "utf-8")
    shutil.rmtree(small / "records")
    ended = lineproof("settle", small, "--month", "2031-03")
    assert ended.code == 2
    assert 'calendar "CN" has no year 2031' in ended.err
    assert "workdays-2031.csv" in ended.err


@pytest.mark.parametrize("month", ["2023-12", "2025-02", "1999-01"])
def test_a_month_outside_the_term_is_a_finding(lineproof: Run, small: Path, month: str) -> None:
    """2024 and the month after it, in which leftovers are settled."""
    ended = lineproof("settle", small, "--month", month, "--json")
    assert (ended.code, ended.codes) == (2, ["E-MONTH-OUTSIDE"])
    assert month in ended.json["findings"][0]["message"]
    assert ended.json["findings"][0]["where"] == "contract.toml:9"


def test_sums_beyond_64_bits_are_refused(lineproof: Run, small: Path) -> None:
    """10,000 rents of 9,999,999,999,999.00 come to 10¹⁹ cents, where 64 bits end at 9.2 × 10¹⁸."""
    edit(small, CONTRACT, *DRAFT)
    rows = "".join(f"{n},9999999999999.00\n" for n in range(10_000))
    (small / CIRCUITS).write_text("line,monthly_rent\n" + rows, "ascii")
    found = findings(lineproof, small)
    assert ("E-MONEY-RANGE", CIRCUITS) in [(f["code"], f["where"]) for f in found]
