"""In which order do lines stand? By number, then by what follows it; never by the file."""

from __future__ import annotations

import polars as pl


def in_line_order(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows ordered by their `line`: 2 before 10, 1a before 1b, numbers before names.

    Lines that repeat keep an order that depends on their content alone.

    >>> in_line_order(pl.DataFrame({"line": ["10", "2", "A", "1b", "1a"]}))["line"].to_list()
    ['1a', '1b', '2', '10', 'A']
    """
    if _is_ordered(frame.get_column("line")):
        return frame
    number = pl.col("line").str.extract(r"^([0-9]{1,18})").cast(pl.Int64)
    keyed = frame.with_columns(number.alias("_number"))
    numbers = keyed.get_column("_number")
    is_plain = numbers.null_count() == 0 and numbers.is_sorted() and numbers.is_unique().all()
    if is_plain:
        return frame
    rest = [c for c in frame.columns if c not in {"line", "row"}]
    return keyed.sort("_number", "line", *rest, nulls_last=True).drop("_number")


def _is_ordered(lines: pl.Series) -> bool:
    """Return whether lines are plain numbers, each larger than the one before: most are."""
    if lines.null_count() or not lines.str.contains("^[0-9]{1,18}$").all():
        return False
    return bool((lines.cast(pl.Int64).diff(null_behavior="drop") > 0).all())
