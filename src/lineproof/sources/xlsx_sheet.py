"""Which errors does a sheet hold, and how far does it reach? The reader doesn't tell.

python-calamine reads a cell with an error as blank, and holds every cell between the first and
the last. Source: ECMA-376 part 1, 18.3.1.4 (cells) and 18.18.11 (their types).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.sources.damage import damage_refused
from lineproof.sources.xlsx_archive import Archive

#: Cells that a sheet may span, blank ones included.
SPAN_CELLS_MAX = 50_000_000

_OVERLAP_BYTES = 4096
_ROWS_MAX = 1_048_576
_WIDE = re.compile(rb"""\sr=["'](?:[B-Z][A-Z]|[A-Z]{3})[0-9]""")
_REFERENCE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_ERROR = re.compile(rb"""<(?:\w+:)?c\s([^>]*?\bt=["']e["'][^>]*)>""")
_ERROR_TEXT = re.compile(rb"""<(?:\w+:)?v>(#[^<]{1,32})<""")


@dataclass(slots=True)
class SheetFacts:
    """What a sheet's XML says.

    errors: the texts of cells with errors, by (row, column) from 0. cells: how many it holds.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    cells: int = 0
    is_wide: bool = False


def sheet_facts(archive: Archive, *, sheet: str, file: str) -> SheetFacts:
    """Return what a sheet's XML says of errors; refuse one that spans too many cells.

    Raises InputRefusedError with E-FILE-TOO-LARGE or E-FILE-DAMAGED.
    """
    with damage_refused(file, ET.ParseError, LookupError, ValueError):
        part = _part_of(archive, sheet)
    facts = SheetFacts()
    for text in _overlapping(archive.chunks(part)):
        _add_facts(facts, text)
    spanned = _span(archive.chunks(part)) if facts.is_wide else 0
    if max(spanned, facts.cells) > SPAN_CELLS_MAX:
        message = f"sheet {sheet!r} of {file} spans {max(spanned, facts.cells):,} cells"
        fix = "Delete what stands far outside the table, or save the sheet as CSV."
        raise InputRefusedError((error("E-FILE-TOO-LARGE", message, where=file, fix=fix),))
    return facts


def _part_of(archive: Archive, sheet: str) -> str:
    """Return the name of the archive's part that holds a sheet."""
    workbook = _xml(archive, "xl/workbook.xml")
    relations = [
        value
        for node in workbook.iter()
        if node.tag.endswith("}sheet") and node.get("name") == sheet
        for key, value in node.items()
        if key.endswith("}id")
    ]
    for node in _xml(archive, "xl/_rels/workbook.xml.rels").iter():
        if node.get("Id") in relations[:1]:
            return posixpath.normpath(posixpath.join("/xl", node.attrib["Target"])).lstrip("/")
    raise LookupError(f"its sheet {sheet!r} is not listed")


def _xml(archive: Archive, part: str) -> ET.Element:
    """Return a small part's XML."""
    text = b"".join(archive.chunks(part))
    return ET.fromstring(text)  # noqa: S314 - expat 2.4.1 and later limit what entities may grow to


def _overlapping(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield chunks that begin with the end of the last one, so that no cell is cut."""
    carried = b""
    for chunk in chunks:
        yield carried + chunk
        carried = (carried + chunk)[-_OVERLAP_BYTES:]


def _add_facts(facts: SheetFacts, text: bytes) -> None:
    """Add what a piece of XML says."""
    facts.cells += text.count(b"<c") + text.count(b":c ")
    facts.is_wide = facts.is_wide or _WIDE.search(text) is not None
    if b't="e"' not in text and b"t='e'" not in text:
        return
    for cell in _ERROR.finditer(text):
        inside = text[cell.end() : cell.end() + 1000].partition(b"</c")[0]
        said = _ERROR_TEXT.search(inside)
        place = _REFERENCE.search(b" " + cell[1])
        if place is not None:
            at = int(place[2]) - 1, _column(place[1])
            facts.errors[at] = said[1].decode(errors="replace") if said else "#VALUE!"


def _span(chunks: Iterator[bytes]) -> int:
    """Return how many cells lie between the first cell and the last one."""
    rows, columns = 0, 0
    for text in _overlapping(chunks):
        for letters, number in _REFERENCE.findall(text):
            rows, columns = max(rows, int(number)), max(columns, _column(letters) + 1)
    return min(rows, _ROWS_MAX) * columns


def _column(letters: bytes) -> int:
    """Return a column's index from 0.

    >>> _column(b"A"), _column(b"AA")
    (0, 26)
    """
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
