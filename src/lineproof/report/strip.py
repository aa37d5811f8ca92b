"""What does a strip of one unit's month show? A row a local day, from 00:00 to 24:00, and outages.

Hours stand where the clock showed them, whatever the day's length.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from lineproof.assess.outages import outages_of
from lineproof.assess.term_months import TermMonth
from lineproof.contract.case import View
from lineproof.report.availability import unit_availability
from lineproof.report.day_cells import Look, parts_of
from lineproof.report.durations import duration_text
from lineproof.report.outages import clock_text
from lineproof.report.percentages import availability_text, share_text
from lineproof.report.picture import Form, drawn
from lineproof.report.picture_words import (
    clock_notes,
    day_heads,
    legend_of,
    sites_of,
    titles,
)
from lineproof.report.wall_clock import WallDay, wall_days
from lineproof.report.wording import Language, Word

_LABELS_MAX = 2
_LEGEND = {
    Look.UP: Word.UP,
    Look.WORST: Word.DOWN,
    Look.UNKNOWN: Word.LEGEND_UNKNOWN,
    Look.EXCLUDED: Word.EXCLUDED,
    Look.OUT: Word.LEGEND_OUT,
}
_LOOKS = {"up": Look.UP, "down": Look.WORST, "unknown": Look.UNKNOWN}


def strip(
    view: View, found: TermMonth, language: Language, *, unit: str, month: str
) -> dict[str, object]:
    """Return what a unit's strip says, for `drawn`."""
    zone = ZoneInfo(view.contract.contract.timezone)
    days = wall_days(found.days_of_month, timezone=zone.key)
    parts = parts_of(found.month, [unit])
    outages = outages_of(found.month).filter(pl.col("unit") == unit)
    told = titles(view, found, language, title=Word.STRIP, month=month)
    site = sites_of(view, [unit]).get(unit, "")
    told["about"] = "  ".join(filter(None, (str(told["about"]), unit, site)))
    looks = {_LOOKS[state] for state in parts.get_column("state")}
    if parts.get_column("mode").null_count() < parts.height:
        looks.add(Look.EXCLUDED)
    if parts.select((pl.col("hi") - pl.col("lo")).sum()).item() < days[-1].hi - days[0].lo:
        looks.add(Look.OUT)
    row = found.units.filter(pl.col("unit") == unit).row(0, named=True)
    return told | {
        "figures": _figures(row, found, language),
        "days": [
            head
            | {
                "bars": _bars(parts, day),
                "twice": [list(edges)] if (edges := day.repeated()) else [],
                "told": _told(outages, day, zone, language),
            }
            for head, day in zip(day_heads(days, language), days, strict=True)
        ],
        "legend": legend_of(_LEGEND, looks, language),
        "notes": clock_notes(days, language, twice=Word.HOUR_TWICE),
    }


def draw_strip(data: dict[str, object], *, form: Form) -> bytes:
    """Return a strip as SVG or PNG."""
    return drawn("strip", data, form=form)


def _bars(parts: pl.DataFrame, day: WallDay) -> list[dict[str, object]]:
    """Return where a day's states stand on the clock."""
    inside = parts.filter((pl.col("lo") < day.hi) & (pl.col("hi") > day.lo))
    return [
        {
            "start": bar.start_s,
            "end": bar.end_s,
            "lane": bar.lane,
            "look": _LOOKS[state].value,
            "hatched": mode is not None,
        }
        for lo, hi, state, mode in inside.select("lo", "hi", "state", "mode").iter_rows()
        for bar in day.bars(lo, hi)
    ]


def _told(outages: pl.DataFrame, day: WallDay, zone: ZoneInfo, language: Language) -> str:
    """Return what is said beside a day: the outages that begin in it, and for how long."""
    begun = outages.filter((pl.col("lo") >= day.lo) & (pl.col("lo") < day.hi))
    told = begun.sort(pl.col("state") != "down", "lo").head(_LABELS_MAX).sort("lo")
    labels = [_label(row, zone, language) for row in told.iter_rows(named=True)]
    if begun.height > told.height:
        more = begun.height - told.height
        labels.append(Word.AND_MORE_SHORT.said(language, count=more))
    return Word.SEMICOLON.said(language).join(labels)


def _label(row: dict[str, Any], zone: ZoneInfo, language: Language) -> str:
    """Return one outage, shortly."""
    length = duration_text(row["hi"] - row["lo"], language)
    word = Word.DOWN_FOR if row["state"] == "down" else Word.UNKNOWN_FOR
    marks = [word.said(language, length=length)]
    if row["since"] < row["lo"]:
        marks.append(Word.BEGAN_BEFORE.said(language))
    if row["is_open"]:
        marks.append(Word.STILL_OPEN.said(language))
    if row["excluded"]:
        marks.append(Word.EXCLUDED.said(language))
    return f"{clock_text(row['lo'], zone)} {Word.COMMA.said(language).join(marks)}"


def _figures(
    row: dict[str, Any], found: TermMonth, language: Language
) -> Sequence[tuple[str, str]]:
    """Return a unit's figures with their names."""
    digits = found.term.round_digits
    percent = unit_availability(row, digits=digits)
    told = (
        (Word.AVAILABLE_PERCENT, availability_text(percent, digits=digits, language=language)),
        (Word.COVERAGE_PERCENT, share_text(row["known"], row["service"])),
        (Word.TIME_DOWN, duration_text(row["down"], language)),
        (Word.TIME_UNKNOWN, duration_text(row["unknown"], language)),
        (Word.TIME_EXCLUDED, duration_text(row["excluded"], language)),
        (Word.IN_SERVICE, duration_text(row["service"], language)),
        (Word.OUTAGE_COUNT, f"{row['outages']:,}"),
        (Word.LONGEST, duration_text(row["longest"], language)),
    )
    return [(word.said(language), text) for word, text in told]
