"""Does `scorecard` show a month's points, and write the sheet to sign?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
FOLDERS = Path(__file__).parents[1] / "folders"
SCORED = FOLDERS / "scored"
BERLIN = FOLDERS.parents[1] / "examples" / "06-berlin-exclusive-vat"
SIGNED = ("id,recorded_at,by,month,item,points,signed_by\n"
          "S1,2025-04-02T10:00:00+02:00,buyer,2025-03,satisfaction,30,both\n")  # fmt: skip


def test_an_open_score_ends_with_1(lineproof: Run) -> None:
    """Between 60 and 90, in several bands."""
    ended = lineproof("scorecard", SCORED, "--month", "2025-03")
    assert (ended.code, "60 – 90" in ended.out) == (1, True)
    (card,) = lineproof("scorecard", SCORED, "--month", "2025-03", "--json").json["scorecards"]
    assert (card["low"], card["high"], card["settled"]) == ("60", "90", False)


def test_a_settled_score_ends_with_0(lineproof: Run, tmp_path: Path) -> None:
    """90, on the band's edge; before 2 April the survey wasn't known."""
    folder = shutil.copytree(SCORED, tmp_path / "scored")
    (folder / "records" / "scores.csv").write_text(SIGNED, "utf-8")
    assert lineproof("scorecard", folder, "--month", "2025-03").code == 0
    early = lineproof("scorecard", folder, "--month", "2025-03", "--as-known", "2025-04-01")
    assert early.code == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sheet_is_written(lineproof: Run, tmp_path: Path, language: str) -> None:
    """As PDF and as XLSX."""
    pdf, xlsx = tmp_path / "sheet.pdf", tmp_path / "sheet.xlsx"
    ended = lineproof("scorecard", SCORED, "--month", "2025-03", "--pdf", pdf, "--xlsx", xlsx,
                      "--language", language)  # fmt: skip
    assert ended.code == 1
    assert pdf.read_bytes().startswith(b"%PDF")
    assert xlsx.read_bytes().startswith(b"PK")


def test_two_scorecards_have_a_sheet_each(lineproof: Run, tmp_path: Path) -> None:
    """Each file is named after its card."""
    folder = shutil.copytree(SCORED, tmp_path / "scored")
    contract = folder / "contract.toml"
    text = contract.read_text("utf-8")
    first, last = text.index('[[term]]\nid = "CARD"'), text.index('[[term]]\nid = "PAY"')
    second = text[first:last].replace('id = "CARD"', 'id = "CARD/2"')
    contract.write_text(text.replace('metric = "score"', 'metric = "CARD"') + second, "utf-8")
    lineproof("scorecard", folder, "--month", "2025-03", "--pdf", tmp_path / "s.pdf")
    names = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert names == ["s-CARD%2F2.pdf", "s-CARD.pdf"]


def test_a_contract_without_one_ends_with_2(lineproof: Run) -> None:
    """What to add is said."""
    ended = lineproof("scorecard", BERLIN, "--month", "2025-03")
    assert (ended.code, "E-SCORECARD-NONE" in ended.err) == (2, True)


def test_a_month_outside_the_contract_ends_with_2(lineproof: Run) -> None:
    """January 2025 lies before its start; 2025-13 is no month."""
    assert lineproof("scorecard", SCORED, "--month", "2025-01").code == 2
    assert lineproof("scorecard", SCORED, "--month", "2025-13").code == 2
