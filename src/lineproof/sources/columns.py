"""Which of a file's columns stands for each declared one? Those of no meaning are told.

It knows headers only. How a header is compared is for `headers` to say.
"""

from __future__ import annotations

import difflib
import re
import unicodedata

from lineproof.model.finding import Finding, error
from lineproof.model.table import Column, ColumnType, Table
from lineproof.sources.flaws import quote
from lineproof.sources.headers import columns_by_key, header_key

_NUMBERS = (ColumnType.MONEY, ColumnType.DECIMAL)
#: Units that would make a figure something else than it says; in brackets behind a header.
_SCALED = re.compile(
    r"[(\[【](?:[^)\]】]*(?:万|千|百|亿|thousand|million)|[kgt](?:b|\W))", re.ASCII
)


def match_columns(
    header: tuple[str, ...], *, table: Table, where: str
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Return the grid's column for each declared column's name, and what is wrong with the header.

    where: the header's `file:line`.

    >>> from lineproof.model.circuit import CIRCUITS
    >>> header = ("序号", "月租(元)", "rnet")
    >>> places, findings = match_columns(header, table=CIRCUITS, where="a.csv:1")
    >>> places, [finding.code for finding in findings]
    ({'line': '0', 'monthly_rent': '1'}, ['E-COLUMN-UNKNOWN'])
    """
    known = columns_by_key(table)
    places: dict[str, str] = {}
    findings = []
    for position, text in enumerate(header):
        column = known.get(header_key(text))
        if column is None:
            findings.append(_unknown(text, table=table, where=where))
        elif column.name in places:
            first = header[int(places[column.name])]
            findings.append(_duplicate(first, text, column, where=where))
        else:
            places[column.name] = str(position)
            findings += scaled(text, column, where=where)
    findings += [
        _missing(column, table=table, where=where)
        for column in table.columns
        if column.is_required and column.name not in places
    ]
    return places, tuple(findings)


def _names(column: Column) -> str:
    """Return what a column may be called."""
    aliases = f" ({', '.join(column.aliases)})" if column.aliases else ""
    return f"{column.name}{aliases}"


def _unknown(text: str, *, table: Table, where: str) -> Finding:
    """Return the finding for a header that means no declared column, with the nearest one."""
    known = columns_by_key(table)
    near = difflib.get_close_matches(header_key(text)[:60], known, n=1)
    message = f"{quote(text)} is no column of {table.name}"
    if near:
        fix = f"Did you mean {_names(known[near[0]])}? Rename it, or delete the column."
    else:
        names = "; ".join(_names(column) for column in table.columns)
        fix = f"Delete the column, or rename it to one of: {names}."
    return error("E-COLUMN-UNKNOWN", message, where=where, fix=fix)


def _duplicate(first: str, second: str, column: Column, *, where: str) -> Finding:
    """Return the finding for a second header of one column."""
    message = f"{quote(first)} and {quote(second)} both mean the column {column.name}"
    fix = "Keep the one that holds, and delete or rename the other."
    return error("E-COLUMN-DUPLICATE", message, where=where, fix=fix)


def _missing(column: Column, *, table: Table, where: str) -> Finding:
    """Return the finding for a required column that no header means."""
    message = f"{table.name} need a column {column.name}: {column.meaning}"
    fix = f"Add it under one of these headers: {_names(column)}."
    return error("E-COLUMN-MISSING", message, where=where, fix=fix)


def scaled(text: str, column: Column, *, where: str) -> list[Finding]:
    """Return the finding for figures in a unit that isn't the column's, such as 万元."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if column.type not in _NUMBERS or _SCALED.search(plain) is None:
        return []
    message = f"{quote(text)} is in another unit than {column.name}: {column.meaning}"
    fix = "Convert the figures, and take the unit out of the header."
    return [error("E-COLUMN-UNIT", message, where=where, fix=fix)]
