"""Is every wrong cell told, by its row and column, and every right one read?"""

from __future__ import annotations

import polars as pl

from lineproof.model.record import RECORDS
from lineproof.sources.grid import Grid
from lineproof.sources.values import Reading
from lineproof.sources.wrong_cells import read_cells, told

READING = Reading(2, "Asia/Shanghai")
ORDERS, LIFECYCLE = RECORDS["orders"], RECORDS["lifecycle"]
BY_US = ("id", "recorded_at", "by")


def grid(**columns: list[str | None]) -> Grid:
    """Return a grid of columns; its rows stand from row 2 on."""
    cells = {str(i): texts for i, texts in enumerate(columns.values())}
    rows = pl.Series("row", range(2, 2 + len(next(iter(columns.values())))), pl.UInt32())
    return Grid(tuple(columns), pl.DataFrame(cells).with_columns(rows))


def test_each_wrong_cell_is_told_where_it_stands() -> None:
    """Row 2 is right; row 3 has no such day and an event that there isn't; row 4 no line."""
    given = grid(
        line=["1", "2", None],
        event=["ceased", "stopped", "ceased"],
        date=["2025-03-01", "2025-02-30", "2025-03-01"],
    )
    read = read_cells(given, table=LIFECYCLE, reading=READING, left_out=BY_US)
    assert read.wrong.rows() == [
        (3, "event", "E-CHOICE", "stopped"),
        (3, "date", "E-DATE", "2025-02-30"),
        (4, "line", "E-CELL-REQUIRED", None),
    ]
    assert read.frame["event"].to_list() == ["ceased", None, "ceased"]
    said = [
        told(wrong, table=LIFECYCLE, reading=READING) for wrong in read.wrong.iter_rows(named=True)
    ]
    assert said[0][0].startswith('event is "stopped": it is none of delivered')
    assert said[1] == (
        'date is "2025-02-30": there is no such date from 1901 to 2999',
        "Write a date such as 2025-03-04, that exists.",
    )
    assert said[2][0] == "line is blank, and lifecycle need it"


def test_more_than_a_hundred_are_all_there() -> None:
    """A thousand rows without a column that they need: a thousand cells."""
    given = grid(line=["1"] * 1000, date=["2025-03-01"] * 1000)
    read = read_cells(given, table=LIFECYCLE, reading=READING, left_out=BY_US)
    assert read.wrong.height == 1000
    assert set(read.wrong["column"]) == {"event"}


def test_an_id_that_repeats_is_wrong_from_the_second_on() -> None:
    """A, B, A: the third row."""
    given = grid(id=["A", "B", "A"], order=["1"] * 3, line=["1"] * 3, ordered=["2025-01-01"] * 3)
    read = read_cells(given, table=ORDERS, reading=READING, left_out=BY_US)
    assert read.wrong.rows() == [(4, "id", "E-ROW-DUPLICATE", "A")]
    first = next(read.wrong.iter_rows(named=True))
    assert "earlier row" in told(first, table=ORDERS, reading=READING)[0]


def test_a_file_without_any_column_has_rows_and_nothing_in_them() -> None:
    """Where somebody else fills in what is needed, nothing is wrong with it."""
    rows = pl.DataFrame({"row": pl.Series([2, 3], dtype=pl.UInt32())})
    needed = [column.name for column in ORDERS.columns if column.is_required]
    read = read_cells(Grid((), rows), table=ORDERS, reading=READING, left_out=needed)
    assert (read.frame.height, read.wrong.height) == (2, 0)
    assert read.frame.columns == list(ORDERS.schema())
