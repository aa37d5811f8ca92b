"""Which cells of a table are wrong, every one of them? By row and column, however many there are.

A contract folder is refused with the first hundred mistakes; who mends a file wants all of them.
Nothing here is an object a row: what is wrong is a frame, and words are made for what is shown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from lineproof.model.table import Table
from lineproof.sources.flaws import quote
from lineproof.sources.grid import Grid
from lineproof.sources.mistakes import explanation, mistake
from lineproof.sources.typed import (
    blank_required,
    declared,
    read_columns,
    why_required,
    without_value,
)
from lineproof.sources.values import Reading

#: row: where it stands. column: the declared name. text: what stands there, null where nothing.
WRONG = {"row": pl.UInt32(), "column": pl.String(), "code": pl.String(), "text": pl.String()}


#: What no cell says of itself.
_OTHERS = {
    "E-ROW-DUPLICATE": (
        "stands in an earlier row already",
        "Delete one of the two, or give it a name of its own.",
    ),
    "E-RECORD-TIE": (
        "is recorded already, with other values",
        "Say that rows with a known id correct it, or leave the id blank.",
    ),
    "E-RECORD-UNKNOWN": ("is no record's id", "Name the id of the row to be corrected."),
    "E-RECORD-VALUE": (
        "doesn't suit its row",
        "Write what the event needs: a rent, a bandwidth, an id or a site; pauses as FROM/TO.",
    ),
}


@dataclass(frozen=True, slots=True)
class CellsRead:
    """A table's rows with the declared columns, null where one is wrong; every wrong cell."""

    frame: pl.DataFrame
    wrong: pl.DataFrame


def read_cells(
    grid: Grid, *, table: Table, reading: Reading, left_out: Collection[str] = ()
) -> CellsRead:
    """Return the values of a grid whose header has declared names, and every cell that is wrong.

    left_out: required columns that may be blank, since somebody else fills them in. A required
    column that the grid hasn't is wrong in every row.
    """
    absent = [
        column.name
        for column in table.columns
        if column.is_required and column.name not in {*grid.header, *left_out}
    ]
    header = (*grid.header, *absent)
    blank = [pl.lit(None, pl.String()).alias(str(i)) for i in range(len(grid.header), len(header))]
    whole = Grid(header, grid.frame.with_columns(blank))
    places = {name: str(i) for i, name in enumerate(header)}
    columns = [column for column in table.columns if column.name in places]
    if not columns:
        return CellsRead(declared(grid.frame.select("row"), table), pl.DataFrame(schema=WRONG))
    read = read_columns(whole, columns, places, reading)
    _, texts, frame = (pl.DataFrame(each).with_columns(grid.frame["row"])
                       for each in zip(*read, strict=True))  # fmt: skip
    found = [pl.DataFrame(schema=WRONG)]
    for column in columns:
        bad = texts.filter(without_value(texts, frame, column))
        code = mistake(pl.col(column.name), column=column, reading=reading)
        found.append(_wrong(bad, column.name, code))
    for column, rows in blank_required(texts, columns):
        if column.name in left_out:
            continue
        at = texts.filter(pl.col("row").is_in(rows.implode()))
        found.append(_wrong(at, column.name, pl.lit("E-CELL-REQUIRED")))
    if table.has_key and table.columns[0].name in places:
        key = table.columns[0].name
        again = frame.filter(pl.col(key).is_not_null() & ~pl.col(key).is_first_distinct())
        found.append(_wrong(again, key, pl.lit("E-ROW-DUPLICATE")))
    wrong = pl.concat(found).sort("row", maintain_order=True)
    return CellsRead(declared(frame, table), wrong)


def _wrong(rows: pl.DataFrame, column: str, code: pl.Expr) -> pl.DataFrame:
    """Return the wrong cells of a column."""
    text = pl.col(column).cast(pl.String).alias("text")
    made = rows.select(
        "row", pl.lit(column).alias("column"), code.alias("code"), text.alias("text")
    )
    return made.cast(pl.Schema(WRONG))


def told(wrong: dict[str, str | None], *, table: Table, reading: Reading) -> tuple[str, str]:
    """Return what is wrong with one of the wrong cells, and how to mend it."""
    column = next(each for each in table.columns if each.name == wrong["column"])
    code, text = wrong["code"] or "", wrong["text"] or ""
    if code == "E-CELL-REQUIRED":
        return why_required(column, table)
    if code in _OTHERS:
        message, fix = _OTHERS[code]
        if not text:
            return f"{column.name} is blank, and {table.name} need it here", fix
        return f"{column.name} {quote(text)} {message}", fix
    return explanation(code, text, column=column, reading=reading)
