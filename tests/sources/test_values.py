"""Each text has one exact value, or none."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.money import AMOUNT_MAX, format_minor, parse_minor
from lineproof.model.table import Column, ColumnType
from lineproof.sources.values import Reading, careful_value, offsets_around


def _value(
    kind: ColumnType, text: str, *, digits: int = 2, timezone: str = "Europe/Berlin"
) -> object:
    """Return the value of one text."""
    column = Column("x", kind, "")
    reading = Reading(digits, timezone)
    expression = careful_value(pl.col("x"), column=column, reading=reading)
    return pl.DataFrame({"x": [text]}).select(expression.alias("x"))["x"].item()


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("900", 90000),
        ("900.0", 90000),
        ("900.00", 90000),
        ("900.0000", 90000),
        ("0.01", 1),
        ("0.001", None),
        ("0", 0),
        ("10000000000000.00", AMOUNT_MAX),
        ("10000000000000.01", None),
        ("99999999999999999999999999999999999999999999", None),
        ("9999999999999999999999999999999999999", None),
        *(
            (text, None)
            for text in ("-1", "-0", "+1", "1e5", "1,200", "900.", ".5", "0900", "９00")
        ),
        *(
            (text, None)
            for text in ("¥5", "5元", "1 200", "1_0", "٣", "0x1", "NaN", "inf", "1.2.3")
        ),
    ],
)
def test_money_is_a_plain_decimal(text: str, minor: int | None) -> None:
    """10^15 minor units are the most; zeros behind the last decimal say nothing."""
    assert _value(ColumnType.MONEY, text) == minor


@pytest.mark.parametrize(("text", "minor"), [("900", 900), ("900.0", 900), ("900.5", None)])
def test_a_currency_may_have_no_decimals(text: str, minor: int | None) -> None:
    """The yen has none."""
    assert _value(ColumnType.MONEY, text, digits=0) == minor


@given(st.integers(0, 10**16), st.sampled_from((0, 2, 3, 4)))
def test_money_agrees_with_one_amount_at_a_time(minor: int, digits: int) -> None:
    """model.money refuses more than 10^15 too."""
    text = format_minor(minor, digits=digits)
    expected = parse_minor(text, digits=digits) if minor <= AMOUNT_MAX else None
    assert _value(ColumnType.MONEY, text, digits=digits) == expected


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("10", "10"),
        ("10.0", "10"),
        ("10.50", "10.5"),
        ("100", "100"),
        ("0.0000001", "0.0000001"),
        ("-0.50", "-0.5"),
        ("-0.0", "0"),
        ("999999999999999999", "999999999999999999"),
        ("1000000000000000000", None),
        *((text, None) for text in ("1e5", "5%", "10M", "1,5", ".5", "5.", "010", "+1", "１")),
    ],
)
def test_decimals_have_one_spelling(text: str, canonical: str | None) -> None:
    """At most 18 digits on either side."""
    assert _value(ColumnType.DECIMAL, text) == canonical


@given(st.decimals(-(10**17), 10**17, places=6))
def test_a_decimals_spelling_is_its_value(number: object) -> None:
    """No digit that counts is lost."""
    text = format(number, "f")
    assert Fraction(str(_value(ColumnType.DECIMAL, text))) == Fraction(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [("0", 0), ("198", 198), ("9" * 15, 10**15 - 1), ("1" + "0" * 15, None), ("-1", None),
     ("1.0", None), ("01", None), ("１", None)],
)  # fmt: skip
def test_counts_are_whole(text: str, count: int | None) -> None:
    """15 digits at most."""
    assert _value(ColumnType.COUNT, text) == count


@pytest.mark.parametrize(
    "text",
    ["2025-03-04", "2025/3/4", "2025.3.4", "2025年3月4日", "20250304", "2025-3-4",
     "2025-03-04 00:00", "2025-03-04T00:00:00", "2025/03/04", "2025年03月04日"],
)  # fmt: skip
def test_dates_with_the_year_first_are_read(text: str) -> None:
    """All of them are the fourth of March."""
    assert _value(ColumnType.DATE, text) == dt.date(2025, 3, 4)


@pytest.mark.parametrize(
    "text",
    ["03/04/2025", "4.3.2025", "2025-02-29", "2025-13-01", "2025-00-10", "2025-03-04T08:30",
     "2025-03/04", "2025年3月4", "25-03-04", "２025-03-04", "+2025-03-04", "2025-03- 4", "45000",
     "1900-01-01", "0025-03-04", "202503041"],
)  # fmt: skip
def test_no_other_date_is_guessed(text: str) -> None:
    """Day or month first, impossible, cut, with a time, or what a spreadsheet makes of 1."""
    assert _value(ColumnType.DATE, text) is None


def test_the_leap_day_exists_in_leap_years() -> None:
    """2024 is one; 1901 is the first year."""
    assert _value(ColumnType.DATE, "2024-02-29") == dt.date(2024, 2, 29)
    assert _value(ColumnType.DATE, "1901-01-01") == dt.date(1901, 1, 1)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2025-03-04T08:30+08:00", "2025-03-04T00:30:00"),
        ("2025-03-04 08:30:15.5 +0800", "2025-03-04T00:30:15.500000"),
        ("2025-03-04T08:30Z", "2025-03-04T08:30:00"),
        ("2025-03-04T08:30-03:30", "2025-03-04T12:00:00"),
        ("2025-03-04T08:30-00:30", "2025-03-04T09:00:00"),
        ("2025年3月4日 08:30", "2025-03-04T07:30:00"),
        ("2025/7/4 08:30", "2025-07-04T06:30:00"),
    ],
)
def test_instants_are_kept_in_utc(text: str, utc: str) -> None:
    """By their own offset, or Berlin's: one hour in winter, two in summer."""
    expected = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    assert _value(ColumnType.INSTANT, text) == expected


