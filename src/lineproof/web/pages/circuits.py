"""Which circuits are there, and what of one? Found by how line, id, site or service begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lineproof.model.errors import LineproofError
from lineproof.model.period import month_text
from lineproof.model.record import RECORDS
from lineproof.model.table import Column, ColumnType
from lineproof.report.amounts import amount_text, bounded_text
from lineproof.report.phrases import charge_name
from lineproof.report.record_words import choice_name, column_name, record_kind_name
from lineproof.report.wording import Language, Word
from lineproof.settle.settlement import Bounded, Settlement
from lineproof.web.kept.contracts import Circuit, Contract, Record
from lineproof.web.known.case import At, at, known, settled, today
from lineproof.web.known.circuit_search import circuits_behind
from lineproof.web.known.line_history import documents_of, steps_of
from lineproof.web.known.remembered import Known
from lineproof.web.pages.circuit_list import asked_in, events
from lineproof.web.pages.records import cell_text
from lineproof.web.pages.service import of_line
from lineproof.web.pages.texts import problem_text
from lineproof.web.server.middleware import language_spoken
from lineproof.web.templatetags.moments import day_said
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

PAGE_ROWS = 50
_RECORDS_MAX = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """A circuit's row. choose: how it is asked for. cells: behind its line, with how it is set."""

    circuit: Circuit
    choose: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Charged:
    """A stretch of days of a charge of a line, with the price in force."""

    charge: str
    first: str
    last: str
    rent: str
    share: str
    amount: str
    clause: str


@page(Right.SEE)
def circuits(request: Asked, pk: int) -> HttpResponse:
    """List a contract's circuits, a page at a time, as far as they match what is asked."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    schedules = list(contract.in_force.schedules.all())
    asked = asked_in(request.GET)
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() else 0
    rows = circuits_behind(schedules, asked, start, limit=PAGE_ROWS)
    digits = {schedule.pk: schedule.digits for schedule in schedules}
    shown = {
        "contract": contract,
        "rows": [_shown(each, digits[each.schedule_id]) for each in rows[:PAGE_ROWS]],
        "next": rows[PAGE_ROWS - 1].pk if len(rows) > PAGE_ROWS else None,
        "is_first": not after,
        "asked": asked,
        "query": urlencode({name: text for name, text in asked.items() if text}),
        "count": None if any(asked.values()) else sum(s.row_count for s in schedules),
        "views": contract.views.all().for_user(request.user).select_related("by"),
        "may_export": contract.allows(request.user, Right.EXPORT),
        "may_record": contract.allows(request.user, Right.RECORD),
        "events": events(),
    }
    part = request.headers.get("HX-Target") == "rows"
    return render(request, "web/circuit_rows.html" if part else "web/circuits.html", shown)


def _shown(circuit: Circuit, digits: int) -> Shown:
    """Return a circuit's row."""
    choose = _("Choose line %(line)s") % {"line": circuit.line}
    return Shown(circuit, choose, _cells(circuit, digits))


def _cells(circuit: Circuit, digits: int) -> tuple[tuple[str, str], ...]:
    """Return what a circuit's row shows behind its line."""
    days = (day_said(day) for day in (circuit.start, circuit.end))
    rent = amount_text(circuit.monthly_rent, digits=digits)
    texts = (
        ("", circuit.circuit),
        ("wide", circuit.site),
        ("", circuit.service),
        ("right", circuit.bandwidth),
        ("right", str(circuit.quantity)),
        ("right", rent),
        *(("figure", day) for day in days),
    )
    return tuple((kind, text or "–") for kind, text in texts)


@page(Right.SEE)
def circuit(request: Asked, pk: int, circuit: int) -> HttpResponse:
    """Show a circuit: what is agreed of it, what happened to it, and what it is charged."""
    found = reach(
        Circuit.objects.filter(schedule__contract=pk, pk=circuit).select_related(
            "schedule__contract__organisation"
        ),
        request.user,
        Right.SEE,
    )
    contract = found.schedule.contract
    state = at(contract)
    case = known(state).case
    digits = case.contract.digits
    month = request.GET.get("month") or month_shown(state)
    charged, problem = _charged(state, found.line, month)
    records = Record.objects.filter(contract=contract, line=found.line).order_by("pk")
    shown = {
        "contract": contract,
        "circuit": found,
        "rent": amount_text(found.monthly_rent, digits=digits),
        "currency": case.contract.contract.currency,
        "records": _timeline(known(state), records[:_RECORDS_MAX], digits),
        "month": month,
        "charged": charged,
        "problem": problem,
        "sealed": case.sealed,
        "units": of_line(contract, state, month, found.line),
        "steps": _steps(known(state), found.line),
        "may_record": contract.allows(request.user, Right.RECORD),
        **_documents(contract, found.line, request),
    }
    return render(request, "web/circuit.html", shown)


