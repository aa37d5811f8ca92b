"""How does a record become a row of the database and again what the stages read? Exactly.

A kind's own columns are kept as JSON by name: whole numbers and texts, dates and times as ISO 8601.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from django.db.models import TextField
from django.db.models.functions import Cast

from lineproof.model.record import COMMON, RECORDS
from lineproof.model.table import Column, ColumnType
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.kept.imports import Batch
from lineproof.web.kept.many_rows import add_rows

_FIELDS = {
    "row": "row",
    "id": "name",
    "recorded_at": "recorded_at",
    "by": "by",
    "evidence": "evidence",
    "replaces": "replaces",
}
_DAY, _INSTANT = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%.6f+00:00"


def add_records(
    contract: Contract, kind: str, frame: pl.DataFrame, *, batch: Batch | None = None
) -> None:
    """Keep the rows of a kind's frame; batch: the import that they came by."""
    own = _own(kind)
    line = pl.col("line").fill_null("") if "line" in frame.columns else pl.lit("")
    add_rows(
        Record,
        frame.with_columns(_as_text(column) for column in own).select(
            pl.lit(contract.pk).alias("contract_id"),
            pl.lit(kind).alias("kind"),
            pl.lit(None if batch is None else batch.pk, pl.Int64()).alias("batch_id"),
            *(pl.col(name).alias(field) for name, field in _FIELDS.items()),
            line.alias("line"),
            _json([column.name for column in own]).alias("values"),
        ).with_columns(pl.col("evidence", "replaces").fill_null("")),
    )  # fmt: skip


def frame_of(contract: Contract, kind: str) -> pl.DataFrame:
    """Return a kind's rows as the stages read them, in the order they stand in."""
    found = Record.objects.filter(contract=contract, kind=kind).order_by("row", "pk")
    kept = found.annotate(text=Cast("values", TextField())).values_list(*_FIELDS.values(), "text")
    own, schema = _own(kind), RECORDS[kind].schema()
    texts = {column.name: pl.String() for column in own if _is_time(column)}
    held = {name: schema[name] for name in _FIELDS} | {"values": pl.String()}
    frame = pl.DataFrame(list(kept), schema=held, orient="row")
    values = pl.Struct({column.name: (schema | texts)[column.name] for column in own})
    blanks = [pl.col(name).replace("", None) for name in ("evidence", "replaces")]
    return (
        frame.with_columns(pl.col("values").str.json_decode(values))
        .unnest("values")
        .with_columns(*blanks, *(_from_text(column) for column in own if _is_time(column)))
        .select(*schema)
    )


def _own(kind: str) -> list[Column]:
    """Return the columns of a kind that no other has."""
    shared = {column.name for column in COMMON}
    return [column for column in RECORDS[kind].columns if column.name not in shared]


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


def _json(names: Sequence[str]) -> pl.Expr:
    """Return columns as the text of a JSON object, without those that are null."""
    members = [
        pl.when(pl.col(name).is_not_null()).then(
            pl.struct(name).struct.json_encode().str.slice(1).str.head(-1)
        )
        for name in names
    ]
    joined = pl.concat_str(members, separator=",", ignore_nulls=True)
    return pl.concat_str(pl.lit("{"), joined, pl.lit("}"))
