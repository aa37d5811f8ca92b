"""When were lines down, or not known to be up? `lineproof outages`: a month, with evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
    import datetime as dt

    from lineproof.assess.term_months import TermMonth
    from lineproof.report.outages import Proof, TermOutages


def outages(
    folder: Folder,
    month: Month,
    circuit: Circuit = None,
    as_known: AsKnown = None,
    is_json: AsJson = False,
    language: In = Language.EN,
) -> int:
    """List when lines were down or unknown in a month: since when, how long, what excuses it.

    With --circuit, also the batches of samples that it rests on.
    """
    from lineproof.report.as_json import dumped
    from lineproof.report.outages import outages_json, print_outages
    from lineproof.store.states import measured_states

    asked, day = month_of(month), day_of(as_known, option="--as-known")
    found = measured(folder, asked, day, circuit=circuit, states=measured_states)
    told = [_told(found, term, folder, day) for term in found.shown()]
    if is_json:
        write_json(dumped(outages_json(found.view, told, found.month)))
    else:
        print_outages(found.view, told, printing(language), month=found.month)
    return FINE


def _told(found: Measured, term: TermMonth, folder: Path, day: dt.date | None) -> TermOutages:
    """Return a term's outages; of the one unit asked for also what they rest on."""
    import polars as pl

    from lineproof.assess.outages import outages_of
    from lineproof.report.outages import TermOutages

    rows = outages_of(term.month)
    if not found.units:
        return TermOutages(term, rows)
    unit = term.units.item(0, "unit")
    own = rows.filter(pl.col("unit") == unit)
    return TermOutages(term, own, _proofs(found, term, folder, day))


def _proofs(
    found: Measured, term: TermMonth, folder: Path, day: dt.date | None
) -> tuple[Proof, ...]:
    """Return the batches that a unit's month rests on, in the order they were recorded."""
    from lineproof.assess.term_months import circuits_of
    from lineproof.contract.facts import end_of_day
    from lineproof.report.outages import proofs_of
    from lineproof.store.proving import batches_behind

    zone = found.view.contract.contract.timezone
    until = None if day is None else end_of_day(day, timezone=zone)
    circuits = circuits_of(term, term.units.item(0, "unit"))
    return proofs_of(batches_behind(folder, circuits, term.month.window, until=until))
