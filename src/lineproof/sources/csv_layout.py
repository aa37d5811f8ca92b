"""Where do the records of a CSV lie in its bytes, and how wide is each? Found without reading one.

It knows RFC 4180 and nothing else; where a file's quotes don't follow it, it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Positions: TypeAlias = npt.NDArray[np.int64]

_LF, _CR, _QUOTE = 10, 13, 34


@dataclass(frozen=True, slots=True)
class Layout:
    """The records of a CSV, blank lines included.

    bounds: byte offsets, one more than there are records: record k is [bounds[k], bounds[k + 1]).
    widths: cells in each. lines: the physical line in which each starts, from 1.
    """

    bounds: Positions
    widths: Positions
    lines: Positions


def csv_layout(utf8: bytes, *, delimiter: str) -> Layout | None:
    r"""Return where records lie, or None where quotes or line ends don't follow RFC 4180 strictly.

    >>> layout = csv_layout(b'a,b\n"x\ny",2\n3,4\n', delimiter=",")
    >>> layout.bounds.tolist(), layout.widths.tolist(), layout.lines.tolist()
    ([0, 4, 12, 16], [2, 2, 2], [1, 2, 4])
    """
    data = np.frombuffer(utf8, np.uint8)
    quotes, ends = np.flatnonzero(data == _QUOTE), np.flatnonzero(data == _LF)
    delimiters = np.flatnonzero(data == ord(delimiter))
    is_strict = _has_strict_quotes(data, quotes, ord(delimiter))
    if not is_strict or _has_lone_cr(utf8):
        return None
    record_ends, between = _outside(ends, quotes), _outside(delimiters, quotes)
    bounds = np.concatenate(([0], record_ends + 1))
    if bounds[-1] < len(data):
        bounds = np.append(bounds, len(data))
    widths = np.diff(np.searchsorted(between, bounds)) + 1
    lines = np.searchsorted(ends, bounds[:-1]) + 1
    return Layout(bounds, widths, lines)


def is_even(body: bytes, *, delimiter: str, width: int) -> bool:
    r"""Return whether each line is one record of so many cells, two or more, and none is blank.

    body: records without quotes.

    >>> is_even(b"a,b\nc,d\n", delimiter=",", width=2), is_even(b"a,b\n\n", delimiter=",", width=2)
    (True, False)
    """
    if not body or width == 1 or _has_lone_cr(body):
        return False
    data = np.frombuffer(body if body.endswith(b"\n") else body + b"\n", np.uint8)
    ends, between = np.flatnonzero(data == _LF), np.flatnonzero(data == ord(delimiter))
    if len(between) != len(ends) * (width - 1):
        return False
    rows = between.reshape(len(ends), width - 1)
    is_after = rows[1:, :1] > ends[:-1, np.newaxis]
    is_before = rows[:, -1:] < ends[:, np.newaxis]
    return bool(is_after.all() and is_before.all())


def _has_lone_cr(utf8: bytes) -> bool:
    """Return whether a CR stands anywhere but before an LF."""
    return b"\r" in utf8 and utf8.count(b"\r") != utf8.count(b"\r\n")


def _outside(positions: Positions, quotes: Positions) -> Positions:
    """Return the positions that are not inside quotes: an even number of quotes stands before."""
    if not len(quotes):
        return positions
    is_outside: npt.NDArray[np.bool_] = np.searchsorted(quotes, positions) % 2 == 0
    return positions[is_outside]


def _has_strict_quotes(data: npt.NDArray[np.uint8], quotes: Positions, delimiter: int) -> bool:
    """Return whether every quoted cell is quoted from its first to its last character."""
    if len(quotes) % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    before, after = data[opening[opening > 0] - 1], data[closing[closing < len(data) - 1] + 1]
    starts = np.isin(before, (delimiter, _LF, _QUOTE))
    ends = np.isin(after, (delimiter, _LF, _CR, _QUOTE))
    return bool(starts.all() and ends.all())
