"""Which rows share a value? (How many are listed, test_schedule.py shows.)"""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lineproof.contract.lint.rows import repeated


@given(st.lists(st.sampled_from(["a", "b", "c", "d", "e", None]), max_size=8))
def test_rows_with_a_value_of_another_row_are_repeated(values: list[str | None]) -> None:
    """Counted one by one; blanks have no value."""
    frame = pl.DataFrame({"id": pl.Series(values, dtype=pl.String)})
    expected = [value for value in values if value is not None and values.count(value) > 1]
    assert repeated(frame, "id").get_column("id").to_list() == expected
