"""What do the columns of a person's spreadsheet say, once each has its meaning? Plain spellings.

Amounts, speeds and days are respelled where they can mean one thing; rows of totals are left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from lineproof.model.table import Column, ColumnType, Table
from lineproof.sources.grid import Grid
from lineproof.sources.loose import plain_amounts, plain_days, plain_month, plain_speed, respelled
from lineproof.sources.loose_grid import is_total

#: What keeps a spreadsheet from running a text, in the files that `report` writes.
GUARDED = r"^'([-=+@\t])"


def mapped_texts(grid: Grid, names: Sequence[str], *, table: Table) -> tuple[pl.DataFrame, int]:
    """Return the columns that mean something, by name and in plain spelling, and `row`.

    names: what each column of the grid means, "" where it means nothing. The second is how many
    rows are totals, which are left out. grid: as `loose_grid` gives it.
    """
    rows = grid.frame
    place = {name: str(i) for i, name in enumerate(names) if name}
    kept = rows.filter(~is_total(rows, place.get("id")))
    columns = [
        _plain(kept[place[column.name]], column).alias(column.name)
        for column in table.columns
        if column.name in place
    ]
    return pl.DataFrame([*columns, kept["row"]]), rows.height - kept.height


def _plain(texts: pl.Series, column: Column) -> pl.Series:
    """Return a column's texts as the strict reader takes them."""
    match column.type:
        case ColumnType.MONEY:
            return plain_amounts(texts)
        case ColumnType.DATE:
            return plain_days(texts)
        case ColumnType.MONTH:
            return respelled(texts, plain_month)
        case ColumnType.DECIMAL:
            return respelled(texts, plain_speed)
        case _:
            return texts.str.replace(GUARDED, "${1}")


def named_grid(texts: pl.DataFrame) -> Grid:
    """Return columns of texts, by name and with `row`, as a grid whose headers are those names."""
    names = [name for name in texts.columns if name != "row"]
    places = {name: str(i) for i, name in enumerate(names)}
    return Grid(tuple(names), texts.select(*names, "row").rename(places))
