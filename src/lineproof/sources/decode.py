"""Which text do these bytes stand for? It never guesses: what it cannot read it refuses.

Strict UTF-8 first (with or without a byte order mark), UTF-16 where a mark says so, then strict
GB18030, which Chinese spreadsheets still write, with a warning that it was taken for that.
It knows nothing of lines, columns or tables.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

import polars as pl

from lineproof.model.finding import Finding, Severity, error

_SAVE_AS = "Save the file again as UTF-8 (in Excel: CSV UTF-8)."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text in UTF-8, without a mark; empty where `findings` holds an error.

    It stays bytes: Polars reads those, and Python's own text of a large file is slow and big.
    """

    utf8: bytes
    findings: tuple[Finding, ...] = ()


def decode(content: bytes, *, file: str) -> Decoded:
    r"""Return a text file's content in UTF-8, or why it isn't text.

    Source: RFC 3629, RFC 2781 (UTF-16 with a mark), GB 18030-2005 as Python decodes it.

    >>> decode("序号".encode("gb18030"), file="a.csv").utf8.decode()
    '序号'
    >>> decode(b"a,\xff", file="a.csv").findings[0].where
    'a.csv:1'
    """
    decoded = _decode(content, file=file)
    zero = decoded.utf8.find(b"\0")
    if zero < 0:
        return decoded
    line = decoded.utf8.count(b"\n", 0, zero) + 1
    message = f"{file} holds a NUL character in line {line}: it is no text file, or was damaged"
    return Decoded(b"", (error("E-ENCODING", message, where=f"{file}:{line}", fix=_SAVE_AS),))


def _decode(content: bytes, *, file: str) -> Decoded:
    """Return the content in UTF-8; NUL characters are still to be looked for."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as(content, "utf-16", file=file)
    content = content.removeprefix(codecs.BOM_UTF8)
    if is_utf8(content):
        return Decoded(content)
    decoded = _decode_as(content, "gb18030", file=file)
    if decoded.findings:
        return Decoded(b"", (_neither(content, file=file),))
    return Decoded(decoded.utf8, (_read_as_gb18030(decoded.utf8, file=file),))


def is_utf8(content: bytes) -> bool:
    """Return whether bytes are strict UTF-8; Polars checks several times faster than Python."""
    if content.isascii():
        return True
    try:
        pl.Series([content], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return False
    return True


def _decode_as(content: bytes, encoding: str, *, file: str) -> Decoded:
    """Return the content read strictly in one encoding, or where that fails."""
    try:
        return Decoded(content.decode(encoding).encode())
    except UnicodeError as problem:
        start = getattr(problem, "start", 0)
        message = f"{file} is not valid {encoding.upper()}: byte {start} cannot be read"
        line = content[:start].decode(encoding, "ignore").count("\n") + 1
        return Decoded(b"", (error("E-ENCODING", message, where=f"{file}:{line}", fix=_SAVE_AS),))


def _neither(content: bytes, *, file: str) -> Finding:
    """Return the finding for bytes that are neither UTF-8 nor GB18030."""
    try:
        content.decode()
    except UnicodeDecodeError as problem:
        start = problem.start
    line = content.count(b"\n", 0, start) + 1
    message = (
        f"{file} is neither UTF-8 nor GB18030: byte {start} (0x{content[start]:02X}, "
        f"in line {line}) fits neither"
    )
    return error("E-ENCODING", message, where=f"{file}:{line}", fix=_SAVE_AS)


def _read_as_gb18030(utf8: bytes, *, file: str) -> Finding:
    """Return the warning that a file was taken for GB18030, quoting its first Chinese text."""
    line, text = next(
        (number, text)
        for number, text in enumerate(utf8.decode().splitlines(), 1)
        if not text.isascii()
    )
    message = f'{file} is not UTF-8 and was read as GB18030; line {line} then says "{text[:60]}"'
    fix = f"Check that this is what it says. {_SAVE_AS}"
    return Finding("W-ENCODING", Severity.WARNING, message, f"{file}:{line}", fix)
