"""How availabilities are written: nothing is rounded to look perfect."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lineproof.assess.availability import Percentage
from lineproof.report.percentages import availability_json, availability_text, share_text

#: One second down of a month of 31 days: 99.99996… %
A_SECOND = Fraction(100 * (2_678_400 - 1), 2_678_400)


@pytest.mark.parametrize(
    ("low", "high", "digits", "expected"),
    [
        (Fraction(100), Fraction(100), None, "100"),
        (Fraction(0), Fraction(0), None, "0"),
        (A_SECOND, A_SECOND, None, "99.9999"),
        (A_SECOND, Fraction(100), None, "99.9999 to 100"),
        (Fraction(0), A_SECOND, None, "0 to 99.9999"),
        (Fraction(200, 3), Fraction(200, 3), None, "66.6667"),
        (Fraction(100, 3), Fraction(200, 3), None, "33.3333 to 66.6667"),
        (Fraction(1, 10**9), Fraction(1, 10**9), None, "0.0001"),
        (Fraction("99.95"), Fraction("99.95"), 2, "99.95"),
        (Fraction(100), Fraction(100), 2, "100.00"),
    ],
)
def test_an_availability_is_one_figure_or_two(
    low: Fraction, high: Fraction, digits: int | None, expected: str
) -> None:
    """Four decimals, or as many as the contract rounds to; 100 only where it is."""
    shown = availability_text(Percentage(low, high), digits=digits, language="en")
    assert shown == expected


def test_no_time_that_counts_has_no_availability() -> None:
    """All of it was excluded."""
    assert availability_text(None, digits=None, language="en") == "–"
    assert availability_json(None) is None


def test_json_has_six_decimals_that_enclose_the_truth() -> None:
    """1/3 and 2/3: 33.333333 and 66.666667; where both ends are 1/3, both are the nearest."""
    third, two = Fraction(100, 3), Fraction(200, 3)
    assert availability_json(Percentage(two, Fraction(100))) == {
        "low": "66.666666", "high": "100.000000",
    }  # fmt: skip
    assert availability_json(Percentage(third, two)) == {"low": "33.333333", "high": "66.666667"}
    assert availability_json(Percentage(two, two)) == {"low": "66.666667", "high": "66.666667"}


def test_a_share_is_whole_only_where_nothing_is_missing() -> None:
    """A second of a month unmeasured: 99.9, not 100."""
    assert share_text(2_678_399, 2_678_400) == "99.9"
    assert share_text(2_678_400, 2_678_400) == "100"
