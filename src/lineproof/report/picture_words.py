"""What do all pictures of a month say around what they draw? Title, legend, what the clock did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import polars as pl

from lineproof.assess.term_months import TermMonth
from lineproof.contract.case import View
from lineproof.contract.terms.pricing import CircuitSchedule
from lineproof.report.day_cells import Look
from lineproof.report.durations import duration_text
from lineproof.report.wall_clock import DAY_S, WallDay
from lineproof.report.wording import Language, Word

_NS = 10**9
_SATURDAY = 5


def titles(
    view: View, found: TermMonth, language: Language, *, title: Word, month: str
) -> dict[str, object]:
    """Return a picture's title, what it is about, and how states were made."""
    head, term = view.contract.contract, found.term
    lines = [
        "  ·  ".join(
            (
                f"{Word.TIMEZONE.said(language)} {head.timezone}",
                f"{term.id}, {Word.CLAUSE_N.said(language, clause=term.clause)}",
                Word.RULE_OF_STATES.said(
                    language,
                    slot=duration_text(term.slot_s * _NS, language),
                    down=term.down_run,
                    up=term.up_run or term.down_run,
                ),
            )
        )
    ]
    if found.days != found.days_of_month:
        last = found.days.end - dt.timedelta(days=1)
        window = Word.PERIOD_DAYS.said(language, first=found.days.start, last=last)
        lines.append(f"{Word.AVAILABLE_PERCENT.said(language)}  {window}")
    if view.as_known:
        lines.append(f"{Word.AS_KNOWN.said(language)} {view.as_known}")
    return {
        "language": language,
        "title": title.said(language),
        "about": f"{head.id}  {month}",
        "subtitle": lines,
    }


def legend_of(
    words: Mapping[Look, Word], looks: Iterable[Look], language: Language
) -> list[dict[str, object]]:
    """Return the legend of the looks that occur, in their fixed order."""
    seen = set(looks)
    return [
        {"look": look.value, "text": word.said(language), "hatched": look is Look.EXCLUDED}
        for look, word in words.items()
        if look in seen
    ]


def day_heads(days: Iterable[WallDay], language: Language) -> list[dict[str, object]]:
    """Return each day's name and number."""
    names = Word.WEEKDAYS.said(language).split()
    return [
        {
            "name": names[day.date.weekday()],
            "number": str(day.date.day),
            "is_weekend": day.date.weekday() >= _SATURDAY,
        }
        for day in days
    ]


def length_notes(days: Iterable[WallDay], language: Language) -> list[str]:
    """Return which of the days aren't 24 hours long."""
    lengths = {day.date: day.hi - day.lo for day in days}
    return [
        Word.DAY_HAS.said(language, day=date, length=duration_text(length, language))
        for date, length in lengths.items()
        if length != DAY_S * _NS
    ]


def clock_notes(days: Iterable[WallDay], language: Language, *, twice: Word) -> list[str]:
    """Return what was odd about the clock on some of the days.

    twice: what is said of an hour that came twice, which depends on how it is shown.
    """
    notes = []
    for day in days:
        for edges, word in (
            (day.skipped(), Word.HOUR_SKIPPED),
            (day.repeated(), twice),
        ):
            if edges:
                first, last = (f"{s // 3600:02d}:{s // 60 % 60:02d}" for s in edges)
                notes.append(word.said(language, day=day.date, first=first, last=last))
    return notes


def sites_of(view: View, units: Iterable[str]) -> dict[str, str]:
    """Return where units end, as far as the schedules say; a unit is a circuit or its line."""
    wanted = list(units)
    files = {v.term.file for v in view.versions if isinstance(v.term, CircuitSchedule)}
    found: dict[str, str] = {}
    for file in sorted(files):
        rows = view.case.schedules[file].with_columns(unit=pl.coalesce("id", "line"))
        named = rows.filter(pl.col("unit").is_in(wanted) & pl.col("site").is_not_null())
        found |= dict(named.select("unit", "site").iter_rows())
    return found
