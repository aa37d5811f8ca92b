"""How do many rows come into a table at once? By COPY, where the database has it."""

from __future__ import annotations

import polars as pl
from django.db import connection
from django.db.models import Model

_SLICE = 100_000
#: From so many rows on, the database's planner is told at once what it has.
_MANY = 10_000
_DAY, _INSTANT = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S%.6f"
_NULL = "\\N"


def add_rows(kind: type[Model], frame: pl.DataFrame) -> None:
    """Add rows to a table.

    frame: a column a field, by its name in the table; JSON as text. Nothing is filled in: what has
    no column is null.
    """
    add = _copied if connection.vendor == "postgresql" else _inserted
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(name) for name in frame.columns)
    written = frame.with_columns(
        pl.selectors.date().dt.strftime(_DAY),
        pl.selectors.datetime().dt.strftime(_INSTANT).str.strip_suffix(".000000"),
    )
    add(quoted(kind._meta.db_table), columns, written)  # noqa: SLF001 - Django's own name for it


def _copied(table: str, columns: str, frame: pl.DataFrame) -> None:
    """Add rows to a table of PostgreSQL; a text is quoted, so that none is taken for null."""
    with connection.cursor() as cursor:
        with cursor.copy(
            f"COPY {table} ({columns}) FROM STDIN (FORMAT csv, NULL '{_NULL}')"
        ) as copy:
            for part in frame.iter_slices(_SLICE):
                copy.write(
                    part.write_csv(
                        include_header=False, quote_style="non_numeric", null_value=_NULL
                    )
                )
        if frame.height >= _MANY:
            cursor.execute(f"ANALYZE {table}")


def _inserted(table: str, columns: str, frame: pl.DataFrame) -> None:
    """Add rows to a table of another database."""
    places = ", ".join(["%s"] * frame.width)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        for part in frame.iter_slices(_SLICE):
            cursor.executemany(statement, part.rows())
