"""Which plain text does a person's spreadsheet mean? Amounts, speeds and days as people write them.

It only respells what can mean one thing; the rest stays as it is, for the strict reader to refuse.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable

import polars as pl

_MARKS = r"(?i)人民币|rmb|cny|eur|usd|gbp|chf|jpy|hkd|元|圆|[¥€$£'’\s\x{a0}]"
_COMMA_THOUSANDS = r"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$"
_DOT_THOUSANDS = r"^-?[0-9]{1,3}((\.[0-9]{3})+,[0-9]{1,2}|(\.[0-9]{3}){2,})$"
_DECIMAL_COMMA = r"^-?[0-9]+,[0-9]{1,2}$"
_EITHER = r"^-?[0-9]{1,3}\.[0-9]{3}$"
#: Amounts that mean one thing as they are; of the second kind it isn't sure.
_PLAIN, _PERHAPS_THOUSANDS = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$", r"\.[0-9]{2}0$"
_CURRENCIES = {
    "CNY": ("元", "¥", "人民币", "rmb", "cny"),
    "EUR": ("€", "eur"),
    "GBP": ("£", "gbp"),
    "USD": ("$", "usd"),
    "CHF": ("chf",),
}
_SPEED = re.compile(
    r"([0-9]+(?:\.[0-9]+)?) ?(k|m|g|兆|千兆)?(?:b|bps|bit/s|bits|bit|b/s|/s)?", re.ASCII
)
_SPEED_POWER = {"k": -3, None: 0, "m": 0, "兆": 0, "g": 3, "千兆": 3}
_YEAR_FIRST = re.compile(r"(20[0-9]{2})[-/.年 ]{0,2}(1[0-2]|0?[1-9])(?![0-9])", re.ASCII)
_PACKED_DAY = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])[0-3][0-9]", re.ASCII)
_MONTH_FIRST = re.compile(r"\b(1[0-2]|0?[1-9])[-/.](20[0-9]{2})\b", re.ASCII)
_NAMED = re.compile(r"\b([a-z]{3})[a-z]*\.?[ -]*(20[0-9]{2})\b", re.ASCII)
_NAMES = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_DAY_LAST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2((?:19|20)[0-9]{2})", re.ASCII)


def plain_money(text: pl.Expr) -> pl.Expr:
    """Return amounts without currency marks and thousands separators, negative ones with a `-`.

    One that can be read in two ways, such as 1.200, gets a question mark and is no amount.

    >>> frame = pl.DataFrame({"a": ["¥1,200.00", "1.200,50", "(12.00)", "1.200"]})
    >>> frame.select(plain_money(pl.col("a")))["a"].to_list()
    ['1200.00', '1200.50', '-12.00', '1.200 (?)']
    """
    bare = text.str.normalize("NFKC").str.replace_all(_MARKS, "").str.replace_all("−", "-")
    bare = bare.str.replace(r"^\((.+)\)$", "-${1}").str.replace(r"^([0-9.,]+)-$", "-${1}")
    dotted = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    plain = (
        pl.when(bare.str.contains(_COMMA_THOUSANDS))
        .then(bare.str.replace_all(",", "", literal=True))
        .when(bare.str.contains(_DOT_THOUSANDS) | bare.str.contains(_DECIMAL_COMMA))
        .then(dotted)
        .when(bare.str.contains(_EITHER) & text.str.ends_with("0"))
        .then(bare + " (?)")
        .otherwise(bare)
    )
    return pl.when(plain.str.contains("[0-9]")).then(plain).otherwise(text)


def plain_amounts(texts: pl.Series) -> pl.Series:
    """Return a column as `plain_money` does; only what isn't in plain spelling is looked at."""
    is_plain = texts.str.contains(_PLAIN) & ~texts.str.contains(_PERHAPS_THOUSANDS)
    odd = texts.filter(~is_plain).unique().alias("cell")
    if odd.is_empty():
        return texts
    spelled = odd.to_frame().select(plain_money(pl.col("cell")))["cell"]
    return texts.replace(odd, spelled)


