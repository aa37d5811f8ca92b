"""Which typed frame does a grid of texts make? Every bad cell is told; none is guessed.

It knows no file formats: CSV and XLSX are the same to it.
"""

from __future__ import annotations

import polars as pl

from lineproof.model.finding import Finding, Severity, error
from lineproof.model.record import COMMON
from lineproof.model.table import Column, ColumnType, Table
from lineproof.sources.flaws import LISTED_MAX, Flaw, listed, quote
from lineproof.sources.grid import Grid
from lineproof.sources.headers import columns_by_key, header_key
from lineproof.sources.mistakes import explanation, mistake
from lineproof.sources.values import Reading, careful_value, value

#: What is written where there is nothing; a blank cell needs no saying.
ABSENT_MARKS = ("/", "-", "—", "–", "——", "－", "／", "N/A", "n/a", "Ｎ／Ａ")

#: All white space but the tab, which in front of a text may hide a formula.
_SPACES = " \n\r\v\f\u0085\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def typed_frame(
    grid: Grid, *, table: Table, file: str, currency_digits: int, timezone: str
) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """Return a grid's rows with the table's declared columns, and every finding in row order.

    currency_digits: decimals of the contract's currency. timezone: IANA name for times that have
    no offset. A cell with a finding is null; a row with another width than the header is left out.
    """
    reading = Reading(currency_digits, timezone)
    places = _places(grid, table=table)
    texts = _texts(grid, table=table, places=places)
    values = texts.select(
        *(_value(column, places, reading) for column in table.columns), pl.col("row")
    )
    flaws = list(grid.flaws)
    for column in table.columns:
        if column.name in places:
            fast = values[column.name]
            is_bad = texts[column.name].is_not_null() & fast.is_null()
            if is_bad.any():
                careful = careful_value(pl.col(column.name), column=column, reading=reading)
                fast = texts.select(careful)[column.name]
                values = values.with_columns(fast)
    return values, (*grid.findings, *listed(flaws, file=file))


def _places(grid: Grid, *, table: Table) -> dict[str, str]:
    """Return the grid's column for each declared column's name."""
    known = columns_by_key(table)
    places: dict[str, str] = {}
    for position, text in enumerate(grid.header):
        column = known.get(header_key(text))
        if column is not None:
            places[column.name] = str(position)
    return places


def _texts(grid: Grid, *, table: Table, places: dict[str, str]) -> pl.DataFrame:
    """Return the declared columns' stripped texts, null where absent; blank rows are left out."""
    stripped = [
        _stripped(pl.col(places[column.name]), column).alias(column.name)
        for column in table.columns
        if column.name in places
    ]
    texts = grid.frame.select(*stripped, pl.col("row"))
    absent = pl.selectors.string().is_in(("", *ABSENT_MARKS))
    return texts.with_columns(pl.when(~absent).then(pl.selectors.string()).name.keep())


def _stripped(text: pl.Expr, column: Column) -> pl.Expr:
    """Return cells without white space around them; a tab before a text is kept, to be refused."""
    if column.type is ColumnType.TEXT:
        return text.str.strip_chars_start(_SPACES).str.strip_chars_end()
    return text.str.strip_chars()


def _value(column: Column, places: dict[str, str], reading: Reading) -> pl.Expr:
    """Return a declared column's values, all null where the file lacks it."""
    if column.name not in places:
        dtype = Table("", "", (column,)).schema()[column.name]
        return pl.lit(None, dtype).alias(column.name)
    return value(pl.col(column.name), column=column, reading=reading).alias(column.name)
