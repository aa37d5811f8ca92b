"""What does a heat map of a month show? A row a unit, the worst on top, and a cell a local day."""

from __future__ import annotations

from typing import Any

from lineproof.assess.term_months import TermMonth
from lineproof.contract.case import View
from lineproof.report.availability import unit_availability
from lineproof.report.day_cells import Look, Mix, day_cells
from lineproof.report.durations import duration_text
from lineproof.report.percentages import availability_text, share_text
from lineproof.report.picture import Form, drawn
from lineproof.report.picture_words import (
    day_heads,
    legend_of,
    length_notes,
    sites_of,
    titles,
)
from lineproof.report.wall_clock import wall_days
from lineproof.report.wording import Language, Word

#: So many rows are a picture; more are a wallpaper.
ROWS_MAX = 400
_LEGEND = {
    Look.UP: Word.UP,
    Look.SHORT: Word.LEGEND_SHORT,
    Look.LONG: Word.LEGEND_LONG,
    Look.WORST: Word.LEGEND_WORST,
    Look.PARTLY: Word.LEGEND_PARTLY,
    Look.UNKNOWN: Word.LEGEND_UNKNOWN,
    Look.EXCLUDED: Word.EXCLUDED,
    Look.OUT: Word.LEGEND_OUT,
}


def heat_map(
    view: View, found: TermMonth, language: Language, *, worst: int, month: str
) -> dict[str, object]:
    """Return what a heat map of the worst units says, for `drawn`."""
    rows = found.units.head(min(worst, ROWS_MAX))
    names = rows.get_column("unit").to_list()
    days = wall_days(found.days_of_month, timezone=view.contract.contract.timezone)
    cells, sites = day_cells(found.month, names, days), sites_of(view, names)
    unit = Word.GROUP if found.term.scope == "group" else Word.CIRCUIT
    told = titles(view, found, language, title=Word.HEAT_MAP, month=month)
    notes = length_notes(days, language)
    if rows.height < found.units.height:
        counts = {"shown": f"{rows.height:,}", "all": f"{found.units.height:,}"}
        notes.insert(0, Word.SHOWN_OF.said(language, **counts))
    return told | {
        "heads": {
            "unit": unit.said(language),
            "available": Word.AVAILABLE_PERCENT.said(language),
            "measured": Word.COVERAGE_PERCENT.said(language),
            "down": Word.TIME_DOWN.said(language),
        },
        "days": day_heads(days, language),
        "rows": [
            {
                "unit": row["unit"],
                "site": sites.get(row["unit"], ""),
                "cells": [_cell(mix) for mix in cells[row["unit"]]],
                **_figures(row, found, language),
            }
            for row in rows.iter_rows(named=True)
        ],
        "legend": _legend([mix for mixes in cells.values() for mix in mixes], language),
        "notes": notes,
    }


def draw_heat_map(data: dict[str, object], *, form: Form) -> bytes:
    """Return a heat map as SVG or PNG."""
    return drawn("heat_map", data, form=form)


def _cell(mix: Mix) -> dict[str, object]:
    """Return one day's cell; marked: some of it is unknown too, beside what was down."""
    return {
        "look": mix.look.value,
        "hatched": mix.excluded > 0,
        "marked": mix.down > 0 and mix.unknown > 0,
    }


def _figures(row: dict[str, Any], found: TermMonth, language: Language) -> dict[str, str]:
    """Return a unit's figures."""
    digits = found.term.round_digits
    percent = unit_availability(row, digits=digits)
    return {
        "available": availability_text(percent, digits=digits, language=language),
        "measured": share_text(row["known"], row["service"]),
        "down": duration_text(row["down"], language),
    }


def _legend(mixes: list[Mix], language: Language) -> list[dict[str, object]]:
    """Return what the cells mean that occur."""
    looks = {mix.look for mix in mixes}
    if any(mix.excluded for mix in mixes):
        looks.add(Look.EXCLUDED)
    legend = legend_of(_LEGEND, looks, language)
    both = next((mix for mix in mixes if mix.down and mix.unknown), None)
    if both is not None:
        text = Word.LEGEND_BOTH.said(language)
        legend.append({"look": both.look.value, "text": text, "hatched": False, "marked": True})
    return legend
