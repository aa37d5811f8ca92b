"""What the readers' tests share: a way to read, and a way to write spreadsheets."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import TypeAlias

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from lineproof.model.circuit import CIRCUITS
from lineproof.model.table import Table
from lineproof.sources.table_file import TableRead, read_table

Cell: TypeAlias = str | float | dt.date | None
Xlsx: TypeAlias = Callable[[Sequence[Sequence[Cell]]], bytes]
Read: TypeAlias = Callable[..., TableRead]


@pytest.fixture
def xlsx() -> Xlsx:
    """Return a function from rows to a spreadsheet's bytes: texts, numbers and days."""

    def write(rows: Sequence[Sequence[Cell]]) -> bytes:
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
            for index, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(index, column, cell)
                    elif isinstance(cell, dt.date):
                        sheet.write_datetime(index, column, cell, day)
                    elif cell is not None:
                        sheet.write_number(index, column, cell)
        return buffer.getvalue()

    return write


@pytest.fixture
def read() -> Read:
    """Return a function that reads a table's text or bytes: circuits, in CNY and Shanghai."""

    def read(
        content: str | bytes,
        table: Table = CIRCUITS,
        *,
        timezone: str = "Asia/Shanghai",
        sheet: str | None = None,
    ) -> TableRead:
        return read_table(
            content.encode() if isinstance(content, str) else content,
            file="circuits.csv",
            table=table,
            sheet=sheet,
            currency_digits=2,
            timezone=timezone,
        )

    return read
