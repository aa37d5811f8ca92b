"""What does a month's scorecard say? One sheet for terminal, JSON, PDF and XLSX alike.

It shows what was worked out and what was signed; it computes neither.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rich.text import Text

from lineproof.assess.measured import Measured
from lineproof.assess.scorecard import Deduction, ItemScore, Score
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import Bands, Scorecard
from lineproof.model.period import Days
from lineproof.report.printing import Printing
from lineproof.report.scorecard_words import reason_text
from lineproof.report.wording import Word
from lineproof.settle.factors import factor_of, is_measured, month_metric, plain
from lineproof.settle.settlement import Factor

EVIDENCE_SHOWN_MAX = 4
_DEDUCTIONS_SHOWN_MAX = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One month of one scorecard, as both parties should read it.

    paid: the factor that each bands term leaves, at the highest and the lowest score.
    """

    contract: str
    buyer: str
    provider: str
    days: Days
    card: Scorecard
    score: Score
    paid: tuple[tuple[Factor, Factor], ...]

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """The fewest and most points: what was signed, else what was worked out."""
        if self.score.signed is not None:
            return self.score.signed, self.score.signed
        return self.score.low, self.score.high

    @property
    def is_settled(self) -> bool:
        """Whether the score, or what follows from it, is known."""
        if self.paid:
            return all(high.factor == low.factor for high, low in self.paid)
        return self.ends[0] == self.ends[1]

    @property
    def deductions(self) -> tuple[Deduction, ...]:
        """All deductions, by item."""
        return tuple(d for item in self.score.items for d in item.deductions)


def sheets_of(measured: Measured, month: dt.date) -> Iterator[Sheet]:
    """Yield the sheet of each scorecard in force in a month."""
    view = measured.view
    head, days = view.contract.contract, view.period(month)
    bands = [b for b, _ in of_kind(view.versions, Bands, within=days) if not is_measured(view, b)]
    cards = {card.id: card for card, _ in of_kind(view.versions, Scorecard, within=days)}
    for card in cards.values():
        own = [b for b in bands if b.metric == card.id or (b.metric == "score" and len(cards) == 1)]
        metrics = ((b, month_metric(measured, b, month)) for b in own)
        yield Sheet(
            head.id,
            head.parties.buyer.name,
            head.parties.provider.name,
            days,
            card,
            measured.score(card, month),
            tuple(
                (factor_of(m, b, doubt="highest"), factor_of(m, b, doubt="lowest"))
                for b, m in metrics
                if m is not None
            ),
        )


def span_text(low: Fraction, high: Fraction) -> str:
    """Return a figure, or both its ends.

    >>> span_text(Fraction(1, 2), Fraction(1, 2)), span_text(Fraction(85), Fraction(92))
    ('0.5', '85 – 92')
    """
    return plain(low) if low == high else f"{plain(low)} – {plain(high)}"


def paid_text(high: Factor, low: Factor) -> str:
    """Return the share of the month that is paid, in per cent."""
    return f"{span_text(low.factor * 100, high.factor * 100)} %"


def evidence_text(deduction: Deduction, printing_more: str = "+{count}") -> str:
    """Return what a deduction rests on, the first of much."""
    shown = list(deduction.evidence[:EVIDENCE_SHOWN_MAX])
    more = len(deduction.evidence) - len(shown)
    return ", ".join([*shown, printing_more.format(count=more)] if more else shown)


