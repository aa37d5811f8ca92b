"""How available were the lines in a month? `lineproof availability`: table, map, pictures, JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.cli.measured import Circuit, Measured, measured
from lineproof.cli.running import (
    FINE,
    AsJson,
    AsKnown,
    Folder,
    In,
    Language,
    Month,
    day_of,
    month_of,
    printing,
    write_json,
)

if TYPE_CHECKING:
    from lineproof.assess.term_months import TermMonth
    from lineproof.report.picture import Form
    from lineproof.report.terminal import Printing

Worst = Annotated[
    int, typer.Option("--worst", min=1, metavar="N", help="Show so many of the worst (20).")
]
Svg = Annotated[Path | None, typer.Option("--svg", help="Draw it as SVG.")]
Png = Annotated[Path | None, typer.Option("--png", help="Draw it as PNG.")]


def availability(
    folder: Folder,
    month: Month,
    circuit: Circuit = None,
    worst: Worst = 20,
    svg: Svg = None,
    png: Png = None,
    as_known: AsKnown = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """Show how available the lines were in a month, between what is sure and what is possible.

    A picture shows a row a line and a cell a day; with --circuit, that line's month by the hour.
    Where several terms are in force, each has a picture: its id is added to the file's name. What
    was worked out is kept in DIR/measurements/states and can be deleted at any time.
    """
    from lineproof.store.states import keep_states, measured_states

    asked, day = month_of(month), day_of(as_known, option="--as-known")
    # what was known earlier is asked for once, and would only displace what is known now
    states = keep_states if day is None else measured_states
    found = measured(folder, asked, day, circuit=circuit, states=states)
    if is_json:
        from lineproof.report.as_json import dumped
        from lineproof.report.availability import availability_report_json

        write_json(dumped(availability_report_json(found.view, found.shown(), found.month)))
    else:
        _print(found, printing(language), worst=worst)
    if svg is not None:
        _draw(found, svg, "svg", worst=worst, language=language)
    if png is not None:
        _draw(found, png, "png", worst=worst, language=language)
    return FINE


def _print(found: Measured, out: Printing, *, worst: int) -> None:
    """Print all units and a map of their days, or the one asked for and its hours."""
    from lineproof.report.terminal_availability import print_availability, print_unit

    if found.units:
        print_unit(found.view, found.shown(), out, month=found.month)
    else:
        print_availability(found.view, found.terms, out, month=found.month, worst=worst)


def _draw(found: Measured, path: Path, form: Form, *, worst: int, language: Language) -> None:
    """Write the picture of each term."""
    from lineproof.store.files import write_file

    terms = found.shown()
    for term in terms:
        # a term's id may hold what no file's name does
        term_id = term.term.id.replace("%", "%25").replace("/", "%2F")
        name = path if len(terms) == 1 else path.with_stem(f"{path.stem}-{term_id}")
        write_file(name, _picture(found, term, form, worst=worst, language=language))
        typer.echo(f"wrote {name}", err=True)


def _picture(
    found: Measured, term: TermMonth, form: Form, *, worst: int, language: Language
) -> bytes:
    """Return the strip of the one unit asked for, or the heat map of all."""
    from lineproof.report.heat_map import draw_heat_map, heat_map
    from lineproof.report.strip import draw_strip, strip

    if found.units:
        unit = term.units.item(0, "unit")
        told = strip(found.view, term, language.value, unit=unit, month=found.month)
        return draw_strip(told, form=form)
    told = heat_map(found.view, term, language.value, worst=worst, month=found.month)
    return draw_heat_map(told, form=form)
