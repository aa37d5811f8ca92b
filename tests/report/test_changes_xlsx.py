"""Do the workbook's formulas come to the months, and is its chart a spreadsheet's own?"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from tests.report.changed import CHANGES
from tests.report.test_xlsx import opened, recomputed

from lineproof.report.changes_xlsx import changes_xlsx


def test_levels_are_computed_again(tmp_path: Path) -> None:
    """LibreOffice adds each part to the level above: from 1,000 to -300."""
    made = changes_xlsx(CHANGES, language="en")
    computed = recomputed({"changes": made}, tmp_path)["changes"].worksheets
    levels = [row[2] for row in computed[0].iter_rows(min_row=5, max_row=11, values_only=True)]
    assert levels == [1000, 1060, 900, 1000, 1000, -300, -300]
    assert computed[1].cell(row=12, column=2).value == 800


def test_a_bar_across_zero_is_stacked_on_both_sides() -> None:
    """From 1,000.00 down to -300.00: 1,000 above zero and -300 below it, without a base."""
    sheet = opened(changes_xlsx(CHANGES, language="zh"), is_computed=True).worksheets[0]
    row = next(r for r in sheet.iter_rows(values_only=True) if r[0] == "以前月份抵扣")
    assert row[4:12] == (0, 0, 0, 1000, 0, 0, 0, -300)


def test_the_chart_is_native() -> None:
    """A stacked column chart with its base not filled; the same bytes each time."""
    made = changes_xlsx(CHANGES, language="en")
    with zipfile.ZipFile(io.BytesIO(made)) as workbook:
        chart = workbook.read("xl/charts/chart1.xml").decode()
    assert '<c:grouping val="stacked"/>' in chart
    assert chart.count("<c:ser>") == 8
    assert "<a:noFill/>" in chart
    assert made == changes_xlsx(CHANGES, language="en")
