"""How is a record typed in? A field a column, which says what is wrong with it.

What was typed is shown again as it was typed; nothing is kept here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from django.http import QueryDict
from django.utils.translation import gettext as _

from lineproof.contract.contract import Contract as Agreed
from lineproof.model.errors import InputRefusedError
from lineproof.model.record import COMMON, RECORDS
from lineproof.model.table import Column, ColumnType
from lineproof.model.table_text import canonical_text
from lineproof.report.column_words import column_meaning
from lineproof.report.exact_words import exact_words
from lineproof.report.finding_words import finding_line
from lineproof.report.record_words import choice_name, column_name
from lineproof.report.wording import Language
from lineproof.sources.grid import Grid
from lineproof.sources.values import Reading
from lineproof.sources.wrong_cells import read_cells, told
from lineproof.web.server.middleware import language_spoken

_COMMON = frozenset(column.name for column in COMMON)
_TEXT_MAX = 2000
#: How a browser asks for a value; any other type is a line of text.
_INPUTS = {ColumnType.DATE: "date", ColumnType.MONTH: "month"}
_HINTS = {
    ColumnType.INSTANT: "2025-03-04 08:30",
    ColumnType.MONEY: "1234.50",
    ColumnType.MONTH: "2025-03",
}
_FIGURES = frozenset({ColumnType.MONEY, ColumnType.DECIMAL, ColumnType.COUNT})
#: Which field a refusal is about that names no column.
_ABOUT = {("E-RECORD-VALUE", "lifecycle"): "value", ("E-RECORD-VALUE", "faults"): "pauses"}

#: field → what is wrong with it, each with how to mend it; "" → what is wrong with the whole row.
Problems = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. input: the browser's type. choices: value and word."""

    name: str
    label: str
    help: str
    input: str
    hint: str
    is_figure: bool
    is_required: bool
    choices: tuple[tuple[str, str], ...]
    value: str
    problems: tuple[str, ...]


def own_columns(kind: str) -> list[Column]:
    """Return the columns of a kind that a person fills in."""
    return [column for column in RECORDS[kind].columns if column.name not in _COMMON]


def fields_of(
    kind: str, values: Mapping[str, str], problems: Mapping[str, list[str]], language: Language
) -> list[Field]:
    """Return a kind's fields, with what was typed into them and what is wrong with it."""
    return [
        Field(
            name=column.name,
            label=column_name(column.name, language),
            help=column_meaning(column, language),
            input=_INPUTS.get(column.type, "text"),
            hint=_HINTS.get(column.type, ""),
            is_figure=column.type in _FIGURES,
            is_required=column.is_required,
            choices=tuple((name, choice_name(name, language)) for name in column.choices),
            value=values.get(column.name, ""),
            problems=tuple(problems.get(column.name, ())),
        )
        for column in own_columns(kind)
    ]


def typed_in(kind: str, form: QueryDict) -> dict[str, str]:
    """Return what was typed into a kind's fields, and which row it replaces."""
    names = [column.name for column in own_columns(kind)]
    texts = {name: form.get(name, "").strip()[:_TEXT_MAX] for name in (*names, "replaces")}
    return {name: text for name, text in texts.items() if text}


def problems_of(kind: str, values: Mapping[str, str], agreed: Agreed) -> Problems:
    """Return what is wrong with the cells of a row, all at once."""
    names = [column.name for column in own_columns(kind)]
    cells = {str(i): [values.get(name)] for i, name in enumerate(names)}
    schema = dict.fromkeys(cells, pl.String()) | {"row": pl.UInt32()}
    grid = Grid(tuple(names), pl.DataFrame({**cells, "row": [1]}, schema=schema))
    reading = Reading(agreed.digits, agreed.contract.timezone)
    language = language_spoken()
    read = read_cells(grid, table=RECORDS[kind], reading=reading, left_out=_COMMON)
    found: Problems = {}
    for wrong in read.wrong.iter_rows(named=True):
        said = told(wrong, table=RECORDS[kind], reading=reading)
        message, fix = (exact_words(text, language) for text in said)
        if wrong["code"] == "E-CELL-REQUIRED":
            message, fix = _("It is needed."), ""
        found.setdefault(str(wrong["column"]), []).append(f"{message} {fix}".strip())
    return found


def refused(kind: str, refusal: InputRefusedError) -> Problems:
    """Return what is wrong with a row by the field that it is about, if one is."""
    found: Problems = {}
    for finding in refusal.findings:
        name = _ABOUT.get((finding.code, kind), "")
        found.setdefault(name, []).append(finding_line(finding, language_spoken()))
    return found


def as_typed(row: pl.DataFrame, kind: str, agreed: Agreed) -> dict[str, str]:
    """Return what would be typed into a kind's fields to say what a row says."""
    texts = canonical_text(row, table=RECORDS[kind], currency_digits=agreed.digits)
    names = [column.name for column in own_columns(kind)]
    values = texts.select(names).row(0, named=True)
    return {name: text for name, text in values.items() if text is not None}
