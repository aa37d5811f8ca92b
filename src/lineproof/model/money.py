"""How much is it, exactly? Integer minor units, exact ratios between, one rounding rule.

It knows no contract and no float. Rounding is half away from zero (China: common commercial
practice, GB/T 8170 differs; EN 16931 BR-CO rules are written for it); see docs on rounding.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Minor units beyond which a single amount is refused: ten billion units of any currency.
AMOUNT_MAX = 10**15

_DIGITS = {
    "CLF": 4, "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "XAF": 0, "XOF": 0, "XPF": 0, "PYG": 0,
    "UGX": 0, "VUV": 0, "RWF": 0, "KMF": 0, "GNF": 0, "DJF": 0, "BIF": 0,
}  # fmt: skip
_PLAIN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)


def currency_digits(currency: str) -> int:
    """Return how many decimals a currency has (ISO 4217, minor unit).

    >>> currency_digits("CNY"), currency_digits("JPY")
    (2, 0)
    """
    return _DIGITS.get(currency, 2)


def parse_ratio(text: str) -> Fraction:
    """Return a plain decimal text as an exact ratio; exponents, signs and separators are refused.

    Raises ValueError, saying what is wrong.

    >>> parse_ratio("0.003")
    Fraction(3, 1000)
    """
    if _PLAIN.fullmatch(text) is None:
        message = f'"{text}" is not a plain decimal such as 0.05 or 812.90'
        raise ValueError(message)
    return Fraction(text)


def parse_minor(text: str, *, digits: int) -> int:
    """Return a plain decimal amount in minor units.

    Raises ValueError where it isn't one, has more decimals than the currency, or is out of range.

    >>> parse_minor("812.9", digits=2)
    81290
    """
    minor = parse_ratio(text) * 10**digits
    if minor.denominator != 1:
        message = f'"{text}" has more than the {digits} decimals of the currency'
        raise ValueError(message)
    if abs(minor.numerator) > AMOUNT_MAX:
        message = f'"{text}" is larger than {format_minor(AMOUNT_MAX, digits=digits)}'
        raise ValueError(message)
    return int(minor.numerator)


def format_minor(minor: int, *, digits: int) -> str:
    """Return minor units as a plain decimal.

    >>> format_minor(-328, digits=2), format_minor(5, digits=0)
    ('-3.28', '5')
    """
    sign, body = ("-" if minor < 0 else ""), str(abs(minor)).rjust(digits + 1, "0")
    return f"{sign}{body[:-digits]}.{body[-digits:]}" if digits else sign + body


def grouped_minor(minor: int, *, digits: int) -> str:
    """Return minor units as text for people, with the thousands apart.

    >>> grouped_minor(-618_750, digits=2), grouped_minor(99_000_000, digits=2)
    ('-6,187.50', '990,000.00')
    """
    whole, dot, decimals = format_minor(abs(minor), digits=digits).partition(".")
    return f"{'-' if minor < 0 else ''}{int(whole):,}{dot}{decimals}"


def round_half_away(value: Fraction) -> int:
    """Round once, half away from zero.

    >>> [round_half_away(Fraction(x, 2)) for x in (1, 3, -1, -3)]
    [1, 2, -1, -2]
    """
    magnitude = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return -magnitude if value < 0 else magnitude


def ordered_parts(exact: Sequence[Fraction]) -> tuple[int, ...]:
    """Round parts that follow each other in time: part k = R(first k) - R(first k - 1).

    Source: the contract format, Arithmetic 3.

    >>> ordered_parts([Fraction(10000 * d, 31) for d in (1, 15, 15)])
    (323, 4838, 4839)
    """
    parts: list[int] = []
    running, rounded = Fraction(0), 0
    for value in exact:
        running += value
        parts.append(round_half_away(running) - rounded)
        rounded += parts[-1]
    return tuple(parts)


def unordered_parts(total: int, *, exact: Sequence[Fraction]) -> tuple[int, ...]:
    """Cut a rounded total by largest remainder; ties go to the earlier part.

    exact: what each part is before rounding; total: what they must sum to.
    Source: the contract format, Arithmetic 3.

    >>> unordered_parts(100, exact=[Fraction(100, 3)] * 3)
    (34, 33, 33)
    """
    floors = [value.numerator // value.denominator for value in exact]
    missing = total - sum(floors)
    assert 0 <= missing <= len(floors), "the total is not a rounding of the parts' sum"
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in by_remainder[:missing]:
        floors[i] += 1
    return tuple(floors)
