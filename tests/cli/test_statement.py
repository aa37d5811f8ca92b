"""Does `statement` show a month to people, and write the files that are asked for?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

Run: TypeAlias = Callable[..., Any]


def test_people_see_it_in_both_languages(program: Run, small: Path) -> None:
    """On stdout; the clause stays as it is written."""
    english = program("statement", small, "--month", "2024-02")
    chinese = program("statement", small, "--month", "2024-02", "--language", "zh")
    assert (english.code, chinese.code) == (0, 0)
    assert english.err == chinese.err == ""
    assert english.out != chinese.out
    assert "annex 1" in english.out
    assert "annex 1" in chinese.out


def test_its_json_is_the_settlement(lineproof: Run, small: Path) -> None:
    """The same as `settle --json`."""
    asked = (small, "--month", "2024-02", "--json")
    assert lineproof("statement", *asked).out == lineproof("settle", *asked).out


def test_files_are_written_where_it_is_said(program: Run, small: Path, tmp_path: Path) -> None:
    """PDF and XLSX by their first bytes; what was written is told on stderr."""
    pdf, xlsx = tmp_path / "out" / "a.pdf", tmp_path / "out" / "a.xlsx"
    ended = program("statement", small, "--month", "2024-02", "--pdf", pdf, "--xlsx", xlsx)
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"wrote {pdf}\nwrote {xlsx}\n"
    assert pdf.read_bytes()[:5] == b"%PDF-"
    assert xlsx.read_bytes()[:4] == b"PK\x03\x04"


def test_a_place_that_cannot_be_written_ends_with_2(lineproof: Run, small: Path) -> None:
    """A folder in its place."""
    ended = lineproof("statement", small, "--month", "2024-02", "--pdf", small / "records")
    assert ended.code == 2
    assert "can't be written" in ended.err


def test_an_unknown_amount_ends_with_1(lineproof: Run, small: Path) -> None:
    """May has no score: the statement says so, and is made."""
    ended = lineproof("statement", small, "--month", "2024-05")
    assert ended.code == 1
    assert "2024-05" in ended.out
