"""Which column of a newcomer's spreadsheet means what? By its header, else by what stands in it.

A guess says why it was made, and a person can correct it; nothing is guessed in a contract folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lineproof.model.errors import LineproofError
from lineproof.model.table import Column, ColumnType, Table
from lineproof.sources.headers import header_key
from lineproof.sources.profile import Profile

Why: TypeAlias = Literal["given", "header", "similar header", "content", "numbered"]

_FIT_MIN = 0.5
_SURE_MIN = 0.85
_ID_DISTINCT_MIN = 0.9
_NAME_DISTINCT_MAX = 0.3
_LATIN_MIN = 4


@dataclass(frozen=True, slots=True)
class Guess:
    """One column: what it means, and why.

    name: the declared column; "" where it means none. position: in the file, from 0; None where
    the file has no such column.
    """

    name: str
    position: int | None
    header: str
    why: Why | None
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's columns: their headers and what their cells look like."""

    file: str
    headers: tuple[str, ...]
    profiles: tuple[Profile, ...]


def guess_columns(sheet: Sheet, *, table: Table, given: Mapping[str, str]) -> tuple[Guess, ...]:
    """Return what each declared column that was found is in a file, and the columns left over.

    given: declared name → header, as a person said it; an empty header: the file has none.
    Raises LineproofError for a name or a header that there isn't.
    """
    taken = _given(sheet, table, given)
    open_names = [c for c in table.columns if c.name not in given]
    for names in (_exact(sheet, open_names), _similar(sheet, open_names)):
        for name, position, why in names:
            if name not in taken and position not in {p for p, _ in taken.values()}:
                taken[name] = (position, why)
    _by_content(sheet, [c.name for c in open_names], taken)
    means = {position: (name, why) for name, (position, why) in taken.items()}
    return tuple(
        Guess(*_meaning(means.get(i)), position=i, header=header, samples=sheet.profiles[i].samples)
        if False
        else _guess(sheet, i, means)
        for i, header in enumerate(sheet.headers)
    )


def _guess(sheet: Sheet, position: int, means: Mapping[int, tuple[str, Why]]) -> Guess:
    """Return the guess about one column."""
    name, why = means.get(position, ("", None))
    samples = sheet.profiles[position].samples
    return Guess(name, position, sheet.headers[position], why, samples)
