"""Are a few rows read as they stand? The doctest shows it for values; here is none of them."""

import polars as pl

from lineproof.model.few_rows import few_rows


def test_no_rows_are_none() -> None:
    """An empty frame still has its columns."""
    assert list(few_rows(pl.DataFrame(schema={"a": pl.Int64, "b": pl.String}), "a", "b")) == []