def print_sheet(sheet: Sheet, printing: Printing) -> None:
    """Print the items, each deduction with what it rests on, and what is missing."""
    console, score = printing.console, sheet.score
    title = f"{printing.said(Word.SCORE_SHEET)}  {sheet.contract}  {score.month}"
    console.print(Text(title, style="bold"))
    said = Word.POINTS_SIGNED if score.signed is not None else Word.POINTS_WORKED_OUT
    total = f"{printing.said(Word.POINTS_TOTAL)}  {span_text(*sheet.ends)}"
    console.print(Text(f"{total}  ({printing.said(said)})"))
    for high, low in sheet.paid:
        label = f"{printing.said(Word.PAID_OF_MONTH)}  {paid_text(high, low)}"
        console.print(Text(f"{label}  ({high.term})"))
    console.print()
    table = printing.table(
        (Word.SCORE_ITEM, "left"), (Word.READS, "left"), (Word.POINTS_MAX, "right"),
        (Word.POINTS_LOST, "right"), (Word.POINTS, "right"),
    )  # fmt: skip
    metrics = {item.item: item.metric for item in sheet.card.items}
    for item in score.items:
        table.add_row(
            Text(item.item), Text(metrics[item.item]), plain(item.max_points),
            span_text(item.max_points - item.high, item.max_points - item.low),
            span_text(item.low, item.high),
        )  # fmt: skip
    console.print(table)
    _print_deductions(sheet, printing)
    _print_missing(sheet, printing)


def _print_deductions(sheet: Sheet, printing: Printing) -> None:
    """Print each deduction."""
    printing.heading(printing.said(Word.DEDUCTIONS))
    found = sheet.deductions
    if not found:
        printing.console.print(printing.said(Word.NO_DEDUCTIONS))
        return
    table = printing.table(
        (Word.SCORE_ITEM, "left"), (Word.REASON, "left"), (Word.POINTS_LOST, "right"),
        (Word.INCIDENT, "left"), (Word.EVIDENCE, "left"),
    )  # fmt: skip
    for each in found[:_DEDUCTIONS_SHOWN_MAX]:
        why = reason_text(each.why, printing.language)
        table.add_row(
            Text(each.item), Text(why), span_text(each.low, each.high), Text(each.incident or "–"),
            Text(evidence_text(each) or "–"),
        )  # fmt: skip
    printing.console.print(table)
    more = len(found) - _DEDUCTIONS_SHOWN_MAX
    if more > 0:
        printing.console.print(printing.said(Word.MORE_DEDUCTIONS, count=more))


def _print_missing(sheet: Sheet, printing: Printing) -> None:
    """Print what would settle the items that are open."""
    missing = missing_of(sheet)
    if missing:
        printing.heading(printing.said(Word.MISSING))
        for item in missing:
            printing.indented(f"{item.item}: {reason_text(item.missing, printing.language)}")


def missing_of(sheet: Sheet) -> tuple[ItemScore, ...]:
    """Return the items that are open, none where the total was signed."""
    if sheet.score.signed is not None:
        return ()
    return tuple(item for item in sheet.score.items if item.missing)


def sheet_json(sheet: Sheet) -> dict[str, Any]:
    """Return what `scorecard --json` prints of a scorecard."""
    score = sheet.score
    low, high = sheet.ends
    metrics = {item.item: (item.metric, item.clause or sheet.card.clause)
               for item in sheet.card.items}  # fmt: skip
    return {
        "contract": sheet.contract,
        "month": score.month,
        "scorecard": score.term,
        "clause": sheet.card.clause,
        "base": plain(score.base),
        "low": plain(low),
        "high": plain(high),
        "signed": None if score.signed is None else plain(score.signed),
        "evidence": list(score.evidence),
        "settled": sheet.is_settled,
        "paid": [
            {
                "term": top.term,
                "clause": top.clause,
                "low": plain(bottom.factor),
                "high": plain(top.factor),
            }
            for top, bottom in sheet.paid
        ],
        "items": [_item_json(item, *metrics[item.item]) for item in score.items],
    }


def _item_json(item: ItemScore, metric: str, clause: str) -> dict[str, Any]:
    """Return one item."""
    return {
        "item": item.item,
        "metric": metric,
        "clause": clause,
        "max_points": plain(item.max_points),
        "low": plain(item.low),
        "high": plain(item.high),
        "missing": item.missing or None,
        "deductions": [
            {
                "why": each.why,
                "low": plain(each.low),
                "high": plain(each.high),
                "incident": each.incident or None,
                "endpoints": each.endpoints or None,
                "evidence": list(each.evidence),
            }
            for each in item.deductions
        ],
    }
