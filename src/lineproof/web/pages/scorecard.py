"""How good was a month? Its score, what each side says of it, and what both sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lineproof.assess.scorecard import Deduction
from lineproof.model.errors import LineproofError
from lineproof.report.amounts import bounded_text
from lineproof.report.score_cells import look_text, score_legend, score_look
from lineproof.report.scorecard import (
    EVIDENCE_SHOWN_MAX,
    Sheet,
    missing_of,
    paid_text,
    span_text,
)
from lineproof.report.scorecard_words import reason_text
from lineproof.report.wording import Language
from lineproof.settle.factors import plain
from lineproof.settle.what_if import difference
from lineproof.web.doing.scores import (
    Given,
    give_figure,
    settled_at,
    sheet_hash,
    sheets,
    sign_figure,
    standing,
)
from lineproof.web.kept.contracts import Circuit, Contract, Record
from lineproof.web.kept.said import TEXT_MAX, ScoreFigure
from lineproof.web.known.case import At, at, known, settled, today
from lineproof.web.known.months import months_begun, neighbours, refuse_outside_term
from lineproof.web.pages.texts import problem_text
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right
from lineproof.web.who.sides import Side, side_of

_DEDUCTIONS_MAX = 200
MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """One side's figure in one language, and what the month would earn by it."""

    whose: str
    points: str
    paid: str
    earned: str
    more: str
    reason: str
    by: str
    at: dt.datetime | None
    is_signed: bool


@page(Right.SEE)
def scorecards(request: Asked, pk: int) -> HttpResponse:
    """Show items by month, twelve months at a time; each cell leads to its month."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    state, language = at(contract), language_spoken()
    found = known(state)
    months = list(months_begun(found.view.term_days, today(found.case, timezone.now())))
    until = request.GET.get("until", "")
    shown_until = months.index(until) + 1 if until in months else len(months)
    first = max(0, shown_until - MONTHS_SHOWN)
    chosen = months[first:shown_until]
    by_month = {month: sheets(state, month) for month in chosen}
    shown = {
        "contract": contract,
        "months": chosen,
        "cards": list(_cards(by_month, language)),
        "legend": score_legend(language),
        "earlier": months[first - 1] if first else None,
        "later": months[min(shown_until + MONTHS_SHOWN, len(months)) - 1]
        if shown_until < len(months) else None,
    }  # fmt: skip
    return render(request, "web/scorecards.html", shown)


def _cards(
    by_month: dict[str, tuple[Sheet, ...]], language: Language
) -> Iterator[dict[str, object]]:
    """Yield each scorecard with its items by month."""
    cards = {sheet.card.id: sheet.card for found in by_month.values() for sheet in found}
    for card in cards.values():
        own = {m: next((s for s in found if s.card.id == card.id), None)
               for m, found in by_month.items()}  # fmt: skip
        yield {
            "term": card.id,
            "clause": card.clause,
            "totals": [(month, "" if sheet is None else span_text(*sheet.ends))
                       for month, sheet in own.items()],
            "rows": [
                (item.item, plain(item.max_points), [_cell(m, s, item.item, language)
                                                     for m, s in own.items()])
                for item in card.items
            ],
        }  # fmt: skip


def _cell(month: str, sheet: Sheet | None, name: str, language: Language) -> dict[str, str]:
    """Return an item's month: its points, and how it looks."""
    item = next((i for i in sheet.score.items if i.item == name), None) if sheet else None
    if item is None:
        return {"month": month, "look": "out", "points": "", "text": ""}
    look = score_look(item)
    text = look_text(look, language)
    points = span_text(item.low, item.high) if item.low == item.high else "?"
    return {"month": month, "look": look.value, "points": points, "text": text}


@page(Right.SEE)
def scorecard(request: Asked, pk: int, month: str) -> HttpResponse:
    """Show the score of a month: its items, its deductions, and both sides' figures."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    state, language = at(contract), language_spoken()
    refuse_outside_term(state, month)
    found = sheets(state, month)
    may_sign = contract.allows(request.user, Right.SIGN)
    is_sealed = contract.sealed.filter(month=month).exists()
    shown = {
        "contract": contract,
        "month": month,
        "sheets": [_told_sheet(contract, sheet, language) for sheet in found],
        "figures": list(_figures(contract, state, found[0])) if len(found) == 1 else [],
        "between": _between(contract, state, found[0]) if len(found) == 1 else "",
        "offers": _offers(contract, found[0]) if len(found) == 1 else [],
        "currency": known(state).case.contract.contract.currency,
        "may_sign": may_sign and not is_sealed and len(found) == 1,
        "side": side_of(request.user, contract).label,
        "most": TEXT_MAX,
        **neighbours(state, month),
    }
    return render(request, "web/scorecard.html", shown)


def _figures(contract: Contract, state: At, sheet: Sheet) -> Iterator[ToldFigure]:
    """Yield the sheet's own figure, and each side's, with what the month earns by it."""
    language, month = language_spoken(), sheet.score.month
    digits = known(state).case.contract.digits
    own = settled(state, month).gross
    earned = bounded_text(own, digits=digits, language=language)
    whose = _("as both sides signed") if sheet.score.signed is not None else _("as recorded")
    yield ToldFigure(whose, span_text(*sheet.ends), _paid(sheet), earned, "", "", "", None,
                     sheet.score.signed is not None)  # fmt: skip
    for side, figure in sorted(standing(contract, month, sheet.card.id).items()):
        theirs, made = settled_at(state, month, figure.points)
        more = difference(own, made.gross)
        yield ToldFigure(
            whose=str(Side(side).label),
            points=figure.points,
            paid=_paid(theirs),
            earned=bounded_text(made.gross, digits=digits, language=language),
            more=bounded_text(more, digits=digits, language=language),
            reason=figure.reason,
            by=str(figure.by),
            at=figure.at,
            is_signed=figure.is_signed and figure.sheet == sheet_hash(sheet),
        )


def _between(contract: Contract, state: At, sheet: Sheet) -> str:
    """Return the money between both sides' figures; blank where they don't differ, or one is."""
    month, given = sheet.score.month, standing(contract, sheet.score.month, sheet.card.id)
    if len(given) < len(Side):
        return ""
    ends = [settled_at(state, month, given[side].points)[1].gross for side in Side]
    digits = known(state).case.contract.digits
    return bounded_text(difference(*ends), digits=digits, language=language_spoken())


def _paid(sheet: Sheet) -> str:
    """Return the share of the month that each of a sheet's bands leaves."""
    return ", ".join(paid_text(high, low) for high, low in sheet.paid)


