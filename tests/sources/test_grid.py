"""Blank rows and columns are no content; what stands above a header is told."""

from __future__ import annotations

import polars as pl

from lineproof.sources.grid import Grid, empty_file, merged_header, tidy_grid


def _tidy(header: tuple[str, ...], *rows: tuple[str | int | None, ...]) -> Grid:
    """Return the tidy grid of a header in line 2 below a title, and rows with their line last."""
    schema = {str(i): pl.String() for i in range(len(header))} | {"row": pl.UInt32()}
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    return tidy_grid(Grid(header, frame, 2), file="a.csv", above=[])


def test_blank_rows_and_columns_are_left_out() -> None:
    """The second column has neither a header nor a text; the second row has only spaces."""
    grid = _tidy(("line", "", "rent"), ("1", None, "5", 3), (" ", "　", None, 4), ("2", "", "", 5))
    assert grid.header == ("line", "rent")
    assert grid.frame.rows() == [("1", "5", 3), ("2", "", 5)]
    assert grid.findings == ()


def test_a_column_with_texts_and_no_header_is_told() -> None:
    """Its header may be merged with its neighbour's."""
    (finding,) = _tidy(("line", ""), ("1", None, 3), ("2", "x", 4)).findings
    assert (finding.code, finding.where) == ("E-HEADER-MERGED", "a.csv:2")
    assert "column 2" in finding.message
    assert 'row 4 says "x"' in finding.message


def test_a_header_without_rows_is_told() -> None:
    """A warning: nothing may have happened."""
    assert [f.code for f in _tidy(("line",)).findings] == ["W-FILE-NO-ROWS"]


def test_titles_are_told_and_blank_lines_above_are_not() -> None:
    """One row above says something."""
    frame = pl.DataFrame({"0": ["1"], "row": [4]}, schema_overrides={"row": pl.UInt32()})
    grid = Grid(("line",), frame, 3)
    (finding,) = tidy_grid(grid, file="a.csv", above=[(1, ("Annex 1", "")), (2, ("",))]).findings
    assert (finding.code, finding.where) == ("W-HEADER-SKIPPED", "a.csv:3")
    assert tidy_grid(grid, file="a.csv", above=[(1, ("", ""))]).findings == ()


def test_an_empty_file_is_an_error() -> None:
    """It says not even which columns it would have."""
    assert [f.code for f in empty_file("a.csv", what="a.csv").findings] == ["E-FILE-EMPTY"]
    assert merged_header("A1:B1", where="a.xlsx:1").code == "E-HEADER-MERGED"