@pytest.mark.parametrize(
    "text",
    ["2025-03-04", "2025-03-04T24:00", "2025-03-04T08:60", "2025-03-04T8:30", "2025-03-04T08:30:60",
     "2025-02-30T08:30", "2025-03-04T08:30+15:00", "2025-03-04T08:30+8", "08:30",
     "03/04/2025 08:30"],
)  # fmt: skip
def test_no_other_instant_is_guessed(text: str) -> None:
    """Without a time, with one that isn't, or with an offset that no place has."""
    assert _value(ColumnType.INSTANT, text) is None


def test_local_times_at_a_clock_change_are_uncertain() -> None:
    """Berlin, 30 March 2025: 02:00-03:00 doesn't exist; 26 October: it is twice. 03:00 is fine."""
    assert _value(ColumnType.INSTANT, "2025-03-30 02:00") is None
    assert _value(ColumnType.INSTANT, "2025-03-30 02:59:59") is None
    assert _value(ColumnType.INSTANT, "2025-03-30 03:00") == dt.datetime(
        2025, 3, 30, 1, tzinfo=dt.UTC
    )
    assert _value(ColumnType.INSTANT, "2025-10-26 02:30") is None
    assert _value(ColumnType.INSTANT, "2025-10-26 03:00") == dt.datetime(
        2025, 10, 26, 2, tzinfo=dt.UTC
    )
    assert _value(ColumnType.INSTANT, "2025-10-26 02:30+02:00") == dt.datetime(
        2025, 10, 26, 0, 30, tzinfo=dt.UTC
    )


def test_both_offsets_of_a_change_are_known() -> None:
    """Forward in spring, back in autumn."""
    assert offsets_around("2025-03-30 02:30", timezone="Europe/Berlin") == ("+01:00", "+02:00")
    assert offsets_around("2025-10-26 02:30", timezone="Europe/Berlin") == ("+02:00", "+01:00")
    assert offsets_around("2025-03-09 02:30", timezone="America/St_Johns") == ("-03:30", "-02:30")


@pytest.mark.parametrize(
    "text", ["2025-03", "2025-3", "2025/03", "2025年3月", "202503", "2025-03-01"]
)
def test_months_are_read(text: str) -> None:
    """A spreadsheet makes the first day of it."""
    assert _value(ColumnType.MONTH, text) == "2025-03"


@pytest.mark.parametrize(
    "text", ["2025-13", "2025-00", "03/2025", "2025.3", "2025-03-02", "Mar-25"]
)
def test_no_other_month_is_guessed(text: str) -> None:
    """2025.10 as a number would be 2025.1: with a dot it isn't read."""
    assert _value(ColumnType.MONTH, text) is None


def test_hashes_are_kept_in_lower_case() -> None:
    """64 digits; 63 are none, and neither is a g."""
    assert _value(ColumnType.HASH, "AB" * 32) == "ab" * 32
    assert _value(ColumnType.HASH, "a" * 63) is None
    assert _value(ColumnType.HASH, "g" * 64) is None


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "@x", "\tx", "＝1", "1.2E+11", "#REF!", "#N/A", "a\u200bb", "a\x07b"]
)
def test_unsafe_texts_have_no_value(text: str) -> None:
    """Formulas, numbers that lost digits, errors, and what nobody sees."""
    assert _value(ColumnType.TEXT, text) is None


@pytest.mark.parametrize(
    "text", ["00123", "-5", "3E5", "1E5", "a=b", "#12", "a\nb", "a\tb", "北京", "می\u200cخ"]
)
def test_other_texts_are_kept_as_they_are(text: str) -> None:
    """Ids are never numbers; a zero-width non-joiner is spelling in Persian."""
    assert _value(ColumnType.TEXT, text) == text


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("-900", -90000), ("900", 90000), ("-0.01", -1), ("-0.00", 0), ("--1", None), ("- 1", None),
        ("-10000000000000.00", -AMOUNT_MAX), ("-10000000000000.01", None), ("-0.001", None),
    ],
)  # fmt: skip
def test_only_signed_money_may_be_negative(text: str, minor: int | None) -> None:
    """A bill's credit is an amount; a rent of −900 is none."""
    frame = pl.DataFrame({"x": [text]})
    for is_signed in (True, False):
        column = Column("x", ColumnType.MONEY, "", is_signed=is_signed)
        read = careful_value(pl.col("x"), column=column, reading=Reading(2, "UTC"))
        expected = minor if is_signed or not text.startswith("-") else None
        assert frame.select(read.alias("x"))["x"].item() == expected
