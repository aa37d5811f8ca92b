"""A spreadsheet's cells become the text that a careful person would type."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.circuit import CIRCUITS
from lineproof.sources.grid import Grid
from lineproof.sources.xlsx_grid import cell_text, column_texts, xlsx_grid


def _book(fill: Callable[[Any, Any], None], *others: str) -> bytes:
    """Return a spreadsheet whose first sheet has a header, line and rent, and what `fill` adds."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("circuits")
        sheet.write_row(0, 0, ["line", "rent"])
        fill(book, sheet)
        for name in others:
            book.add_worksheet(name).write_row(0, 0, ["line", "rent"])
    return buffer.getvalue()


def _grid(content: bytes, sheet: str | None = None) -> Grid:
    """Return the grid of a spreadsheet."""
    return xlsx_grid(content, file="a.xlsx", table=CIRCUITS, sheet=sheet)


def _codes(grid: Grid) -> list[tuple[str, str]]:
    """Return the codes and places of all that is wrong."""
    rows = [finding for flaw in grid.flaws for _, finding in flaw.first]
    return [(f.code, f.where) for f in (*grid.findings, *rows)]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (900.0, "900"),
        (-0.0, "0"),
        (812.9, "812.9"),
        (0.1 + 0.2, "0.30000000000000004"),
        (999_999_999_999_999.0, "999999999999999"),
        (1e15, "1E+15"),
        (1.25e17, "1.25E+17"),
        (dt.date(2025, 3, 4), "2025-03-04"),
        (dt.datetime(2025, 3, 4, 8, 30), "2025-03-04T08:30:00"),  # noqa: DTZ001 - as calamine has it
        (dt.time(8, 30), "08:30:00"),
        (True, "TRUE"),
        (False, "FALSE"),
    ],
)
def test_each_cell_has_one_text(cell: float | dt.date | dt.time, text: str) -> None:
    """Numbers keep all digits they have; from 10^15 on they have lost some."""
    assert cell_text(cell) == text


