"""Which types may a contract's fields have? Text amounts and ratios, read exactly or refused."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import AfterValidator, ConfigDict, Field, PlainValidator, WithJsonSchema

from lineproof.model.money import parse_ratio
from lineproof.model.period import FIRST_YEAR, LAST_YEAR

_PLAIN_PATTERN = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
_YEAR_DAY = r"^[0-9]{2}-[0-9]{2}$"
_COMMON_YEAR = 2023  # one without 29 February
_NUMBER_LENGTH_MAX = 60
_FACTOR_MAX = 10
_TEXT_ID = r"^[^\s\x00-\x1f][^\x00-\x1f]*$"


def _decimal(value: object) -> Decimal:
    """Return a plain decimal given as text; anything else is refused with the way to write it."""
    if not isinstance(value, str):
        message = f'write {value!r} as text, in quotes, so that it stays exact: "{value}"'
        raise ValueError(message)  # noqa: TRY004 - pydantic turns ValueError into a finding
    return Decimal(_not_negative(value))


def _not_negative(value: str) -> str:
    """Return the text if it is a plain decimal of at least zero."""
    if len(value) > _NUMBER_LENGTH_MAX:
        message = f"a number of {len(value)} characters is no amount, share or rate"
        raise ValueError(message)
    if parse_ratio(value) < 0:
        message = f'"{value}" is negative'
        raise ValueError(message)
    return value


def _day(value: dt.date) -> dt.date:
    """Return a day that deadlines can be counted from."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        message = f"days lie between the years {FIRST_YEAR} and {LAST_YEAR}"
        raise ValueError(message)
    return value


def _year_day(value: str) -> str:
    """Return a day that every year has, written MM-DD."""
    try:
        if re.fullmatch(_YEAR_DAY, value):
            dt.date.fromisoformat(f"{_COMMON_YEAR}-{value}")
            return value
    except ValueError:
        pass
    message = f'"{value}" is no day of every year: write month and day, as "07-01"'
    raise ValueError(message)


def _share(value: object) -> Fraction:
    """Return a ratio of at most 1."""
    ratio = _ratio(value)
    if ratio > 1:
        message = "at most 1, that is 100 %, can be meant: 5 % is 0.05"
        raise ValueError(message)
    return ratio


def _factor(value: object) -> Fraction:
    """Return a ratio that a price can be multiplied by."""
    ratio = _ratio(value)
    if ratio > _FACTOR_MAX:
        message = f"a factor is at most {_FACTOR_MAX}: 90 % is 0.9"
        raise ValueError(message)
    return ratio


def _ratio(value: object) -> Fraction:
    """Return a ratio given as plain decimal text."""
    return Fraction(_decimal(value))


#: An amount of the contract's currency, as written; over-precise ones are refused when it is known.
Amount = Annotated[
    Decimal, PlainValidator(_decimal), WithJsonSchema({"type": "string", "pattern": _PLAIN_PATTERN})
]
#: A price per unit, which may be more precise than the currency.
UnitPrice = Annotated[
    Decimal, PlainValidator(_decimal), WithJsonSchema({"type": "string", "pattern": _PLAIN_PATTERN})
]
#: An exact number: a share (0.6), a rate (0.003), a score or a limit.
Ratio = Annotated[
    Fraction, PlainValidator(_ratio), WithJsonSchema({"type": "string", "pattern": _PLAIN_PATTERN})
]
#: A ratio of at most 1: a share of something, a rate of tax, interest a day.
Share = Annotated[
    Fraction, PlainValidator(_share), WithJsonSchema({"type": "string", "pattern": _PLAIN_PATTERN})
]
#: A ratio of at most 10, by which a price is multiplied.
Factor = Annotated[
    Fraction, PlainValidator(_factor), WithJsonSchema({"type": "string", "pattern": _PLAIN_PATTERN})
]
Id = Annotated[str, Field(pattern=_TEXT_ID, max_length=200)]
Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0, le=10**9, strict=True)]
Positive = Annotated[int, Field(ge=1, le=10**9, strict=True)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
#: So many days, workdays or months from a day; a century of days.
Length = Annotated[int, Field(ge=0, le=36_600, strict=True)]
#: The length of a term in months; a century.
Months = Annotated[int, Field(ge=1, le=1_200, strict=True)]
Day = Annotated[dt.date, Field(strict=True), AfterValidator(_day)]
Flag = Annotated[bool, Field(strict=True)]
#: A day of every year, "01-01" to "12-31".
YearDay = Annotated[
    str, AfterValidator(_year_day), WithJsonSchema({"type": "string", "pattern": _YEAR_DAY})
]
#: A time of the day, "00:00" to "24:00".
ClockTime = Annotated[str, Field(pattern=r"^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strict:
    """What every part of a contract shares: unknown keys are refused, nothing is converted."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Strict):
    """What every `[[term]]` may say, whatever its kind."""

    id: Id
    """Its name, unique in the file."""
    clause: Text
    """Where the document says so; several are separated by commas."""
    quote: Text | None = None
    """A few of the document's own words."""
    effective_from: Day | None = None
    """First day it holds; blank: the start of the contract."""
    effective_to: Day | None = None
    """First day it no longer holds; blank: the end of the contract."""
    applies_to: tuple[Id, ...] = ()
    """Charges ("rent", "one_off", "deduction", "late_interest"), ids of terms that make charges,
    `line:ID`, or events; empty: all.
    """
    overrides: tuple[Id, ...] = ()
    """Ids of terms that it takes precedence over."""
    rank: Text | None = None
    """Its place in `precedence`; terms of an amendment are "amendment", others "general"."""
