"""What does a PNG hold? Its size and its colours, read with the standard library alone."""

from __future__ import annotations

import struct
import zlib
from collections import Counter


def read_png(content: bytes) -> tuple[int, int, Counter[str]]:
    """Return width, height and how many pixels have each colour, as `#rrggbb`.

    Eight bits a channel, not interlaced: what typst writes. Source: PNG specification, 9 and 12.
    """
    at, packed, head = 8, b"", b""
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        head = data if kind == b"IHDR" else head
        packed += data if kind == b"IDAT" else b""
        at += length + 12
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    channels = {2: 3, 6: 4}[colour]
    assert (depth, interlaced) == (8, 0)
    raw, stride = zlib.decompress(packed), width * channels
    counts: Counter[str] = Counter()
    above = bytearray(stride)
    for row in range(height):
        start = row * (stride + 1)
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + stride], above, channels)
        counts.update(
            f"#{above[x]:02x}{above[x + 1]:02x}{above[x + 2]:02x}"
            for x in range(0, stride, channels)
        )
    return width, height, counts


def _unfiltered(kind: int, row: bytes, above: bytearray, step: int) -> bytearray:
    """Return a row's bytes, its filter undone."""
    found = bytearray(row)
    for x in range(len(found)):
        left = found[x - step] if x >= step else 0
        corner = above[x - step] if x >= step else 0
        predicted = (0, left, above[x], (left + above[x]) // 2, _paeth(left, above[x], corner))
        found[x] = (found[x] + predicted[kind]) % 256
    return found


def _paeth(left: int, above: int, corner: int) -> int:
    """Return the neighbour nearest to left + above - corner."""
    estimate = left + above - corner
    return min((left, above, corner), key=lambda value: abs(estimate - value))
