"""How do findings quote what they found? Amounts, rates, days and lists of lines as text."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from fractions import Fraction

from lineproof.contract.contract import Contract
from lineproof.model.money import round_half_away

#: How many findings about rows one rule lists; the others are counted.
LISTED_MAX = 100
_QUOTED_MAX = 60


def money(contract: Contract, minor: int) -> str:
    """Return an amount with its thousands apart and its currency."""
    digits = contract.digits
    whole, part = divmod(abs(minor), 10**digits)
    decimals = f".{part:0{digits}d}" if digits else ""
    return f"{'-' if minor < 0 else ''}{whole:,}{decimals} {contract.contract.currency}"


def plain(value: Fraction) -> str:
    """Return an exact decimal as plain text.

    >>> plain(Fraction(3, 1000)), plain(Fraction(70)), plain(Fraction(139, 2))
    ('0.003', '70', '69.5')
    """
    decimals = 0
    while (value * 10**decimals).denominator != 1:
        decimals += 1
        if decimals > _QUOTED_MAX:
            return f"{value.numerator}/{value.denominator}"
    digits = f"{abs(value.numerator) * 10**decimals // value.denominator:0{decimals + 1}d}"
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def rate_text(rate: Fraction) -> str:
    """Return a rate as contracts write it: per cent, or per mille below one per cent.

    >>> rate_text(Fraction(3, 100)), rate_text(Fraction(3, 1000))
    ('3 %', '3 ‰')
    """
    if 0 < rate < Fraction(1, 100):
        return f"{plain(rate * 1000)} ‰"
    return f"{plain(rate * 100)} %"


def some(names: Sequence[str], *, most: int = 12) -> str:
    """Return a list of names, the first of a long one.

    >>> some(["1", "2", "3"], most=2)
    '1, 2 and 1 more'
    """
    listed = ", ".join(quoted(name) for name in names[:most])
    return listed if len(names) <= most else f"{listed} and {len(names) - most:,} more"


def quoted(text: str) -> str:
    """Return a text on one line, and not too long."""
    shown = "".join(c if c.isprintable() else " " for c in text[: _QUOTED_MAX + 1])
    return f"{shown[:_QUOTED_MAX]}…" if len(shown) > _QUOTED_MAX else shown


def nearest(word: str, known: Collection[str]) -> str:
    """Return a fix that names the closest known word, or the first of them."""
    close = difflib.get_close_matches(word, sorted(known), n=1)
    if close:
        return f'Did you mean "{close[0]}"?'
    return f"Use one of: {some(sorted(known))}." if known else "Leave it out."


def plural(count: int, noun: str) -> str:
    """Return a count and its noun.

    >>> plural(1, "month"), plural(1200, "line")
    ('1 month', '1,200 lines')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def counted(value: Fraction, noun: str) -> str:
    """Return an exact number and its noun.

    >>> counted(Fraction(1), "point"), counted(Fraction(1, 2), "hour")
    ('1 point', '0.5 hours')
    """
    return f"{plain(value)} {noun}{'' if value == 1 else 's'}"


def rounded(value: Fraction) -> int:
    """Return an exact amount in whole minor units."""
    return round_half_away(value)
