"""Does a declared table become a frame's schema?"""

import polars as pl
import pytest

from lineproof.model.table import DTYPES, Column, ColumnType, Table


def test_every_type_of_column_has_a_frames_type() -> None:
    """None is forgotten."""
    assert set(DTYPES) == set(ColumnType)


def test_a_frame_has_the_declared_columns_and_its_row() -> None:
    """In their order; money is whole minor units, the row a line of the file."""
    table = Table("t", "A row.", (Column("line", ColumnType.TEXT, "l"),
                                  Column("rent", ColumnType.MONEY, "r")))  # fmt: skip
    frame = table.empty()
    assert frame.schema == {"line": pl.String(), "rent": pl.Int64(), "row": pl.UInt32()}
    assert frame.is_empty()


@pytest.mark.parametrize("kind", [ColumnType.MONEY, ColumnType.DECIMAL, ColumnType.COUNT])
def test_no_number_is_kept_as_a_float(kind: ColumnType) -> None:
    """A tenth would no longer be one."""
    assert not DTYPES[kind].is_float()
