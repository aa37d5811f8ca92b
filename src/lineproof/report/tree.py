"""How does an explanation read as a tree of text? Labels left, amounts aligned, reasons right.

Plain text, no colour: it can be pasted into a letter. Chinese characters take two columns.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from lineproof.model.explained import Explained
from lineproof.model.money import format_minor
from lineproof.report.amounts import amount_text
from lineproof.report.as_json import is_money
from lineproof.report.phrases import label_text, unit_text
from lineproof.report.wording import Language, Word
from lineproof.settle.factors import plain

_GAP = 2
_LABEL_MIN = 24
_PERCENT_DIGITS = 4
#: Units that a value is shown without: its label says what it is.
_BARE_UNITS = {"", "ratio"}


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the tree."""

    label: str
    value: str
    remark: str


def tree_text(node: Explained, *, digits: int, language: Language = "en") -> str:
    """Return an explanation as lines of text, each ending in a line feed.

    digits: decimals of the contract's currency.
    """
    rows = list(_rows(node, digits, language, ("", "")))
    label_width = max(_LABEL_MIN, *(text_width(row.label) for row in rows)) + _GAP
    dots = [_whole_width(row.value) for row in rows]
    before = max(dots)
    values = [" " * (before - dot) + row.value for row, dot in zip(rows, dots, strict=True)]
    value_width = max(text_width(value) for value in values) + _GAP
    lines = (
        padded(row.label, label_width) + padded(value, value_width) + row.remark
        for row, value in zip(rows, values, strict=True)
    )
    return "".join(line.rstrip() + "\n" for line in lines)


def _whole_width(value: str) -> int:
    """Return how many columns stand before the decimal point."""
    return len(value.split(" ", 1)[0].split(".", 1)[0])


def text_width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> text_width("rent"), text_width("租金")
    (4, 4)
    """
    return sum(_char_width(char) for char in text)


def padded(text: str, width: int) -> str:
    """Return a text filled with spaces to so many columns."""
    return text + " " * (width - text_width(text))


def _char_width(char: str) -> int:
    """Return the columns of one character."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _rows(
    node: Explained, digits: int, language: Language, stems: tuple[str, str]
) -> Iterator[_Row]:
    """Yield a node and what is below it.

    stems: what stands before its own label, and before its children's.
    """
    label = stems[0] + label_text(node.label, language)
    yield _Row(label, value_text(node, digits, language), remark_text(node, digits, language))
    for number, child in enumerate(node.inputs, start=1):
        is_last = number == len(node.inputs)
        own = stems[1] + ("└─ " if is_last else "├─ ")
        below = stems[1] + ("   " if is_last else "│  ")
        yield from _rows(child, digits, language, (own, below))


def value_text(node: Explained, digits: int, language: Language) -> str:
    """Return a node's value; money with more decimals than fit ends in an ellipsis."""
    if node.bounds is not None:
        low, high = (
            Word.UNKNOWN.said(language) if end is None else amount_text(end, digits=digits)
            for end in node.bounds
        )
        return Word.BETWEEN.said(language, low=low, high=high)
    if is_money(node):
        return _money_text(node.value, digits)
    if node.unit == "%":
        return f"{cut_decimals(node.value, _PERCENT_DIGITS)} %"
    unit = "" if node.unit in _BARE_UNITS else f" {unit_text(node.unit, language)}"
    return plain(node.value) + unit


def _money_text(minor: Fraction, digits: int) -> str:
    """Return an amount, or as much of it as shows which way it rounds."""
    if minor.denominator == 1:
        return amount_text(int(minor), digits=digits)
    whole, dot, decimals = cut_decimals(abs(minor) / 10**digits, digits + 1).partition(".")
    return f"{'-' if minor < 0 else ''}{int(whole):,}{dot}{decimals}"


def cut_decimals(value: Fraction, digits: int) -> str:
    """Return a ratio cut, not rounded, after so many decimals; an ellipsis says that more follow.

    >>> cut_decimals(Fraction(25200, 31), 3), cut_decimals(Fraction(1, 2), 3)
    ('812.903…', '0.5')
    """
    scaled, rest = divmod(abs(value.numerator) * 10**digits, value.denominator)
    if not rest:
        return plain(value)
    sign = "-" if value < 0 else ""
    return sign + format_minor(scaled, digits=digits) + "…"


def remark_text(node: Explained, digits: int, language: Language) -> str:
    """Return what a node rests on: its rounding, its evidence, its clause."""
    parts = []
    if node.is_rounded and node.value != node.exact:
        exact = _money_text(node.exact, digits) if is_money(node) else plain(node.exact)
        parts.append(Word.ROUNDED_FROM.said(language, exact=exact))
    parts += [", ".join(node.evidence)] if node.evidence else []
    if node.clause:
        parts.append(Word.CLAUSE_N.said(language, clause=node.clause))
    return Word.SEMICOLON.said(language).join(parts)
