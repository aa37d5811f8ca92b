"""Where do a sheet's cells stand, and which hold errors? Known before the reader is let at them.

python-calamine reads a cell with an error as blank, and allocates every cell between the first and
the last: two cells in opposite corners end the process. It reads malformed XML too, in ways of its
own, so XML of any but the plainest shape is parsed strictly. It knows nothing of archives.
Source: ECMA-376 part 1, 18.3.1.4 (cells) and 18.18.11 (their types).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

#: Columns that a plainly written sheet may have without being measured: A to AZ.
PLAIN_COLUMNS = 52

_ROW = rb"(?:[0-9]{1,6}|10[0-4][0-9]{4})"
#: A cell or a row of any but the plainest shape; what only begins like one is neither.
_ODD_CELL = re.compile(
    rb'<c(?! r="A?[A-Z]' + _ROW + rb'"(?: [st]="[0-9A-Za-z]{1,9}")*/?>)(?![A-Za-z])'
)
_ODD_ROW = re.compile(rb'<row(?! r="' + _ROW + rb'"(?: (?!r=)[\w:]+="[^"<>]*")*/?>)(?![A-Za-z])')
_ERROR = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?=[^>]* t="e")[^>]*>(?:<f[^<]*</f>)?<v>([^<]*)</v>')
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ROW_END = b"</row>"
_ZEROS = bytes.maketrans(b"123456789", b"000000000")


class MalformedSheetError(ValueError):
    """A sheet's XML is not what a spreadsheet program writes."""


@dataclass(slots=True)
class SheetCells:
    """What a sheet's XML says of its cells.

    errors: the texts of cells with errors, by (row, column) from 0. count: how many there are.
    rows, columns: how far they reach, where the sheet had to be measured.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    count: int = 0
    rows: int = 0
    columns: int = 0

    @property
    def span(self) -> int:
        """The most cells that a reader might hold."""
        return max(self.count, self.rows * self.columns)


def plain_cells(chunks: Iterable[bytes]) -> SheetCells | None:
    """Return what a sheet's XML says, or None where its shape is not the plainest.

    >>> plain_cells([b'<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>']).errors
    {(0, 0): '#REF!'}
    >>> plain_cells([b'<row r="1"><c r="XFD1"/></row>']) is None
    True
    """
    cells = SheetCells()
    for text in _whole_rows(chunks):
        shapes = _shapes(text)
        if not _is_plain(_ROW_END.join(shapes)) and not _is_plain(text):
            return None
        cells.count += sum(count * shape.count(b"<c ") for shape, count in shapes.items())
        if any(b't="e"' in shape for shape in shapes) and not _add_errors(cells, text):
            return None
    return cells


def _shapes(text: bytes) -> Counter[bytes]:
    """Return each row's XML with 0 for every digit, and how often: rows are nearly all alike.

    Where these are plain, so are the rows: a shape is never plainer than what it stands for.

    >>> _shapes(b'<row r="1"/></row><row r="2"/></row><row r="10"/></row>')[b'<row r="0"/>']
    2
    """
    return Counter(text.translate(_ZEROS).split(_ROW_END))


def _is_plain(text: bytes) -> bool:
    """Return whether a piece of XML has no rows and cells but plain ones."""
    if b"\0" in text or b":c" in text or b":row" in text:
        return False
    return _ODD_CELL.search(text) is None and _ODD_ROW.search(text) is None


def _whole_rows(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield chunks that end where a row does, so that no cell is cut."""
    carried = b""
    for chunk in chunks:
        text = carried + chunk
        end = text.rfind(b"</row>") + 1
        yield text[:end]
        carried = text[end:]
    yield carried


def _add_errors(cells: SheetCells, text: bytes) -> bool:
    """Add the cells with errors; return whether that was all of them."""
    found = _ERROR.findall(text)
    for letters, row, said in found:
        cells.errors[int(row) - 1, column_index(letters.decode())] = said.decode(errors="replace")
    return len(found) == text.count(b't="e"')


def column_index(letters: str) -> int:
    """Return a column's index from 0.

    >>> column_index("A"), column_index("AA"), column_index("XFD")
    (0, 26, 16383)
    """
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def measured_cells(chunks: Iterable[bytes]) -> SheetCells:
    """Return what a sheet's XML says, parsed strictly; several times slower.

    Raises MalformedSheetError.

    >>> measured_cells([b'<s><row><c r="C4"/></row></s>']).span
    12
    """
    parser = expat.ParserCreate()
    reader = _Reader()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 - positional in pyexpat
    except expat.ExpatError as problem:
        raise MalformedSheetError(str(problem)) from problem
    return reader.cells


class _Reader:
    """Follows a sheet's XML: the place of the current cell, and whether it is an error."""

    def __init__(self) -> None:
        self.cells = SheetCells()
        self._row = self._column = -1
        self._error: str | None = None
        self._is_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Count a row or a cell."""
        name = tag.rpartition(":")[2]
        if name == "row":
            number = attributes.get("r", str(self._row + 2))
            self._move(f"A{number}")
            self._column = -1
        elif name == "c":
            self._cell(attributes)
        self._is_value = name == "v"

    def _cell(self, attributes: dict[str, str]) -> None:
        """Count a cell at its place, or behind the one before it."""
        self.cells.count += 1
        if "r" in attributes:
            self._move(attributes["r"])
        else:
            self._column += 1
        self.cells.rows = max(self.cells.rows, self._row + 1)
        self.cells.columns = max(self.cells.columns, self._column + 1)
        self._error = "" if attributes.get("t") == "e" else None

    def _move(self, reference: str) -> None:
        """Go to a cell."""
        place = _PLACE.fullmatch(reference)
        if place is None or not place[2].isascii():
            raise MalformedSheetError(f"{reference[:20]!r} is no cell")
        self._row, self._column = int(place[2]) - 1, column_index(place[1])

    def text(self, data: str) -> None:
        """Take the text of an error."""
        if self._is_value and self._error is not None:
            self._error += data[:32]

    def end(self, tag: str) -> None:
        """Note a cell that was an error."""
        self._is_value = False
        if tag.rpartition(":")[2] == "c" and self._error is not None:
            self.cells.errors[self._row, self._column] = self._error or "#VALUE!"
            self._error = None

    def refuse(self, *_: object) -> None:
        """Refuse a document type: no spreadsheet program writes one."""
        raise MalformedSheetError("it has a document type")
