"""Why has a cell's text no value, and how is it mended? It is asked about bad cells only.

`mistake` tells a million of them apart by code; `explanation` speaks of one.
"""

from __future__ import annotations

import difflib
import re
import unicodedata

import polars as pl

from lineproof.model.money import AMOUNT_MAX, format_minor
from lineproof.model.period import FIRST_YEAR, LAST_YEAR
from lineproof.model.table import Column, ColumnType
from lineproof.sources.flaws import quote
from lineproof.sources.values import (
    CELL_ERROR,
    FORMULA,
    INVISIBLE,
    SCIENTIFIC,
    Reading,
    local_time,
    offsets_around,
)

_PLAIN = r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
_CODES = {
    ColumnType.TEXT: "E-CHOICE",
    ColumnType.MONEY: "E-MONEY",
    ColumnType.DECIMAL: "E-DECIMAL",
    ColumnType.COUNT: "E-COUNT",
    ColumnType.DATE: "E-DATE",
    ColumnType.INSTANT: "E-INSTANT",
    ColumnType.MONTH: "E-MONTH",
    ColumnType.HASH: "E-HASH",
}
_FORMS = {
    ColumnType.MONEY: "a plain decimal such as 812.90",
    ColumnType.DECIMAL: "a plain decimal such as 10 or 0.05",
    ColumnType.COUNT: "a whole number such as 198, not negative",
    ColumnType.DATE: "a date such as 2025-03-04",
    ColumnType.INSTANT: "a date and time such as 2025-03-04T08:30+08:00",
    ColumnType.MONTH: "a month such as 2025-03",
    ColumnType.HASH: "a SHA-256: 64 hexadecimal digits",
}
_KNOWN = {
    "E-CELL-ERROR": (
        "the spreadsheet could not compute it",
        "Mend the formula, or write the value.",
    ),
    "E-ID-SCIENTIFIC": (
        "a spreadsheet took it for a number and cut its digits",
        "Format the column as text and enter it again.",
    ),
    "E-MONEY-NEGATIVE": (
        "amounts are not negative here",
        "Write what it means as a record of its own.",
    ),
    "E-DATE-AMBIGUOUS": (
        "the order of its day and month is not certain",
        "Write the year first, such as 2025-03-04.",
    ),
}
_NUMBERS = (ColumnType.MONEY, ColumnType.DECIMAL, ColumnType.COUNT)
_DAY_OR_MONTH_FIRST = r"^[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})\b"
_EXPONENT = re.compile(r"[0-9][eE][+-]?[0-9]", re.ASCII)
_SEPARATED = re.compile(r"[0-9][,，' ’\u00a0\u202f][0-9]", re.ASCII)
_DIGITS = re.compile(r"[0-9]", re.ASCII)


def mistake(text: pl.Expr, *, column: Column, reading: Reading) -> pl.Expr:
    """Return the code of what is wrong with each of a column's bad cells.

    >>> rent = Column("rent", ColumnType.MONEY, "")
    >>> bad = pl.DataFrame({"rent": ["-5.00", "0.005", "1,200", "#REF!"]})
    >>> code = mistake(pl.col("rent"), column=rent, reading=Reading(2, "UTC"))
    >>> bad.select(code)["rent"].to_list()
    ['E-MONEY-NEGATIVE', 'E-MONEY-PRECISE', 'E-MONEY', 'E-CELL-ERROR']
    """
    cases = [(text.str.contains(CELL_ERROR), "E-CELL-ERROR"), *_cases(text, column, reading)]
    code = pl.lit(_CODES[column.type])
    for condition, name in reversed(cases):
        code = pl.when(condition).then(pl.lit(name)).otherwise(code)
    return code.alias(column.name)


def _cases(text: pl.Expr, column: Column, reading: Reading) -> list[tuple[pl.Expr, str]]:
    """Return what can be wrong with a column of this type, most telling first."""
    match column.type:
        case ColumnType.TEXT:
            return [
                (text.str.contains(SCIENTIFIC), "E-ID-SCIENTIFIC"),
                (text.str.contains(FORMULA), "E-CELL-FORMULA"),
                (text.str.contains(INVISIBLE), "E-CELL-INVISIBLE"),
            ]
        case ColumnType.MONEY:
            decimals = rf"\.[0-9]{{{reading.currency_digits}}}0*[1-9]"
            form = f"^-?{_PLAIN}$" if column.is_signed else f"^{_PLAIN}$"
            negative = text.str.contains(rf"^(?:[-－−]{_PLAIN}|\({_PLAIN}\))$")
            return [
                (negative & ~pl.lit(column.is_signed), "E-MONEY-NEGATIVE"),
                (text.str.contains(form) & text.str.contains(decimals), "E-MONEY-PRECISE"),
                (text.str.contains(form), "E-MONEY-RANGE"),
            ]
        case ColumnType.DATE:
            return [(text.str.contains(_DAY_OR_MONTH_FIRST), "E-DATE-AMBIGUOUS")]
        case ColumnType.INSTANT:
            return [
                (local_time(text).is_not_null(), "E-INSTANT-LOCAL"),
                (text.str.contains(_DAY_OR_MONTH_FIRST), "E-DATE-AMBIGUOUS"),
            ]
        case _:
            return []


