"""How is a typed table written as text again? One spelling a value, so that hashes can be compared.

It is what the readers read back: `row`, which only says where something stood, is left out.
"""

from __future__ import annotations

import polars as pl

from lineproof.model.table import Column, ColumnType, Table


def canonical_text(frame: pl.DataFrame, *, table: Table, currency_digits: int) -> pl.DataFrame:
    """Return a table's declared columns as text: money with all its decimals, times in UTC.

    currency_digits: decimals of the contract's currency.

    >>> from lineproof.model.table import Column, ColumnType, Table
    >>> rents = Table("rents", "", (Column("rent", ColumnType.MONEY, ""),))
    >>> frame = pl.DataFrame({"rent": [90000, -5, None]})
    >>> canonical_text(frame, table=rents, currency_digits=2)["rent"].to_list()
    ['900.00', '-0.05', None]
    """
    return frame.select(_text(column, currency_digits) for column in table.columns)


def _text(column: Column, currency_digits: int) -> pl.Expr:
    """Return a column's values as text."""
    value = pl.col(column.name)
    match column.type:
        case ColumnType.MONEY:
            return _money(value, currency_digits)
        case ColumnType.DATE:
            return value.dt.strftime("%Y-%m-%d")
        case ColumnType.INSTANT:
            return value.dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ")
        case _:
            return value.cast(pl.String)


def _money(minor: pl.Expr, digits: int) -> pl.Expr:
    """Return minor units as plain decimals: exact, since 128 bits hold them and the divisor."""
    exact = pl.Decimal(38, digits)
    amount: pl.Expr = minor.cast(exact) / 10**digits
    return amount.cast(exact).cast(pl.String)
