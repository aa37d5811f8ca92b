"""Equal values have equal text, and the readers read it back."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.money import format_minor
from lineproof.model.table import DTYPES, Column, ColumnType, Table
from lineproof.model.table_text import canonical_text


def _text(kind: ColumnType, value: object, *, digits: int = 2) -> str | None:
    """Return the text of one value."""
    table = Table("t", "", (Column("x", kind, ""),))
    frame = pl.DataFrame({"x": [value], "row": [2]}, schema_overrides={"x": DTYPES[kind]})
    text = canonical_text(frame, table=table, currency_digits=digits)
    assert text.columns == ["x"], "row is no content"
    return str(text["x"][0]) if text["x"][0] is not None else None


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (ColumnType.TEXT, "大", "大"),
        (ColumnType.DECIMAL, "10.5", "10.5"),
        (ColumnType.COUNT, 198, "198"),
        (ColumnType.DATE, dt.date(2025, 3, 4), "2025-03-04"),
        (ColumnType.MONTH, "2025-03", "2025-03"),
        (ColumnType.INSTANT, dt.datetime(2025, 3, 4, 8, tzinfo=dt.UTC), "2025-03-04T08:00:00Z"),
        (ColumnType.MONEY, None, None),
        (ColumnType.INSTANT, None, None),
    ],
)
def test_each_type_has_one_text(kind: ColumnType, value: object, text: str | None) -> None:
    """Nulls stay null: the CSV leaves them blank."""
    assert _text(kind, value) == text


def test_parts_of_a_second_show_only_where_there_are() -> None:
    """Half a second is 500 milliseconds."""
    half = dt.datetime(2025, 3, 4, 8, 0, 0, 500_000, tzinfo=dt.UTC)
    assert _text(ColumnType.INSTANT, half) == "2025-03-04T08:00:00.500Z"


@given(st.integers(-(10**15), 10**15), st.sampled_from((0, 2, 3, 4)))
def test_money_is_written_as_everywhere_else(minor: int, digits: int) -> None:
    """The same as one amount at a time in model.money."""
    assert _text(ColumnType.MONEY, minor, digits=digits) == format_minor(minor, digits=digits)
