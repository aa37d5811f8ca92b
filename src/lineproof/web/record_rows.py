"""How does a record become a row of the database and again what the stages read? Exactly.

A kind's own columns are kept as JSON by name: whole numbers and texts, dates and times as ISO 8601.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from lineproof.model.record import COMMON, RECORDS
from lineproof.model.table import Column, ColumnType
from lineproof.web.kept import Contract, Record

_FIELDS = {
    "row": "row",
    "id": "name",
    "recorded_at": "recorded_at",
    "by": "by",
    "evidence": "evidence",
    "replaces": "replaces",
}
_DAY, _INSTANT = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%.6f+00:00"


def rows_of(contract: Contract, kind: str, frame: pl.DataFrame) -> Iterator[Record]:
    """Yield the rows of a kind's frame, not saved yet."""
    own = _own(kind)
    texts = frame.with_columns(_as_text(column) for column in own)
    for row in texts.iter_rows(named=True):
        yield Record(
            contract=contract,
            kind=kind,
            row=row["row"],
            name=row["id"],
            recorded_at=row["recorded_at"],
            by=row["by"],
            evidence=row["evidence"] or "",
            replaces=row["replaces"] or "",
            line=row.get("line") or "",
            values={c.name: row[c.name] for c in own if row[c.name] is not None},
        )


def frame_of(contract: Contract, kind: str) -> pl.DataFrame:
    """Return a kind's rows as the stages read them, in the order they stand in."""
    found = Record.objects.filter(contract=contract, kind=kind).order_by("row", "pk")
    kept = list(found.values_list(*_FIELDS.values(), "values"))
    columns: dict[str, list[Any]] = {
        name: [row[at] for row in kept] for at, name in enumerate(_FIELDS)
    }
    own = _own(kind)
    columns |= {column.name: _listed(column, (row[-1] for row in kept)) for column in own}
    schema = RECORDS[kind].schema()
    texts = {column.name: pl.String() for column in own if _is_time(column)}
    frame = pl.DataFrame({name: columns[name] for name in schema}, schema={**schema, **texts})
    blanks = [pl.col(name).replace("", None) for name in ("evidence", "replaces")]
    return frame.with_columns(*blanks, *(_from_text(column) for column in own if _is_time(column)))


def _own(kind: str) -> list[Column]:
    """Return the columns of a kind that no other has."""
    shared = {column.name for column in COMMON}
    return [column for column in RECORDS[kind].columns if column.name not in shared]


def _listed(column: Column, kept: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Return a column of what was kept."""
    return [values.get(column.name) for values in kept]


def _is_time(column: Column) -> bool:
    """Whether JSON has no value of a column's type."""
    return column.type in {ColumnType.DATE, ColumnType.INSTANT}


def _as_text(column: Column) -> pl.Expr:
    """Return a column as JSON can hold it."""
    value = pl.col(column.name)
    if not _is_time(column):
        return value
    return value.dt.strftime(_DAY if column.type is ColumnType.DATE else _INSTANT)


def _from_text(column: Column) -> pl.Expr:
    """Return a column of days or instants, from what JSON held."""
    text = pl.col(column.name).str
    if column.type is ColumnType.DATE:
        return text.to_date(_DAY)
    return text.to_datetime("%Y-%m-%dT%H:%M:%S%.f%z", time_unit="us", time_zone="UTC")
