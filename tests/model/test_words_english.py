"""Are amounts spelled, and read, as English contracts write them?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.words_english import english_words, parse_english_words

# Minor units (cents) on the left, worked by hand.
EUROS = [
    (0, "EUR zero and 00/100"),
    (5, "EUR zero and 05/100"),
    (50, "EUR zero and 50/100"),
    (1_00, "EUR one and 00/100"),
    (10_00, "EUR ten and 00/100"),
    (11_11, "EUR eleven and 11/100"),
    (12_00, "EUR twelve and 00/100"),
    (13_00, "EUR thirteen and 00/100"),
    (14_00, "EUR fourteen and 00/100"),
    (15_00, "EUR fifteen and 00/100"),
    (16_00, "EUR sixteen and 00/100"),
    (17_00, "EUR seventeen and 00/100"),
    (18_00, "EUR eighteen and 00/100"),
    (19_99, "EUR nineteen and 99/100"),
    (20_05, "EUR twenty and 05/100"),
    (21_00, "EUR twenty-one and 00/100"),
    (30_00, "EUR thirty and 00/100"),
    (42_00, "EUR forty-two and 00/100"),
    (53_00, "EUR fifty-three and 00/100"),
    (64_00, "EUR sixty-four and 00/100"),
    (75_00, "EUR seventy-five and 00/100"),
    (86_00, "EUR eighty-six and 00/100"),
    (99_00, "EUR ninety-nine and 00/100"),
    (100_00, "EUR one hundred and 00/100"),
    (101_00, "EUR one hundred one and 00/100"),
    (110_00, "EUR one hundred ten and 00/100"),
    (812_90, "EUR eight hundred twelve and 90/100"),
    (999_99, "EUR nine hundred ninety-nine and 99/100"),
    (1_000_00, "EUR one thousand and 00/100"),
    (1_001_00, "EUR one thousand one and 00/100"),
    (10_010_00, "EUR ten thousand ten and 00/100"),
    (12_000_50, "EUR twelve thousand and 50/100"),
    (100_000_00, "EUR one hundred thousand and 00/100"),
    (990_000_00, "EUR nine hundred ninety thousand and 00/100"),
    (1_000_000_00, "EUR one million and 00/100"),
    (1_005_000_00, "EUR one million five thousand and 00/100"),
    (100_000_001_01, "EUR one hundred million one and 01/100"),
    (1_000_000_000_00, "EUR one billion and 00/100"),
    (1_000_000_000_000_00, "EUR one trillion and 00/100"),
    (100_000_000_000_000_00, "EUR one hundred trillion and 00/100"),
    (1_002_030_400_12, "EUR one billion two million thirty thousand four hundred and 12/100"),
    (-12_50, "EUR minus twelve and 50/100"),
]


@pytest.mark.parametrize(("minor", "words"), EUROS)
def test_an_amount_is_spelled_with_its_hundredths(minor: int, words: str) -> None:
    """Groups of three digits, a hyphen between tens and ones, the fraction over 100."""
    assert english_words(minor, currency="EUR", digits=2) == words


@pytest.mark.parametrize(("minor", "words"), EUROS)
def test_what_is_spelled_is_read_back(minor: int, words: str) -> None:
    """The same table, from right to left."""
    assert parse_english_words(words) == minor


@given(st.integers(-(10**16), 10**16), st.sampled_from(["CNY", "EUR", "USD", "GBP", "CHF"]))
def test_every_amount_up_to_a_hundred_trillion_makes_the_round_trip(
    minor: int, currency: str
) -> None:
    """10¹⁶ hundredths are 10¹⁴ units: one hundred trillion."""
    assert parse_english_words(english_words(minor, currency=currency, digits=2)) == minor


@pytest.mark.parametrize(
    ("minor", "currency", "digits", "words"),
    [
        (12_000, "JPY", 0, "JPY twelve thousand"),
        (1_500, "KWD", 3, "KWD one and 500/1000"),
        (5, "KWD", 3, "KWD zero and 005/1000"),
    ],
)
def test_the_fraction_has_the_currencys_digits(
    minor: int, currency: str, digits: int, words: str
) -> None:
    """Yen have no fraction; 1.500 dinars are 1 and 500/1000."""
    assert english_words(minor, currency=currency, digits=digits) == words


@pytest.mark.parametrize(
    ("words", "minor"),
    [
        ("Eight hundred twelve yuan and ninety fen", 812_90),
        ("Eight hundred and twelve yuan ninety fen", 812_90),
        ("Twelve thousand euros and 50/100", 12_000_50),
        ("Twelve thousand and 50/100 euros", 12_000_50),
        ("Twelve thousand and no/100 dollars", 12_000_00),
        ("Twelve thousand and 5/100 US dollars", 12_000_05),
        ("TWELVE THOUSAND EUROS ONLY", 12_000_00),
        ("TEN EUROS AND FIVE CENTS", 10_05),
        ("Renminbi Nine Hundred and Ninety Thousand Yuan Only", 990_000_00),
        ("Nine hundred ninety thousand yuan (CNY) exactly", 990_000_00),
        ("RMB nine hundred ninety thousand only.", 990_000_00),
        ("Say US dollars one hundred twenty three only", 123_00),
        ("One-hundred-and-twenty-three pounds sterling and fifty pence", 123_50),
        ("One million, two hundred thousand, and five Hong Kong dollars", 1_200_005_00),
        ("twelve thousand yen", 12_000_00),
        ("CHF twelve and 50/100", 12_50),
        ("Twelve CHF", 12_00),
        ("ninety fen", 90),
        ("minus twelve euros", -12_00),
        ("EUR negative twelve", -12_00),
        ("zero euros", 0),
    ],
)
def test_ordinary_variants_are_read(words: str, minor: int) -> None:
    """Case, hyphens, commas, "and", "only", and where the currency stands change nothing."""
    assert parse_english_words(words) == minor


@pytest.mark.parametrize(
    "words",
    [
        "",
        "euros",
        "EUR",
        "EUR and 50/100",
        "twelve thousand",  # of what?
        "twelve thousand and 50/100",
        "EUR ninety ninety",
        "EUR ninety-twelve",
        "EUR twelve five",
        "EUR five twenty",
        "EUR hundred",
        "EUR twelve hundred",
        "EUR one hundred hundred",
        "EUR one thousand million",  # scales out of order
        "EUR one thousand two million thousand",
        "EUR one thousand one thousand",
        "EUR twenty and five",
        "EUR one hundred and",
        "EUR and one hundred",
        "EUR one thousand and two hundred",
        "EUR one zero",
        "EUR one hundred zero",
        "EUR twelve and 100/100",
        "EUR twelve and 50/1000",
        "USD one hundred and five cents",  # 1.05, 100.05 or 105 cents?
        "one hundred cents",
        "twelve euros and fifty fen",
        "twelve yen and fifty cents",
        "EUR twelve dollars",  # two currencies
        "CHF twelve SEK",
        "EUR minus minus twelve",
        "minus EUR minus twelve",
        "minus zero euros",
        "EUR 12",
        "EUR twelf",
        "EUR twelve only only",
    ],
)
def test_what_is_no_amount_in_words_is_refused(words: str) -> None:
    """Each breaks one rule; a guess would hide the contradiction it may be."""
    assert parse_english_words(words) is None
