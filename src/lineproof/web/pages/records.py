"""What was recorded of a contract? A list a kind, the newest first, and what became of each row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from lineproof.model.record import RECORDS
from lineproof.model.table import Column, ColumnType
from lineproof.model.table_text import canonical_text
from lineproof.report.record_words import choice_name, column_name, kind_meaning, record_kind_name
from lineproof.web.doing.record_forms import own_columns
from lineproof.web.doing.recording import right_to_record, right_to_see
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at, known
from lineproof.web.known.remembered import Known
from lineproof.web.server.middleware import language_spoken
from lineproof.web.templatetags.moments import moment_said, month_said
from lineproof.web.who.access import Asked, page, reach
from lineproof.web.who.rights import Right

PAGE_ROWS = 50
_SEARCHED = ("line", "by")
_WORDS = frozenset({ColumnType.TEXT, ColumnType.HASH})
_TIMES = frozenset({ColumnType.DATE, ColumnType.INSTANT})


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind in the list of kinds: how many rows there are, and how many of them hold."""

    kind: str
    name: str
    meaning: str
    count: int
    holding: int
    may_record: bool


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row of records. state: holds, corrected, withdrawn, or a withdrawal of another."""

    id: str
    recorded_at: str
    by: str
    cells: tuple[tuple[str, bool], ...]
    replaces: str
    evidence: str
    state: str


@page(Right.SEE)
def kinds(request: Asked, pk: int) -> HttpResponse:
    """List the kinds of records, with how much there is of each."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, Right.SEE)
    found = known(at(contract))
    may = {right: contract.allows(request.user, right) for right in Right}
    rows = [
        KindRow(
            kind,
            record_kind_name(kind, language_spoken()),
            kind_meaning(kind, language_spoken()),
            _height(found.case.records, kind),
            _height(found.view.records, kind),
            may[right_to_record(kind)],
        )
        for kind in RECORDS
        if may[right_to_see(kind)]
    ]
    return render(
        request,
        "web/records.html",
        {"contract": contract, "rows": rows, "may_import": may[Right.EXPORT]},
    )


def _height(records: Mapping[str, pl.DataFrame], kind: str) -> int:
    """Return how many rows there are of a kind."""
    frame = records.get(kind)
    return 0 if frame is None else frame.height


@page(Right.SEE)
def of_kind(request: Asked, pk: int, kind: str) -> HttpResponse:
    """List the rows of a kind, the newest first, as far as they match what is asked."""
    contract = reach(Contract.objects.filter(pk=pk), request.user, right_to_see(kind))
    language = language_spoken()
    asked = {name: request.GET.get(name, "").strip()[:100] for name in (*_SEARCHED, "holds")}
    number = request.GET.get("page", "")
    first = (int(number) - 1) * PAGE_ROWS if number.isdecimal() and 0 < int(number) < 10**9 else 0
    found = known(at(contract))
    rows = _matching(found, kind, asked)
    columns = _used(rows, kind)
    shown = {
        "contract": contract,
        "kind": kind,
        "name": record_kind_name(kind, language),
        "heads": [column_name(name, language) for name in columns],
        "rows": _told_rows(rows.slice(first, PAGE_ROWS), found, kind, columns),
        "count": rows.height,
        "asked": asked,
        "has_line": any(column.name == "line" for column in own_columns(kind)),
        "query": urlencode({name: text for name, text in asked.items() if text}),
        "page": first // PAGE_ROWS + 1,
        "is_last": first + PAGE_ROWS >= rows.height,
        "may_record": contract.allows(request.user, right_to_record(kind)),
    }
    return render(request, "web/record_rows.html", shown)


def _matching(found: Known, kind: str, asked: dict[str, str]) -> pl.DataFrame:
    """Return the rows that match, the newest first."""
    rows = found.case.records.get(kind, RECORDS[kind].empty())
    if asked["line"] and "line" in rows.columns:
        rows = rows.filter(pl.col("line") == asked["line"])
    if asked["by"]:
        rows = rows.filter(pl.col("by").str.contains(asked["by"], literal=True))
    if asked["holds"]:
        holding = _holding(found, kind)
        rows = rows.filter(pl.col("id").is_in(holding.implode()))
    return rows.sort("row", descending=True)


def _holding(found: Known, kind: str) -> pl.Series:
    """Return the ids of the rows that hold."""
    return found.view.records.get(kind, RECORDS[kind].empty()).get_column("id")


def _used(rows: pl.DataFrame, kind: str) -> list[str]:
    """Return the columns of a kind that are worth showing: needed, or filled somewhere."""
    return [
        column.name
        for column in own_columns(kind)
        if column.is_required or rows.get_column(column.name).null_count() < rows.height
    ]


def _told_rows(rows: pl.DataFrame, found: Known, kind: str, columns: list[str]) -> list[ToldRow]:
    """Return rows as they are to be read."""
    texts = canonical_text(rows, table=RECORDS[kind], currency_digits=found.case.contract.digits)
    every = found.case.records.get(kind, RECORDS[kind].empty())
    holding = set(_holding(found, kind).filter(_holding(found, kind).is_in(rows["id"].implode())))
    replaced = every.filter(pl.col("replaces").is_in(rows["id"].implode()))
    own = [column.name for column in own_columns(kind)]
    blank = pl.all_horizontal(pl.col(own).is_null())
    withdrawn = set(replaced.filter(blank).get_column("replaces"))
    named = {column.name: column for column in own_columns(kind)}
    figures = {column.name for column in own_columns(kind) if column.type not in _WORDS}
    return [
        ToldRow(
            id=row["id"],
            recorded_at=moment_said(row["recorded_at"] or ""),
            by=row["by"],
            cells=tuple((cell_text(row[name], named[name]), name in figures) for name in columns),
            replaces=row["replaces"] or "",
            evidence=row["evidence"] or "",
            state=_state(row, holding, withdrawn, own),
        )
        for row in texts.iter_rows(named=True)
    ]


def cell_text(text: str | None, column: Column) -> str:
    """Return a cell as it is to be read."""
    if text is None:
        return "–"
    if column.type is ColumnType.MONTH:
        return month_said(text)
    if column.type in _TIMES:
        return moment_said(text)
    return choice_name(text, language_spoken()) if column.choices else text


def _state(
    row: dict[str, str | None], holding: set[str], withdrawn: set[str], own: list[str]
) -> str:
    """Return whether a row holds, or what became of it."""
    if row["id"] in holding:
        return "holds"
    if row["replaces"] and all(row[name] is None for name in own):
        return "withdrawal"
    return "withdrawn" if row["id"] in withdrawn else "corrected"
