"""Which value does a cell's text have? One expression a column type, null where it has none.

Only forms that can mean one thing are read: 2025-03-04 and 2025年3月4日, never 03/04/2025.
Why a text has no value is for `mistakes` to say. It knows no files and no rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lineproof.model.money import AMOUNT_MAX
from lineproof.model.period import FIRST_YEAR, LAST_YEAR
from lineproof.model.table import Column, ColumnType

#: A date in any order-safe form; the year, the month and the day are three of its groups.
_YMD = (
    r"(?:([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"
    r"|([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})|([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"
    r"|([0-9]{4})([0-9]{2})([0-9]{2}))"
)
_YMD_GROUPS = "${1}${4}${7}${10}${13}-${2}${5}${8}${11}${14}-${3}${6}${9}${12}${15}"
_MIDNIGHT = r"(?:[ T]00:00(?::00(?:\.0+)?)?)?"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
_OFFSET = r"Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9]"
_DATE = f"^{_YMD}{_MIDNIGHT}$"
_INSTANT = f"^{_YMD}[ T]({_CLOCK}) ?({_OFFSET})?$"
_MONTH = r"^([0-9]{4})(?:[-/]([0-9]{1,2})|年([0-9]{1,2})月|([0-9]{2}))$"
_PLAIN_DECIMAL = r"^-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?$"
_MINUTES_PER_HOUR = 60

#: What a text must not be: a formula, a number that lost digits, an error, invisible.
FORMULA = r"^[=+@\t＝＋＠]"
SCIENTIFIC = r"^-?[0-9](?:\.[0-9]+)?E\+[0-9]{2,3}$"
CELL_ERROR = r"^#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$"
INVISIBLE = r"[\p{Cc}\p{Cf}&&[^\n\t\x{200c}\x{200d}]]"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a contract says of all its tables.

    currency_digits: decimals of its currency. timezone: IANA name, for times without an offset.
    """

    currency_digits: int
    timezone: str


def value(text: pl.Expr, *, column: Column, reading: Reading) -> pl.Expr:
    """Return the value of stripped text cells, null where they have none; common forms only, fast.

    >>> column = Column("rent", ColumnType.MONEY, "")
    >>> frame = pl.DataFrame({"rent": ["900", "812.9", "1,200"]})
    >>> rent = value(pl.col("rent"), column=column, reading=Reading(2, "UTC"))
    >>> frame.select(rent)["rent"].to_list()
    [90000, 81290, None]
    """
    match column.type:
        case ColumnType.TEXT:
            return _text(text, choices=column.choices)
        case ColumnType.MONEY:
            return _money(text, digits=reading.currency_digits, is_signed=column.is_signed)
        case ColumnType.DECIMAL:
            return _decimal(text)
        case ColumnType.COUNT:
            return _count(text)
        case ColumnType.DATE:
            return _iso_date(text)
        case ColumnType.INSTANT:
            return _instant(text, timezone=reading.timezone)
        case ColumnType.MONTH:
            return _month(text)
        case ColumnType.HASH:
            return _when(text, r"^[0-9a-fA-F]{64}$", text.str.to_lowercase())


def careful_value(text: pl.Expr, *, column: Column, reading: Reading) -> pl.Expr:
    """Return the value of cells in any form that is read; slower, and never different."""
    if column.type is ColumnType.DATE:
        return _date(text)
    return value(text, column=column, reading=reading)


def _when(text: pl.Expr, pattern: str, result: pl.Expr) -> pl.Expr:
    """Return the result where the text has a form, and null elsewhere."""
    return pl.when(text.str.contains(pattern)).then(result)


def _text(text: pl.Expr, *, choices: tuple[str, ...]) -> pl.Expr:
    """Return text that is safe to show and to write, and one of the choices where there are any."""
    if choices:
        return pl.when(text.is_in(choices)).then(text)
    unsafe = f"{FORMULA}|{SCIENTIFIC}|{CELL_ERROR}|{INVISIBLE}"
    return pl.when(~text.str.contains(unsafe)).then(text)


def _money(text: pl.Expr, *, digits: int, is_signed: bool) -> pl.Expr:
    """Return plain decimals as minor units; zeros behind the last decimal say nothing."""
    sign = "-?" if is_signed else ""
    decimals = rf"(?:\.[0-9]{{1,{digits}}}0*)?" if digits else r"(?:\.0+)?"
    minor = (
        text.cast(pl.Decimal(38, digits), strict=False).to_physical().cast(pl.Int64, strict=False)
    )
    form = text.str.contains(rf"^{sign}(?:0|[1-9][0-9]{{0,15}}){decimals}$")
    return pl.when(form & (minor.abs() <= AMOUNT_MAX)).then(minor)


