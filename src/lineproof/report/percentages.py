"""How is an availability written? Exact until here; never rounded up to 100 % or down to 0 %."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from lineproof.assess.availability import Percentage
from lineproof.model.money import format_minor, round_half_away
from lineproof.report.wording import Language, Word

_DIGITS = 4
_DIGITS_FOR_PROGRAMS = 6


def availability_text(found: Percentage | None, *, digits: int | None, language: Language) -> str:
    """Return an availability in per cent, one figure where both ends agree; None: no time counts.

    digits: to which the contract rounds it; None: it doesn't, and four decimals are shown. The low
    end is then rounded down and the high end up.

    >>> sure = Percentage(Fraction(29999, 300), Fraction(29999, 300))
    >>> availability_text(sure, digits=None, language="en")
    '99.9967'
    >>> availability_text(Percentage(sure.low, Fraction(100)), digits=None, language="en")
    '99.9966 to 100'
    """
    if found is None:
        return "–"
    if found.low == found.high:
        return _written(found.low, digits, round_half_away)
    low, high = _written(found.low, digits, math.floor), _written(found.high, digits, math.ceil)
    return Word.BETWEEN.said(language, low=low, high=high)


def share_text(part: int, whole: int) -> str:
    """Return a share in per cent to a tenth, rounded down; a blank dash where there is no whole.

    >>> share_text(3, 4), share_text(4, 4), share_text(0, 0), share_text(9999, 10000)
    ('75.0', '100', '–', '99.9')
    """
    if not whole:
        return "–"
    return "100" if part == whole else format_minor(1000 * part // whole, digits=1)


def availability_json(found: Percentage | None) -> dict[str, str] | None:
    """Return an availability for programs, to six decimals; ends that differ are rounded outwards.

    >>> availability_json(Percentage(Fraction(200, 3), Fraction(100)))
    {'low': '66.666666', 'high': '100.000000'}
    """
    if found is None:
        return None
    scale = 10**_DIGITS_FOR_PROGRAMS
    is_one = found.low == found.high
    down, up = (round_half_away, round_half_away) if is_one else (math.floor, math.ceil)
    ends = {"low": down(found.low * scale), "high": up(found.high * scale)}
    return {name: format_minor(end, digits=_DIGITS_FOR_PROGRAMS) for name, end in ends.items()}


def _written(value: Fraction, digits: int | None, rounding: Callable[[Fraction], int]) -> str:
    """Return one end; what isn't quite 0 or 100 % isn't shown as that."""
    if digits is not None:
        return format_minor(round_half_away(value * 10**digits), digits=digits)
    if value in {0, 100}:
        return str(value)
    scale = 10**_DIGITS
    shown = min(max(rounding(value * scale), 1), 100 * scale - 1)
    return format_minor(shown, digits=_DIGITS)
