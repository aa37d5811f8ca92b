"""Is this archive safe to open as a spreadsheet? It inflates every part, within limits, to know.

What an archive says of itself may be a lie, so nothing is taken from its directory but offsets.
It knows no sheets, rows or columns. Source: APPNOTE.TXT 6.3.10, 4.3.7 and 4.4.5.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.sources.damage import damage_refused

#: What all parts together may hold, inflated, in bytes.
INFLATED_BYTES_MAX = 2 * 2**30
#: Inflated by compressed bytes; below a size it doesn't matter.
RATIO_MAX = 200
RATIO_BYTES_MIN = 16 * 2**20

_CHUNK_BYTES = 1 << 20
_LOCAL_HEADER_BYTES = 30
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    NotImplementedError,
    OSError,
    EOFError,
)


@dataclass(frozen=True, slots=True)
class Archive:
    """A checked archive: its bytes, and its parts by their name in lower case."""

    content: bytes
    parts: dict[str, zipfile.ZipInfo]

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part's inflated bytes, nothing where there is no such part."""
        info = self.parts.get(name.lower())
        if info is not None:
            yield from _inflate(self.content, info)


def open_archive(content: bytes, *, file: str) -> Archive:
    """Return an archive whose parts all inflate, within limits.

    Raises InputRefusedError with E-FILE-DAMAGED or E-FILE-TOO-LARGE.
    """
    with damage_refused(file, *_UNREADABLE):
        archive = directory(content)
        too_large = _is_too_large(archive)
    if too_large:
        message = f"{file} unpacks to more than {INFLATED_BYTES_MAX:,} bytes, or {RATIO_MAX} times"
        fix = "Keep only the sheet with the table, without formats, or save it as CSV."
        raise InputRefusedError((error("E-FILE-TOO-LARGE", message, where=file, fix=fix),))
    return archive


def directory(content: bytes) -> Archive:
    """Return the archive's parts as its directory lists them, none of them checked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
    parts = {info.filename.lower(): info for info in infos}
    if len(parts) < len(infos):
        raise zipfile.BadZipFile("two of its parts have the same name")
    return Archive(content, parts)


def _is_too_large(archive: Archive) -> bool:
    """Return whether the parts inflate to more than is allowed; stops as soon as they do."""
    allowed = max(RATIO_BYTES_MIN, RATIO_MAX * len(archive.content))
    left = min(INFLATED_BYTES_MAX, allowed)
    for info in archive.parts.values():
        for chunk in _inflate(archive.content, info):
            left -= len(chunk)
            if left < 0:
                return True
    return False


def _inflate(content: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part's inflated bytes, whatever sizes its headers claim."""
    if info.flag_bits & 1:
        raise zipfile.BadZipFile("it is encrypted")
    start = info.header_offset
    name_bytes, extra_bytes = struct.unpack_from("<HH", content, start + 26)
    start += _LOCAL_HEADER_BYTES + name_bytes + extra_bytes
    packed = memoryview(content)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflate_raw(packed)
    else:
        raise zipfile.BadZipFile(f"compression method {info.compress_type} is not read")


def _inflate_raw(packed: memoryview) -> Iterator[bytes]:
    """Yield what raw deflated bytes inflate to, at most a chunk at a time."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for place in range(0, len(packed), _CHUNK_BYTES):
        rest: bytes | memoryview = packed[place : place + _CHUNK_BYTES]
        while rest and not inflater.eof:
            yield inflater.decompress(rest, _CHUNK_BYTES)
            rest = inflater.unconsumed_tail
    if not inflater.eof:
        raise zlib.error("one of its parts is cut off")