def _offers(contract: Contract, sheet: Sheet) -> list[str]:
    """Return the figures that may be signed: what is worked out, and what a side gave."""
    low, high = sheet.ends
    given = standing(contract, sheet.score.month, sheet.card.id)
    own = [plain(low)] if low == high else []
    return list(dict.fromkeys([*own, *(figure.points for figure in given.values())]))


def _told_sheet(contract: Contract, sheet: Sheet, language: Language) -> dict[str, object]:
    """Return a sheet as it is to be read."""
    metrics = {item.item: item.metric for item in sheet.card.items}
    score, deductions = sheet.score, sheet.deductions[:_DEDUCTIONS_MAX]
    links = _links(contract, score.month, deductions)
    return {
        "term": sheet.card.id,
        "clause": sheet.card.clause,
        "hash": sheet_hash(sheet),
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
                "evidence": [(name, links.get(name, "")) for name in
                             each.evidence[:EVIDENCE_SHOWN_MAX]],
                "rest": max(0, len(each.evidence) - EVIDENCE_SHOWN_MAX),
            }
            for each in deductions
        ],
        "more": max(0, len(sheet.deductions) - _DEDUCTIONS_MAX),
        "missing": [(item.item, reason_text(item.missing, language)) for item in missing_of(sheet)],
    }  # fmt: skip


def _links(contract: Contract, month: str, deductions: tuple[Deduction, ...]) -> dict[str, str]:
    """Return where a deduction's evidence is shown: an outage's circuit, a record's line."""
    names = {n for each in deductions for n in each.evidence[:EVIDENCE_SHOWN_MAX]}
    outages = reverse("availability", args=(contract.pk, month))
    found = {n: f"{outages}?{urlencode({'unit': n.partition('@')[0]})}" for n in names if "@" in n}
    rows = {}
    for name in names - found.keys():
        path, _colon, row = name.rpartition(":")
        if row.isdecimal():
            rows[path.removeprefix("records/").removesuffix(".csv"), int(row)] = name
    for kind in {kind for kind, _row in rows}:
        wanted = [row for each, row in rows if each == kind]
        told = Record.objects.filter(contract=contract, kind=kind, row__in=wanted).exclude(line="")
        lines = {record.line: record.row for record in told}
        circuits = Circuit.objects.filter(
            schedule__in=contract.in_force.schedules.all(), line__in=lines
        )
        for circuit in circuits:
            address = reverse("circuit", args=(contract.pk, circuit.pk))
            found[rows[kind, lines[circuit.line]]] = f"{address}?month={month}"
    return found


def _percent(part: Fraction, whole: Fraction) -> int:
    """Return a share as whole per cent, cut, for a bar."""
    return int(part * 100 / whole) if whole else 0


@page(Right.SIGN, method="POST")
def give(request: Asked, pk: int, month: str) -> HttpResponse:
    """Give the figure of the reader's side, with its reason."""
    told = _("The figure is given; both sides see it beside the other.")
    return _stated(request, pk, month, give_figure, told)


@page(Right.SIGN, method="POST")
def sign(request: Asked, pk: int, month: str) -> HttpResponse:
    """Sign a figure for the reader's side."""
    return _stated(request, pk, month, sign_figure, _("Signed."))


def _stated(
    request: Asked, pk: int, month: str, keep: Callable[..., ScoreFigure], told: str
) -> HttpResponse:
    """Keep what a form says of a month's score."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SIGN)
    given = Given(
        month=month,
        card=request.POST.get("card", "")[:200],
        points=request.POST.get("points", "")[:20],
        sheet=request.POST.get("sheet", "")[:64],
        reason=request.POST.get("reason", "").strip(),
    )
    try:
        refuse_outside_term(at(contract), month)
        keep(contract, given, by=request.user)
        messages.success(request, told)
    except LineproofError as problem:
        messages.error(request, problem_text(problem))
    return redirect("scorecard", pk, month)
