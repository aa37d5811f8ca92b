"""Are amounts spelled, and read, as 《支付结算办法》's annex on writing bills asks?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.words_chinese import chinese_words, parse_chinese_words

# Minor units (fen) on the left, worked by hand from the annex's rules. Those marked (annex) are
# the annex's own examples.
YUAN = [
    (0, "零元整"),
    (1, "壹分"),
    (5, "伍分"),
    (10, "壹角整"),
    (50, "伍角整"),
    (55, "伍角伍分"),
    (99, "玖角玖分"),
    (1_00, "壹元整"),
    (1_01, "壹元零壹分"),
    (1_10, "壹元壹角整"),
    (10_00, "壹拾元整"),
    (10_50, "壹拾元伍角整"),
    (11_00, "壹拾壹元整"),
    (20_05, "贰拾元零伍分"),
    (21_34, "贰拾壹元叁角肆分"),
    (100_00, "壹佰元整"),
    (101_00, "壹佰零壹元整"),
    (110_00, "壹佰壹拾元整"),
    (325_04, "叁佰贰拾伍元零肆分"),  # (annex)
    (812_90, "捌佰壹拾贰元玖角整"),
    (1_000_00, "壹仟元整"),
    (1_001_00, "壹仟零壹元整"),
    (1_010_00, "壹仟零壹拾元整"),
    (1_100_00, "壹仟壹佰元整"),
    (1_409_50, "壹仟肆佰零玖元伍角整"),  # (annex, 整 left out)
    (1_680_32, "壹仟陆佰捌拾元叁角贰分"),  # (annex)
    (6_007_14, "陆仟零柒元壹角肆分"),  # (annex)
    (10_000_00, "壹万元整"),
    (10_001_00, "壹万零壹元整"),
    (10_010_00, "壹万零壹拾元整"),
    (10_100_00, "壹万零壹佰元整"),
    (11_000_00, "壹万壹仟元整"),
    (16_409_02, "壹万陆仟肆佰零玖元零贰分"),  # (annex)
    (100_000_00, "壹拾万元整"),
    (107_000_53, "壹拾万柒仟元伍角叁分"),  # (annex writes one 零, before 柒 or before 伍)
    (990_000_00, "玖拾玖万元整"),
    (1_005_000_00, "壹佰万伍仟元整"),
    (1_050_000_00, "壹佰零伍万元整"),
    (10_203_040_00, "壹仟零贰拾万叁仟零肆拾元整"),
    (100_000_000_00, "壹亿元整"),
    (100_000_001_01, "壹亿零壹元零壹分"),
    (100_005_000_00, "壹亿零伍仟元整"),
    (100_050_000_00, "壹亿零伍万元整"),
    (1_234_567_890_12, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分"),
    (1_000_000_000_000_00, "壹万亿元整"),
    (1_000_000_000_001_00, "壹万亿零壹元整"),
    (1_000_100_000_000_00, "壹万零壹亿元整"),
    (100_000_000_000_000_00, "壹佰万亿元整"),
    (-990_000_00, "负玖拾玖万元整"),
    (-5, "负伍分"),
]


@pytest.mark.parametrize(("minor", "words"), YUAN)
def test_an_amount_in_yuan_is_spelled(minor: int, words: str) -> None:
    """Groups of four digits end in 万 and 亿; skipped digits are one 零; 整 unless there are 分."""
    assert chinese_words(minor, currency="CNY", digits=2) == words


@pytest.mark.parametrize(("minor", "words"), YUAN)
def test_what_is_spelled_is_read_back(minor: int, words: str) -> None:
    """The same table, from right to left."""
    assert parse_chinese_words(words) == minor


@given(st.integers(-(10**16), 10**16))
def test_every_amount_up_to_a_hundred_trillion_yuan_makes_the_round_trip(minor: int) -> None:
    """10¹⁶ fen are 10¹⁴ yuan: 壹佰万亿元."""
    assert parse_chinese_words(chinese_words(minor, currency="CNY", digits=2)) == minor


@given(st.integers(1, 10**8), st.integers(4, 8))
def test_amounts_full_of_zeros_make_the_round_trip(high: int, zeros: int) -> None:
    """Zeros between digits are where 零 is decided: high × 10^zeros + 1 has a long gap."""
    minor = high * 10**zeros + 1
    assert parse_chinese_words(chinese_words(minor, currency="CNY", digits=2)) == minor


@pytest.mark.parametrize(
    ("minor", "currency", "digits", "words"),
    [
        (12_34, "EUR", 2, "壹拾贰欧元叁拾肆欧分"),
        (12_05, "USD", 2, "壹拾贰美元零伍美分"),
        (50, "USD", 2, "伍拾美分"),
        (12_00, "USD", 2, "壹拾贰美元整"),
        (12_30, "HKD", 2, "壹拾贰港元叁角整"),
        (12_05, "HKD", 2, "壹拾贰港元零伍分"),
        (12_34, "GBP", 2, "壹拾贰英镑叁拾肆便士"),
        (12_000, "JPY", 0, "壹万贰仟日元整"),
        (0, "JPY", 0, "零日元整"),
        (12_00, "CHF", 2, "壹拾贰CHF整"),
        (12_05, "CHF", 2, "壹拾贰点零伍CHF"),
        (1_500, "KWD", 3, "壹点伍零零KWD"),
        (-12_34, "EUR", 2, "负壹拾贰欧元叁拾肆欧分"),
        (125, "CNY", 1, "壹拾贰元伍角整"),
        (12, "CNY", 0, "壹拾贰元整"),
        (12_345, "CNY", 3, "壹拾贰点叁肆伍元"),
    ],
)
def test_other_currencies_have_their_own_units(
    minor: int, currency: str, digits: int, words: str
) -> None:
    """Hundredths are 分, 欧分, 美分, 便士; what they cannot say stands after 点, digit by digit."""
    assert chinese_words(minor, currency=currency, digits=digits) == words


@pytest.mark.parametrize(
    ("words", "minor"),
    [
        ("人民币玖拾玖万元整", 990_000_00),
        ("人民币 玖拾玖万 元 整", 990_000_00),
        ("　玖拾玖万元整　", 990_000_00),
        ("玖拾玖万圆整", 990_000_00),
        ("玖拾玖万元正", 990_000_00),
        ("玖拾玖萬圓正", 990_000_00),
        ("貳佰陸拾億元整", 26_000_000_000_00),
        ("玖拾玖万元", 990_000_00),
        ("拾元整", 10_00),
        ("拾贰元整", 12_00),
        ("拾万元整", 100_000_00),
        ("壹仟肆佰零玖元伍角", 1_409_50),
        ("壹仟陆佰捌拾元零叁角贰分", 1_680_32),
        ("壹拾万柒仟元零伍角叁分", 107_000_53),
        ("壹拾万零柒仟元伍角叁分", 107_000_53),
        ("陆仟零零柒元壹角肆分", 6_007_14),
        ("壹仟伍拾元整", 1_050_00),
        ("壹亿伍仟元整", 100_005_000_00),
        ("贰拾元伍分", 20_05),
        ("贰拾元零角伍分", 20_05),
        ("贰拾元伍角零分", 20_50),
        ("贰拾元零角零分", 20_00),
        ("零元伍角", 50),
        ("零元零伍分", 5),
        ("人民币负伍元整", -5_00),
    ],
)
def test_what_the_annex_leaves_open_may_be_written_either_way(words: str, minor: int) -> None:
    """圆 is 元, 正 is 整, a leading 拾 is 壹拾, and 零 may go where the next numeral has a unit."""
    assert parse_chinese_words(words) == minor


@pytest.mark.parametrize(
    "words",
    [
        "",
        "元",
        "整",
        "元整",
        "人民币",
        "零",
        "角",
        "玖玖万元整",  # two digits and one unit
        "玖拾玖万",  # no 元
        "玖拾玖万整",
        "玖拾玖",
        "拾拾元整",
        "拾壹拾元整",
        "壹佰拾元整",  # 壹 may go at the front only
        "壹佰伍元整",  # 105 or 150?
        "壹万伍元整",  # 10,005 or 15,000?
        "壹佰零贰拾元整",  # no digit is skipped between 1 and 2
        "壹佰零零零伍元整",  # one digit is skipped, not three
        "壹佰零元整",  # nothing follows 零
        "零壹佰元整",
        "贰拾佰元整",
        "壹拾贰佰元整",
        "壹万贰万元整",
        "壹亿贰亿元整",
        "壹仟贰仟元整",
        "壹万亿亿元整",
        "万元整",
        "亿元整",
        "壹佰元壹拾角整",
        "壹佰元零整",
        "壹佰元零角",
        "壹佰元零分",
        "壹佰元伍分整",  # never 整 after 分
        "壹佰元零零伍分",
        "壹佰壹拾贰元零叁角整",  # no digit is skipped between 2 and 3
        "零元零伍角",
        "零伍分",
        "零角伍分",
        "伍分伍角",
        "壹元贰元整",
        "负零元整",
        "负",
        "负负壹元整",
        "九十九万元整",  # ordinary numerals, which the annex forbids
        "99万元整",
        "玖拾玖万元整整",
        "玖拾玖万美元整",
        "壹元整。",
    ],
)
def test_what_is_no_amount_in_words_is_refused(words: str) -> None:
    """Each breaks one rule of the numerals; a guess would hide the contradiction it may be."""
    assert parse_chinese_words(words) is None
