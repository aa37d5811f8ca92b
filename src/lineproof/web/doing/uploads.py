"""May this file come in? Its size, its name's ending and its first bytes say so, in one place.

What the browser says of its type isn't asked. Whether a spreadsheet unpacks to too much, and what
stands in it, is for those who read it.
"""

from __future__ import annotations

import codecs
import enum
import unicodedata
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lineproof.model.errors import LineproofError
from lineproof.sources.bill_pdf import is_pdf
from lineproof.sources.xlsx_archive import directory

#: What one file may hold: a schedule of a million circuits as CSV is smaller.
FILE_BYTES_MAX = 128 * 2**20
#: What a form without a file may hold, and one with a file.
BODY_BYTES_MAX = 2 * 2**20
UPLOAD_BYTES_MAX = FILE_BYTES_MAX + BODY_BYTES_MAX
NAME_MAX = 120

_ZIP, _PARQUET, _OLE = b"PK\x03\x04", b"PAR1", bytes.fromhex("d0cf11e0a1b11ae1")
_OTHERS = (_ZIP, _PARQUET, _OLE)
_BEGIN_BYTES = 4096
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOK = "xl/workbook.xml"
_MEBIBYTE = 2**20


class Kind(enum.StrEnum):
    """A kind of file; its value is the ending of its name."""

    CSV = "csv"
    TXT = "txt"
    EML = "eml"
    TOML = "toml"
    XLSX = "xlsx"
    PARQUET = "parquet"
    XML = "xml"
    PDF = "pdf"
    ZIP = "zip"


TABLES = frozenset({Kind.CSV, Kind.XLSX, Kind.PARQUET})
BILLS = frozenset({Kind.CSV, Kind.XLSX, Kind.XML, Kind.PDF})
EVIDENCE = frozenset({Kind.PDF, Kind.CSV, Kind.XLSX, Kind.XML, Kind.TXT, Kind.EML})


class UploadRefusedError(LineproofError):
    """A file isn't taken; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is what its name says. name: its last part alone, never a path."""

    name: str
    kind: Kind
    content: bytes


def upload_of(request: HttpRequest, field: str, *, kinds: Collection[Kind]) -> Upload:
    """Return the file that a form's field brought; raises UploadRefusedError.

    Its view says `page(…, body_bytes_max=UPLOAD_BYTES_MAX)`, else `Limited` refuses what is large.
    """
    given = request.FILES.get(field)
    if given is None or given.size is None:
        raise UploadRefusedError(_("Choose a file."))
    name = plain_name(given.name or "")
    if given.size > FILE_BYTES_MAX:
        message = _("%(name)s is larger than %(most)s MiB.")
        raise UploadRefusedError(message % {"name": name, "most": FILE_BYTES_MAX // _MEBIBYTE})
    if given.size == 0:
        raise UploadRefusedError(_("%(name)s is empty.") % {"name": name})
    ending = name.rpartition(".")[2].lower()
    kind = next((kind for kind in kinds if kind.value == ending), None)
    if kind is None:
        endings = ", ".join(f".{kind.value}" for kind in sorted(kinds))
        message = _("%(name)s can't be taken: its name ends in none of %(endings)s.")
        raise UploadRefusedError(message % {"name": name, "endings": endings})
    content = given.read()
    if not _IS[kind](content):
        message = _("%(name)s isn't what its name says: its content is no .%(ending)s.")
        raise UploadRefusedError(message % {"name": name, "ending": kind.value})
    return Upload(name, kind, content)


def plain_name(name: str) -> str:
    r"""Return the last part of a name from outside, without what can't be seen, and not too long.

    >>> plain_name("..\\..\\etc/pass\x00wd\u202e.csv")
    'passwd.csv'
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip().lstrip(".")
    stem, dot, ending = seen.rpartition(".")
    return f"{stem[: NAME_MAX - len(dot + ending)]}{dot}{ending}"[:NAME_MAX] or "file"


def _is_text(content: bytes) -> bool:
    """Whether a file can be text: no NUL, unless its mark says that it is UTF-16."""
    begins = content[:_BEGIN_BYTES]
    if begins.startswith(_WIDE):
        return True
    return b"\0" not in begins and not begins.startswith(_OTHERS) and not is_pdf(begins)


def _is_xml(content: bytes) -> bool:
    """Whether a file begins as XML does, in UTF-8 or UTF-16."""
    begins = content[:_BEGIN_BYTES].removeprefix(codecs.BOM_UTF8)
    encoding = "utf-16" if begins.startswith(_WIDE) else "latin-1"
    return begins.decode(encoding, "ignore").lstrip().startswith("<")


def _is_parquet(content: bytes) -> bool:
    """Whether a file begins and ends as Parquet does."""
    return content.startswith(_PARQUET) and content.endswith(_PARQUET)


def _parts(content: bytes) -> Collection[str]:
    """Return the names in a ZIP archive's directory; none where it is no archive."""
    if not content.startswith(_ZIP):
        return ()
    try:
        return directory(content).parts
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ()


def _is_workbook(content: bytes) -> bool:
    """Whether a file is an XLSX workbook, not another thing in the same wrapping."""
    return _WORKBOOK in _parts(content)


def _is_archive(content: bytes) -> bool:
    """Whether a file is a ZIP archive, and no workbook."""
    parts = _parts(content)
    return bool(parts) and _WORKBOOK not in parts


_IS: dict[Kind, Callable[[bytes], bool]] = {
    **dict.fromkeys((Kind.CSV, Kind.TXT, Kind.EML, Kind.TOML), _is_text),
    Kind.XLSX: _is_workbook,
    Kind.PARQUET: _is_parquet,
    Kind.XML: _is_xml,
    Kind.PDF: is_pdf,
    Kind.ZIP: _is_archive,
}
