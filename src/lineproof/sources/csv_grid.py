"""What does a CSV file say, cell by cell? Fast where it is strict, careful where it is not.

Source: RFC 4180, with semicolon or tab allowed as separators and LF or CRLF as line ends.
It knows headers only to find where the table begins.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from lineproof.model.finding import Finding, error
from lineproof.model.table import Table
from lineproof.sources.csv_layout import Layout, csv_layout
from lineproof.sources.flaws import LISTED_MAX, Flaw, quote
from lineproof.sources.grid import Grid
from lineproof.sources.headers import LEADING_MAX, find_header, known_names

_DELIMITERS = (",", ";", "\t")
_HEAD_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class _Head:
    """The first records of a file as one delimiter cuts them, and which of them is the header."""

    delimiter: str
    records: tuple[tuple[str, ...], ...]
    index: int


def csv_grid(utf8: bytes, *, file: str, table: Table) -> Grid:
    """Return the cells of a CSV in UTF-8.

    >>> from lineproof.model.circuit import CIRCUITS
    >>> csv_grid(b"line;rent\\n1;900\\n", file="a.csv", table=CIRCUITS).frame.rows()
    [('1', '900', 2)]
    """
    head = _head(utf8, table=table)
    if head is None:
        fix = f"Write a header line with the columns of {table.name}."
        return Grid(findings=(error("E-FILE-EMPTY", f"{file} is empty", where=file, fix=fix),))
    layout = csv_layout(utf8, delimiter=head.delimiter)
    assert layout is not None
    return _strict_grid(utf8, layout, head, file=file)


def _head(utf8: bytes, *, table: Table) -> _Head | None:
    """Return how the file's first records are cut: with the delimiter that knows most headers."""
    text = utf8[:_HEAD_BYTES].decode(errors="ignore")
    heads = [head for mark in _DELIMITERS if (head := _cut(text, mark, table=table))]
    return max(
        heads,
        key=lambda head: (
            len(known_names(head.records[head.index], table=table)),
            len(head.records[head.index]),
        ),
        default=None,
    )


def _cut(text: str, delimiter: str, *, table: Table) -> _Head | None:
    """Return the first records of a text as one delimiter cuts them; None where all are blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records = []
    try:
        for _, cells in zip(range(LEADING_MAX + 1), reader, strict=False):
            records.append(tuple(cells))
    except csv.Error:
        pass
    index = find_header(records, table=table)
    return None if index is None else _Head(delimiter, tuple(records), index)


def _strict_grid(utf8: bytes, layout: Layout, head: _Head, *, file: str) -> Grid:
    """Return the cells of a file whose layout is known; rows of another width are left out."""
    header = head.records[head.index]
    body = slice(head.index + 1, None)
    widths, lines = layout.widths[body], layout.lines[body]
    is_even = widths == len(header)
    kept = _bytes_of(utf8, layout.bounds[head.index + 1 :], is_even)
    frame = pl.read_csv(
        kept,
        has_header=False,
        separator=head.delimiter,
        schema={str(i): pl.String() for i in range(len(header))},
        raise_if_empty=False,
    )
    rows = pl.Series("row", lines[is_even].astype(np.uint32))
    return Grid(
        header,
        frame.with_columns(rows),
        int(layout.lines[head.index]),
    )


def _bytes_of(
    utf8: bytes, bounds: npt.NDArray[np.int64], is_kept: npt.NDArray[np.bool_]
) -> bytes | memoryview:
    """Return the bytes of the kept records."""
    start = int(bounds[0]) if len(bounds) else len(utf8)
    if is_kept.all():
        return utf8[start:]
    data = np.frombuffer(utf8, np.uint8)[start:]
    return data[np.repeat(is_kept, np.diff(bounds))].tobytes()
