"""How is one of a million rows found by how a text of it begins? By an order of bytes.

An index finds how texts begin, and goes on behind one of them, only where it is ordered as the
search is: byte by byte, whatever language the database sorts in.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

#: No text holds it: it comes behind all that begin alike.
_LAST_CHARACTER = chr(0x10FFFF)

Compiled = tuple[str, Any]
Kind = TypeVar("Kind", bound=Model)


class Bytewise(Func):
    """A text, compared byte by byte."""

    arity = 1
    template = "%(expressions)s"

    def as_postgresql(self, compiler: SQLCompiler, database: BaseDatabaseWrapper) -> Compiled:
        """Return it for PostgreSQL, which sorts in the database's language otherwise."""
        return super().as_sql(compiler, database, template='%(expressions)s COLLATE "C"')


class Behind(Func):
    """Whether the first two of four values, as a pair, come behind the last two."""

    arity = 4
    arg_joiner = "|"
    output_field = BooleanField()

    def as_sql(self, compiler: SQLCompiler, *_rest: object, **_more: object) -> Compiled:
        """Return it as a comparison of rows, which an index serves."""
        parts = [compiler.compile(each) for each in self.get_source_expressions()]
        given = tuple(value for _, values in parts for value in values)
        first, second, third, fourth = (text for text, _ in parts)
        return f"(({first}, {second}) > ({third}, {fourth}))", given


def beginning(found: QuerySet[Kind], field: str, text: str) -> QuerySet[Kind]:
    """Return the rows of which a field begins so."""
    key = f"{field}_bytes"
    known: QuerySet[Kind] = found.alias(**{key: Bytewise(field)})
    return known.filter(**{f"{key}__gte": text, f"{key}__lte": text + _LAST_CHARACTER})


def behind(found: QuerySet[Kind], field: str, last: Kind | None) -> QuerySet[Kind]:
    """Return rows in the order of a field and then of their keys, from behind one of them on.

    field: one with an index on its bytes, or "pk".
    """
    if field == "pk":
        return found.order_by("pk").filter(pk__gt=0 if last is None else last.pk)
    key = f"{field}_bytes"
    ordered: QuerySet[Kind] = found.alias(**{key: Bytewise(field)}).order_by(key, "pk")
    if last is None:
        return ordered
    pair = (Value(getattr(last, field)), Value(last.pk))
    return ordered.filter(Behind(Bytewise(field), F("pk"), *pair))
