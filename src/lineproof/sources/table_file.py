"""Which frame does a table file hold? CSV, XLSX and Parquet are told apart by their bytes.

An extension may lie. It opens no files: it is given their content.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TypedDict, Unpack

import polars as pl

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import Finding, error
from lineproof.model.table import Table
from lineproof.model.table_text import canonical_text
from lineproof.sources.csv_grid import csv_grid
from lineproof.sources.damage import damage_refused
from lineproof.sources.decode import decode
from lineproof.sources.grid import Grid, refused
from lineproof.sources.typed import typed_frame
from lineproof.sources.xlsx_grid import xlsx_grid

#: What one table may be: a million circuits take less than a tenth of either.
FILE_BYTES_MAX = 2 * 2**30
PARQUET_ROWS_MAX = 20_000_000

_ZIP, _PARQUET, _OLE = b"PK\x03\x04", b"PAR1", bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class TableRead:
    """What a table file holds: the declared columns and `row`, and everything wrong with it."""

    frame: pl.DataFrame
    findings: tuple[Finding, ...]


class ReadingOptions(TypedDict):
    """What a contract says of all its tables."""

    currency_digits: int
    timezone: str


def read_table(
    content: bytes,
    *,
    file: str,
    table: Table,
    sheet: str | None = None,
    **reading: Unpack[ReadingOptions],
) -> TableRead:
    r"""Return a table file's typed rows.

    file: its name, for findings. sheet: the sheet of an XLSX; by default the first visible one.
    currency_digits: decimals of the contract's currency. timezone: IANA name for times without an
    offset.

    >>> from lineproof.model.circuit import CIRCUITS
    >>> content = "序号,月租(元),开通日期\n1,900.00,2024-11-01\n".encode()
    >>> read = read_table(
    ...     content, file="a.csv", table=CIRCUITS, currency_digits=2, timezone="Asia/Shanghai"
    ... )
    >>> read.frame.select("line", "monthly_rent", "start").rows()
    [('1', 90000, datetime.date(2024, 11, 1))]
    """
    digits = reading["currency_digits"]
    grid = read_grid(content, file=file, table=table, sheet=sheet, currency_digits=digits)
    frame, findings = typed_frame(grid, table=table, file=file, **reading)
    return TableRead(frame, findings)


def read_grid(
    content: bytes, *, file: str, table: Table, sheet: str | None, currency_digits: int
) -> Grid:
    """Return the cells of a file of any format."""
    if len(content) > FILE_BYTES_MAX:
        return refused(_too_large(f"{len(content):,} bytes", file=file))
    if content.startswith(_OLE):
        return refused(_old_or_encrypted(file))
    if content.startswith(_PARQUET):
        return _parquet_grid(content, file=file, table=table, currency_digits=currency_digits)
    if content.startswith(_ZIP):
        return xlsx_grid(content, file=file, table=table, sheet=sheet)
    return _text_grid(content, file=file, table=table)


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


def _too_large(what: str, *, file: str) -> Finding:
    """Return the finding for a file beyond what one machine should be asked to hold."""
    fix = "Cut it into smaller files, or leave out what the table doesn't need."
    return error("E-FILE-TOO-LARGE", f"{file} holds {what}", where=file, fix=fix)


def _parquet_grid(content: bytes, *, file: str, table: Table, currency_digits: int) -> Grid:
    """Return the cells of a Parquet file as text, so that they are checked like any others.

    Its columns must have the declared types; its rows are counted from 1.
    """
    try:
        with damage_refused(file, pl.exceptions.PolarsError, OSError):
            frame = _parquet_frame(content, file=file)
    except InputRefusedError as refusal:
        return refused(refusal.findings[0])
    findings = _column_findings(frame, file=file, table=table)
    if findings:
        return Grid(findings=findings)
    texts = canonical_text(frame, table=table, currency_digits=currency_digits)
    header = tuple(texts.columns)
    texts.columns = [str(i) for i in range(len(header))]
    rows = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32()).alias("row")
    return Grid(header, texts.with_columns(rows))


def _parquet_frame(content: bytes, *, file: str) -> pl.DataFrame:
    """Return a Parquet file's rows, unless it says that they are too many: they pack well."""
    scan = pl.scan_parquet(io.BytesIO(content))
    count = scan.select(pl.len()).collect().item()
    if count > PARQUET_ROWS_MAX:
        raise InputRefusedError((_too_large(f"{count:,} rows", file=file),))
    return scan.collect()


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
