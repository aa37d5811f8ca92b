"""What does a table file say, cell by cell, as text? The one shape that CSV and XLSX share.

It knows nothing of types: which text is money or a date is for `typed` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from lineproof.model.finding import Finding, Severity, error
from lineproof.sources.flaws import Flaw, quote

_ONE_HEADER = "Unmerge the header: one row, with one header over each column."


@dataclass(frozen=True, slots=True)
class Grid:
    """A file's cells as text.

    header: as in the file. frame: a String column for each header cell, named by its position
    ("0", "1", …), and `row` (UInt32), the line of a CSV or the row of a sheet it starts in.
    header_row: where the header stands. flaws: what is wrong with single rows, which are left out.
    """

    header: tuple[str, ...] = ()
    frame: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema={"row": pl.UInt32()}))
    header_row: int = 1
    findings: tuple[Finding, ...] = ()
    flaws: tuple[Flaw, ...] = ()


def refused(finding: Finding) -> Grid:
    """Return the grid of a file that cannot be read at all."""
    return Grid(findings=(finding,))


def empty_file(file: str, *, what: str) -> Grid:
    """Return the grid of a file, or a sheet of it, in which nothing is written."""
    fix = "Write a header line and a line for each row, or leave the file away."
    return refused(error("E-FILE-EMPTY", f"{what} is empty", where=f"{file}:1", fix=fix))


def tidy_grid(grid: Grid, *, file: str, above: Sequence[tuple[int, Sequence[str]]]) -> Grid:
    """Return a grid without blank rows and blank columns, with what is to be said of its header.

    above: the records above the header, as (row, cells).
    """
    names = [str(i) for i in range(len(grid.header))]
    frame = _without_blank_rows(grid.frame, names)
    where = f"{file}:{grid.header_row}"
    findings = [*grid.findings, *_skipped(above, where=where)]
    kept = []
    for name, text in zip(names, grid.header, strict=True):
        if text.strip():
            kept.append(name)
        elif (rows := frame.filter(pl.col(name).str.strip_chars() != "")).height:
            findings.append(_headless(int(name), rows.row(0, named=True), where=where))
    if frame.is_empty() and not any(flaw.count for flaw in grid.flaws):
        findings.append(_no_rows(file, where=where))
    header = tuple(grid.header[int(name)] for name in kept)
    places = {name: str(i) for i, name in enumerate(kept)}
    frame = frame.select(*kept, "row").rename(places)
    return Grid(header, frame, grid.header_row, tuple(findings), grid.flaws)


def _without_blank_rows(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Return the rows in which something is written; most columns need no look."""
    is_blank = pl.repeat(value=True, n=frame.height, eager=True)
    for name in names:
        if not is_blank.any():
            return frame
        is_blank &= ~frame[name].str.contains(r"\S").fill_null(value=False)
    return frame.filter(~is_blank) if names else frame


def _skipped(above: Sequence[tuple[int, Sequence[str]]], *, where: str) -> list[Finding]:
    """Return the warning that rows above the header were not read."""
    said = [" ".join(filled) for _, cells in above if (filled := [c for c in cells if c.strip()])]
    if not said:
        return []
    message = (
        f"what stands above the header was not read ({len(said)} × a row, first {quote(said[0])})"
    )
    fix = "Nothing, if that is only a title; else move it into the table."
    return [Finding("W-HEADER-SKIPPED", Severity.WARNING, message, where, fix)]


def _headless(position: int, row: dict[str, object], *, where: str) -> Finding:
    """Return the finding for a column that has cells and no header."""
    text = quote(str(row[str(position)]))
    message = f"column {position + 1} has no header, and row {row['row']} says {text} in it"
    return error("E-HEADER-MERGED", message, where=where, fix=_ONE_HEADER)


def merged_header(cells: str, *, where: str) -> Finding:
    """Return the finding for header cells that are merged.

    >>> merged_header("B1:C1", where="a.xlsx:1").message
    'the header cells B1:C1 are merged, so it is unclear which column they name'
    """
    message = f"the header cells {cells} are merged, so it is unclear which column they name"
    return error("E-HEADER-MERGED", message, where=where, fix=_ONE_HEADER)


def _no_rows(file: str, *, where: str) -> Finding:
    """Return the warning that a file has a header and nothing else."""
    message = f"{file} has a header and no rows"
    fix = "Nothing, if there is nothing to say; else write a line for each row."
    return Finding("W-FILE-NO-ROWS", Severity.WARNING, message, where, fix)
