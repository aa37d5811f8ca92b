"""What does the sheet say? Items, deductions, what is missing, what was signed."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import pytest
from tests.report.scored import sheet

from lineproof.assess.scorecard import Deduction
from lineproof.report.printing import Printing, console_for
from lineproof.report.scorecard import evidence_text, print_sheet, sheet_json
from lineproof.report.wording import LANGUAGES, Language

F = Fraction


def _printed(folder: Path, *signed: str, language: Language = "en") -> str:
    out = io.StringIO()
    print_sheet(sheet(folder, *signed), Printing(console_for(out), language))
    return out.getvalue()


def test_an_open_month(tmp_path: Path) -> None:
    """60 to 90 lies in all three bands: 60 to 100 % of the month."""
    found = sheet(tmp_path)
    assert (found.ends, found.is_settled) == ((F(60), F(90)), False)
    text = _printed(tmp_path)
    for said in ("60 – 90", "60 – 100 %", "level 1: 9 h against 4 h", "records/faults.csv:2",
                 "Harbour exchange@2025-03-05T07:00:00Z", "1 × visit_missed",
                 "satisfaction: a signed figure in records/scores.csv"):  # fmt: skip
        assert said in text


def test_an_item_signed_settles_it(tmp_path: Path) -> None:
    """All 30 points of the survey: 90, on the edge: the whole month is paid."""
    found = sheet(tmp_path, "satisfaction,30")
    assert (found.ends, found.is_settled) == ((F(90), F(90)), True)
    assert "100 %" in _printed(tmp_path)
    assert "missing" not in _printed(tmp_path)


def test_a_signed_total_goes_before_the_items(tmp_path: Path) -> None:
    """85 was signed: 90 % is paid, and nothing is missing any more."""
    text = _printed(tmp_path, ",85")
    for said in ("Score  85  (as both sides signed)", "90 %"):
        assert said in text
    assert "missing" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages(tmp_path: Path, language: Language) -> None:
    """Our words change, names don't."""
    text = _printed(tmp_path, language=language)
    assert ("考核评分表" in text) == (language == "zh")
    assert "visit_missed" in text


def test_json(tmp_path: Path) -> None:
    """Exact decimals as text; each deduction with its evidence."""
    said = sheet_json(sheet(tmp_path))
    assert (said["low"], said["high"], said["signed"], said["settled"]) == ("60", "90", None, False)
    assert said["paid"] == [{"term": "PAY", "clause": "7.2", "low": "0.6", "high": "1"}]
    repair = said["items"][0]
    assert (repair["low"], repair["deductions"][0]["endpoints"]) == ("22", 24)
    assert repair["deductions"][0]["evidence"] == ["records/faults.csv:2"]


def test_much_evidence_is_cut() -> None:
    """Six records: four and "+2"."""
    deduction = Deduction("a", "b", F(1), F(1), tuple("uvwxyz"))
    assert evidence_text(deduction) == "u, v, w, x, +2"
