"""Was it up? A month's availability by day, one circuit's hours, and what each outage rests on.

What was never measured is unknown, and never looks like up.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lineproof.assess.outages import outages_of
from lineproof.assess.term_months import TermMonth, unit_named
from lineproof.contract.case import View
from lineproof.report.durations import duration_text
from lineproof.report.heat_map import draw_heat_map, heat_map
from lineproof.report.outages import Proof, instant_text, remarks_text
from lineproof.report.picture_words import sites_of
from lineproof.report.strip import draw_strip, strip
from lineproof.report.terminal_availability import rule_text, scope_text, totals_rows
from lineproof.report.wording import Language, Word
from lineproof.web.kept.contracts import Circuit, Contract
from lineproof.web.known.case import At, at, known
from lineproof.web.known.measuring import measured, proofs
from lineproof.web.known.months import neighbours, refuse_outside_term
from lineproof.web.server.middleware import language_spoken
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

UNITS_MAX = 60
OUTAGES_MAX = 100
_NAME_MAX = 100
_STATES = ("", "down", "unknown")


@dataclasses.dataclass(frozen=True, slots=True)
class ToldOutage:
    """A stretch in which a unit wasn't up, in one language."""

    unit: str
    is_down: bool
    began: str
    ended: str
    length: str
    remarks: str
    claims: tuple[str, ...]
    batches: tuple[Proof, ...]


@page(Right.SEE)
def availability(request: Asked, pk: int, month: str) -> HttpResponse:
    """Show a month by day: who was down, for how long, and what isn't known; or one unit of it."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    state, language = at(contract), language_spoken()
    refuse_outside_term(state, month)
    shown = {"contract": contract, "month": month, **neighbours(state, month)}
    name = request.GET.get("unit", "")
    if name:
        units = of_line(contract, state, month, name)
        if not units:
            raise Http404(_("It isn't in service in this month."))
        circuit = Circuit.objects.filter(schedule__in=contract.in_force.schedules.all())
        named = circuit.filter(circuit=name) | circuit.filter(line=name)
        more = {"unit": name, "units": units, "circuit": named.first()}
        return render(request, "web/unit.html", shown | more)
    asked = {"q": request.GET.get("q", "")[:_NAME_MAX].strip(), "only": request.GET.get("only", "")}
    view = known(state).view
    terms = [_told(view, _matching(view, found, **asked), language) for found in
             measured(state, month)]  # fmt: skip
    return render(request, "web/availability.html", shown | {"terms": terms, "asked": asked})


@page(Right.SEE)
def picture(request: Asked, pk: int, month: str) -> HttpResponse:
    """Give the picture of a month of one term, or of one unit of it, as SVG."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    state, language = at(contract), language_spoken()
    refuse_outside_term(state, month)
    view, term = known(state).view, request.GET.get("term", "")
    found = next((f for f in measured(state, month) if f.term.id == term), None)
    name = request.GET.get("unit", "")
    unit = unit_named(found, name) if found is not None and name else None
    if found is None or (name and unit is None):
        raise Http404(_("Nothing was measured."))
    if unit is None:
        drawn = draw_heat_map(heat_map(view, found, language, worst=UNITS_MAX, month=month),
                              form="svg")  # fmt: skip
    else:
        drawn = draw_strip(strip(view, found, language, unit=unit, month=month), form="svg")
    return HttpResponse(drawn, content_type="image/svg+xml")


def of_line(contract: Contract, state: At, month: str, name: str) -> list[dict[str, object]]:
    """Return what each availability term tells of a line, circuit or group in a month."""
    view, language = known(state).view, language_spoken()
    found = [(term, unit_named(term, name)) for term in measured(state, month)]
    return [
        _told_unit(view, term, unit, proofs(contract, term, unit), language) | {"month": month}
        for term, unit in found
        if unit is not None
    ]


def _told_unit(
    view: View, found: TermMonth, unit: str, held: tuple[Proof, ...], language: Language
) -> dict[str, object]:
    """Return one unit's month: figures, and its outages with the batches behind each."""
    told = strip(view, found, language, unit=unit, month=found.days_of_month.start.isoformat()[:7])
    rows = outages_of(found.month).filter(pl.col("unit") == unit)
    return {
        "unit": unit,
        "term": found.term.id,
        "clause": found.term.clause,
        "figures": told["figures"],
        "outages": _outages(view, rows.head(OUTAGES_MAX), language, held),
        "more": max(0, rows.height - OUTAGES_MAX),
        "batches": [_batch(proof, view) for proof in held[:OUTAGES_MAX]],
    }


