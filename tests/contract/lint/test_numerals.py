"""Are the numbers of a sentence read, and only those?"""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.contract.lint.numerals import chinese_number, named_numbers


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("within 30 days", ["30"]),
        ("1,424,430.00 yuan", ["1424430"]),
        ("１６个月", ["16"]),
        ("逾期超过25天", ["25"]),
        ("三十日内", ["30"]),
        ("两次", ["2"]),
        ("99万元", ["990000"]),
        ("玖拾玖万元整", ["990000"]),
        ("二〇二四", ["2024"]),
        ("3 %", ["0.03"]),
        ("3％", ["0.03"]),
        ("3 ‰ a day", ["0.003"]),
        ("千分之三", ["0.003"]),
        ("百分之九十五", ["0.95"]),
        ("万分之5", ["0.0005"]),
        ("三%", ["0.03"]),
        ("70.5 points", ["70.5"]),
    ],
)
def test_a_number_is_read(sentence: str, values: list[str]) -> None:
    """Arabic, full-width, Chinese and financial numerals; shares as ratios."""
    assert [named.values[0] for named in named_numbers(sentence)] == [Fraction(v) for v in values]


@pytest.mark.parametrize(
    "sentence",
    [
        "第三十五条",
        "第35条第2款",
        "附件三",
        "see article 35",
        "clause VI.5",
        "§ 12",
        "6.5.1",
        "一次性费用",
        "双方一致",
        "万一",
        "G2 and IPv6",
        "",
    ],
)
def test_a_citation_or_a_word_is_no_number(sentence: str) -> None:
    """Clauses, annexes, idioms with a numeral in them, and names."""
    assert named_numbers(sentence) == ()


@pytest.mark.parametrize("text", ["2024-12-01", "2024年12月1日", "2024/12/1"])
def test_a_date_is_read_as_one(text: str) -> None:
    """And not as three numbers."""
    (named,) = named_numbers(f"by {text}")
    assert named.date == dt.date(2024, 12, 1)


def test_an_impossible_date_is_three_numbers() -> None:
    """There is no 31 February."""
    assert [n.date for n in named_numbers("2024年2月31日")] == [None, None, None]


def test_a_share_may_be_kept_in_three_ways() -> None:
    """10 % off is a factor of 0.9, a share of 0.1, or 10 points."""
    (named,) = named_numbers("10 %")
    assert named.values == (Fraction(1, 10), Fraction(9, 10), Fraction(10))


@pytest.mark.parametrize("sentence", ["one of 2 years", "2年"])
def test_years_may_be_kept_as_months(sentence: str) -> None:
    """2 years are 24 months."""
    (named,) = named_numbers(sentence)
    assert named.values == (Fraction(2), Fraction(24))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10), ("十五", 15), ("二十", 20), ("一百零五", 105), ("一千二百三十四", 1234),
        ("一万", 10000), ("十二万三千", 123000), ("一亿零五万", 100050000), ("拾万", 100000),
    ],
)  # fmt: skip
def test_chinese_numerals_are_read(text: str, value: int) -> None:
    """Each scale multiplies what stands before it."""
    assert chinese_number(text) == value


@pytest.mark.parametrize("text", ["万", "三五十"])
def test_malformed_numerals_are_none(text: str) -> None:
    """A scale of nothing; two digits before a ten."""
    assert chinese_number(text) is None


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """Without an exception, whatever it holds."""
    assert all(named.values or named.date for named in named_numbers(text))
