"""How good was a month? Its score: each item, each deduction with what it rests on."""

from __future__ import annotations

from fractions import Fraction

from django.http import HttpResponse
from django.shortcuts import render

from lineproof.assess.measured import Measured
from lineproof.assess.taken import taken_in
from lineproof.model.period import parse_month
from lineproof.report.scorecard import (
    Sheet,
    evidence_text,
    missing_of,
    paid_text,
    sheets_of,
    span_text,
)
from lineproof.report.scorecard_words import reason_text
from lineproof.report.wording import Language
from lineproof.settle.factors import plain
from lineproof.web.access import Asked, page, reach
from lineproof.web.case import At, at, known
from lineproof.web.kept import Contract
from lineproof.web.middleware import language_spoken
from lineproof.web.months import neighbours, refuse_outside_term
from lineproof.web.rights import Right

_DEDUCTIONS_MAX = 200


@page(Right.SEE)
def scorecard(request: Asked, pk: int, month: str) -> HttpResponse:
    """Show the score of a month: each item, each deduction and what it rests on."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    state = at(contract)
    refuse_outside_term(state, month)
    sheets = [_told_sheet(sheet, language_spoken()) for sheet in _sheets(state, month)]
    shown = {"contract": contract, "month": month, "sheets": sheets, **neighbours(state, month)}
    return render(request, "web/scorecard.html", shown)


def _sheets(state: At, month: str) -> list[Sheet]:
    """Return the sheets of the scorecards in force in a month."""
    asked = parse_month(month)
    return list(sheets_of(Measured(taken_in(known(state).view, asked)), asked))


def _told_sheet(sheet: Sheet, language: Language) -> dict[str, object]:
    """Return a sheet as it is to be read."""
    metrics = {item.item: item.metric for item in sheet.card.items}
    score = sheet.score
    return {
        "term": sheet.card.id,
        "clause": sheet.card.clause,
        "total": span_text(*sheet.ends),
        "is_signed": score.signed is not None,
        "paid": [(paid_text(high, low), high.clause) for high, low in sheet.paid],
        "items": [
            {
                "name": item.item,
                "metric": metrics[item.item],
                "max": plain(item.max_points),
                "lost": span_text(item.max_points - item.high, item.max_points - item.low),
                "points": span_text(item.low, item.high),
                "is_known": item.low == item.high,
                "percent": _percent(item.low, item.max_points),
            }
            for item in score.items
        ],
        "deductions": [
            {
                "item": each.item,
                "why": reason_text(each.why, language),
                "lost": span_text(each.low, each.high),
                "incident": each.incident or "–",
                "evidence": evidence_text(each) or "–",
            }
            for each in sheet.deductions[:_DEDUCTIONS_MAX]
        ],
        "more": max(0, len(sheet.deductions) - _DEDUCTIONS_MAX),
        "missing": [(item.item, reason_text(item.missing, language)) for item in missing_of(sheet)],
    }


def _percent(part: Fraction, whole: Fraction) -> int:
    """Return a share as whole per cent, cut, for a bar."""
    return int(part * 100 / whole) if whole else 0
