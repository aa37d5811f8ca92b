"""Is money read, rounded and shared out exactly?"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.money import (
    AMOUNT_MAX,
    currency_digits,
    format_minor,
    ordered_parts,
    parse_minor,
    parse_ratio,
    round_half_away,
    unordered_parts,
)

fractions = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=1000)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0.5", 1), ("0.49", 0), ("0.51", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1),
        ("-0.49", 0), ("-1.5", -2), ("-2.51", -3), ("0", 0), ("7", 7),
    ],
)  # fmt: skip
def test_half_is_rounded_away_from_zero(value: str, rounded: int) -> None:
    """A half goes outwards on both sides: 2.5 to 3, not to the even 2."""
    assert round_half_away(Fraction(value)) == rounded


@given(fractions)
def test_rounding_moves_a_value_by_a_half_at_most(value: Fraction) -> None:
    """And mirrors at zero."""
    assert abs(round_half_away(value) - value) <= Fraction(1, 2)
    assert round_half_away(-value) == -round_half_away(value)


@pytest.mark.parametrize("text", ["0", "0.05", "812.90", "-3.28", "1000000"])
def test_a_plain_decimal_is_read_exactly(text: str) -> None:
    """As the fraction it is."""
    assert parse_ratio(text) == Fraction(text)


@pytest.mark.parametrize(
    "text", ["", "1e5", "+1", "01", ".5", "5.", "1,000", " 1", "1 ", "１", "NaN", "1/2", "--1"]
)
def test_anything_else_is_refused(text: str) -> None:
    """Exponents, signs, separators, other digits."""
    with pytest.raises(ValueError, match="is not a plain decimal"):
        parse_ratio(text)


@pytest.mark.parametrize(
    ("text", "digits", "minor"),
    [
        ("812.9", 2, 81290),
        ("812.90", 2, 81290),
        ("812.900", 2, 81290),
        ("5", 0, 5),
        ("1.5", 3, 1500),
    ],
)
def test_an_amount_is_read_in_minor_units(text: str, digits: int, minor: int) -> None:
    """Trailing zeros say nothing."""
    assert parse_minor(text, digits=digits) == minor


@pytest.mark.parametrize(("text", "digits"), [("0.001", 2), ("0.5", 0), ("812.905", 2)])
def test_an_amount_finer_than_the_currency_is_refused(text: str, digits: int) -> None:
    """It would have to be rounded, and nobody agreed to that."""
    with pytest.raises(ValueError, match=f"more than the {digits} decimals"):
        parse_minor(text, digits=digits)


def test_an_amount_has_a_bound() -> None:
    """10¹⁵ minor units are taken, one more isn't."""
    assert parse_minor("10000000000000.00", digits=2) == AMOUNT_MAX
    with pytest.raises(ValueError, match="is larger than"):
        parse_minor("10000000000000.01", digits=2)


@given(st.integers(min_value=-AMOUNT_MAX, max_value=AMOUNT_MAX), st.sampled_from([0, 2, 3]))
def test_an_amount_written_is_read_again(minor: int, digits: int) -> None:
    """Of any currency."""
    assert parse_minor(format_minor(minor, digits=digits), digits=digits) == minor


@pytest.mark.parametrize(("currency", "digits"), [("CNY", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3)])
def test_currencies_have_their_decimals(currency: str, digits: int) -> None:
    """ISO 4217's minor units."""
    assert currency_digits(currency) == digits


def test_parts_in_time_order_follow_the_running_sum() -> None:
    """100.00 over 1, 15, 15 of 31 days: 3.2258, 51.6129, 100 rounded are 3.23, 51.61, 100.00, and
    their differences 3.23, 48.38, 48.39.
    """
    assert ordered_parts([Fraction(10000 * d, 31) for d in (1, 15, 15)]) == (323, 4838, 4839)


@given(st.lists(fractions, max_size=12))
def test_ordered_parts_sum_to_the_rounded_whole(exact: list[Fraction]) -> None:
    """And each is within a unit of its own share."""
    parts = ordered_parts(exact)
    assert sum(parts) == round_half_away(sum(exact, Fraction(0)))
    assert all(abs(part - value) <= 1 for part, value in zip(parts, exact, strict=True))


@pytest.mark.parametrize(
    ("total", "exact", "parts"),
    [
        (100, ["33.4", "33.3", "33.3"], (34, 33, 33)),
        (2, ["0.5", "0.5", "1"], (1, 0, 1)),
        (1, ["0.2", "0.2", "0.6"], (0, 0, 1)),
        (0, [], ()),
    ],
)
def test_parts_without_order_go_by_the_largest_remainder(
    total: int, exact: list[str], parts: tuple[int, ...]
) -> None:
    """0.4 is the largest remainder; of two halves the earlier; 0.6 before 0.2."""
    assert unordered_parts(total, exact=[Fraction(value) for value in exact]) == parts


@given(st.lists(fractions, max_size=12))
def test_unordered_parts_sum_to_the_whole(exact: list[Fraction]) -> None:
    """Each is its share, rounded down or up."""
    total = round_half_away(sum(exact, Fraction(0)))
    parts = unordered_parts(total, exact=exact)
    assert sum(parts) == total
    assert all(abs(part - value) < 1 for part, value in zip(parts, exact, strict=True))


def test_a_total_that_is_no_rounding_is_our_mistake() -> None:
    """1.5 can't become 3."""
    with pytest.raises(AssertionError):
        unordered_parts(3, exact=[Fraction(3, 2)])
