"""What do the commands on measurements begin with? A month's states, by each availability term."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.model.finding import Finding, error
from lineproof.model.period import month_text

if TYPE_CHECKING:
    import polars as pl

    from lineproof.assess.term_months import TermMonth
    from lineproof.contract.case import Case, View

Circuit = Annotated[
    str | None,
    typer.Option("--circuit", metavar="ID", help="Only this circuit, line or group."),
]
#: Returns a case's states: the folder, the case, as known on which day, up to which month.
States = Callable[..., "pl.DataFrame | None"]
_CLOSE_NAMES = 3


@dataclass(frozen=True)
class Measured:
    """A month by each availability term; units: the one asked for, by term; empty: all of them."""

    view: View
    month: str
    terms: tuple[TermMonth, ...]
    units: tuple[str, ...] = ()

    def shown(self) -> tuple[TermMonth, ...]:
        """Return the terms, each with the units that were asked for alone."""
        import polars as pl

        if not self.units:
            return self.terms
        return tuple(
            dataclasses.replace(term, units=term.units.filter(pl.col("unit") == unit))
            for term, unit in zip(self.terms, self.units, strict=True)
        )


def measured(
    folder: Path, month: dt.date, day: dt.date | None, *, circuit: str | None, states: States
) -> Measured:
    """Return a folder's month; raises InputRefusedError where nothing can be said of it.

    states: what makes the states, `measured_states` or `keep_states`.
    """
    from lineproof.assess.availability import availability_terms
    from lineproof.assess.term_months import term_months
    from lineproof.contract.case import view
    from lineproof.settle.settle import refuse_outside
    from lineproof.sources.folder import read_case
    from lineproof.store.sealed import sealed_months

    # not `open_case`: it would work out the states of every month
    case = dataclasses.replace(read_case(folder), sealed=sealed_months(folder))
    seen = view(case, as_known=day)
    refuse_outside(seen, month)
    if not availability_terms(seen, month):
        raise InputRefusedError((_no_term(case, month),))
    found = states(folder, case, as_known=day, until=month)
    seen = view(dataclasses.replace(case, states=found), as_known=day)
    terms = term_months(seen, month)
    if not _has_samples(found, terms):
        raise InputRefusedError((_no_samples(found, month),))
    if circuit is None:
        return Measured(seen, month_text(month), terms)
    return _about(Measured(seen, month_text(month), terms), circuit)


def _about(found: Measured, circuit: str) -> Measured:
    """Return a month's terms that judge a circuit, and the unit that each judges it by."""
    from lineproof.assess.term_months import unit_named

    named = [(term, unit_named(term, circuit)) for term in found.terms]
    known = [(term, unit) for term, unit in named if unit is not None]
    if not known:
        units = sorted({u for term in found.terms for u in term.units.get_column("unit")})
        close = difflib.get_close_matches(circuit, units, _CLOSE_NAMES)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        message = f'"{circuit}" is no circuit, line or group in service in {found.month}{hint}'
        raise LineproofError(message)
    terms, chosen = zip(*known, strict=True)
    return dataclasses.replace(found, terms=terms, units=chosen)


def _has_samples(states: pl.DataFrame | None, terms: tuple[TermMonth, ...]) -> bool:
    """Whether anything was measured in the month."""
    import polars as pl

    if states is None or not states.height:
        return False
    lo, hi = terms[0].month.window
    starts = pl.col("from").dt.epoch("ns")
    inside = states.filter((starts < hi) & (pl.col("to").dt.epoch("ns") > lo))
    return inside.select((pl.col("known_s") > 0).any()).item() is True


def _no_term(case: Case, month: dt.date) -> Finding:
    """Return the error for a contract that doesn't say what available means."""
    return error(
        "E-AVAILABILITY-NONE",
        f"no availability term is in force in {month_text(month)}: nothing says when a line is up",
        where=case.positions.of("contract", "id"),
        fix='Add [[term]] kind = "availability" with its clause, slot_s and down_run.',
    )


def _no_samples(states: pl.DataFrame | None, month: dt.date) -> Finding:
    """Return the error for a month that nothing was measured in."""
    import polars as pl

    if states is None:
        held = "none were ever stored"
    else:
        last = states.filter(pl.col("known_s") > 0).get_column("to").max()
        assert last is None or isinstance(last, dt.datetime)
        held = f"the last before end {last:%Y-%m-%d %H:%M} UTC" if last else "nor of any before"
    return error(
        "E-SAMPLE-NONE",
        f"there are no samples of {month_text(month)} that tell of a circuit in service; {held}",
        where="measurements",
        fix="Bring them in: lineproof ingest DIR FILE --vantage NAME --every SECONDS",
    )