def currency_in(texts: list[str]) -> str | None:
    """Return the currency that the first of some texts with a mark of one names.

    >>> currency_in(["Site", "月租费(元)"])
    'CNY'
    """
    for text in texts:
        plain = unicodedata.normalize("NFKC", text).casefold()
        for currency, marks in _CURRENCIES.items():
            if any(_has_mark(plain, mark) for mark in marks):
                return currency
    return None


def _has_mark(plain: str, mark: str) -> bool:
    """Return whether a text holds a mark; letters only as a word of their own."""
    return re.search(rf"\b{mark}\b", plain) is not None if mark.isascii() and mark.isalpha() else (
        mark in plain
    )  # fmt: skip


def respelled(texts: pl.Series, spell: Callable[[str], str | None]) -> pl.Series:
    """Return texts spelled anew, each distinct one once; those without a spelling stay."""
    distinct = texts.drop_nulls().unique().to_list()
    spellings = {text: spelling for text in distinct if (spelling := spell(text)) is not None}
    return texts.replace(spellings) if spellings else texts


def plain_speed(text: str) -> str | None:
    """Return a bandwidth in Mbit/s, or None where it is none.

    >>> plain_speed("100M"), plain_speed("2.5 Gbps"), plain_speed("512k"), plain_speed("fast")
    ('100', '2500', '0.512', None)
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("mbit", "m").strip()
    match = _SPEED.fullmatch(plain)
    if match is None:
        return None
    whole, _, decimals = match[1].partition(".")
    power = _SPEED_POWER[match[2]]
    if power < 0:
        whole = whole.zfill(1 - power)
        whole, decimals = whole[:power], whole[power:] + decimals
    elif power:
        decimals = decimals.ljust(power, "0")
        whole, decimals = whole + decimals[:power], decimals[power:]
    whole, decimals = whole.lstrip("0") or "0", decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def plain_month(text: str) -> str | None:
    """Return the one month that a period lies in, or None where it is several or none.

    >>> plain_month("2025年3月"), plain_month("2025-03-01 - 2025-03-31"), plain_month("Mar 2025")
    ('2025-03', '2025-03', '2025-03')
    >>> plain_month("2025-01 to 2025-03")
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    found = [(year, month) for year, month in _PACKED_DAY.findall(plain)]
    found += _YEAR_FIRST.findall(_PACKED_DAY.sub("", plain))
    found += [(year, month) for month, year in _MONTH_FIRST.findall(plain)]
    found += [(y, str(_NAMES[m])) for m, y in _NAMED.findall(plain) if m in _NAMES]
    if not found and (match := _DAY_LAST.search(plain)) is not None:
        return None if int(match[3]) > _NAMES["dec"] else f"{match[4]}-{int(match[3]):02}"
    months = {f"{year}-{int(month):02}" for year, month in found}
    return months.pop() if len(months) == 1 else None


def plain_days(texts: pl.Series) -> pl.Series:
    """Return days that have the year last as 2025-03-04, where the column tells day from month.

    With dots the day comes first; otherwise a number above 12 in some cell shows which is the day.

    >>> plain_days(pl.Series(["04/03/2025", "31/03/2025"])).to_list()
    ['2025-03-04', '2025-03-31']
    >>> plain_days(pl.Series(["04/03/2025"])).to_list()
    ['04/03/2025']
    """
    seen = [m for t in texts.drop_nulls().unique().to_list() if (m := _DAY_LAST.fullmatch(t))]
    first = any(int(match[1]) > _NAMES["dec"] for match in seen)
    second = any(int(match[3]) > _NAMES["dec"] for match in seen)

    def spell(text: str) -> str | None:
        """Return one day, year first."""
        match = _DAY_LAST.fullmatch(text)
        if match is None or (first == second and match[2] != "."):
            return None
        day, month = (match[3], match[1]) if second and match[2] != "." else (match[1], match[3])
        try:
            return dt.date(int(match[4]), int(month), int(day)).isoformat()
        except ValueError:
            return None

    return respelled(texts, spell)
