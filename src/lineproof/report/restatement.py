"""What would a restatement change of a closed month? Totals, lines, and what was recorded since."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from lineproof.model.money import parse_minor
from lineproof.report.amounts import amount_text
from lineproof.report.phrases import charge_name
from lineproof.report.wording import Language, Word
from lineproof.seal.compare import Side, compare
from lineproof.seal.deltas import deltas_csv

LINES_MAX = 100
_TOTALS = {"gross": Word.GROSS, "payable": Word.PAYABLE}


@dataclass(frozen=True, slots=True)
class Restated:
    """What is different by now, in one language; causes: inputs that differ, then / now.

    totals: name, then, now and change. lines: line, charge, then, now and change. more: how many
    lines aren't listed.
    """

    causes: tuple[str, ...]
    totals: tuple[tuple[str, str, str, str], ...]
    lines: tuple[tuple[str, str, str, str, str], ...]
    more: int


def restated(before: Side, after: Side, language: Language, *, digits: int) -> Restated:
    """Return what a month that was sealed comes to otherwise by now."""
    lines = list(_lines(before, after, language, digits=digits))
    return Restated(
        compare(before, after).inputs_differ,
        tuple(_totals(before, after, language, digits=digits)),
        tuple(lines[:LINES_MAX]),
        max(0, len(lines) - LINES_MAX),
    )


def _totals(
    before: Side, after: Side, language: Language, *, digits: int
) -> Iterator[tuple[str, str, str, str]]:
    """Yield the totals then and now."""
    for name, word in _TOTALS.items():
        then, now = (parse_minor(side.totals[name], digits=digits) for side in (before, after))
        yield word.said(language), *_said(then, now, digits=digits)


def _lines(
    before: Side, after: Side, language: Language, *, digits: int
) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield each line's charge that comes to something else, by line."""
    rows = pl.read_csv(io.BytesIO(deltas_csv(before.lines, after.lines)), infer_schema=False)
    sums: dict[tuple[str, str], list[int]] = {}
    for line, charge, amount, is_reversal in rows.select(
        "line", "charge", "amount", "is_reversal"
    ).iter_rows():
        minor = parse_minor(amount, digits=digits)
        found = sums.setdefault((line, charge), [0, 0])
        found[is_reversal != "1"] += -minor if is_reversal == "1" else minor
    for (line, charge), (then, now) in sums.items():
        if then != now:
            yield line, charge_name(charge, language), *_said(then, now, digits=digits)


def _said(then: int, now: int, *, digits: int) -> tuple[str, str, str]:
    """Return two amounts and the change from one to the other."""
    change = now - then
    sign = "+" if change > 0 else ""
    return (
        amount_text(then, digits=digits),
        amount_text(now, digits=digits),
        sign + amount_text(change, digits=digits),
    )
