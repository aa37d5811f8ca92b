"""Which plain number does a person's text mean? Tax rates, and days kept as bare numbers."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal

import polars as pl

_RATE = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,4})?) ?(%|percent|vH)?", re.ASCII | re.IGNORECASE)
_NO_TAX = {"免税", "不征税", "exempt", "出口零税率"}
#: Days from 1954 to 2118, by either epoch: bare numbers outside are no days.
_SERIAL_MIN, _SERIAL_MAX = 20_000, 80_000
_PERCENT_MIN = 1


def plain_rate(text: str) -> str | None:
    """Return a tax rate as a share, or None where it is none; a bare number from 1 is per cent.

    >>> [plain_rate(text) for text in ("6%", "0.06", "19", "免税", "9,5 %", "six")]
    ['0.06', '0.06', '0.19', '0', '0.095', None]
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain in _NO_TAX:
        return "0"
    match = _RATE.fullmatch(plain)
    if match is None:
        return None
    rate = Decimal(match[1].replace(",", "."))
    share = rate / 100 if match[2] or rate >= _PERCENT_MIN else rate
    return format(share.normalize(), "f")


def serial_days(texts: pl.Series, *, epoch: dt.date) -> pl.Series:
    """Return a workbook's bare numbers as the days they stand for, where all of them may be days.

    epoch: the day that the workbook counts as 0.

    >>> serial_days(pl.Series(["45717", None]), epoch=dt.date(1899, 12, 30)).to_list()
    ['2025-03-01', None]
    """
    numbers = texts.str.to_integer(strict=False)
    filled = texts.drop_nulls()
    is_day = numbers.drop_nulls().is_between(_SERIAL_MIN, _SERIAL_MAX)
    if filled.is_empty() or len(is_day) < len(filled) or not is_day.all():
        return texts
    days = pl.lit(epoch) + pl.duration(days=pl.col("n"))
    frame = numbers.alias("n").to_frame().select(days.dt.strftime("%Y-%m-%d").alias(texts.name))
    return frame[texts.name]
