"""How are amounts, bounds, shares and rates written? In full: nothing is rounded to be shown."""

from __future__ import annotations

from fractions import Fraction

from lineproof.model.money import grouped_minor
from lineproof.report.wording import Language, Word
from lineproof.settle.factors import plain
from lineproof.settle.settlement import Bounded

_PER_MILLE_BELOW = Fraction(1, 100)


def amount_text(minor: int, *, digits: int) -> str:
    """Return minor units with their thousands apart.

    >>> amount_text(-618_750, digits=2), amount_text(99_000_000, digits=2)
    ('-6,187.50', '990,000.00')
    """
    return grouped_minor(minor, digits=digits)


def bounded_text(amount: Bounded, *, digits: int, language: Language) -> str:
    """Return an amount, or what it lies between, or that nothing bounds it."""
    if amount.value is not None:
        return amount_text(amount.value, digits=digits)
    if amount.low is None or amount.high is None:
        return Word.UNKNOWN.said(language)
    low = amount_text(amount.low, digits=digits)
    return Word.BETWEEN.said(language, low=low, high=amount_text(amount.high, digits=digits))


def percent_text(ratio: Fraction) -> str:
    """Return a share in per cent, below one of them in per mille; exact, however long.

    >>> percent_text(Fraction(9, 10)), percent_text(Fraction(3, 1000)), percent_text(Fraction(1, 3))
    ('90 %', '3 ‰', '100/3 %')
    """
    if 0 < ratio < _PER_MILLE_BELOW:
        return f"{plain(ratio * 1000)} ‰"
    return f"{plain(ratio * 100)} %"
