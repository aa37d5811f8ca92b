"""Circuits as programs see them: found by how a field begins, and one with all that is of it."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from django.http import Http404
from ninja import Query
from pydantic import Field, WithJsonSchema

from lineproof.model.money import format_minor
from lineproof.report.as_json import lines_json
from lineproof.web.api.door import ContractCall
from lineproof.web.api.operations import Operations
from lineproof.web.api.records import RecordShape, records_json, records_seen
from lineproof.web.api.shapes import (
    PAGE_ROWS,
    SHAPE,
    After,
    Limit,
    Listed,
    Month,
    Page,
    Shape,
    iso,
)
from lineproof.web.kept.contracts import Circuit
from lineproof.web.known.case import at, known, settled
from lineproof.web.known.circuit_search import TEXT_MAX, circuits_behind
from lineproof.web.known.months import refuse_outside_term
from lineproof.web.who.rights import Right

operations = Operations("circuits")

Begins = Annotated[str, Field(max_length=TEXT_MAX, pattern=r"^[^\x00-\x1f\x7f]*$")]


class Beginning(Shape):
    """What circuits are found by: how a field begins."""

    line: Begins = Field(default="", description="How the line begins.")
    circuit: Begins = Field(default="", description="How the circuit's id begins.")
    site: Begins = Field(default="", description="How the site begins.")
    service: Begins = Field(default="", description="How the service begins.")


class CircuitShape(Shape):
    """A row of a schedule, or a price line of the contract's text."""

    number: int = Field(description="Its number in addresses.")
    line: str = Field(description="The schedule or price line.")
    circuit: str = Field(description="The circuit's id; may be empty.")
    site: str = Field(description="Where it is; may be empty.")
    service: str = Field(description="What it is; may be empty.")
    bandwidth: str = Field(description="As it is written; may be empty.")
    quantity: int = Field(description="How many.")
    monthly_rent: str = Field(description="As it was signed.")
    start: str | None = Field(description="First day, where the row says it.")
    end: str | None = Field(description="First day no longer in it, where the row says it.")
    group: str = Field(description="What it belongs to; may be empty.")
    file: str = Field(description="The file it stands in.")
    row: int = Field(description="Its row there.")


class Price(Shape):
    """The rent of a line in some days of a month."""

    first: str = Field(alias="from", description="First day.")
    end: str = Field(alias="to", description="First day no longer in it.")
    rent: str = Field(description="A month's rent.")
    share: str = Field(description="The share of the month that the days are.")
    clause: str = Field(description="The clause it follows from.")


class CircuitRecords(Shape):
    """What was recorded of a circuit's line, by kind."""

    records: dict[str, list[RecordShape]]


class Charges(Shape):
    """What a circuit's line is charged in a month."""

    month: str
    currency: str = Field(description="ISO 4217.")
    prices: list[Price] = Field(description="The rent in force, by days.")
    lines: list[Annotated[dict[str, Any], WithJsonSchema({SHAPE: "settle/lines"})]]


@operations.reads("/contracts/{int:pk}/circuits", Right.SEE, Page[CircuitShape])
def circuits(
    call: ContractCall,
    asked: Annotated[Beginning, Query()],
    after: After = None,
    limit: Limit = PAGE_ROWS,
) -> dict[str, object]:
    """List the circuits of the version in force, as far as they match what is asked."""
    schedules = list(call.contract.in_force.schedules.all())
    found = circuits_behind(schedules, asked.model_dump(), int(after or "0"), limit=limit)
    return {
        "items": [_circuit(each) for each in found[:limit]],
        "next": str(found[limit - 1].pk) if len(found) > limit else None,
    }


@operations.reads("/contracts/{int:pk}/circuits/{int:circuit}", Right.SEE, CircuitShape)
def circuit(call: ContractCall, circuit: Listed) -> dict[str, object]:
    """Read a circuit."""
    return _circuit(_found(call, circuit))


@operations.reads("/contracts/{int:pk}/circuits/{int:circuit}/charges", Right.SEE, Charges)
def circuit_charges(
    call: ContractCall, circuit: Listed, month: Annotated[Month, Query()]
) -> dict[str, object]:
    """Read the prices in force of a circuit's line in a month, and what it is charged."""
    found, state = _found(call, circuit), at(call.contract)
    refuse_outside_term(state, month)
    settlement = settled(state, month)
    digits = settlement.digits
    lines = settlement.lines.filter(pl.col("line") == found.line)
    rents = lines.filter((pl.col("charge") == "rent") & pl.col("rent").is_not_null())
    return {
        "month": month,
        "currency": settlement.currency,
        "prices": [_price(row, digits) for row in rents.iter_rows(named=True)],
        "lines": lines_json(lines, digits=digits),
    }


def _price(row: dict[str, Any], digits: int) -> dict[str, object]:
    """Return the rent in force in some days."""
    return {
        "from": iso(row["from"]),
        "to": iso(row["to"]),
        "rent": format_minor(row["rent"], digits=digits),
        "share": f"{row['share_num']}/{row['share_den']}",
        "clause": row["clause"] or "",
    }


@operations.reads("/contracts/{int:pk}/circuits/{int:circuit}/records", Right.SEE, CircuitRecords)
def circuit_records(
    call: ContractCall, circuit: Listed, limit: Limit = PAGE_ROWS
) -> dict[str, object]:
    """Read what was recorded of a circuit's line, the latest of each kind."""
    found = _found(call, circuit)
    digits = known(at(call.contract)).case.contract.digits
    own = {
        kind: frame.filter(pl.col("line") == found.line).tail(limit)
        for kind, frame in records_seen(call).items()
        if "line" in frame.columns
    }
    told = {kind: records_json(frame, kind, digits=digits) for kind, frame in own.items()}
    return {"records": {kind: rows for kind, rows in told.items() if rows}}


def _found(call: ContractCall, circuit: int) -> Circuit:
    """Return a circuit of the version in force."""
    schedules = call.contract.in_force.schedules.all()
    every = Circuit.objects.filter(schedule__in=schedules).select_related("schedule")
    found: Circuit | None = every.filter(pk=circuit).first()
    if found is None:
        raise Http404
    return found


def _circuit(found: Circuit) -> dict[str, object]:
    """Return a circuit."""
    schedule = found.schedule
    texts = ("line", "circuit", "site", "service", "bandwidth", "quantity", "group", "row")
    return {name: getattr(found, name) for name in texts} | {
        "number": found.pk,
        "monthly_rent": format_minor(found.monthly_rent, digits=schedule.digits),
        "start": iso(found.start),
        "end": iso(found.end),
        "file": schedule.file,
    }
