"""What the spreadsheet reader doesn't tell is found in the XML."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from lineproof.model.errors import InputRefusedError
from lineproof.sources import xlsx_sheet
from lineproof.sources.xlsx_archive import Archive, open_archive
from lineproof.sources.xlsx_sheet import epoch_of, sheet_cells


def _archive(*cells: tuple[int, int, str]) -> Archive:
    """Return a spreadsheet whose second sheet has formulas with results."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("first")
        sheet = book.add_worksheet("second")
        for row, column, result in cells:
            sheet.write_formula(row, column, "=1/0", None, result)
    return open_archive(buffer.getvalue(), file="a.xlsx")


def test_errors_are_found_where_they_stand() -> None:
    """C2 is (1, 2) and AA1 is (0, 26), both counted from 0."""
    archive = _archive((1, 2, "#DIV/0!"), (0, 26, "#REF!"), (2, 2, "fine"))
    found = sheet_cells(archive, sheet="second", file="a.xlsx")
    assert found.errors == {(1, 2): "#DIV/0!", (0, 26): "#REF!"}


def test_another_sheet_has_errors_of_its_own() -> None:
    """The first has none."""
    assert sheet_cells(_archive((0, 0, "#N/A")), sheet="first", file="a.xlsx").errors == {}


def test_a_sheet_that_spans_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """BA10 alone makes 10 rows of 53 columns: 530 cells."""
    monkeypatch.setattr(xlsx_sheet, "SPAN_CELLS_MAX", 530)
    archive = _archive((0, 0, "1"), (9, 52, "1"))
    assert sheet_cells(archive, sheet="second", file="a.xlsx").errors == {}
    monkeypatch.setattr(xlsx_sheet, "SPAN_CELLS_MAX", 529)
    with pytest.raises(InputRefusedError, match="spans 530 cells"):
        sheet_cells(archive, sheet="second", file="a.xlsx")


def test_a_stray_cell_in_the_last_corner_is_refused() -> None:
    """XFD1048576: 17,179,869,184 cells would take hundreds of gigabytes."""
    with pytest.raises(InputRefusedError) as refusal:
        sheet_cells(_archive((1_048_575, 16_383, "1")), sheet="second", file="a.xlsx")
    assert refusal.value.findings[0].code == "E-FILE-TOO-LARGE"


def test_a_sheet_that_is_not_listed_is_refused() -> None:
    """So is a workbook without a list, and one with a broken one."""
    empty, broken = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("a", "")
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a")
    for content in (empty.getvalue(), broken.getvalue()):
        with pytest.raises(InputRefusedError):
            sheet_cells(open_archive(content, file="a.xlsx"), sheet="second", file="a.xlsx")
    with pytest.raises(InputRefusedError, match="not listed"):
        sheet_cells(_archive(), sheet="third", file="a.xlsx")


@pytest.mark.parametrize("is_1904", [False, True])
def test_a_workbook_says_from_which_day_it_counts(
    is_1904: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """1 January 1904 where it says so, else 30 December 1899; a CSV has none."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"date_1904": is_1904}) as book:
        book.add_worksheet()
    epoch = dt.date(1904, 1, 1) if is_1904 else dt.date(1899, 12, 30)
    assert epoch_of(buffer.getvalue(), file="a.xlsx") == epoch
    assert epoch_of(b"a,b\n", file="a.csv") is None
