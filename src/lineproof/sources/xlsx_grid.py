"""What does a spreadsheet say, cell by cell? Its values as the text a careful person would type.

Formulas count by the values they last had. A number keeps every digit that the file holds; one
that a spreadsheet shows as 1.2E+17 has lost some, and stays in that form, to be refused.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import TypeAlias, cast

import polars as pl
import python_calamine as calamine

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, Severity, error
from lineproof.model.table import Table
from lineproof.sources.damage import damage_refused
from lineproof.sources.flaws import LISTED_MAX, Flaw
from lineproof.sources.grid import Grid, empty_file, merged_header, refused, tidy_grid
from lineproof.sources.headers import LEADING_MAX, find_header
from lineproof.sources.xlsx_archive import open_archive
from lineproof.sources.xlsx_cells import SheetCells
from lineproof.sources.xlsx_sheet import sheet_cells

_Cell: TypeAlias = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
_Row: TypeAlias = tuple[int, list[_Cell]]
_Chunk: TypeAlias = tuple[Sequence[int], Sequence[Sequence[_Cell]]]
_Errors: TypeAlias = dict[int, list[tuple[int, str]]]
_Merged: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

_CHUNK_ROWS = 20_000
#: So few rows at once stay in the cache until they are columns, and no garbage is looked for.
_READ_ROWS = 500
#: Whole numbers from here on have lost digits: spreadsheets keep 15.
_EXACT_MAX = 10**15
#: Between these, Polars writes a number with a part as the shortest plain decimal, as we do.
_PLAIN_MIN, _PLAIN_MAX = 1e-3, 1e9
#: Polars counts days from here.
_EPOCH_ORDINAL = dt.date(1970, 1, 1).toordinal()


def xlsx_grid(content: bytes, *, file: str, table: Table, sheet: str | None = None) -> Grid:
    """Return the cells of a sheet as text; the first visible one where none is named."""
    try:
        with damage_refused(file, calamine.CalamineError, ValueError, OverflowError):
            return _grid(content, file=file, table=table, name=sheet)
    except InputRefusedError as refusal:
        return refused(refusal.findings[0])


def _grid(content: bytes, *, file: str, table: Table, name: str | None) -> Grid:
    """Return the cells of a sheet; raises InputRefusedError where there are none to be had."""
    archive = open_archive(content, file=file)
    workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    chosen, findings = _choose(workbook, name, file=file)
    known = sheet_cells(archive, sheet=chosen, file=file)
    sheet = workbook.get_sheet_by_name(chosen)
    wrong = _errors(sheet, known)
    rows = sheet.iter_rows()
    leading = list(islice(_filled(rows, wrong), LEADING_MAX + 1))
    above = [(number, [cell_text(cell) for cell in cells]) for number, cells in leading]
    index = find_header([cells for _, cells in above], table=table)
    if index is None:
        return empty_file(file, what=f"sheet {chosen!r} of {file}")
    header_row, header = above[index]
    merged = _merged(sheet, header_row - 1, file=file)
    rest = _chunks(rows, wrong, start=leading[-1][0])
    grid = Grid(
        tuple(header),
        _frame(leading[index + 1 :], rest, len(header)),
        header_row,
        (*findings, *merged[0]),
        merged[1],
    )
    return tidy_grid(grid, file=file, above=above[:index])


def _choose(
    workbook: calamine.CalamineWorkbook, name: str | None, *, file: str
) -> tuple[str, tuple[Finding, ...]]:
    """Return the name of the sheet to read, and the warning that others are not read."""
    visible = [
        meta.name
        for meta in workbook.sheets_metadata
        if meta.typ is calamine.SheetTypeEnum.WorkSheet
        and meta.visible is calamine.SheetVisibleEnum.Visible
    ]
    if name is not None and name in workbook.sheet_names:
        return name, ()
    if name is not None or not visible:
        what = "no visible sheet" if name is None else f"no sheet {name!r}"
        listed = ", ".join(repr(known) for known in workbook.sheet_names)
        message = f"{file} has {what}; it has {listed or 'none'}"
        fix = "Name one of these, or unhide the sheet with the table."
        raise InputRefusedError((error("E-SHEET-MISSING", message, where=file, fix=fix),))
    if len(visible) == 1:
        return visible[0], ()
    others = ", ".join(repr(other) for other in visible[1:])
    message = f"of {file} only the first visible sheet {visible[0]!r} was read, not {others}"
    fix = "Put the table first, name its sheet, or hide the others."
    return visible[0], (Finding("W-SHEET-FIRST", Severity.WARNING, message, file, fix),)


def _errors(sheet: calamine.CalamineSheet, known: SheetCells) -> _Errors:
    """Return what stands in cells with errors, which the reader takes for blank."""
    first_column = sheet.start[1] if sheet.start else 0
    wrong: _Errors = {}
    for (row, column), text in known.errors.items():
        wrong.setdefault(row, []).append((column - first_column, text))
    return wrong


def _set_errors(cells: list[_Cell], errors: Sequence[tuple[int, str]]) -> None:
    """Write a row's errors into their cells."""
    for column, text in errors:
        if 0 <= column < len(cells):
            cells[column] = text


def _filled(rows: Iterator[list[_Cell]], wrong: _Errors) -> Iterator[_Row]:
    """Yield the rows that aren't blank, as (row from 1, cells)."""
    for index, cells in enumerate(rows):
        _set_errors(cells, wrong.get(index, ()))
        if cells.count("") < len(cells):
            yield index + 1, cells


