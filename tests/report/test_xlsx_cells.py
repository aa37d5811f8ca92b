"""Single cells."""

from __future__ import annotations

import datetime as dt
import io
from fractions import Fraction

import openpyxl  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

from lineproof.report.xlsx_cells import NUMBER_MAX, Book, Sheet


def test_each_kind_of_cell_is_written_as_what_it_is() -> None:
    """Texts, quoted texts, amounts, counts, shares, days; nothing for what isn't known."""
    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True})
    sheet = Sheet(Book(workbook, "en", 2), workbook.add_worksheet("a"))
    for row, text in enumerate(("rent", "=1+1", "+1", "-1", "@x", "\tx", "")):
        sheet.text(row, 0, text)
    sheet.amount(0, 1, -81290)
    sheet.amount(1, 1, None)
    sheet.amount(2, 1, NUMBER_MAX)
    sheet.count(0, 2, 198)
    sheet.count(1, 2, None)
    sheet.share(0, 3, Fraction(9, 10))
    sheet.day(0, 4, dt.date(2025, 3, 31))
    sheet.formula((0, 5), "=B1*2", -162580)
    workbook.close()
    found = openpyxl.load_workbook(out)["a"]
    column = [found.cell(row, 1) for row in range(1, 8)]
    assert [c.value for c in column] == ["rent", "=1+1", "+1", "-1", "@x", "\tx", None]
    assert [c.quotePrefix for c in column[:6]] == [False, *[True] * 5]
    assert found["B1"].value == -812.9
    assert found["B1"].number_format == "#,##0.00;-#,##0.00"
    assert (found["B2"].value, found["B3"].value) == (None, "10,000,000,000,000.00")
    assert (found["C1"].value, found["C2"].value, found["D1"].value) == (198, None, 0.9)
    assert found["E1"].value == dt.datetime(2025, 3, 31)  # noqa: DTZ001 - cells have no zone
    assert found["F1"].value == "=B1*2"
