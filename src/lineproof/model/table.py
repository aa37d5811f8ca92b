"""What may stand in a table? Columns declared once: name, type, aliases, meaning.

Readers turn text into these types; the reference page is generated from the same declarations.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import polars as pl


class ColumnType(enum.StrEnum):
    """What a cell holds, and how a frame keeps it."""

    TEXT = "text"
    MONEY = "money"
    """Plain decimal in the contract's currency; kept as integer minor units."""
    DECIMAL = "decimal"
    """Plain decimal of any precision; kept as canonical text, since it must stay exact."""
    COUNT = "count"
    """Whole number, not negative."""
    DATE = "date"
    INSTANT = "instant"
    """Date and time with an offset, or in the contract's timezone; kept in UTC."""
    MONTH = "month"
    HASH = "hash"
    """SHA-256 as 64 hexadecimal digits."""


DTYPES: dict[ColumnType, pl.DataType] = {
    ColumnType.TEXT: pl.String(),
    ColumnType.MONEY: pl.Int64(),
    ColumnType.DECIMAL: pl.String(),
    ColumnType.COUNT: pl.Int64(),
    ColumnType.DATE: pl.Date(),
    ColumnType.INSTANT: pl.Datetime("us", "UTC"),
    ColumnType.MONTH: pl.String(),
    ColumnType.HASH: pl.String(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column.

    aliases: other headers it is read under, compared without case, spaces, underscores and
    anything in brackets. choices: the only values allowed, where not empty. is_signed: whether
    money may be negative.
    """

    name: str
    type: ColumnType
    meaning: str
    is_required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    is_signed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of table: its name, its columns, and what one row says.

    has_key: whether its first column names a row, so that no two have the same.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    has_key: bool = True

    def schema(self) -> dict[str, pl.DataType]:
        """Return the frame's columns: the declared ones and `row`, the line in the file."""
        return {c.name: DTYPES[c.type] for c in self.columns} | {"row": pl.UInt32()}

    def empty(self) -> pl.DataFrame:
        """Return a frame of this kind without rows."""
        return pl.DataFrame(schema=self.schema())
