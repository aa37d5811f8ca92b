"""How does a month look in a terminal? A map of days or of half hours, told apart by their glyphs.

Colours only repeat what the glyphs say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl
from rich.cells import cell_len, set_cell_size
from rich.text import Text

from lineproof.assess.availability import Judged
from lineproof.report.day_cells import Look, Mix, day_cells, parts_of
from lineproof.report.picture_words import clock_notes
from lineproof.report.printing import Printing
from lineproof.report.wall_clock import DAY_S, WallDay
from lineproof.report.wording import Word

_LABEL_COLUMNS_MAX = 24
_HALF_HOUR_S = 1_800


@dataclass(frozen=True, slots=True)
class _Drawn:
    """How a look is drawn: its glyph, one where there is only ASCII, its colour and its name."""

    glyph: str
    ascii: str
    style: str
    word: Word


_DRAWN = {
    Look.UP: _Drawn("·", ".", "blue", Word.UP),
    Look.SHORT: _Drawn("▂", "1", "bold bright_red", Word.LEGEND_SHORT),
    Look.LONG: _Drawn("▅", "2", "bold bright_red", Word.LEGEND_LONG),
    Look.WORST: _Drawn("█", "3", "bold bright_red", Word.LEGEND_WORST),
    Look.PARTLY: _Drawn("░", ",", "yellow", Word.LEGEND_PARTLY),
    Look.UNKNOWN: _Drawn("?", "?", "bold yellow", Word.LEGEND_UNKNOWN),
    Look.EXCLUDED: _Drawn("/", "/", "magenta", Word.EXCLUDED),
    Look.OUT: _Drawn(" ", " ", "", Word.LEGEND_OUT),
}
_STRIP = {
    Look.UP: _DRAWN[Look.UP],
    Look.WORST: _Drawn("█", "#", "bold bright_red", Word.DOWN),
    Look.UNKNOWN: _DRAWN[Look.UNKNOWN],
    Look.EXCLUDED: _DRAWN[Look.EXCLUDED],
    Look.OUT: _DRAWN[Look.OUT],
}
#: The looks of a half hour, what hides the others last.
_ORDER = (Look.OUT, Look.UP, Look.EXCLUDED, Look.UNKNOWN, Look.WORST)


def print_heat_map(
    month: Judged, units: Sequence[str], days: Sequence[WallDay], printing: Printing
) -> None:
    """Print some units' days, a row each and a glyph a day, and what the glyphs mean."""
    found = day_cells(month, units, days)
    width = min(max([cell_len(name) for name in units], default=0), _LABEL_COLUMNS_MAX)
    printing.heading(printing.said(Word.HEAT_MAP))
    tens = "".join(str(day.date.day // 10 or " ") for day in days)
    ones = "".join(str(day.date.day % 10) for day in days)
    for figures in (tens, ones):
        printing.console.print(Text(" " * (width + 2) + figures, style="dim"))
    for name in units:
        row = Text(set_cell_size(name, width) + "  ")
        for mix in found[name]:
            _add(row, _DRAWN[_map_look(mix)], printing)
        printing.console.print(row, no_wrap=True, crop=True)
    seen = {_map_look(mix) for mixes in found.values() for mix in mixes}
    _print_legend((d for look, d in _DRAWN.items() if look in seen), printing)


def _map_look(mix: Mix) -> Look:
    """Return what a day's one glyph shows: that some of it is excluded, where nothing else is."""
    return Look.EXCLUDED if mix.look is Look.UP and mix.excluded else mix.look


def print_strip(month: Judged, unit: str, days: Sequence[WallDay], printing: Printing) -> None:
    """Print a unit's month, a row each day and a glyph each half hour, as the clock shows it."""
    parts = parts_of(month, [unit])
    printing.heading(f"{printing.said(Word.STRIP)}  {unit}")
    hours = "".join(f"{hour:<4}" for hour in range(0, 24, 2))
    printing.console.print(Text(" " * 8 + hours.rstrip(), style="dim"))
    names, seen = printing.said(Word.WEEKDAYS).split(), set()
    for day in days:
        row = Text(f"{set_cell_size(names[day.date.weekday()], 4)}{day.date.day:>2}  ")
        for look in half_hours(parts, day):
            _add(row, _STRIP[look], printing)
            seen.add(look)
        row.rstrip()
        printing.console.print(row, no_wrap=True, crop=True)
    _print_legend((d for look, d in _STRIP.items() if look in seen), printing)
    for note in clock_notes(days, printing.language, twice=Word.HOUR_TWICE_WORSE):
        printing.console.print(note)


def half_hours(parts: pl.DataFrame, day: WallDay) -> list[Look]:
    """Return a day's half hours, the worst that each of them holds.

    parts: as of `parts_of`, of one unit. A half hour that the clock shows twice holds both.
    """
    found = [Look.OUT] * (DAY_S // _HALF_HOUR_S)
    touching = parts.filter((pl.col("lo") < day.hi) & (pl.col("hi") > day.lo))
    for lo, hi, state, mode in touching.select("lo", "hi", "state", "mode").iter_rows():
        look = look_of(state, mode)
        for bar in day.bars(lo, hi):
            last = -(-bar.end_s // _HALF_HOUR_S)
            for index in range(int(bar.start_s // _HALF_HOUR_S), int(last)):
                found[index] = max(found[index], look, key=_ORDER.index)
    return found


def look_of(state: str, mode: str | None) -> Look:
    """Return what a stretch of one state shows; mode: how it counts where it is excluded."""
    if mode is not None:
        return Look.EXCLUDED
    return {"up": Look.UP, "down": Look.WORST}.get(state, Look.UNKNOWN)


def _add(row: Text, drawn: _Drawn, printing: Printing) -> None:
    """Add a glyph to a row."""
    row.append(_glyph(drawn, printing), style=drawn.style)


def _glyph(drawn: _Drawn, printing: Printing) -> str:
    """Return a glyph that the output can show."""
    is_unicode = printing.console.encoding.lower().startswith("utf")
    return drawn.glyph if is_unicode else drawn.ascii


def _print_legend(drawn: Iterable[_Drawn], printing: Printing) -> None:
    """Print what glyphs mean."""
    legend = Text()
    for each in drawn:
        if each.glyph != " ":
            _add(legend, each, printing)
            legend.append(f" {printing.said(each.word)}   ")
    legend.rstrip()
    printing.console.print(legend)
