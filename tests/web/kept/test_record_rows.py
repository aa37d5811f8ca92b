"""Is a record the same after the database had it? Every kind, every type of column."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from lineproof.model.record import RECORDS
from lineproof.model.table import Column, ColumnType
from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.record_rows import add_records, frame_of
from lineproof.web.who.people import Organisation

VALUES = {
    ColumnType.TEXT: "“quoted”, 大; and\nmore",
    ColumnType.MONEY: -(2**62),
    ColumnType.DECIMAL: "89.990",
    ColumnType.COUNT: 3,
    ColumnType.DATE: dt.date(2024, 2, 29),
    ColumnType.INSTANT: dt.datetime(2025, 3, 30, 1, 2, 3, 4, tzinfo=dt.UTC),
    ColumnType.MONTH: "2025-03",
    ColumnType.HASH: "ab" * 32,
}


def value(column: Column) -> object:
    """Return a value of a column's type."""
    return column.choices[-1] if column.choices else VALUES[column.type]


@pytest.mark.parametrize("kind", RECORDS)
def test_a_kind_comes_back_as_it_went(kind: str, organisation: Organisation) -> None:
    """A row with every column, and one with the required alone; types, blanks and order."""
    contract = Contract.objects.create(organisation=organisation, name="c")
    table = RECORDS[kind]
    full = {column.name: value(column) for column in table.columns}
    bare = {c.name: value(c) if c.is_required else None for c in table.columns} | {"id": "second"}
    rows = [{**full, "row": 2}, {**bare, "row": 3}]
    frame = pl.DataFrame(rows, schema=table.schema(), orient="row")
    add_records(contract, kind, frame)
    back = frame_of(contract, kind)
    assert back.schema == frame.schema
    assert back.equals(frame)


def test_a_kind_without_rows_has_its_columns(organisation: Organisation) -> None:
    """An empty file is known to be empty."""
    contract = Contract.objects.create(organisation=organisation, name="c")
    assert frame_of(contract, "scores").equals(RECORDS["scores"].empty())
