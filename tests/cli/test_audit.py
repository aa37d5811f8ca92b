"""Does `audit` draw the same sample again, and say which links are missing?"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
EXAMPLE = Path(__file__).parents[2] / "examples" / "11-a-year-of-bills"


@pytest.fixture
def folder(lineproof: Run, tmp_path: Path) -> Path:
    """Return a copy of the example with September's bill brought in."""
    copy = Path(shutil.copytree(EXAMPLE, tmp_path / "year"))
    file = copy / "sent" / "R-2025-09.csv"
    assert lineproof("bill", "import", copy, file, "--number", "R-2025-09", "--yes").code == 0
    return copy


def test_the_same_seed_draws_the_same(lineproof: Run, folder: Path) -> None:
    """Four of eight lines; another seed may draw others of those that aren't sure."""
    asked = ("audit", folder, "--month", "2025-09", "--sample", "4", "--json")
    first, again = (lineproof(*asked, "--seed", "s") for _ in range(2))
    assert first.code == 1
    assert first.json == again.json
    assert (first.json["lines"], first.json["amount"]) == (8, "61933.00")
    assert len(first.json["picked"]) == 4
    assert lineproof(*asked).json["seed"] != "s"


def test_every_line_has_what_records_tell(lineproof: Run, folder: Path) -> None:
    """EA-1000-01 was ordered and EA-0010-77 never was; the bill was verified and paid for both."""
    ended = lineproof("audit", folder, "--month", "2025-09", "--sample", "100", "--json")
    missing = {each["circuit"]: each["missing"] for each in ended.json["picked"]}
    assert missing["EA-1000-01"] == []
    assert missing["EA-0010-77"] == ["order", "acceptance", "settlement"]
    (stranger,) = (e for e in ended.json["picked"] if e["circuit"] == "EA-0010-77")
    assert stranger["cause"] == "unknown_id"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pack_can_be_checked(
    lineproof: Run, folder: Path, tmp_path: Path, language: str
) -> None:
    """Five files, each as SHA256SUMS says; a folder that is there is never written into."""
    out = tmp_path / "pack"
    asked = ("audit", folder, "--month", "2025-09", "--out", out, "--language", language)
    assert lineproof(*asked).code == 1
    assert sorted(path.name for path in out.iterdir()) == [
        "SHA256SUMS", "audit.json", "audit.pdf", "audit.xlsx", "evidence.zip",
    ]  # fmt: skip
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=out, check=False, capture_output=True).returncode == 0
    again = lineproof(*asked)
    assert (again.code, "is there already" in again.err) == (2, True)


def test_a_month_without_a_bill_is_refused(lineproof: Run, folder: Path) -> None:
    """October's wasn't brought in."""
    ended = lineproof("audit", folder, "--month", "2025-10")
    assert (ended.code, "E-AUDIT-NO-BILL" in ended.err) == (2, True)
