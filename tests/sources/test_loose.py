"""Are amounts, speeds and days read as people write them, and left alone where they are unclear?"""

from __future__ import annotations

import polars as pl
import pytest

from lineproof.sources.loose import (
    currency_in,
    plain_days,
    plain_money,
    plain_month,
    plain_speed,
    respelled,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("900", "900"),
        ("900.50", "900.50"),
        ("1,200", "1200"),
        ("1,200,000.05", "1200000.05"),
        ("1.200.000", "1200000"),
        ("1.200,05", "1200.05"),
        ("812,9", "812.9"),
        ("￥１，２００．００", "1200.00"),
        ("900元", "900"),
        ("€ 1 200,00", "1200.00"),
        ("CHF 1'200.00", "1200.00"),
        ("(12.00)", "-12.00"),
        ("12.00-", "-12.00"),
        ("−12.00", "-12.00"),
        ("1.200", "1.200 (?)"),
        ("1.234", "1.234"),
        ("free", "free"),
    ],
)
def test_amounts_lose_their_marks_and_separators(text: str, expected: str) -> None:
    """1.200 is 1,200 to some and 1.20 to others: it is no amount at all."""
    frame = pl.DataFrame({"cell": [text]})
    assert frame.select(plain_money(pl.col("cell"))).item() == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Site", "月租费(元)"], "CNY"),
        (["Fee €"], "EUR"),
        (["GBP per month"], "GBP"),
        (["Fee ($)", "€"], "USD"),
        (["European site", "neuron"], None),
    ],
)
def test_the_first_mark_names_the_currency(texts: list[str], expected: str | None) -> None:
    """Letters count only as a word: `eur` in Europe is no euro."""
    assert currency_in(texts) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100", "100"), ("100M", "100"), ("100 Mbit/s", "100"), ("100Mbps", "100"), ("1G", "1000"),
        ("2.5G", "2500"), ("512k", "0.512"), ("100兆", "100"), ("10.50", "10.5"), ("dark", None),
        ("100/50", None),
    ],
)  # fmt: skip
def test_bandwidths_are_in_mbit_a_second(text: str, expected: str | None) -> None:
    """1 G is 1,000 M and 512 k 0.512 M."""
    assert plain_speed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03", "2025-03"), ("2025/3", "2025-03"), ("2025年3月", "2025-03"),
        ("202503", "2025-03"), ("20250301-20250331", "2025-03"), ("2025-03-01", "2025-03"),
        ("2025.03.01 ~ 2025.03.31", "2025-03"), ("Mar 2025", "2025-03"), ("March 2025", "2025-03"),
        ("03/2025", "2025-03"), ("31.03.2025", "2025-03"), ("2025-01 - 2025-03", None),
        ("Q1", None), ("rent", None),
    ],
)  # fmt: skip
def test_a_period_is_one_month_or_none(text: str, expected: str | None) -> None:
    """Three months are no month."""
    assert plain_month(text) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["04.03.2025"], ["2025-03-04"]),
        (["04/03/2025", "31/12/2025"], ["2025-03-04", "2025-12-31"]),
        (["04/03/2025", "12/31/2025"], ["2025-04-03", "2025-12-31"]),
        (["04/03/2025"], ["04/03/2025"]),
        (["31/12/2025", "12/31/2025"], ["31/12/2025", "12/31/2025"]),
        (["31.02.2025"], ["31.02.2025"]),
        (["2025-03-04", None], ["2025-03-04", None]),
    ],
)
def test_days_are_turned_where_the_column_tells_how(
    texts: list[str | None], expected: list[str | None]
) -> None:
    """A 31 shows which number is the day; without one, or with two that disagree, nothing is."""
    assert plain_days(pl.Series(texts)).to_list() == expected


def test_each_distinct_text_is_spelled_once() -> None:
    """Four cells, two of them alike: three calls, and what has no spelling stays."""
    seen: list[str] = []

    def spell(text: str) -> str | None:
        seen.append(text)
        return text.upper() if text != "b" else None

    assert respelled(pl.Series(["a", "a", "b", "c", None]), spell).to_list() == [
        "A", "A", "b", "C", None,
    ]  # fmt: skip
    assert sorted(seen) == ["a", "b", "c"]
