"""Which frame does a table file hold? CSV, XLSX and Parquet are told apart by their bytes.

An extension may lie. It opens no files: it is given their content.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import polars as pl

from lineproof.model.finding import Finding, error
from lineproof.model.table import Table
from lineproof.sources.csv_grid import csv_grid
from lineproof.sources.decode import decode
from lineproof.sources.flaws import listed
from lineproof.sources.grid import Grid
from lineproof.sources.typed import duplicates, typed_frame
from lineproof.sources.xlsx_grid import xlsx_grid

_ZIP, _PARQUET, _OLE = b"PK\x03\x04", b"PAR1", bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class TableRead:
    """What a table file holds: the declared columns and `row`, and everything wrong with it."""

    frame: pl.DataFrame
    findings: tuple[Finding, ...]


def read_table(
    content: bytes,
    *,
    file: str,
    table: Table,
    currency_digits: int,
    timezone: str,
    sheet: str | None = None,
) -> TableRead:
    r"""Return a table file's typed rows.

    file: its name, for findings. currency_digits: decimals of the contract's currency. timezone:
    IANA name for times without an offset. sheet: the sheet of an XLSX; by default the first
    visible one.

    >>> from lineproof.model.circuit import CIRCUITS
    >>> content = "序号,月租(元),开通日期\n1,900.00,2024-11-01\n".encode()
    >>> read = read_table(
    ...     content, file="a.csv", table=CIRCUITS, currency_digits=2, timezone="Asia/Shanghai"
    ... )
    >>> read.frame.select("line", "monthly_rent", "start").rows()
    [('1', 90000, datetime.date(2024, 11, 1))]
    """
    if content.startswith(_OLE):
        return TableRead(table.empty(), (_old_or_encrypted(file),))
    if content.startswith(_PARQUET):
        return _read_parquet(content, file=file, table=table)
    if content.startswith(_ZIP):
        grid = xlsx_grid(content, file=file, table=table, sheet=sheet)
    else:
        grid = _text_grid(content, file=file, table=table)
    frame, findings = typed_frame(
        grid, table=table, file=file, currency_digits=currency_digits, timezone=timezone
    )
    return TableRead(frame, findings)


def _text_grid(content: bytes, *, file: str, table: Table) -> Grid:
    """Return the cells of a text file, with what is said of its encoding."""
    decoded = decode(content, file=file)
    if decoded.findings and not decoded.utf8:
        return Grid(findings=decoded.findings)
    grid = csv_grid(decoded.utf8, file=file, table=table)
    findings = (*decoded.findings, *grid.findings)
    return Grid(grid.header, grid.frame, grid.header_row, findings, grid.flaws)


def _old_or_encrypted(file: str) -> Finding:
    """Return the finding for an XLS, or an XLSX with a password: the same container."""
    message = f"{file} is an old XLS file, or protected by a password"
    fix = "Open it in a spreadsheet program and save it as XLSX without a password, or as CSV."
    return error("E-FILE-TYPE", message, where=file, fix=fix)


def _read_parquet(content: bytes, *, file: str, table: Table) -> TableRead:
    """Return the rows of a Parquet file, whose columns must have the declared types already."""
    try:
        frame = pl.read_parquet(io.BytesIO(content))
    except (pl.exceptions.PolarsError, OSError) as problem:
        message = f"{file} is no readable Parquet file: {problem}"
        fix = "Write it again, or send the table as CSV."
        damaged = error("E-FILE-DAMAGED", message, where=file, fix=fix)
        return TableRead(table.empty(), (damaged,))
    findings = _column_findings(frame, file=file, table=table)
    if findings:
        return TableRead(table.empty(), findings)
    rows = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32()).alias("row")
    frame = frame.select(c.name for c in table.columns).with_columns(rows)
    key = duplicates(frame, table.columns[0].name, file=file)
    return TableRead(frame, listed([key], file=file))


def _column_findings(frame: pl.DataFrame, *, file: str, table: Table) -> tuple[Finding, ...]:
    """Return what is wrong with a Parquet file's columns."""
    schema = table.schema()
    findings = []
    for name, dtype in schema.items():
        found = frame.schema.get(name)
        if found != dtype and name != "row":
            message = f"the column {name} of {file} is {found or 'missing'}, not {dtype}"
            fix = "Write the file with lineproof, or send the table as CSV or XLSX."
            findings.append(error("E-COLUMN-TYPE", message, where=file, fix=fix))
    for name in frame.columns:
        if name not in schema:
            message = f'"{name}" is no column of {table.name}'
            fix = "Leave the column away."
            findings.append(error("E-COLUMN-UNKNOWN", message, where=file, fix=fix))
    return tuple(findings)
