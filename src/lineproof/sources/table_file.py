"""Which frame does a table file hold, whatever its format? CSV, XLSX and Parquet are told apart
by their bytes, since an extension may lie. It opens no files: it is given their content.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lineproof.model.finding import Finding
from lineproof.model.table import Table
from lineproof.sources.csv_grid import csv_grid
from lineproof.sources.decode import decode
from lineproof.sources.typed import typed_frame


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
    """Return a table file's typed rows.

    file: its name, for findings. currency_digits: decimals of the contract's currency. timezone:
    IANA name for times without an offset. sheet: the sheet of an XLSX; by default the first
    visible one.

    >>> from lineproof.model.circuit import CIRCUITS
    >>> content = "序号,月租(元),开通日期\\n1,900.00,2024-11-01\\n".encode()
    >>> read = read_table(
    ...     content, file="a.csv", table=CIRCUITS, currency_digits=2, timezone="Asia/Shanghai"
    ... )
    >>> read.frame.select("line", "monthly_rent", "start").rows()
    [('1', 90000, datetime.date(2024, 11, 1))]
    """
    del sheet
    decoded = decode(content, file=file)
    grid = csv_grid(decoded.utf8, file=file, table=table)
    frame, findings = typed_frame(
        grid, table=table, file=file, currency_digits=currency_digits, timezone=timezone
    )
    return TableRead(frame, (*decoded.findings, *findings))
