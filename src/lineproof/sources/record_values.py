"""Do a table's values make sense beyond their form? A record's `value` suits its event; sums fit.

A new rent is money, a new bandwidth a number.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import polars as pl

from lineproof.assess.tickets import parsed_pauses
from lineproof.model.finding import Finding, error
from lineproof.model.money import AMOUNT_MAX
from lineproof.model.table import ColumnType, Table

_LISTED_MAX = 100
_HALF = 10**6
_NUMBER = r"^(0|[1-9][0-9]{0,13})(\.[0-9]{1,9})?$"


def wrong_values(frame: pl.DataFrame, *, kind: str, file: str, digits: int) -> Iterator[Finding]:
    """Yield an error for each lifecycle row whose `value` isn't of the form its event needs.

    digits: decimals of the currency. At most 100 are listed; a last one counts the others.
    """
    if kind == "faults":
        yield from _wrong_pauses(frame, file=file)
    if kind != "lifecycle":
        return
    rows = _unsuited(frame, digits=digits)
    needs = {
        "repriced": f"the new monthly rent, a plain amount with at most {digits} decimals",
        "bandwidth_changed": "the new bandwidth in Mbit/s, a plain number",
        "reidentified": "the new circuit id",
        "moved": "the new site",
    }
    for name, text, row in rows.head(_LISTED_MAX).select("event", "value", "row").iter_rows():
        message = f'{name} has the value "{text or ""}"'
        fix = f"Write {needs[name]}."
        yield error("E-RECORD-VALUE", message, where=f"{file}:{row}", fix=fix)
    if rows.height > _LISTED_MAX:
        message = f"{rows.height - _LISTED_MAX} more rows have a value that doesn't suit the event"
        yield error("E-RECORD-VALUE", message, where=file, fix="Correct them in the same way.")


def unsuited(frame: pl.DataFrame, *, kind: str, digits: int) -> pl.DataFrame:
    """Return every cell that `wrong_values` tells of: row, column and text."""
    if kind == "lifecycle":
        rows = _unsuited(frame, digits=digits)
        return rows.select("row", pl.lit("value").alias("column"), pl.col("value").alias("text"))
    if kind == "faults":
        texts = frame.get_column("pauses").unique().drop_nulls().to_list()
        wrong = [text for text in texts if not _are_pauses(text)]
        rows = frame.filter(pl.col("pauses").is_in(wrong))
        return rows.select("row", pl.lit("pauses").alias("column"), pl.col("pauses").alias("text"))
    schema = {"row": pl.UInt32(), "column": pl.String(), "text": pl.String()}
    return pl.DataFrame(schema=schema)


def _unsuited(frame: pl.DataFrame, *, digits: int) -> pl.DataFrame:
    """Return the lifecycle rows whose value isn't of the form that their event needs."""
    value, event = pl.col("value").fill_null(""), pl.col("event")
    decimals = rf"(\.[0-9]{{1,{digits}}}0*)?" if digits else ""
    is_wrong = {
        "repriced": ~value.str.contains(rf"^(0|[1-9][0-9]{{0,12}}){decimals}$"),
        "bandwidth_changed": ~value.str.contains(_NUMBER),
        "reidentified": value == "",
        "moved": value == "",
    }
    wrong = [(event == name) & test for name, test in is_wrong.items()]
    return frame.filter(pl.any_horizontal(wrong))


def _wrong_pauses(frame: pl.DataFrame, *, file: str) -> Iterator[Finding]:
    """Yield an error for each of the first rows whose pauses can't be read."""
    rows = frame.filter(pl.col("pauses").is_not_null()).select("pauses", "row")
    wrong = ((text, row) for text, row in rows.iter_rows() if not _are_pauses(text))
    for text, row in itertools.islice(wrong, _LISTED_MAX):
        message = f'"{text}" are no pauses'
        fix = "Write FROM/TO with their offset, as in 2025-03-01T08:00Z/2025-03-01T09:00Z."
        yield error("E-RECORD-VALUE", message, where=f"{file}:{row}", fix=fix)


def _are_pauses(text: str) -> bool:
    """Tell whether a text can be read as pauses."""
    try:
        parsed_pauses(text)
    except (ValueError, OverflowError):
        return False
    return True


def too_large(frame: pl.DataFrame, *, table: Table, file: str) -> Iterator[Finding]:
    """Yield an error for each money column whose amounts sum to more than can be computed with.

    A single amount that is too large is refused where it is read.
    """
    for column in table.columns:
        if column.type is ColumnType.MONEY and _total(frame.get_column(column.name)) > AMOUNT_MAX:
            message = f"the column {column.name} of {file} sums to too much"
            fix = "Look for rows with far too large an amount."
            yield error("E-MONEY-RANGE", message, where=file, fix=fix)


def _total(minor: pl.Series) -> int:
    """Return the exact sum of amounts; one of 64 bits could wrap around silently."""
    return int((minor // _HALF).sum()) * _HALF + int((minor % _HALF).sum())
