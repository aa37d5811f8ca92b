"""Each bad cell is told by code, with its reason and a fix."""

from __future__ import annotations

import polars as pl
import pytest

from lineproof.model.table import Column, ColumnType
from lineproof.sources.mistakes import explanation, mistake
from lineproof.sources.values import Reading

_READING = Reading(2, "Europe/Berlin")
_MONEY, _TEXT, _INSTANT = ColumnType.MONEY, ColumnType.TEXT, ColumnType.INSTANT


def _told(kind: ColumnType, text: str, *choices: str) -> tuple[str, str, str]:
    """Return the code, the message and the fix of one bad cell."""
    column = Column("x", kind, "", choices=choices)
    code = mistake(pl.col("x"), column=column, reading=_READING)
    name = pl.DataFrame({"x": [text]}).select(code.alias("x"))["x"].item()
    return name, *explanation(name, text, column=column, reading=_READING)


@pytest.mark.parametrize(
    ("kind", "text", "code", "reason"),
    [
        (_MONEY, "-5", "E-MONEY-NEGATIVE", "not negative"),
        (_MONEY, "－5", "E-MONEY-NEGATIVE", "not negative"),
        (_MONEY, "(5.00)", "E-MONEY-NEGATIVE", "not negative"),
        (_MONEY, "5.005", "E-MONEY-PRECISE", "2 decimals"),
        (_MONEY, "10000000000000.01", "E-MONEY-RANGE", "10000000000000.00"),
        (_MONEY, "1" * 50, "E-MONEY-RANGE", "10000000000000.00"),
        (_MONEY, "1e5", "E-MONEY", "exponent"),
        (_MONEY, "1,200,000.5", "E-MONEY", "thousand separators"),
        (_MONEY, "９00", "E-MONEY", "full-width"),
        (_MONEY, "¥900", "E-MONEY", "sign or a unit"),
        (_MONEY, "900元", "E-MONEY", "sign or a unit"),
        (_MONEY, "0900", "E-MONEY", "plain decimal"),
        (_MONEY, "#REF!", "E-CELL-ERROR", "could not compute"),
        (ColumnType.DECIMAL, "5%", "E-DECIMAL", "sign or a unit"),
        (ColumnType.COUNT, "1.5", "E-COUNT", "whole number"),
        (ColumnType.DATE, "03/04/2025", "E-DATE-AMBIGUOUS", "day and month"),
        (ColumnType.DATE, "2025-02-30", "E-DATE", "no such date"),
        (ColumnType.DATE, "soon", "E-DATE", "not a date"),
        (ColumnType.MONTH, "2025-13", "E-MONTH", "no such month"),
        (ColumnType.HASH, "abc", "E-HASH", "64 hexadecimal"),
        (_INSTANT, "2025-03-04", "E-INSTANT", "no time of day"),
        (_INSTANT, "2025-03-04T24:00", "E-INSTANT", "no such instant"),
        (_INSTANT, "03/04/2025 08:30", "E-DATE-AMBIGUOUS", "day and month"),
        (_INSTANT, "2025-03-30 02:30", "E-INSTANT-LOCAL", "from +01:00 to +02:00"),
        (_INSTANT, "2025-10-26 02:30", "E-INSTANT-LOCAL", "from +02:00 to +01:00"),
        (_TEXT, "=1+1", "E-CELL-FORMULA", "formula"),
        (_TEXT, "1.2E+11", "E-ID-SCIENTIFIC", "cut its digits"),
        (_TEXT, "a\u200bb", "E-CELL-INVISIBLE", "invisible"),
    ],
)
def test_the_reason_is_told(kind: ColumnType, text: str, code: str, reason: str) -> None:
    """The column is named and the value quoted."""
    told, message, fix = _told(kind, text)
    assert told == code
    assert message.startswith("x is ")
    assert reason in message
    assert fix.endswith(".")


@pytest.mark.parametrize(
    ("kind", "text", "fix"),
    [
        (_MONEY, "1,200,000.5", "Write 1200000.5."),
        (_MONEY, "９00", 'Write "900" in half-width ones.'),
        (_TEXT, "1.2E+11", "Format the column as text and enter it again."),
        (_TEXT, "a\u200bb", 'Enter it again: "ab".'),
        (_INSTANT, "2025-03-30 02:30", "Write its offset: +01:00 or +02:00."),
    ],
)
def test_the_fix_says_what_to_write(kind: ColumnType, text: str, fix: str) -> None:
    """Where it can be known."""
    assert _told(kind, text)[2] == fix


def test_choices_are_listed_and_the_nearest_is_proposed() -> None:
    """Case matters: the file is compared by hash."""
    code, message, fix = _told(_TEXT, "Provider", "buyer", "provider")
    assert (code, fix) == ("E-CHOICE", "Write provider.")
    assert "buyer, provider" in message
    assert _told(_TEXT, "xyz", "buyer", "provider")[2] == "Write one of them."
