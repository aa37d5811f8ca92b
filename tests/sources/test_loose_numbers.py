"""Are rates and a workbook's day numbers read exactly?"""

import datetime as dt

import polars as pl
import pytest

from lineproof.sources.loose_numbers import plain_rate, serial_days


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("6%", "0.06"), ("6 %", "0.06"), ("６％", "0.06"), ("0.06", "0.06"), ("6", "0.06"),
        ("19.0", "0.19"), ("9,5 %", "0.095"), ("0", "0"), ("0%", "0"), ("免税", "0"),
        ("1", "0.01"), ("0.99", "0.99"), ("0.5%", "0.005"),
    ],
)  # fmt: skip
def test_a_rate_is_a_share(text: str, rate: str) -> None:
    """From 1 on a bare number is per cent: nobody taxes the whole price."""
    assert plain_rate(text) == rate


@pytest.mark.parametrize("text", ["", "six", "6‰", "-6%", "1.234,5%", "6%%"])
def test_what_is_no_rate_is_none(text: str) -> None:
    """It then stays as it was, for the strict reader to refuse."""
    assert plain_rate(text) is None


def test_a_workbooks_days_count_from_its_own_epoch() -> None:
    """45717 days after 30 December 1899 is 1 March 2025; from 1904 on it is 1,462 days fewer."""
    for epoch, number in ((dt.date(1899, 12, 30), "45717"), (dt.date(1904, 1, 1), "44255")):
        assert serial_days(pl.Series([number, None]), epoch=epoch).to_list() == ["2025-03-01", None]


@pytest.mark.parametrize("texts", [["45717", "x"], ["12"], ["20250301"], [None], ["19999"]])
def test_a_column_that_may_hold_other_numbers_stays(texts: list[str | None]) -> None:
    """One cell that is no day is enough: 20250301 is a day already, 12 may be anything."""
    series = pl.Series(texts, dtype=pl.String())
    assert serial_days(series, epoch=dt.date(1899, 12, 30)).to_list() == texts
