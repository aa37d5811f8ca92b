"""Do two sides mean the same? One hash of everything a month depends on, one of what came of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import polars as pl

from lineproof.assess.disputed import claims_by_letter
from lineproof.contract.case import View
from lineproof.contract.contract import Contract
from lineproof.contract.facts import end_of_day
from lineproof.contract.in_force import known_amendments
from lineproof.contract.parse import located_terms
from lineproof.contract.terms.pricing import CircuitSchedule
from lineproof.model.canonical import canonical_csv, canonical_json, sha256_hex
from lineproof.model.circuit import CIRCUITS
from lineproof.model.measured import STATES
from lineproof.model.money import format_minor
from lineproof.model.period import parse_month
from lineproof.model.record import APART, RECORDS
from lineproof.model.sealed import Booked
from lineproof.model.table import Table
from lineproof.model.table_text import canonical_text
from lineproof.settle.factors import plain
from lineproof.settle.settlement import Bounded
from lineproof.settle.states_used import states_used

#: Raised whenever the same inputs would settle to other amounts.
SEMANTICS = 1
#: What the measured states are sealed as.
STATES_FILE = "states.csv"
#: Where a schedule's rows stand and in which format is no part of what was agreed.
_WHERE_ONLY = ("file", "sha256", "sheet")
#: Columns that schedules sealed before they were known don't have.
_LATER = ("list_rent",)
#: Fields whose order says nothing.
_SETS = {"applies_to", "overrides", "ends", "by"}


@dataclass(frozen=True)
class Inputs:
    """Everything a settlement depends on, in canonical form.

    parts: what is hashed; `tables` in it names the SHA-256 of each table. tables: name → CSV.
    """

    parts: dict[str, object]
    tables: dict[str, bytes]

    @property
    def sha256(self) -> str:
        """The hash of it all."""
        return sha256_hex(canonical_json(self.parts))


def inputs_of(view: View, month: str) -> Inputs:
    """Return what a month's settlement depends on.

    The contract as known, its schedules, the records known by then, the measured states that
    matter, the workday table, the earlier months as sealed and the version of the semantics;
    neither file formats, nor the order of rows, nor where things stand.
    """
    case = view.case
    contract = dataclasses.replace(
        case.contract,
        amendment=known_amendments(case.contract, as_known=view.as_known),
        answer=tuple(a for a in case.contract.answer if _is_known(a.on, view.as_known)),
    )
    tables = _schedules(view, contract) | _records(view, contract) | _states(view, month)
    parts: dict[str, object] = {
        "semantics": SEMANTICS,
        "month": month,
        "contract": jsonable(contract),
        "tables": {name: sha256_hex(content) for name, content in tables.items()},
        "workdays": case.workdays.content() if case.workdays is not None else None,
        "sealed": [
            booked_text(booked, digits=contract.digits)
            for booked in case.sealed
            if booked.month < month
        ],
    }
    return Inputs(parts, tables)


def _schedules(view: View, contract: Contract) -> dict[str, bytes]:
    """Return each schedule as canonical CSV, named after the first term that brings it."""
    tables: dict[str, bytes] = {}
    seen: set[str] = set()
    for _, term in located_terms(contract):
        if isinstance(term, CircuitSchedule) and term.file not in seen:
            seen.add(term.file)
            frame = view.case.schedules[term.file]
            text = canonical_text(frame, table=_table(frame), currency_digits=contract.digits)
            tables[f"schedule-{len(tables)}.csv"] = canonical_csv(text)
    return tables


def _table(frame: pl.DataFrame) -> Table:
    """Return the columns that a schedule is hashed with: one that came later, where it is used."""
    unused = {c for c in _LATER if frame.get_column(c).null_count() == frame.height}
    columns = tuple(column for column in CIRCUITS.columns if column.name not in unused)
    return dataclasses.replace(CIRCUITS, columns=columns)


def _records(view: View, contract: Contract) -> dict[str, bytes]:
    """Return the records known by then as canonical CSV, by kind, in the order of their ids."""
    zone = contract.contract.timezone
    until = None if view.as_known is None else end_of_day(view.as_known, timezone=zone)
    tables = {}
    for kind, frame in sorted(view.case.records.items()):
        rows = frame if until is None else frame.filter(pl.col("recorded_at") < until)
        if kind in APART:
            rows = claims_by_letter(view)
            if rows.is_empty():
                continue
        text = canonical_text(rows.sort("id"), table=RECORDS[kind], currency_digits=contract.digits)
        tables[f"record-{kind}.csv"] = canonical_csv(text)
    return tables


def _states(view: View, month: str) -> dict[str, bytes]:
    """Return the measured states that the month depends on, as canonical CSV."""
    states = states_used(view, parse_month(month))
    if states is None:
        return {}
    rows = states.sort("term", "circuit", "from")
    return {STATES_FILE: canonical_csv(canonical_text(rows, table=STATES, currency_digits=0))}


def result_hash(lines: bytes, totals: dict[str, Bounded], *, digits: int) -> str:
    """Return the SHA-256 of a month's lines, as `lines.csv`, and totals."""
    result = {"lines": sha256_hex(lines), "totals": totals_text(totals, digits=digits)}
    return sha256_hex(canonical_json(result))


def totals_text(totals: dict[str, Bounded], *, digits: int) -> dict[str, object]:
    """Return totals as texts: an amount, or its bounds where it isn't known."""

    def text(minor: int | None) -> str | None:
        return None if minor is None else format_minor(minor, digits=digits)

    return {
        name: text(t.value) if t.value is not None else [text(t.low), text(t.high)]
        for name, t in totals.items()
    }


def booked_text(booked: Booked, *, digits: int) -> dict[str, object]:
    """Return what a month booked, with its amounts as texts."""

    def text(minor: int) -> str:
        return format_minor(minor, digits=digits)

    return {
        "month": booked.month,
        "revision": booked.revision,
        "at_once": text(booked.at_once),
        "at_once_first": text(booked.at_once_first),
        "deferred": [[at, text(amount)] for at, amount in booked.deferred],
        "carried": text(booked.carried),
        "result_hash": booked.result_hash,
    }


def jsonable(value: object) -> object:
    """Return a value as nested dicts, lists and texts; fields left out are absent."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        hidden = _WHERE_ONLY if isinstance(value, CircuitSchedule) else ()
        fields = (f.name for f in dataclasses.fields(value) if f.name not in hidden)
        found = ((name, getattr(value, name)) for name in fields)
        known = {name: jsonable(child) for name, child in found if child not in (None, ())}
        return {n: sorted(v) if n in _SETS and isinstance(v, list) else v for n, v in known.items()}
    if isinstance(value, tuple | list):
        return [jsonable(child) for child in value]
    if isinstance(value, dict):
        return {str(key): jsonable(child) for key, child in value.items()}
    if isinstance(value, Fraction | Decimal):
        return plain(Fraction(value))
    return value.isoformat() if isinstance(value, dt.date) else value


def _is_known(day: dt.date, as_known: dt.date | None) -> bool:
    """Whether something of a day is known by another."""
    return as_known is None or day <= as_known
