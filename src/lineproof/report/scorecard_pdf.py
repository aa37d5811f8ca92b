"""How is a scorecard set on paper, to be signed? Typst sets it; data goes in as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lineproof.assess.scorecard import Deduction, ItemScore
from lineproof.report.paper import pages
from lineproof.report.scorecard import Sheet, evidence_text, missing_of, paid_text, span_text
from lineproof.report.scorecard_words import reason_text
from lineproof.report.wording import Language, Word
from lineproof.settle.factors import plain

#: More deductions than this are left to the JSON: paper is to be read and signed.
DEDUCTIONS_MAX = 400


def scorecard_pdf(sheet: Sheet, *, language: Language) -> bytes:
    """Return a sheet as PDF; the same bytes for the same sheet.

    Its date of creation is the month's last day. Only the fonts beside this module are used.
    """
    last = sheet.days.end - dt.timedelta(days=1)
    return pages("scorecard", _data(sheet, language), on=last)


def _data(sheet: Sheet, language: Language) -> dict[str, Any]:
    """Return every text of the sheet, in a language."""

    def said(word: Word, **values: object) -> str:
        return word.said(language, **values)

    parties = ((Word.BUYER, sheet.buyer), (Word.PROVIDER, sheet.provider))
    found = sheet.deductions
    more = len(found) - DEDUCTIONS_MAX
    return {
        "language": language,
        "title": said(Word.SCORE_SHEET),
        "contract": sheet.contract,
        "month": sheet.score.month,
        "page": said(Word.PAGE, page="{page}", pages="{pages}"),
        "parties": [(said(word), name) for word, name in parties],
        "facts": _facts(sheet, language),
        "total": {
            "label": said(Word.POINTS_TOTAL),
            "note": said(_how(sheet)),
            "points": span_text(*sheet.ends),
            "of": plain(sheet.score.base),
            "is_open": not sheet.is_settled,
        },
        "paid": [(f"{top.term}, {said(Word.CLAUSE_N, clause=top.clause)}", paid_text(top, low))
                 for top, low in sheet.paid],
        "paid_label": said(Word.PAID_OF_MONTH),
        "items_title": said(Word.SCORED_ITEMS),
        "item_heads": [said(word) for word in (Word.SCORE_ITEM, Word.READS, Word.CLAUSE,
                                               Word.POINTS_MAX, Word.POINTS_LOST, Word.POINTS)],
        "items": [_item(sheet, item) for item in sheet.score.items],
        "sum": [said(Word.POINTS_TOTAL), *_sums(sheet)],
        "deductions_title": said(Word.DEDUCTIONS),
        "deduction_heads": [said(word) for word in (Word.SCORE_ITEM, Word.REASON, Word.INCIDENT,
                                                    Word.EVIDENCE, Word.POINTS_LOST)],
        "deductions": [_deduction(each, language) for each in found[:DEDUCTIONS_MAX]],
        "none": said(Word.MORE_DEDUCTIONS, count=more) if more > 0
        else "" if found else said(Word.NO_DEDUCTIONS),
        "missing_title": said(Word.MISSING),
        "missing": [(item.item, reason_text(item.missing, language))
                    for item in missing_of(sheet)],
        "sign_title": said(Word.SIGN_BOTH),
        "sign_for": [(said(Word.SIGN_FOR, party=said(word)), name) for word, name in parties],
        "sign_fields": [said(Word.SIGN_NAME), said(Word.SIGN_DATE)],
        "sign_note": said(Word.SIGN_NOTE),
    }  # fmt: skip


def _how(sheet: Sheet) -> Word:
    """Return how the score came about."""
    if sheet.score.signed is not None:
        return Word.POINTS_SIGNED
    return Word.POINTS_WORKED_OUT if sheet.is_settled else Word.POINTS_OPEN


def _facts(sheet: Sheet, language: Language) -> list[tuple[str, str]]:
    """Return what the sheet is about."""
    last = sheet.days.end - dt.timedelta(days=1)
    period = Word.PERIOD_DAYS.said(language, first=sheet.days.start, last=last)
    return [
        (Word.CONTRACT.said(language), sheet.contract),
        (Word.PERIOD.said(language), period),
        (Word.TERM.said(language), f"{sheet.card.id}, {sheet.card.clause}"),
    ]


def _item(sheet: Sheet, item: ItemScore) -> list[str]:
    """Return an item's row."""
    term = next(each for each in sheet.card.items if each.item == item.item)
    lost = span_text(item.max_points - item.high, item.max_points - item.low)
    return [
        item.item, term.metric, term.clause or sheet.card.clause, plain(item.max_points), lost,
        span_text(item.low, item.high),
    ]  # fmt: skip


def _sums(sheet: Sheet) -> list[str]:
    """Return what the items come to together, as worked out."""
    score = sheet.score
    lost = span_text(score.base - score.high, score.base - score.low)
    return [plain(score.base), lost, span_text(score.low, score.high)]


def _deduction(found: Deduction, language: Language) -> list[str]:
    """Return a deduction's row."""
    incident = found.incident or "–"
    if found.endpoints:
        incident = f"{incident}; {Word.ENDPOINTS.said(language).lower()}: {found.endpoints}"
    return [
        found.item, reason_text(found.why, language), incident, evidence_text(found) or "–",
        span_text(found.low, found.high),
    ]  # fmt: skip
