"""Does every number that is quoted stand in a field? One that doesn't was perhaps forgotten."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from lineproof.contract.fields import Term
from lineproof.contract.lint.numerals import named_numbers
from lineproof.contract.lint.view import LintView
from lineproof.contract.lint.wording import some
from lineproof.contract.terms.standing import Unmodelled
from lineproof.model.finding import Finding, Severity

_IN_TEXT = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_APART = {"id", "clause", "quote", "overrides"}
_HEAD = ("signed", "start", "end", "months", "stated_total", "stated_count")


def numbers_held(view: LintView) -> Iterator[Finding]:
    """W-QUOTE-NUMBER: a number in a quote is held by a field of the term, or of the head."""
    for term in view.terms:
        if term.quote is None or isinstance(term, Unmodelled):
            continue
        held, days = _held(view, term)
        missing = [
            named.text
            for named in named_numbers(term.quote)
            if not (named.date in days if named.date else held & set(named.values))
        ]
        if missing:
            yield Finding(
                "W-QUOTE-NUMBER",
                Severity.WARNING,
                f"the quote of {term.id} names {some(missing)}, and no field of it holds that",
                view.where(term, "quote"),
                "Check that no parameter was forgotten, and that none was misread.",
                clause=term.clause,
                subject=term.id,
            )


def _held(view: LintView, term: Term) -> tuple[set[Fraction], set[dt.date]]:
    """Return the numbers and days that a term's fields and the head hold."""
    head = view.contract.contract
    values = [*_values(term), *(getattr(head, name) for name in _HEAD)]
    days = {value for value in values if isinstance(value, dt.date)}
    numbers = {Fraction(v) for v in values if isinstance(v, int | Decimal | Fraction)}
    numbers |= {Fraction(part) for day in days for part in (day.year, day.month, day.day)}
    for text in (value for value in values if isinstance(value, str)):
        numbers |= {Fraction(number) for number in _IN_TEXT.findall(text)}
        numbers |= {value for named in named_numbers(text) for value in named.values}
    if head.stated_total is not None:
        numbers |= {share * Fraction(head.stated_total) for share in numbers if 0 < share < 1}
    return numbers, days


def _values(part: object) -> Iterator[object]:
    """Yield the values of a part's fields and of the parts in it."""
    for field in dataclasses.fields(cast("Any", part)):
        if field.name not in _APART:
            yield from _flat(getattr(part, field.name))


def _flat(value: object) -> Iterator[object]:
    """Yield a value, or the values in it."""
    if dataclasses.is_dataclass(value):
        yield from _values(value)
    elif isinstance(value, tuple):
        for child in value:
            yield from _flat(child)
    elif isinstance(value, dict):
        for child in value.values():
            yield from _flat(child)
    elif not isinstance(value, bool):
        yield value


RULES = (numbers_held,)