def _steps(found: Known, line: str) -> list[tuple[str, str]]:
    """Return a line's steps, each with its day if it was taken."""
    language = language_spoken()
    return [
        (choice_name(step.event, language), step.day.isoformat() if step.day else "")
        for step in steps_of(found, line)
    ]


def _documents(contract: Contract, line: str, request: Asked) -> dict[str, object]:
    """Return what proves what was recorded of a line, for those who may download it."""
    if not contract.allows(request.user, Right.EXPORT):
        return {}
    files = documents_of(contract, line)
    return {"documents": [(file, file.path.rpartition("/")[2]) for file in files]}


def _timeline(found: Known, records: Iterable[Record], digits: int) -> list[dict[str, object]]:
    """Return what was recorded of a line by its day, and whether it still holds."""
    told = []
    for record in records:
        holding = found.view.rows(record.kind).get_column("id")
        is_there = holding.eq(record.name).any()
        told.append({**_told(record, digits), "holds": is_there})
    return sorted(told, key=lambda each: str(each["day"]))


def _told(record: Record, digits: int) -> dict[str, object]:
    """Return a record's row: its day, and its own columns as one text."""
    language, head = language_spoken(), "event" if record.kind == "lifecycle" else ""
    left_out = {"line", "date", head}
    shown = [column for column in RECORDS[record.kind].columns
             if column.name in record.values and column.name not in left_out]  # fmt: skip
    said = (
        f"{column_name(column.name, language)} {_cell(column, record.values[column.name], digits)}"
        for column in shown
    )
    return {
        "kind": choice_name(str(record.values[head]), language)
        if head in record.values
        else record_kind_name(record.kind, language),
        "day": record.values.get("date") or record.recorded_at.date().isoformat(),
        "text": Word.SEMICOLON.said(language).join(said),
        "by": record.by,
        "name": record.name,
    }


def _cell(column: Column, value: str | int, digits: int) -> str:
    """Return a value of a column as it is to be read."""
    if column.type is ColumnType.MONEY:
        return amount_text(int(value), digits=digits)
    return cell_text(str(value), column)


def month_shown(state: At) -> str:
    """Return the month whose charges are shown if none is asked for: the last in the term."""
    found = known(state)
    if found.case.sealed:
        return found.case.sealed[-1].month
    days, now = found.view.term_days, today(found.case, timezone.now())
    if days is None or now < days.start:
        return month_text(days.start if days is not None else now)
    return month_text(min(now, days.end - dt.timedelta(days=1)))


def _charged(state: At, line: str, month: str) -> tuple[list[Charged], str]:
    """Return what a line is charged in a month; or why that can't be said."""
    try:
        settlement = settled(state, month)
    except (LineproofError, ValueError) as problem:
        return [], problem_text(problem)
    return charges_in(settlement, line), ""


def charges_in(settlement: Settlement, line: str) -> list[Charged]:
    """Return what a line is charged in a month, as it is to be read."""
    rows = settlement.lines.filter(pl.col("line") == line)
    language = language_spoken()
    return [_told_charge(row, settlement, language) for row in rows.to_dicts()]


def _told_charge(row: dict[str, object], settlement: Settlement, language: Language) -> Charged:
    """Return a stretch of days of a charge, as it is to be read."""
    digits, rent, end = settlement.digits, row["rent"], row["to"]
    assert isinstance(end, dt.date), "every line has its days"
    bounds = [row[name] for name in ("amount", "low", "high")]
    amount = Bounded(*(value if isinstance(value, int) else None for value in bounds))
    return Charged(
        charge=charge_name(str(row["charge"]), language),
        first=str(row["from"]),
        last=str(end - dt.timedelta(days=1)),
        rent=amount_text(rent, digits=digits) if isinstance(rent, int) else "",
        share=_share(row),
        amount=bounded_text(amount, digits=digits, language=language),
        clause=str(row["clause"] or ""),
    )


def _share(row: dict[str, object]) -> str:
    """Return the share of a month that a stretch is."""
    num, den = row["share_num"], row["share_den"]
    return f"{num}/{den}" if isinstance(num, int) and num != den else ""
