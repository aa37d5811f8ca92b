"""The sheet as a workbook, computed again by LibreOffice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.report.scored import sheet
from tests.report.test_xlsx import opened, recomputed

from lineproof.report.scorecard_xlsx import scorecard_xlsx
from lineproof.report.wording import LANGUAGES, Language


def _row(worksheet: Any, name: str) -> list[Any]:  # noqa: ANN401 - untyped library
    """Return the figures of the row that begins with a name."""
    rows = worksheet.iter_rows(values_only=True)
    return next([*row[3:8]] for row in rows if row[0] == name and row[3] is not None)


def test_formulas_come_to_the_same(tmp_path: Path) -> None:
    """30 - 8 = 22; 40 - 2 = 38; 0 to 30: 60 to 90, afresh; signed 30: 90."""
    made = {
        "open": scorecard_xlsx(sheet(tmp_path / "open"), language="en"),
        "signed": scorecard_xlsx(sheet(tmp_path / "signed", "satisfaction,29.5"), language="zh"),
    }
    computed = recomputed(made, tmp_path)
    front = computed["open"].worksheets[0]
    assert _row(front, "restoration") == [30, 8, 8, 22, 22]
    assert _row(front, "service") == [40, 2, 2, 38, 38]
    assert _row(front, "satisfaction") == [30, 0, 30, 0, 30]
    assert _row(front, "Score") == [100, 10, 40, 60, 90]
    assert _row(computed["signed"].worksheets[0], "总得分") == [100, 10.5, 10.5, 89.5, 89.5]
    cached = opened(made["open"], is_computed=True).worksheets[0]
    assert _row(cached, "Score") == [100, 10, 40, 60, 90]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_deduction_has_its_incident_and_records(tmp_path: Path, language: Language) -> None:
    """On the second sheet; on the first, room for both to sign."""
    front, back = opened(scorecard_xlsx(sheet(tmp_path), language=language)).worksheets
    rows = [*back.iter_rows(min_row=2, values_only=True)]
    assert rows[0][2:5] == ("Harbour exchange@2025-03-05T07:00:00Z", 24, "records/faults.csv:2")
    assert rows[1][4:] == ("records/duties.csv:2", 2, 2)
    texts = [str(cell) for row in front.iter_rows(values_only=True) for cell in row if cell]
    assert {"Harbour Clinics", "Coast Networks"} <= {*texts}
    assert sum(text.endswith("____") for text in texts) == 4


def test_the_same_sheet_is_the_same_file(tmp_path: Path) -> None:
    """No clock in it."""
    found = sheet(tmp_path)
    assert scorecard_xlsx(found, language="en") == scorecard_xlsx(found, language="en")


def test_a_signed_total_stands_below(tmp_path: Path) -> None:
    """85 beside what the items come to."""
    front = opened(scorecard_xlsx(sheet(tmp_path, ",85"), language="en")).worksheets[0]
    rows = [*front.iter_rows(values_only=True)]
    assert next(row[6:8] for row in rows if row[0] == "as both sides signed") == (85, 85)
