"""What is a table of a statement, whatever shows it? A title, columns and rows of plain texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lineproof.report.wording import Bilingual, Language

#: left: a short text; narrow: a text that may wrap; wide: the text that takes the room there is;
#: right: a figure.
Align = Literal["left", "narrow", "wide", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's name, and how it takes room."""

    name: str
    align: Align


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One table; total: a last row that sums it up, or nothing. subtitle: what its rows share."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    subtitle: str = ""
    note: str = ""
    total: tuple[str, ...] = ()


def columns_of(language: Language, *heads: tuple[Bilingual, Align]) -> tuple[Column, ...]:
    """Return a table's columns, named in a language."""
    return tuple(Column(name=word.said(language), align=align) for word, align in heads)
