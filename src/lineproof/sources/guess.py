"""Which column of a newcomer's spreadsheet means what? By its header, else by what stands in it.

A guess says why it was made, and a person can correct it; nothing is guessed in a contract folder.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from lineproof.model.errors import LineproofError
from lineproof.model.table import Column, ColumnType, Table
from lineproof.sources.flaws import quote
from lineproof.sources.guess_content import by_content, known_columns
from lineproof.sources.headers import header_key
from lineproof.sources.profile import Profile

Why: TypeAlias = Literal["given", "header", "similar header", "content", "numbered"]

_FIT_MIN = 0.5
_LATIN_MIN = 4


@dataclass(frozen=True, slots=True)
class Guess:
    """One column of a file: what it means, and why; name "" and why None where it means nothing."""

    header: str
    name: str
    why: Why | None
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's columns: their headers and what their cells look like.

    option: the command line's option that corrects a guess about them. roles: what the guess by
    content calls a declared column, such as "id" or "amount", where that isn't its name.
    """

    file: str
    option: str
    headers: tuple[str, ...]
    profiles: tuple[Profile, ...]
    roles: Mapping[str, str] = field(default_factory=dict)


def guess_columns(sheet: Sheet, *, table: Table, given: Mapping[str, str]) -> tuple[Guess, ...]:
    """Return what each column of a file means, in the file's order; each meaning goes to one.

    given: declared name → header, as a person said it; an empty header: the file has none.
    Raises LineproofError for a name or a header that there isn't.
    """
    places: dict[int, tuple[str, Why]] = dict(_given(sheet, table, given))
    names = [column.name for column in table.columns if column.name not in given]
    called = {sheet.roles.get(name, name): name for name in names}
    for role, position in known_columns(sheet.profiles, called):
        name = called[role]
        is_named = _is_named(sheet.headers[position], table, name)
        _place(places, name, position, "header" if is_named else "content")
    for name, position in _exact(sheet, table):
        _place(places, name, position, "header", among=names)
    for name, position in _similar(sheet, table):
        _place(places, name, position, "similar header", among=names)
    left = [role for role, name in called.items() if name not in {n for n, _ in places.values()}]
    said = set(places) | {position for _, position in _exact(sheet, table)}
    for role, position in by_content(sheet.profiles, left, taken=said):
        _place(places, called[role], position, "content")
    return tuple(_guess(sheet, i, places.get(i)) for i in range(len(sheet.headers)))


def _guess(sheet: Sheet, position: int, meaning: tuple[str, Why] | None) -> Guess:
    """Return what one column means."""
    name, why = meaning or ("", None)
    return Guess(sheet.headers[position], name, why, sheet.profiles[position].samples)


def _place(
    places: dict[int, tuple[str, Why]],
    name: str,
    position: int,
    why: Why,
    among: list[str] | None = None,
) -> None:
    """Note what a column means, unless it or the meaning is taken already."""
    is_open = among is None or name in among
    if is_open and position not in places and name not in {n for n, _ in places.values()}:
        places[position] = (name, why)


def _given(
    sheet: Sheet, table: Table, given: Mapping[str, str]
) -> Iterator[tuple[int, tuple[str, Why]]]:
    """Yield the columns that a person named."""
    names = [column.name for column in table.columns]
    for name, header in given.items():
        if name not in names:
            message = f"{sheet.option} {name}=…: there is no such column; use {', '.join(names)}"
            raise LineproofError(message)
        if not header:
            continue
        if header in sheet.headers:
            yield sheet.headers.index(header), (name, "given")
            continue
        keys = [_key(text) for text in sheet.headers]
        if _key(header) not in keys:
            raise LineproofError(_no_header(sheet, name, header))
        yield keys.index(_key(header)), (name, "given")


def _no_header(sheet: Sheet, name: str, header: str) -> str:
    """Return why a header that a person named can't be used."""
    listed = ", ".join(quote(text) for text in sheet.headers)
    near = difflib.get_close_matches(header, sheet.headers, n=1)
    hint = f"did you mean {quote(near[0])}? " if near else ""
    return f"{sheet.option} {name}={header}: {hint}{sheet.file} has the headers {listed}"


def _is_named(header: str, table: Table, name: str) -> bool:
    """Return whether a header is one of a declared column's names."""
    column = next(column for column in table.columns if column.name == name)
    return _key(header) in _keys(column)


def _key(header: str) -> str:
    """Return what a header is compared by; `No.` is `no`."""
    return header_key(header).strip(".:：*")


def _keys(column: Column) -> list[str]:
    """Return what a declared column's headers are compared by, the best first."""
    return [_key(text) for text in (column.name, *column.aliases)]


def _exact(sheet: Sheet, table: Table) -> Iterator[tuple[str, int]]:
    """Yield the columns whose header is a declared column's, and whose cells suit it."""
    positions: dict[str, list[int]] = {}
    for position, header in enumerate(sheet.headers):
        positions.setdefault(_key(header), []).append(position)
    best = max((each.known_rents for each in sheet.profiles), default=0)
    for column in table.columns:
        for key in _keys(column):
            for position in positions.get(key, ()):
                found = sheet.profiles[position]
                is_likely = column.name != "amount" or 2 * found.known_rents >= best
                if _suits(found, column) and is_likely:
                    yield column.name, position


def _similar(sheet: Sheet, table: Table) -> Iterator[tuple[str, int]]:
    """Yield the columns whose header holds a declared column's, the longest of them first."""
    found = []
    for position, header in enumerate(sheet.headers):
        text = _key(header)
        for column in table.columns:
            held = [key for key in _keys(column) if _is_telling(key) and key in text]
            if held and _suits(sheet.profiles[position], column):
                found.append((max(map(len, held)), position, column.name))
    for _, position, name in sorted(found, key=lambda item: (-item[0], item[1])):
        yield name, position


def _is_telling(key: str) -> bool:
    """Return whether a name says enough inside a longer header: `no` is in too many words."""
    return len(key) >= _LATIN_MIN or not (key.isascii() or len(key) == 1)


def _suits(found: Profile, column: Column) -> bool:
    """Return whether cells can be what their header says; a blank column can be anything."""
    if not found.filled:
        return True
    match column.type:
        case ColumnType.MONEY:
            return found.money >= _FIT_MIN > found.days
        case ColumnType.DATE:
            return found.days >= _FIT_MIN
        case ColumnType.MONTH:
            return found.months >= _FIT_MIN
        case ColumnType.DECIMAL:
            return found.speeds >= _FIT_MIN or found.money >= _FIT_MIN
        case _:
            return True
