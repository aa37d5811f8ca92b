"""Strict and careless CSV give the same cells, with exact lines."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.circuit import CIRCUITS
from lineproof.sources.csv_grid import csv_grid
from lineproof.sources.grid import Grid


def _grid(text: str) -> Grid:
    """Return the grid of a text."""
    return csv_grid(text.encode(), file="a.csv", table=CIRCUITS)


def _flaws(grid: Grid) -> list[tuple[str, str]]:
    """Return the codes and places of bad rows."""
    return [(f.code, f.where) for flaw in grid.flaws for _, f in flaw.first]


def test_rows_keep_the_line_they_start_in() -> None:
    """The second row's first cell spans lines 3 and 4; line 5 is blank."""
    grid = _grid('line,rent\n1,5\n"2\nb",6\n\n3,7\n')
    assert grid.frame.rows() == [("1", "5", 2), ("2\nb", "6", 3), ("3", "7", 6)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(end: str) -> None:
    """LF and CRLF fast, CR carefully."""
    grid = _grid(end.join(["line;rent", "1;5", "", "2;6", ""]))
    assert grid.frame.rows() == [("1", "5", 2), ("2", "6", 4)]


@pytest.mark.parametrize("careless", ["", '9,a"b\n'])
def test_rows_of_another_width_are_told_and_left_out(careless: str) -> None:
    """Fast, and carefully because of a quote inside a cell."""
    grid = _grid(f"line,rent\n1,5,x\n2\n3,7\n{careless}")
    assert _flaws(grid) == [("E-ROW-WIDTH", "a.csv:2"), ("E-ROW-WIDTH", "a.csv:3")]
    assert grid.frame.row(0) == ("3", "7", 4)


def test_a_quote_inside_a_cell_is_text() -> None:
    """Inches are written so; RFC 4180 would quote the cell."""
    assert _grid('line,rent\n1,19" rack\n').frame.rows() == [("1", '19" rack', 2)]


@pytest.mark.parametrize("row", ['"x"y,3', '2, "3, 4"', '2,"3', '2, "3"'])
def test_quotes_that_cannot_be_read_are_told(row: str) -> None:
    """Text behind a quote, a quote behind a space, and one that isn't closed."""
    grid = _grid(f"line,rent\n1,5\n{row}\n")
    assert _flaws(grid) == [("E-ROW-QUOTE", "a.csv:3")]
    assert grid.frame.rows() == [("1", "5", 2)]


def test_an_unclosed_quote_hides_no_row_silently() -> None:
    """It swallows all that follows: none of it is read, and the first line of it is told."""
    grid = _grid('line,rent\n1,"5\n2,6\n3,7\n')
    assert (_flaws(grid), grid.frame.height) == ([("E-ROW-QUOTE", "a.csv:2")], 0)


def test_a_million_bad_rows_are_counted_and_a_hundred_listed() -> None:
    """Here 1,000, each one cell short."""
    (flaw,) = _grid("line,rent\n" + "1\n" * 1000).flaws
    assert (flaw.count, len(flaw.first)) == (1000, 100)


@given(
    st.lists(st.lists(st.text(st.sampled_from('a,; "\n\té')), min_size=2, max_size=2), max_size=5)
)
def test_what_the_standard_library_writes_is_read_back(rows: list[list[str]]) -> None:
    """Blank rows are left out; every other cell is what was written."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["line", "rent"], *rows])
    expected = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    read = _grid(buffer.getvalue()).frame.drop("row").rows()
    assert [tuple(cell or "" for cell in row) for row in read] == expected


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_text_is_a_grid(text: str) -> None:
    """With findings or without; never an exception."""
    grid = _grid(text)
    assert len(grid.header) + 1 == grid.frame.width
