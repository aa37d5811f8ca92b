"""What does a CSV file say, cell by cell? Fast where it is strict, careful where it is not.

Source: RFC 4180, with semicolon or tab allowed as separators and LF or CRLF as line ends.
It knows headers only to find where the table begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import polars as pl

from lineproof.model.finding import Finding, error
from lineproof.model.table import Table
from lineproof.sources.csv_head import Head, Record, csv_head, records_of
from lineproof.sources.csv_layout import Layout, csv_layout, is_even
from lineproof.sources.flaws import LISTED_MAX, Flaw, quote
from lineproof.sources.grid import Grid, empty_file, tidy_grid

_CHUNK_ROWS = 20_000
_WIDTH_FIX = (
    "Write as many separators as the header has, and put cells that hold a separator or a line "
    "break in double quotes."
)
_QUOTE_FIX = 'Quote a cell from its first to its last character; write "" for a quote inside it.'


def csv_grid(utf8: bytes, *, file: str, table: Table) -> Grid:
    r"""Return the cells of a CSV in UTF-8.

    >>> from lineproof.model.circuit import CIRCUITS
    >>> csv_grid(b"line;rent\n1;900\n", file="a.csv", table=CIRCUITS).frame.rows()
    [('1', '900', 2)]
    """
    head = csv_head(utf8, table=table)
    if head is None:
        return empty_file(file, what=file)
    grid = _even_grid(utf8, head)
    layout = None if grid else csv_layout(utf8, delimiter=head.delimiter)
    grid = grid if layout is None else _strict_grid(utf8, layout, head, file=file)
    if grid is None:
        grid = _careful_grid(utf8, head, file=file)
    above = [(record.line, record.cells) for record in head.records[: head.index]]
    return tidy_grid(grid, file=file, above=above)


@dataclass(slots=True)
class _Counted:
    """A flaw while its rows are being found."""

    code: str
    count: int = 0
    first: list[tuple[int, Finding]] = field(default_factory=list)

    def add(self, row: int, message: str, *, file: str, fix: str) -> None:
        """Count a row, and list it if it is among the first."""
        self.count += 1
        if len(self.first) < LISTED_MAX:
            self.first.append((row, error(self.code, message, where=f"{file}:{row}", fix=fix)))

    def flaw(self) -> Flaw:
        """Return what was found."""
        return Flaw(self.code, self.count, tuple(self.first))


def _even_grid(utf8: bytes, head: Head) -> Grid | None:
    """Return the cells of a file without quotes, blank lines and ragged rows; None for others.

    To see that all rows are alike takes half as long as to find where each lies.
    """
    width, start = len(head.header.cells), utf8.find(b"\n") + 1
    if head.index or head.header.line != 1 or not start or b'"' in utf8:
        return None
    body = utf8[start:]
    if not is_even(body, delimiter=head.delimiter, width=width):
        return None
    rows = _read_strict(body, width, head.delimiter)
    if rows is None or rows.height != body.count(b"\n") + (not body.endswith(b"\n")):
        return None
    height = rows.height
    lines = pl.int_range(2, height + 2, dtype=pl.UInt32, eager=True).alias("row")
    return Grid(head.header.cells, rows.with_columns(lines))


def _strict_grid(utf8: bytes, layout: Layout, head: Head, *, file: str) -> Grid | None:
    """Return the cells of a file whose layout is known; None where Polars reads it otherwise."""
    width, start = len(head.header.cells), head.index + 1
    widths, lines, bounds = layout.widths[start:], layout.lines[start:], layout.bounds[start:]
    data = np.frombuffer(utf8, np.uint8)
    is_blank = np.isin(data[bounds[:-1]], (10, 13))
    is_even = (widths == width) & ~is_blank
    body = data[bounds[0] :]
    if not is_even.all():
        body = body[np.repeat(is_even, np.diff(bounds))]
    rows = _read_strict(body.tobytes(), width, head.delimiter)
    if rows is None or rows.height != is_even.sum():
        return None
    is_ragged = ~is_even & ~is_blank
    ragged = _Counted("E-ROW-WIDTH")
    for place in np.flatnonzero(is_ragged)[:LISTED_MAX]:
        message = _width_message(int(widths[place]), width)
        ragged.add(int(lines[place]), message, file=file, fix=_WIDTH_FIX)
    ragged.count = int(is_ragged.sum())
    frame = rows.with_columns(pl.Series("row", lines[is_even].astype(np.uint32)))
    return Grid(head.header.cells, frame, head.header.line, (), (ragged.flaw(),))


def _read_strict(utf8: bytes, width: int, delimiter: str) -> pl.DataFrame | None:
    """Return even records as Polars reads them, or None where it refuses."""
    try:
        return pl.read_csv(
            utf8,
            has_header=False,
            separator=delimiter,
            schema=_schema(width),
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None


def _schema(width: int) -> dict[str, pl.DataType]:
    """Return the text columns of a grid."""
    return {str(i): pl.String() for i in range(width)}


def _careful_grid(utf8: bytes, head: Head, *, file: str) -> Grid:
    """Return the cells of a file read record by record, with what is wrong with its quotes."""
    width = len(head.header.cells)
    flaws = _Counted("E-ROW-QUOTE"), _Counted("E-ROW-WIDTH")
    records = records_of(utf8.decode(), delimiter=head.delimiter)
    above = islice(records, head.index + 1)
    list(_good_rows((r for r in above if r.problem), width, flaws, file=file))
    good = _good_rows(records, width, flaws, file=file)
    schema = _schema(width) | {"row": pl.UInt32()}
    frames = [pl.DataFrame(schema=schema)]
    while chunk := list(islice(good, _CHUNK_ROWS)):
        frames.append(pl.DataFrame(chunk, schema=schema, orient="row"))
    frame = pl.concat(frames)
    return Grid(
        head.header.cells, frame, head.header.line, (), tuple(flaw.flaw() for flaw in flaws)
    )


def _good_rows(
    records: Iterator[Record], width: int, flaws: tuple[_Counted, _Counted], *, file: str
) -> Iterator[tuple[str | int, ...]]:
    """Yield the cells and the line of each good record, counting the others."""
    quotes, ragged = flaws
    for record in records:
        if problem := record.problem or _stray_quote(record):
            message = f"the quotes of this row cannot be read: {problem}"
            quotes.add(record.line, message, file=file, fix=_QUOTE_FIX)
        elif len(record.cells) == width and not record.is_blank:
            yield *record.cells, record.line
        elif not record.is_blank:
            message = _width_message(len(record.cells), width)
            ragged.add(record.line, message, file=file, fix=_WIDTH_FIX)


def _stray_quote(record: Record) -> str:
    """Return what is wrong where a quote opens a cell behind white space: it quotes nothing."""
    for cell in record.cells:
        if cell[:1].isspace() and cell.lstrip().startswith('"'):
            return f"white space stands before the quote in {quote(cell)}"
    return ""


def _width_message(width: int, expected: int) -> str:
    """Return what is wrong with a row of another width than the header."""
    return (
        f"this row has {width} of the {expected} cells that the header has"
        if width < expected
        else f"this row has {width} cells, and the header has only {expected}"
    )
