"""Which bytes stand for this content? The same on every machine, so that hashes can be compared.

JSON after RFC 8785 (sorted by UTF-16 code units, no white space) with money and integers beyond
2^53 as strings and no floats at all; CSV after RFC 4180 with LF and minimal quoting, in UTF-8.
"""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_EXACT_INTEGER_MAX = 2**53


def canonical_json(value: object) -> bytes:
    """Return the canonical JSON of nested dicts, lists, texts, integers, booleans and None.

    >>> canonical_json({"b": 2**60, "a": ["大", None]}).decode()
    '{"a":["大",null],"b":"1152921504606846976"}'
    """
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: object) -> object:
    """Return the value with sorted keys and large integers as text."""
    if isinstance(value, dict):
        by_utf16 = sorted(value.items(), key=lambda item: str(item[0]).encode("utf-16-be"))
        return {key: _plain(child) for key, child in by_utf16}
    if isinstance(value, list | tuple):
        return [_plain(child) for child in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) <= _EXACT_INTEGER_MAX else str(value)
    assert value is None or isinstance(value, str | bool), f"no canonical form: {type(value)}"
    return value


def canonical_csv(frame: pl.DataFrame) -> bytes:
    """Return a frame as canonical CSV: its columns in order, its rows in order, nulls empty."""
    buffer = io.BytesIO()
    frame.write_csv(buffer, line_terminator="\n", quote_style="necessary")
    return buffer.getvalue()


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of some bytes, as lower-case hexadecimal.

    >>> sha256_hex(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()
