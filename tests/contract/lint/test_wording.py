"""Do findings quote amounts, rates and lists as people read them?"""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.contract.case import Case
from lineproof.contract.lint.wording import money, nearest, plain, quoted, rate_text, some


@pytest.mark.parametrize(
    ("currency", "minor", "text"),
    [
        ("CNY", 99000000, "990,000.00 CNY"),
        ("CNY", -328, "-3.28 CNY"),
        ("CNY", 5, "0.05 CNY"),
        ("JPY", 1234, "1,234 JPY"),
        ("KWD", 1234567, "1,234.567 KWD"),
    ],
)
def test_an_amount_has_its_currencys_decimals(
    minimal: Callable[..., Case], currency: str, minor: int, text: str
) -> None:
    """2 for CNY, none for JPY, 3 for KWD."""
    head = {"currency": currency, "rounding": {"unit": "1"}}
    lines = [{"line": "1", "name": "n", "qty": 1, "monthly_rent": "1"}]
    terms = [{"id": "P", "kind": "price_lines", "lines": lines}]
    assert money(minimal(head=head, terms=terms).contract, minor) == text


@given(st.decimals(min_value=-1000, max_value=1000, places=6))
def test_an_exact_decimal_is_written_exactly(value: object) -> None:
    """Read back, it is the same number."""
    exact = Fraction(str(value))
    assert Fraction(plain(exact)) == exact


def test_what_is_no_decimal_is_written_as_a_fraction() -> None:
    """1/3 has no last digit."""
    assert plain(Fraction(1, 3)) == "1/3"


@pytest.mark.parametrize(
    ("rate", "text"),
    [("0.01", "1 %"), ("0.0099", "9.9 ‰"), ("0.003", "3 ‰"), ("0", "0 %"), ("0.995", "99.5 %")],
)
def test_rates_below_one_per_cent_are_per_mille(rate: str, text: str) -> None:
    """As Chinese contracts write them."""
    assert rate_text(Fraction(rate)) == text


def test_long_lists_and_texts_are_cut() -> None:
    """The rest is counted; control characters don't reach a terminal."""
    assert some([str(n) for n in range(14)]).endswith("11 and 2 more")
    assert quoted("a\x1b[2Jb\n") == "a [2Jb "
    assert len(quoted("x" * 1000)) == 61


def test_a_fix_names_the_nearest_word_or_all() -> None:
    """Or says that nothing is there to be named."""
    assert nearest("rant", {"rent", "tax"}) == 'Did you mean "rent"?'
    assert nearest("zzz", {"rent", "tax"}) == "Use one of: rent, tax."
    assert nearest("zzz", set()) == "Leave it out."
