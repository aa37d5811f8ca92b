"""Does a folder begin and grow as people ask? `init`, `record` and `prepare`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

Run: TypeAlias = Callable[..., Any]

ROOT = Path(__file__).parents[2]
SCORED = ("--month", "2024-05", "--points", "90")


# ---------------------------------------------------------------- init


def test_a_draft_passes_check(program: Run, tmp_path: Path) -> None:
    """And settles: its one price line is 10 × 100.00."""
    made = program("init", tmp_path / "new" / "folder")
    assert made.code == 0
    assert program("check", tmp_path / "new" / "folder").code == 0
    month = program("settle", tmp_path / "new" / "folder", "--month", "2025-03", "--json")
    assert (month.code, month.json["gross"]) == (0, "1000.00")


def test_an_empty_folder_is_filled(lineproof: Run, tmp_path: Path) -> None:
    """One that is there already, and empty."""
    assert lineproof("init", tmp_path).code == 0
    assert (tmp_path / "records").is_dir()


def test_what_is_there_is_never_overwritten(lineproof: Run, tmp_path: Path) -> None:
    """A folder with a file in it, and a file."""
    (tmp_path / "file").write_text("mine", "utf-8")
    for place in (tmp_path, tmp_path / "file", tmp_path / "file" / "below"):
        ended = lineproof("init", place)
        assert (ended.code, ended.out) == (2, "")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text("utf-8") == "mine"


def test_an_example_is_copied_whole(program: Run, tmp_path: Path) -> None:
    """Every file, and it settles."""
    ended = program("init", tmp_path / "copy", "--example", "01-access-593")
    assert ended.code == 0
    source = ROOT / "examples" / "01-access-593"
    for path in source.rglob("*"):
        if path.is_file() and ".lineproof" not in path.parts:
            copied = tmp_path / "copy" / path.relative_to(source)
            assert copied.read_bytes() == path.read_bytes()
    assert program("check", tmp_path / "copy").code == 0


def test_an_unknown_example_lists_those_there_are(lineproof: Run, tmp_path: Path) -> None:
    """A path is no name either; nothing is made."""
    for name in ("nosuch", "../examples/01-access-593", ""):
        ended = lineproof("init", tmp_path / "copy", "--example", name)
        assert ended.code == 2
        assert "01-access-593" in ended.err
        assert "02-circuits-121" in ended.err
    assert not (tmp_path / "copy").exists()


def test_an_installed_wheel_has_the_examples(tmp_path: Path) -> None:
    """Unpacked beside nothing else of the checkout, as pip would."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir"]
    subprocess.run([*build, str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    shutil.unpack_archive(wheel, tmp_path / "installed", "zip")
    command = [sys.executable, "-m", "lineproof", "init", "copy", "--example", "01-access-593"]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "installed")}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "copy" / "contract.toml").is_file()


# ---------------------------------------------------------------- record


def test_a_record_is_appended_and_counts(program: Run, small: Path) -> None:
    """May waits for its score; once it is recorded, it settles."""
    assert program("settle", small, "--month", "2024-05").code == 1
    ended = program("record", small, "scores", *SCORED)
    assert (ended.code, ended.out) == (0, "recorded S0005 in records/scores.csv\n")
    assert program("settle", small, "--month", "2024-05").code == 0


def test_who_and_when_are_filled_in_or_given(lineproof: Run, small: Path) -> None:
    """Now and the user, or what is said."""
    given = ("--by", "eve", "--recorded-at", "2024-06-05 09:00", "--id", "May")
    assert lineproof("record", small, "scores", *SCORED, *given).code == 0
    assert lineproof("record", small, "notices", "--what", "breach", "--sent=2024-06-01").code == 0
    last = (small / "records" / "scores.csv").read_text("utf-8").splitlines()[-1]
    assert last == "May,2024-06-05T01:00:00Z,eve,2024-05,90,"
    header, row = (small / "records" / "notices.csv").read_text("utf-8").splitlines()
    assert header == "id,recorded_at,by,what,sent"
    assert row.startswith("N0001,20")


def test_an_option_may_have_its_value_behind_a_sign(lineproof: Run, small: Path) -> None:
    """`--line= --event x`: a line left blank doesn't take the next option for its value."""
    blank = ("--line=", "--event", "accepted", "--date", "2024-06-01")
    ended = lineproof("record", small, "lifecycle", *blank)
    assert ended.code == 2
    assert "line is blank" in ended.err


def test_a_row_is_corrected_and_withdrawn(lineproof: Run, small: Path) -> None:
    """January scored 93; corrected to 80 it earns 0.9; withdrawn, nothing is known of it."""
    asked = ("settle", small, "--month", "2024-01", "--json", "--no-lines")
    before = lineproof(*asked).json
    correction = ("--replaces", "S1", "--month", "2024-01", "--points", "80")
    assert lineproof("record", small, "scores", *correction).code == 0
    corrected = lineproof(*asked)
    assert corrected.code == 0
    assert corrected.json["gross"] != before["gross"]
    assert lineproof("record", small, "scores", "--replaces", "S1").code == 0
    assert lineproof(*asked).code == 1
    assert lineproof("check", small).code == 0


@pytest.mark.parametrize(
    "options",
    [
        ("nosuch", "--line", "1"),
        ("scores", "--nosuch", "1"),
        ("scores", "--month"),
        ("scores", "--month", "--points", "90"),
        ("scores", "2024-05", "90"),
        ("scores", *SCORED, "--points", "91"),
        ("scores", "--month", "2024-05"),
        ("scores", "--month", "2024-13", "--points", "90"),
        ("scores", "--month", "2024-05", "--points", "1e5"),
        ("scores", *SCORED, "--id", "S1"),
        ("scores", *SCORED, "--replaces", "S9"),
        ("scores", *SCORED, "--signed-by", "=1+1"),
        ("scores", *SCORED, "--evidence", "abc"),
        ("scores", *SCORED, "--recorded-at", "yesterday"),
        ("lifecycle", "--line", "1", "--event", "repriced", "--date", "2024-05-01"),
        ("lifecycle", "--line", "1", "--event", "lost", "--date", "2024-05-01"),
        ("lifecycle", "--line", "1", "--event", "repriced", "--date", "2024-05-01", "--value=9x"),
    ],
)
def test_a_record_that_is_wrong_is_refused(
    lineproof: Run, small: Path, options: tuple[str, ...]
) -> None:
    """Exit 2, why, and the files as they were."""
    before = {p: p.read_bytes() for p in (small / "records").iterdir()}
    ended = lineproof("record", small, *options)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err
    assert {p: p.read_bytes() for p in (small / "records").iterdir()} == before


# ---------------------------------------------------------------- prepare


def test_a_folder_is_prepared_once(program: Run, small: Path) -> None:
    """6 lines; what is kept takes no part in check."""
    ended = program("prepare", small)
    assert (ended.code, ended.out) == (0, f"prepared 6 lines in {small / '.lineproof'}\n")
    assert program("check", small).code == 0


def test_a_folder_that_cannot_be_read_is_not_prepared(lineproof: Run, small: Path) -> None:
    """Exit 2, with the findings; nothing is kept."""
    (small / "circuits.csv").unlink()
    assert lineproof("prepare", small).code == 2
    assert not (small / ".lineproof" / "key.json").exists()
