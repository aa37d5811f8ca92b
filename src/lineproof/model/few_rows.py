"""How are a handful of rows read? Column by column, where planning a query would take longer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl


def few_rows(frame: pl.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Return some columns of a frame, row by row.

    >>> list(few_rows(pl.DataFrame({"a": [1, 2], "b": ["x", None], "c": [0, 0]}), "b", "a"))
    [('x', 1), (None, 2)]
    """
    return zip(*(frame.get_column(name).to_list() for name in columns), strict=True)
