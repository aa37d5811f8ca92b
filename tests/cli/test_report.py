"""Does `report` show months that are known, and refuse those that aren't?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
EXAMPLES = Path(__file__).parents[2] / "examples"
MOVES = EXAMPLES / "05-amendment-and-moves"


def test_each_step_adds_up(lineproof: Run) -> None:
    """Three months, two steps; what a step ends with the next one begins with."""
    ended = lineproof("report", MOVES, "--from", "2025-02", "--to", "2025-04", "--json")
    first, second = ended.json["steps"]
    assert (ended.code, first["from"], second["to"]) == (0, "2025-02", "2025-04")
    assert first["after"] == second["before"] == "27547.91"
    assert {p["part"] for p in first["parts"]} == {"price", "ceased", "one_off"}


def test_files_are_written_in_each_form(lineproof: Run, tmp_path: Path) -> None:
    """PDF, XLSX and SVG at once."""
    paths = [tmp_path / f"r.{form}" for form in ("pdf", "xlsx", "svg")]
    options = [word for path in paths for word in (f"--{path.suffix[1:]}", path)]
    ended = lineproof("report", MOVES, "--from", "2025-02", "--to", "2025-03", *options)
    assert ended.code == 0
    assert [path.read_bytes()[:4] for path in paths] == [b"%PDF", b"PK\x03\x04", b"<svg"]


def test_a_month_that_is_not_known_is_refused(lineproof: Run, tmp_path: Path) -> None:
    """Without scores no month of the first example is known: both are named."""
    folder = shutil.copytree(EXAMPLES / "01-access-593", tmp_path / "c")
    (folder / "records" / "scores.csv").unlink()
    ended = lineproof("report", folder, "--from", "2025-02", "--to", "2025-03")
    assert (ended.code, ended.err.count("E-REPORT-UNKNOWN")) == (2, 2)


def test_a_change_needs_two_months(lineproof: Run) -> None:
    """The same month twice, and one before the other, are refused; so is one outside the term."""
    for first, last in (("2025-03", "2025-03"), ("2025-04", "2025-03"), ("2020-01", "2020-02")):
        assert lineproof("report", MOVES, "--from", first, "--to", last).code == 2
