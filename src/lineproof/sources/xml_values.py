"""Which value does an element of an e-invoice have? Amounts, decimals and days, or a finding.

It knows no format: a reader asks for what it expects, and what can't be read is collected.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from lxml import etree

from lineproof.model.finding import Finding, error
from lineproof.model.money import AMOUNT_MAX
from lineproof.settle.factors import plain
from lineproof.sources.flaws import quote

Node: TypeAlias = etree._Element  # noqa: SLF001 - lxml's only name for it
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})", re.ASCII)
_DAY = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})-([0-9]{2})|/([0-9]{2})/([0-9]{2})|([0-9]{2})([0-9]{2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})日)(?:[T ].*|[Z+-].*)?",
    re.ASCII,
)
_PLACES_MAX, _DIGITS_MAX = 18, 18
_FIX = "Ask the provider for a valid one."


@dataclass(slots=True)
class Values:
    """Reads values of one file, and collects what can't be read.

    digits: decimals of its currency; set once that is known.
    """

    file: str
    digits: int = 2
    findings: list[Finding] = field(default_factory=list)

    def text(self, node: Node | None) -> str:
        """Return an element's text on one line, "" where there is none."""
        return "" if node is None else " ".join("".join(node.itertext()).split())

    def money(self, node: Node | None, what: str) -> int | None:
        """Return an amount in minor units, None where it isn't there."""
        text = self.text(node)
        if node is None or not text:
            return None
        if _DECIMAL.fullmatch(text) is None:
            self._bad(node, what, text, "it is no amount")
            return None
        minor = Fraction(text) * 10**self.digits
        if minor.denominator != 1:
            self._bad(node, what, text, f"the currency has {self.digits} decimals")
            return None
        if abs(minor) > AMOUNT_MAX:
            self._bad(node, what, text, "it is too large")
            return None
        return int(minor)

    def decimal(self, node: Node | None, what: str) -> Fraction | None:
        """Return a number of any precision that a bill keeps, None where it isn't there."""
        text = self.text(node)
        if node is None or not text:
            return None
        if _DECIMAL.fullmatch(text) is None:
            self._bad(node, what, text, "it is no number")
            return None
        if decimal_text(Fraction(text)) is None:
            self._bad(node, what, text, "it has too many digits")
            return None
        return Fraction(text)

    def day(self, node: Node | None, what: str) -> dt.date | None:
        """Return a day, None where it isn't there; a time behind it says nothing."""
        text = self.text(node)
        if node is None or not text:
            return None
        match = _DAY.fullmatch(text)
        try:
            year, *rest = [int(part) for part in match.groups() if part] if match else [0]
            return dt.date(year, *rest)
        except (ValueError, TypeError):
            self._bad(node, what, text, "it is no day")
            return None

    def missing(self, what: str) -> None:
        """Collect that something is missing which every bill has."""
        message = f"{self.file} lacks {what}"
        self.findings.append(error("E-BILL-VALUE", message, where=self.file, fix=_FIX))

    def _bad(self, node: Node, what: str, text: str, why: str) -> None:
        """Collect that a value can't be read."""
        message = f"{what} is {quote(text)}: {why}"
        where = f"{self.file}:{node.sourceline}"
        self.findings.append(error("E-BILL-VALUE", message, where=where, fix=_FIX))


def decimal_text(number: Fraction | None) -> str | None:
    """Return a number as a bill's lines keep it, or None where no decimal of 18 places is it.

    >>> decimal_text(Fraction("812.90")), decimal_text(Fraction(1, 3))
    ('812.9', None)
    """
    if number is None:
        return None
    text = plain(number)
    whole, _, places = text.lstrip("-").partition(".")
    is_kept = "/" not in text and len(whole) <= _DIGITS_MAX and len(places) <= _PLACES_MAX
    return text if is_kept else None
