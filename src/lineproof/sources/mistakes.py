"""Why has a cell's text no value, and how is it mended? It is asked about bad cells only."""

from __future__ import annotations

import polars as pl

from lineproof.model.table import Column, ColumnType
from lineproof.sources.values import Reading

_CODES = {
    ColumnType.TEXT: "E-TEXT",
    ColumnType.MONEY: "E-MONEY",
    ColumnType.DECIMAL: "E-DECIMAL",
    ColumnType.COUNT: "E-COUNT",
    ColumnType.DATE: "E-DATE",
    ColumnType.INSTANT: "E-INSTANT",
    ColumnType.MONTH: "E-MONTH",
    ColumnType.HASH: "E-HASH",
}


def mistake(text: pl.Expr, *, column: Column, reading: Reading) -> pl.Expr:
    """Return the code of what is wrong with each of a column's bad cells."""
    del text, reading
    return pl.lit(_CODES[column.type])


def explanation(code: str, text: str, *, column: Column, reading: Reading) -> tuple[str, str]:
    """Return what is wrong with one bad cell, and how to mend it."""
    del code, reading
    return f"{column.name} is {text}", f"Write a {column.type}."
