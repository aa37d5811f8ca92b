"""Which rows and headers does a person's spreadsheet have? Trimmed cells, and a header in any case.

A guess at what its columns mean is for `guess`; nothing here reads a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import partial

import polars as pl

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, Severity
from lineproof.model.money import format_minor, round_half_away
from lineproof.model.table import Table
from lineproof.sources.grid import Grid
from lineproof.sources.headers import known_names
from lineproof.sources.loose import respelled
from lineproof.sources.table_file import read_grid
from lineproof.sources.typed import ABSENT_MARKS

#: What stands in a row of totals.
TOTAL = (
    r"(?i)^(合\s*计|总\s*计|小\s*计|总\s*额|共\s*计|(grand |sub)?total|sum|summe|gesamt)\s*[:：]?$"
)
_FIGURE = re.compile(r"[¥€$£]?\d[\d.,/-]*")
#: A header of which so many cells to one are figures is a row of data.
_FIGURES_MIN = 3


def loose_grid(
    content: bytes, *, file: str, table: Table, sheet: str | None, currency_digits: int
) -> Grid:
    """Return a file's cells without white space around them; null where nothing is said.

    Raises InputRefusedError where it has no cells to be had.
    """
    grid = read_grid(content, file=file, table=table, sheet=sheet, currency_digits=currency_digits)
    if not grid.header:
        raise InputRefusedError(grid.findings)
    grid = _with_header(grid, table)
    blank = ["", *ABSENT_MARKS]
    texts = pl.col(pl.String).str.strip_chars()
    frame = grid.frame.with_columns(texts).with_columns(
        pl.when(~pl.col(pl.String).is_in(blank)).then(pl.col(pl.String)).name.keep()
    )
    return Grid(grid.header, frame, grid.header_row, grid.findings, grid.flaws)


def _with_header(grid: Grid, table: Table) -> Grid:
    """Return a grid whose first row is data, not a header, with headers of its own."""
    figures = sum(1 for text in grid.header if _FIGURE.fullmatch(text.strip()))
    if known_names(grid.header, table=table) or figures * _FIGURES_MIN < len(grid.header):
        return grid
    cells = {str(i): [text] for i, text in enumerate(grid.header)} | {"row": [grid.header_row]}
    first = pl.DataFrame(cells, schema=grid.frame.schema)
    header = tuple(f"column {i}" for i in range(1, len(grid.header) + 1))
    rows = pl.concat([first, grid.frame])
    return Grid(header, rows, grid.header_row, grid.findings, grid.flaws)


def is_total(rows: pl.DataFrame, id_column: str | None) -> pl.Series:
    """Return which rows are totals; one with an id of its own is none.

    rows: as `loose_grid` gives them.
    """
    total = pl.any_horizontal(pl.col(pl.String).str.contains(TOTAL).fill_null(value=False))
    if id_column is not None:
        total &= pl.col(id_column).is_null() | pl.col(id_column).str.contains(TOTAL)
    return rows.select(total.alias("total"))["total"]


def rounded(
    texts: pl.DataFrame, columns: Mapping[str, int], *, file: str
) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """Return amounts rounded to so many decimals, as a bill prints them, and that it was done.

    columns: money column → decimals. A spreadsheet computes parts of months to many decimals and
    shows two of them.
    """
    findings = []
    for name, digits in columns.items():
        form = rf"^-?[0-9]+\.[0-9]{{{digits}}}[0-9]*[1-9]$"
        long = texts.filter(pl.col(name).str.contains(form))
        if long.is_empty():
            continue
        texts = texts.with_columns(respelled(texts[name], partial(_round, digits=digits)))
        message = f"{long.height:,} amounts have more decimals than the currency and were rounded"
        fix = "Nothing, if the bill prints them rounded too."
        where = f"{file}:{long['row'][0]}"
        findings.append(Finding("W-BILL-ROUNDED", Severity.WARNING, message, where, fix))
    return texts, tuple(findings)


def _round(text: str, *, digits: int) -> str | None:
    """Return one amount, rounded half away from zero."""
    if re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{1,40}", text, re.ASCII) is None:
        return None
    return format_minor(round_half_away(Fraction(text) * 10**digits), digits=digits)