def explanation(code: str, text: str, *, column: Column, reading: Reading) -> tuple[str, str]:
    """Return what is wrong with one bad cell, and how to mend it.

    >>> explanation("E-MONEY", "1,200", column=Column("rent", ColumnType.MONEY, ""),
    ...             reading=Reading(2, "UTC"))
    ('rent is "1,200": it has thousand separators', 'Write 1200.')
    """
    why, fix = _why(code, text, column, reading)
    return f"{column.name} is {quote(text)}: {why}", fix


def _why(code: str, text: str, column: Column, reading: Reading) -> tuple[str, str]:
    """Return the reason and the fix."""
    if code in _KNOWN:
        return _KNOWN[code]
    if code == "E-INSTANT-LOCAL":
        return _why_local(text, reading)
    if column.type is ColumnType.TEXT:
        return _why_text(code, text, column)
    if code.startswith("E-MONEY-"):
        return _why_amount(code, digits=reading.currency_digits)
    if column.type in _NUMBERS:
        return _why_number(text, _FORMS[column.type])
    return _why_time(text, column, _FORMS[column.type])


def _why_text(code: str, text: str, column: Column) -> tuple[str, str]:
    """Return why a text is refused."""
    if code == "E-CELL-FORMULA":
        return (
            f"a text that starts with {text[0]!r} runs as a formula in a spreadsheet",
            "Delete the sign, or write what the formula says.",
        )
    if code == "E-CELL-INVISIBLE":
        return "it holds invisible characters", f"Enter it again: {quote(_visible(text))}."
    return f"it is none of {', '.join(column.choices)}", _choice_fix(text, column)


def _why_amount(code: str, *, digits: int) -> tuple[str, str]:
    """Return why a number is no amount."""
    if code == "E-MONEY-PRECISE":
        return f"the currency has {digits} decimals", f"Round it to {digits} decimals."
    most = format_minor(AMOUNT_MAX, digits=digits)
    return f"the largest amount is {most}", "Check the digits, and the unit."


def _why_number(text: str, form: str) -> tuple[str, str]:
    """Return why a text is no number, and how to write it."""
    half_width = unicodedata.normalize("NFKC", text)
    if half_width != text and _DIGITS.search(half_width):
        return "it has full-width characters", f"Write {quote(half_width)} in half-width ones."
    if _EXPONENT.search(text):
        return "it has an exponent", f"Write {form}, with all its digits."
    if _SEPARATED.search(text):
        plain = _SEPARATED.sub(lambda found: found[0][0] + found[0][2], text)
        plain = _SEPARATED.sub(lambda found: found[0][0] + found[0][2], plain)
        fix = plain if re.fullmatch(_PLAIN, plain) else form
        return "it has thousand separators", f"Write {fix}."
    if _DIGITS.search(text) and any(not c.isascii() or c.isalpha() or c in "$%" for c in text):
        return "it has a sign or a unit", f"Write {form}, alone."
    return f"it is not {form}", f"Write {form}."


def _why_time(text: str, column: Column, form: str) -> tuple[str, str]:
    """Return why a text is no date, time, month or hash."""
    if column.type is ColumnType.INSTANT and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return (
            "it has no time of day",
            f"Write {form}; in a spreadsheet, as a text: midnight alone reads as a day.",
        )
    if re.match(r"[0-9]{4}[-/.年]?[0-9]{1,2}", text, re.ASCII):
        return (
            f"there is no such {column.type} from {FIRST_YEAR} to {LAST_YEAR}",
            f"Write {form}, that exists.",
        )
    return f"it is not {form}", f"Write {form}."


def _why_local(text: str, reading: Reading) -> tuple[str, str]:
    """Return why a local time is no instant: the clocks were changed then."""
    before, after = offsets_around(text, timezone=reading.timezone)
    return (
        f"in {reading.timezone} clocks change from {before} to {after} then, so it is not certain",
        f"Write its offset: {before} or {after}.",
    )


def _choice_fix(text: str, column: Column) -> str:
    """Return which choice was probably meant."""
    near = difflib.get_close_matches(text.casefold()[:60], column.choices, n=1)
    return f"Write {near[0]}." if near else "Write one of them."


def _visible(text: str) -> str:
    """Return a text without its invisible characters."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf"))
