"""Which line is the first that two sides have differently? Over two `lines.csv`, column-wise."""

from __future__ import annotations

import io
from dataclasses import dataclass

import polars as pl

from lineproof.model.errors import LineproofError

_KEY = ("line", "charge", "from", "to")
_SHOWN = (*_KEY, "amount", "clause")


@dataclass(frozen=True, slots=True)
class LineDifference:
    """The first line that differs: what each side has; None where a side lacks it."""

    line: str
    left: dict[str, str] | None
    right: dict[str, str] | None


def first_difference(left: bytes, right: bytes) -> LineDifference | None:
    """Return the first line, in the order of the left side, that two `lines.csv` differ in.

    None: every line is the same. Raises LineproofError where one isn't in the form of such a file.
    """
    if left == right:
        return None
    one, other = _rows(left), _rows(right)
    shared = min(one.height, other.height)
    columns = [c for c in one.columns if c in other.columns]
    same = pl.all_horizontal(
        one.get_column(c).head(shared).eq_missing(other.get_column(c).head(shared)).alias(c)
        for c in columns
    )
    flags = pl.select(same.alias("same")).get_column("same")
    at = flags.arg_min() if shared and not flags.all() else shared
    return _at(one, other, int(at or 0))


def _at(one: pl.DataFrame, other: pl.DataFrame, index: int) -> LineDifference:
    """Return what both sides have where they first differ; a line that one lacks is its own."""
    left = _row(one, index)
    right = _row(other, index)
    if left is not None and right is not None and _keyed(left) != _keyed(right):
        if _has(other, left):
            left = None
        elif _has(one, right):
            right = None
    named = left if left is not None else right
    return LineDifference("" if named is None else named["line"], left, right)


def _rows(content: bytes) -> pl.DataFrame:
    """Return the rows of a `lines.csv`, all as text; raises LineproofError where it is none."""
    try:
        rows = pl.read_csv(io.BytesIO(content), infer_schema=False)
    except pl.exceptions.PolarsError as problem:
        message = f"lines.csv isn't readable as a table: {problem}"
        raise LineproofError(message) from problem
    if not set(_SHOWN) <= set(rows.columns):
        message = f"lines.csv lacks columns: it has {', '.join(rows.columns)}"
        raise LineproofError(message)
    return rows.with_columns(pl.all().fill_null(""))


def _row(rows: pl.DataFrame, index: int) -> dict[str, str] | None:
    """Return one row's shown columns, or None behind the last."""
    if index >= rows.height:
        return None
    return {name: str(rows.get_column(name)[index]) for name in _SHOWN if name in rows.columns}


def _keyed(row: dict[str, str]) -> tuple[str, ...]:
    """Return what tells a row from the others."""
    return tuple(row[name] for name in _KEY)


def _has(rows: pl.DataFrame, row: dict[str, str]) -> bool:
    """Whether a side has a line of this key anywhere."""
    match = pl.all_horizontal(pl.col(name) == row[name] for name in _KEY)
    return rows.filter(match).height > 0
