"""How is a CSV cut into records? One by one, up to the header and where quotes are odd.

It reads with the standard library, one record at a time: exact and slow.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from lineproof.model.table import Table
from lineproof.sources.headers import LEADING_MAX, find_header, known_names

_DELIMITERS = (",", ";", "\t")
_HEAD_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line it starts in, its cells, and what is wrong with its quotes."""

    line: int
    cells: tuple[str, ...]
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all stands in its line."""
        return not self.problem and self.cells in ((), ("",))


@dataclass(frozen=True, slots=True)
class Head:
    """The first records of a file as one delimiter cuts them, and which of them is the header."""

    delimiter: str
    records: tuple[Record, ...]
    index: int

    @property
    def header(self) -> Record:
        """The header itself."""
        return self.records[self.index]


def csv_head(utf8: bytes, *, table: Table) -> Head | None:
    r"""Return how a file's first records are cut, or None where all of them are blank.

    Of comma, semicolon and tab, the one counts by which the header names most known columns.

    >>> from lineproof.model.circuit import CIRCUITS
    >>> csv_head("Annex 1\n序号;月租\n".encode(), table=CIRCUITS).header
    Record(line=2, cells=('序号', '月租'), problem='')
    """
    text = utf8[:_HEAD_BYTES].decode(errors="ignore")
    heads = [head for mark in _DELIMITERS if (head := _cut(text, mark, table=table))]
    return max(heads, key=lambda head: _rank(head, table=table), default=None)


def _rank(head: Head, *, table: Table) -> tuple[int, int]:
    """Return how well a header fits: known columns, then columns."""
    cells = head.header.cells
    return len(known_names(cells, table=table)), len(cells)


def _cut(text: str, delimiter: str, *, table: Table) -> Head | None:
    """Return the first records of a text as one delimiter cuts them; None where all are blank."""
    numbered = zip(range(LEADING_MAX + 1), records_of(text, delimiter=delimiter), strict=False)
    records = tuple(record for _, record in numbered)
    index = find_header([record.cells for record in records], table=table)
    return None if index is None else Head(delimiter, records, index)


def records_of(text: str, *, delimiter: str) -> Iterator[Record]:
    r"""Yield each record of a text; one whose quotes are wrong has no cells.

    >>> [bool(record.problem) for record in records_of('a,"b"c\nd,e\n', delimiter=",")]
    [True, False]
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            record = Record(line, tuple(next(reader)))
        except StopIteration:
            return
        except csv.Error as problem:
            record = Record(line, (), str(problem))
        yield record
        line = reader.line_num + 1