def _matching(view: View, found: TermMonth, *, q: str, only: str) -> TermMonth:
    """Return a term's month with the units alone that match: by name or site, down or unknown."""
    units = found.units
    if only in {"down", "unknown"}:
        units = units.filter(pl.col(only) > 0)
    if q:
        sites = sites_of(view, units.get_column("unit"))
        named = [unit for unit, site in sites.items() if q.casefold() in site.casefold()]
        holds = pl.col("unit").str.to_lowercase().str.contains(q.lower(), literal=True)
        units = units.filter(holds | pl.col("unit").is_in(named))
    return dataclasses.replace(found, units=units)


def _told(view: View, found: TermMonth, language: Language) -> dict[str, object]:
    """Return a term's month as it is to be read: totals, cells by day, outages."""
    term, month = found.term, found.days_of_month.start.isoformat()[:7]
    drawn: dict[str, Any] = heat_map(view, found, language, worst=UNITS_MAX, month=month)
    looks = {each["look"]: each["text"] for each in drawn["legend"] if not each["hatched"]}
    rows = outages_of(found.month).join(found.units.select("unit"), on="unit", how="semi")
    return {
        "term": term.id,
        "clause": term.clause,
        "rule": rule_text(term, language),
        "scope": Word.RULES_THE_MONEY.said(language, what=scope_text(found, language)),
        "note": "" if found.is_judged else Word.NOT_THIS_MONTH.said(language),
        "totals": totals_rows(found, language),
        "total_heads": [Word.AVAILABLE_PERCENT.said(language), Word.WITH_EXCLUSIONS.said(language),
                        Word.WITHOUT_EXCLUSIONS.said(language)],
        "drawn": drawn,
        "rows": [_row(row, looks, language) for row in drawn["rows"]],
        "outages": _outages(view, rows.head(OUTAGES_MAX), language, ()),
        "more": max(0, rows.height - OUTAGES_MAX),
        "counts": _counts(rows, language),
    }  # fmt: skip


def _row(row: Mapping[str, Any], looks: Mapping[str, str], language: Language) -> dict[str, object]:
    """Return a unit's row: each day's cell with what it means, in words."""
    excluded = Word.EXCLUDED.said(language)
    cells = [{**cell, "text": looks.get(cell["look"]) or excluded} for cell in row["cells"]]
    return {**row, "cells": cells}


def _counts(rows: pl.DataFrame, language: Language) -> str:
    """Return how many outages and unknown stretches there are."""
    down = rows.filter(pl.col("state") == "down").height
    counts = {"down": f"{down:,}", "unknown": f"{rows.height - down:,}"}
    return Word.OUTAGES_N.said(language, **counts)


def _outages(
    view: View, rows: pl.DataFrame, language: Language, held: Iterable[Proof]
) -> list[ToldOutage]:
    """Return outages as they are to be read; held: the batches that tell of them, where known."""
    zone = ZoneInfo(view.contract.contract.timezone)
    return [
        ToldOutage(
            unit=row["unit"],
            is_down=row["state"] == "down",
            began=instant_text(row["lo"], zone),
            ended=instant_text(row["hi"], zone),
            length=duration_text(row["hi"] - row["lo"], language),
            remarks=remarks_text(row, zone, language),
            claims=tuple(row["claims"]),
            batches=tuple(p for p in held if p.lo < row["hi"] and p.hi > row["since"]),
        )
        for row in rows.iter_rows(named=True)
    ]


def _batch(proof: Proof, view: View) -> dict[str, str]:
    """Return a batch of samples as it is to be read."""
    zone = ZoneInfo(view.contract.contract.timezone)
    return {
        "id": proof.batch,
        "vantage": proof.vantage,
        "source": proof.source,
        "recorded": proof.recorded_at.astimezone(zone).isoformat(" ", "minutes"),
        "first": instant_text(proof.lo, zone),
        "last": instant_text(proof.hi, zone),
    }