def test_rows_are_numbered_as_the_sheet_shows_them() -> None:
    """A table that begins in C3 below a title in C1; row 5 is blank, and a space far below too."""

    def fill(book: Any, _: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet = book.add_worksheet("shifted")
        sheet.write(0, 2, "Annex 1")
        sheet.write_row(2, 2, ["line", "rent"])
        sheet.write_row(3, 2, ["1", 900])
        sheet.write_row(5, 2, ["2", 812.9])
        sheet.write(9999, 2, " ")

    grid = _grid(_book(fill), "shifted")
    assert grid.header == ("line", "rent")
    assert grid.frame.rows() == [("1", "900", 4), ("2", "812.9", 6)]
    assert _codes(grid) == [("W-HEADER-SKIPPED", "a.xlsx:3")]


def test_a_million_blank_rows_do_not_hurt() -> None:
    """Formatted to the last row of the sheet, and written in the first two only."""

    def fill(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet.write_row(1, 0, ["1", 900])
        sheet.write(1_048_575, 0, " ")
        sheet.write_blank(1_048_570, 1, None, book.add_format({"bold": True}))

    assert _grid(_book(fill)).frame.rows() == [("1", "900", 2)]


def test_formulas_count_by_their_values_and_errors_show() -> None:
    """The reader alone would give a blank for the error."""

    def fill(_: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet.write_row(1, 0, ["1"])
        sheet.write_formula(1, 1, "=450*2", None, 900)
        sheet.write_row(2, 0, ["2"])
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")

    assert _grid(_book(fill)).frame.rows() == [("1", "900", 2), ("2", "#DIV/0!", 3)]


def test_a_merged_header_is_told() -> None:
    """C1:D1 over two columns."""

    def fill(_: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet.merge_range(0, 2, 0, 3, "site")
        sheet.write_row(1, 0, ["1", 900, "a", "b"])

    codes = _codes(_grid(_book(fill)))
    assert codes == [("E-HEADER-MERGED", "a.xlsx:1"), ("E-HEADER-MERGED", "a.xlsx:1")]


def test_merged_cells_below_the_header_are_told() -> None:
    """Only the first row of them would have a rent."""

    def fill(_: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet.write_column(1, 0, ["1", "2"])
        sheet.merge_range(1, 1, 2, 1, 900)

    assert _codes(_grid(_book(fill))) == [("E-CELL-MERGED", "a.xlsx:2")]


def test_the_first_visible_sheet_is_read_and_others_are_told() -> None:
    """A hidden first sheet isn't read; one that is named is, hidden or not."""

    def hide(book: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        sheet.write_row(1, 0, ["hidden", 1])
        book.add_worksheet("shown").write_row(0, 0, ["line", "rent"])
        book.get_worksheet_by_name("shown").write_row(1, 0, ["shown", 1])
        book.get_worksheet_by_name("shown").activate()
        book.get_worksheet_by_name("shown").set_first_sheet()
        sheet.hide()

    assert _grid(_book(hide)).frame["0"].to_list() == ["shown"]
    assert _grid(_book(hide), "circuits").frame["0"].to_list() == ["hidden"]
    several = _grid(_book(lambda _, sheet: sheet.write_row(1, 0, ["1", 1]), "more"))
    assert _codes(several) == [("W-SHEET-FIRST", "a.xlsx")]


def test_a_sheet_that_lacks_is_told_with_those_there_are() -> None:
    """Its name may be spelled otherwise."""
    (finding,) = _grid(_book(lambda *_: None), "Circuits").findings
    assert finding.code == "E-SHEET-MISSING"
    assert "'circuits'" in finding.message


def test_an_empty_sheet_is_an_error() -> None:
    """It has not even a header."""
    content = _book(lambda book, _: book.add_worksheet("blank"))
    assert _codes(_grid(content, "blank")) == [("E-FILE-EMPTY", "a.xlsx:1")]


def test_an_archive_that_is_no_spreadsheet_is_refused() -> None:
    """Its first bytes are those of one."""
    assert _codes(_grid(b"PK\x03\x04")) == [("E-FILE-DAMAGED", "a.xlsx")]


@given(
    st.lists(
        st.one_of(
            st.floats(allow_nan=False, allow_infinity=False),
            st.decimals(-(10**9), 10**9, places=2).map(float),
            st.integers(-(10**17), 10**17).map(float),
        ),
        min_size=1,
    )
)
def test_a_column_of_numbers_says_what_each_of_them_says(numbers: list[float]) -> None:
    """All at once, or one by one by Python's own shortest text; a blank cell stays blank."""
    cells: list[float | str] = [*numbers, "", "x"]
    assert column_texts(cells).to_list() == [*map(cell_text, numbers), "", "x"]
    assert column_texts(numbers).to_list() == [*map(cell_text, numbers)]


def test_a_column_of_days_says_each_of_them() -> None:
    """Before 1970 too, and the last day there is."""
    days = [dt.date(1969, 12, 31), dt.date(2024, 2, 29), dt.date(9999, 12, 31)]
    assert column_texts(days).to_list() == ["1969-12-31", "2024-02-29", "9999-12-31"]


def test_rows_read_many_at_once_keep_their_numbers_and_errors() -> None:
    """Of 20,200 rows, row 20,100 is an error and row 20,102 is blank: the others follow on."""

    def fill(_: Any, sheet: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        for row in range(1, 20_200):
            if row != 20_101:
                sheet.write_number(row, 1, row)
        sheet.write_formula(20_099, 1, "=1/0", None, "#DIV/0!")

    frame = _grid(_book(fill)).frame
    assert frame.height == 20_198
    assert frame.filter((pl.col("row") - 1).cast(pl.String) != pl.col("1")).rows() == [
        ("", "#DIV/0!", 20_100)
    ]
    assert frame.filter(pl.col("row").is_between(20_101, 20_103)).rows() == [
        ("", "20100", 20_101), ("", "20102", 20_103),
    ]  # fmt: skip
