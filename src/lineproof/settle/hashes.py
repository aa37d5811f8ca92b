"""Do two sides mean the same? One hash of everything a month depends on, one of what came of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.facts import end_of_day
from lineproof.contract.in_force import known_amendments
from lineproof.model.canonical import canonical_csv, canonical_json, sha256_hex
from lineproof.model.circuit import CIRCUITS
from lineproof.model.record import RECORDS
from lineproof.model.table_text import canonical_text
from lineproof.settle.factors import plain
from lineproof.settle.settlement import Bounded

#: Raised whenever the same inputs would settle to other amounts.
SEMANTICS = 1
#: Fields whose names stand in no order.
_SETS = {"applies_to", "overrides", "ends", "by"}


def inputs_hash(view: View) -> str:
    """Return the SHA-256 of everything a settlement depends on, by content.

    The contract as known, its schedules, the records known by then, the workday table and the
    version of the semantics; neither file formats, nor the order of rows, nor where things stand.
    """
    case = view.case
    digits = view.contract.digits
    contract = dataclasses.replace(
        case.contract,
        amendment=known_amendments(case.contract, as_known=view.as_known),
        answer=tuple(a for a in case.contract.answer if _is_known(a.on, view.as_known)),
    )
    zone = contract.contract.timezone
    until = None if view.as_known is None else end_of_day(view.as_known, timezone=zone)
    parts = {
        "semantics": SEMANTICS,
        "contract": jsonable(contract),
        "schedules": {
            name: sha256_hex(
                canonical_csv(canonical_text(f, table=CIRCUITS, currency_digits=digits))
            )
            for name, f in case.schedules.items()
        },
        "records": {
            kind: _records_hash(frame, kind=kind, until=until, digits=digits)
            for kind, frame in case.records.items()
        },
        "workdays": case.workdays.content() if case.workdays is not None else None,
    }
    return sha256_hex(canonical_json(parts))


def result_hash(lines: pl.DataFrame, totals: dict[str, Bounded]) -> str:
    """Return the SHA-256 of a month's lines and totals."""
    columns = ["line", "charge", "from", "to", "amount", "low", "high", "clause"]
    content = {name: [t.value, t.low, t.high] for name, t in totals.items()}
    rows = sha256_hex(canonical_csv(lines.select(columns)))
    return sha256_hex(canonical_json({"lines": rows, "totals": content}))


def jsonable(value: object) -> object:
    """Return a contract's part as nested dicts, lists and texts; fields left out are absent."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        known = {name: jsonable(child) for name, child in fields if child not in (None, ())}
        return {n: sorted(v) if n in _SETS and isinstance(v, list) else v for n, v in known.items()}
    if isinstance(value, tuple | list):
        return [jsonable(child) for child in value]
    if isinstance(value, dict):
        return {str(key): jsonable(child) for key, child in value.items()}
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, Decimal):
        return plain(Fraction(value))
    return value.isoformat() if isinstance(value, dt.date) else value


def _is_known(day: dt.date, as_known: dt.date | None) -> bool:
    """Whether something of a day is known by another."""
    return as_known is None or day <= as_known


def _records_hash(frame: pl.DataFrame, *, kind: str, until: dt.datetime | None, digits: int) -> str:
    """Return the hash of the records known by an instant, in the order of their ids."""
    rows = frame if until is None else frame.filter(pl.col("recorded_at") < until)
    text = canonical_text(rows.sort("id"), table=RECORDS[kind], currency_digits=digits)
    return sha256_hex(canonical_csv(text))
