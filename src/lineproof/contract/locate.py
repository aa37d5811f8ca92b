"""On which line does a key stand? A light scan of headers and keys, since tomllib keeps no lines.

It reads the shape contracts are written in: tables, arrays of tables, `key = value`, and arrays
whose elements each begin on a line of their own. What it misses falls back to the enclosing table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*([A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*=\s*(.*)$""")
_FENCES = ('"""', "'''")


@dataclass(frozen=True, slots=True)
class Positions:
    """Where the parts of one file stand, for showing; it takes no part in any hash."""

    file: str
    lines: dict[Path, int]

    def of(self, *path: str | int) -> str:
        """Return `file:line` of the closest part of a path that has one."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return f"{self.file}:{self.lines[path[:length]]}"
        return self.file


def locate(text: str, *, file: str) -> Positions:
    r"""Return where each table, key and array element of a TOML text begins.

    >>> locate('a = 1\n[[term]]\nid = "P"\n', file="c.toml").of("term", 0, "id")
    'c.toml:3'
    """
    scan = _Scan()
    for number, line in enumerate(text.splitlines(), start=1):
        scan.feed(line, number)
    return Positions(file, scan.found)


class _Scan:
    """The state of one pass: the table and key it is in, and the arrays it has counted."""

    def __init__(self) -> None:
        self.found: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._table: Path = ()
        self._array: Path | None = None
        self._elements = 0
        self._depth = 0
        self._fence = ""

    def feed(self, line: str, number: int) -> None:
        """Take in one line."""
        if self._fence:
            if self._fence in line:
                self._fence = ""
            return
        if self._array is not None:
            self._element(line, number)
            return
        if header := _HEADER.match(line):
            self._open_table(header[2], number, is_array=header[1] == "[[")
        elif key := _KEY.match(line):
            self._open_key(key[1].strip("\"'"), key[2], number)

    def _open_table(self, name: str, number: int, *, is_array: bool) -> None:
        """Enter a table; an array's tables are counted."""
        path: Path = ()
        parts = [part.strip().strip("\"'") for part in name.split(".")]
        for depth, part in enumerate(parts):
            path = (*path, part)
            if is_array and depth == len(parts) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        self._table = path
        self.found.setdefault(path, number)

    def _open_key(self, key: str, value: str, number: int) -> None:
        """Note a key; a value over several lines is followed to its end."""
        path = (*self._table, key)
        self.found.setdefault(path, number)
        for fence in _FENCES:
            if value.startswith(fence) and value.count(fence) == 1:
                self._fence = fence
                return
        self._depth = _open_brackets(value)
        if value.startswith("[") and self._depth > 0:
            self._array, self._elements = path, 0

    def _element(self, line: str, number: int) -> None:
        """Note where an element of a multi-line array begins, until the array closes."""
        assert self._array is not None
        content = line.strip()
        if self._depth == 1 and content and content[0] not in "#]":
            self.found[(*self._array, self._elements)] = number
            self._elements += 1
        self._depth += _open_brackets(line)
        if self._depth <= 0:
            self._array = None


def _open_brackets(text: str) -> int:
    """Return how many brackets a line opens and does not close, strings and comments apart."""
    depth, quote = 0, ""
    for char in text:
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "#":
            break
        else:
            depth += (char in "[{") - (char in "]}")
    return depth
