"""Which part of an archive is the sheet, and may the reader open it? It must not span too much.

It knows the archive and the workbook's list of sheets; what cells say is for `xlsx_cells`.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from xml.etree import ElementTree as ET

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.sources.damage import damage_refused
from lineproof.sources.xlsx_archive import Archive, directory
from lineproof.sources.xlsx_cells import SheetCells, measured_cells, plain_cells

#: Cells that a sheet may span, blank ones included: the reader holds 24 bytes for each.
SPAN_CELLS_MAX = 50_000_000

_ZIP = b"PK\x03\x04"


def sheet_cells(archive: Archive, *, sheet: str, file: str) -> SheetCells:
    """Return what a sheet's XML says of its cells; refuse one that spans too many.

    Raises InputRefusedError with E-FILE-TOO-LARGE or E-FILE-DAMAGED.
    """
    with damage_refused(file, ET.ParseError, LookupError, ValueError):
        part = _part_of(archive, sheet)
        cells = plain_cells(archive.chunks(part)) or measured_cells(archive.chunks(part))
    if cells.span > SPAN_CELLS_MAX:
        message = f"sheet {sheet!r} of {file} spans {cells.span:,} cells"
        fix = "Delete what stands far outside the table, or save the sheet as CSV."
        raise InputRefusedError((error("E-FILE-TOO-LARGE", message, where=file, fix=fix),))
    return cells


def epoch_of(content: bytes, *, file: str) -> dt.date | None:
    """Return the day that a workbook counts as 0, or None for what is no workbook.

    content: of a file whose cells were read, so that its archive is known to be safe.

    Source: ECMA-376 part 1, 18.17.4.1: 30 December 1899 for days from March 1900 on, or 1 January
    1904 where the workbook says so.
    """
    if not content.startswith(_ZIP):
        return None
    with damage_refused(file, ET.ParseError, LookupError, ValueError):
        workbook = _xml(directory(content), "xl/workbook.xml")
    is_1904 = any(
        node.get("date1904") in {"1", "true"}
        for node in workbook.iter()
        if node.tag.endswith("}workbookPr")
    )
    return dt.date(1904, 1, 1) if is_1904 else dt.date(1899, 12, 30)


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