def _chunks(rows: Iterator[list[_Cell]], wrong: _Errors, *, start: int) -> Iterator[_Chunk]:
    """Yield the other rows, many at once: their numbers from 1, and their cells by column.

    start: how many were read before.
    """
    columns: list[list[_Cell]] = []
    first = start
    while cells := list(islice(rows, _READ_ROWS)):
        end = start + len(cells)
        for index in sorted(wrong.keys() & range(start, end)) if wrong else ():
            _set_errors(cells[index - start], wrong[index])
        columns = columns or [[] for _ in cells[0]]
        for column, more in zip(columns, zip(*cells, strict=True), strict=True):
            column.extend(more)
        start = end
        if start - first >= _CHUNK_ROWS:
            yield range(first + 1, start + 1), columns
            columns, first = [], start
    if columns:
        yield range(first + 1, start + 1), columns


def _frame(first: Sequence[_Row], rest: Iterator[_Chunk], width: int) -> pl.DataFrame:
    """Return rows as text columns by position, and `row`; blank ones are left out."""
    schema = {str(i): pl.String() for i in range(width)}
    frames = [pl.DataFrame(schema=schema | {"row": pl.UInt32()})]
    cells = list(zip(*(cells for _, cells in first), strict=True))
    beginning: _Chunk = [number for number, _ in first], cells
    for numbers, columns in chain([beginning] if first else [], rest):
        texts = [column_texts(column).alias(str(i)) for i, column in enumerate(columns)]
        frame = pl.DataFrame([*texts, pl.Series("row", numbers, pl.UInt32())])
        frames.append(frame.filter(pl.any_horizontal(pl.col(pl.String) != "")))
    return pl.concat(frames)


def column_texts(cells: Sequence[_Cell]) -> pl.Series:
    """Return a column's cells as `cell_text` says them, those of one type all at once."""
    types = set(map(type, cells))
    if types == {str}:
        return pl.Series(cells, dtype=pl.String())
    if types == {float}:
        return _number_texts(pl.Series(cells, dtype=pl.Float64()))
    if types == {float, str}:
        numbers = [None if isinstance(cell, str) else cell for cell in cells]
        others = [cell if isinstance(cell, str) else None for cell in cells]
        return _number_texts(pl.Series(numbers, dtype=pl.Float64())).fill_null(
            pl.Series(others, dtype=pl.String())
        )
    if types == {dt.date}:
        days = [*map(dt.date.toordinal, cast("Sequence[dt.date]", cells))]
        since = pl.Series(days, dtype=pl.Int32()) - _EPOCH_ORDINAL
        return since.cast(pl.Date).cast(pl.String)
    return pl.Series([cell_text(cell) for cell in cells], dtype=pl.String())


def _number_texts(numbers: pl.Series) -> pl.Series:
    """Return numbers' shortest exact texts, as `cell_text` does one by one; null stays null."""
    number, size = pl.col("n"), pl.col("n").abs()
    is_whole = (number == number.floor()) & (size < _EXACT_MAX)
    is_plain = size.is_between(_PLAIN_MIN, _PLAIN_MAX)
    texts = (
        pl.when(is_whole)
        .then(pl.when(is_whole).then(number).cast(pl.Int64).cast(pl.String))
        .when(is_plain)
        .then(number.cast(pl.String))
    )
    frame = numbers.alias("n").to_frame().with_columns(texts.alias("text"))
    left = frame.filter(pl.col("text").is_null() & pl.col("n").is_not_null())
    if left.is_empty():
        return frame["text"]
    slow = {number: _number_text(number) for number in left["n"].unique().to_list()}
    return frame["text"].fill_null(
        numbers.replace_strict(slow, default=None, return_dtype=pl.String)
    )


def cell_text(cell: _Cell) -> str:
    """Return a cell's value as text: exact, and the same as a CSV would say it.

    >>> [cell_text(cell) for cell in (900.0, 0.1, 1e-7, 1.2e17, dt.date(2025, 3, 4), True)]
    ['900', '0.1', '0.0000001', '1.2E+17', '2025-03-04', 'TRUE']
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _number_text(number: float) -> str:
    """Return a number's shortest exact text; scientific where digits are lost."""
    if not number.is_integer():
        return format(Decimal(repr(number)), "f")
    if abs(number) < _EXACT_MAX:
        return str(int(number))
    return format(Decimal(repr(number)).normalize(), "E")


def _merged(
    sheet: calamine.CalamineSheet, header: int, *, file: str
) -> tuple[tuple[Finding, ...], tuple[Flaw, ...]]:
    """Return what is wrong with merged cells: in the header, and below it.

    header: its row, from 0.
    """
    ranges = sorted(sheet.merged_cell_ranges or [])
    in_header = [area for area in ranges if area[0][0] <= header <= area[1][0]]
    below = [area for area in ranges if area[0][0] > header]
    where = f"{file}:{header + 1}"
    findings = tuple(merged_header(_area(area), where=where) for area in in_header)
    first = tuple((area[0][0] + 1, _merged_cells(area, file=file)) for area in below[:LISTED_MAX])
    return findings, (Flaw("E-CELL-MERGED", len(below), first),)


def _merged_cells(area: _Merged, *, file: str) -> Finding:
    """Return the finding for merged cells below the header."""
    message = f"the cells {_area(area)} are merged: only the first of them holds the value"
    fix = "Unmerge them, and write the value in each row it is meant for."
    return error("E-CELL-MERGED", message, where=f"{file}:{area[0][0] + 1}", fix=fix)


def _area(area: _Merged) -> str:
    """Return how a spreadsheet names an area of cells.

    >>> _area(((0, 1), (0, 27)))
    'B1:AB1'
    """
    return ":".join(f"{_letters(column)}{row + 1}" for row, column in area)


def _letters(column: int) -> str:
    """Return the letters of a column, counted from 0."""
    letters = ""
    while column >= 0:
        letters = chr(65 + column % 26) + letters
        column = column // 26 - 1
    return letters