def _decimal(text: pl.Expr) -> pl.Expr:
    """Return plain decimals without zeros that say nothing: 10.50 is 10.5, and 10.0 is 10."""
    shortened = text.str.replace(r"\.0+$|(\.[0-9]*[1-9])0+$", "${1}")
    return _when(text, _PLAIN_DECIMAL, shortened.str.replace(r"^-0$", "0"))


def _count(text: pl.Expr) -> pl.Expr:
    """Return whole numbers of at most 15 digits."""
    return _when(text, r"^(?:0|[1-9][0-9]{0,14})$", text.cast(pl.Int64, strict=False))


def _is_known_year(day: pl.Expr) -> pl.Expr:
    """Return which days or times lie in a year that one may lie in."""
    return day.dt.year().is_between(FIRST_YEAR, LAST_YEAR)


def _iso_date(text: pl.Expr) -> pl.Expr:
    """Return dates such as 2025-03-04."""
    day = text.str.to_date("%Y-%m-%d", strict=False)
    form = text.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    return pl.when(form & _is_known_year(day)).then(day)


def _date(text: pl.Expr) -> pl.Expr:
    """Return dates in any form that has the year first."""
    iso = text.str.replace(_DATE, _YMD_GROUPS)
    day = iso.str.to_date("%Y-%m-%d", strict=False)
    return pl.when(text.str.contains(_DATE) & _is_known_year(day)).then(day)


def _month(text: pl.Expr) -> pl.Expr:
    """Return months as 2025-03; the first day of one stands for it, as spreadsheets write it."""
    first = text.str.replace(_MONTH, "${1}-${2}${3}${4}-01")
    day = _date(first)
    return pl.when(day.dt.day() == 1).then(day.dt.strftime("%Y-%m"))


def local_time(text: pl.Expr) -> pl.Expr:
    """Return the date and time a text says, as a naive time, whatever its offset."""
    plain = text.str.replace(_INSTANT, _YMD_GROUPS + "T${16}").str.replace(
        r"T([0-9]{2}:[0-9]{2})$", "T${1}:00"
    )
    time = plain.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)
    return pl.when(text.str.contains(_INSTANT) & _is_known_year(time)).then(time)


def _instant(text: pl.Expr, *, timezone: str) -> pl.Expr:
    """Return times in UTC, by their own offset or where the timezone has just one."""
    local = local_time(text)
    hours = text.str.extract(r"([+-][0-9]{2}):?[0-9]{2}$").cast(pl.Int64, strict=False)
    minutes = text.str.extract(r"[+-][0-9]{2}:?([0-9]{2})$").cast(pl.Int64, strict=False)
    sign = pl.when(text.str.contains(r"-[0-9]{2}:?[0-9]{2}$")).then(-1).otherwise(1)
    offset = pl.duration(minutes=hours * _MINUTES_PER_HOUR + sign * minutes)
    zoned = local.dt.replace_time_zone(timezone, ambiguous="null", non_existent="null")
    return (
        pl.when(text.str.ends_with("Z"))
        .then(local.dt.replace_time_zone("UTC"))
        .when(text.str.contains(rf"(?:{_OFFSET})$") & text.str.contains(":"))
        .then((local - offset).dt.replace_time_zone("UTC"))
        .otherwise(zoned.dt.convert_time_zone("UTC"))
    )


def offsets_around(text: str, *, timezone: str) -> tuple[str, str]:
    """Return a timezone's offsets before and after the clock change near a local time.

    >>> offsets_around("2025-03-30 02:30", timezone="Europe/Berlin")
    ('+01:00', '+02:00')
    """
    day = pl.duration(hours=24)
    local = local_time(pl.lit(text)).dt.replace_time_zone("UTC")
    near = pl.concat_list(local - day, local + day).explode().dt.convert_time_zone(timezone)
    offset = (near.dt.base_utc_offset() + near.dt.dst_offset()).dt.total_minutes()
    before, after = pl.select(offset).to_series().to_list()
    return _offset_text(before), _offset_text(after)


def _offset_text(minutes: int) -> str:
    """Return an offset from UTC as a time writes it.

    >>> _offset_text(-210)
    '-03:30'
    """
    hours, rest = divmod(abs(minutes), _MINUTES_PER_HOUR)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"
