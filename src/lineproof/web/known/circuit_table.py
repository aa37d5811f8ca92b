"""Which circuits match, as a table? To be exported, imported again, or edited together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from lineproof.model.circuit import CIRCUITS
from lineproof.model.table import ColumnType
from lineproof.model.table_text import canonical_text
from lineproof.sources.folder import CONTRACT_FILE
from lineproof.web.kept.contracts import Circuit, Contract
from lineproof.web.known.case import at, known

#: What people wrote, and what is figures; days are neither.
TEXTS = frozenset(c.name for c in CIRCUITS.columns if c.type is ColumnType.TEXT)
FIGURES = frozenset(
    c.name for c in CIRCUITS.columns if c.type in {ColumnType.MONEY, ColumnType.DECIMAL}
)
_COLUMNS = {"line": "line", "circuit": "id", "site": "site", "service": "service"}


def circuit_table(contract: Contract, asked: Mapping[str, str]) -> pl.DataFrame:
    """Return the circuits that match what is asked, every column as text, exact and ISO.

    asked: how a field begins, by `circuit_search.FIELDS`. Columns nobody filled in are left out.
    """
    found = known(at(contract)).case
    frames = [frame.sort("row") for frame in found.schedules.values()]
    rows = pl.concat([*frames, _price_lines(contract)]).filter(*_matching(asked))
    texts = canonical_text(rows, table=CIRCUITS, currency_digits=found.contract.digits)
    needed = {column.name for column in CIRCUITS.columns if column.is_required}
    return texts.select(
        name
        for name in texts.columns
        if name in needed or texts.get_column(name).null_count() < texts.height
    )


def matching_lines(contract: Contract, asked: Mapping[str, str]) -> list[str]:
    """Return the lines that match what is asked, each once."""
    return circuit_table(contract, asked).get_column("line").unique(maintain_order=True).to_list()


def lines_of(contract: Contract, keys: Sequence[int]) -> list[str]:
    """Return the lines of circuits in force by their keys; others aren't there."""
    schedules = contract.in_force.schedules.all()
    found = Circuit.objects.filter(schedule__in=schedules, pk__in=keys).order_by("pk")
    return list(dict.fromkeys(found.values_list("line", flat=True)))


def _matching(asked: Mapping[str, str]) -> list[pl.Expr]:
    """Return what rows must be to match."""
    return [
        pl.col(column).fill_null("").str.starts_with(asked[field])
        for field, column in _COLUMNS.items()
        if asked.get(field)
    ]


def _price_lines(contract: Contract) -> pl.DataFrame:
    """Return the price lines of a contract's text as rows."""
    schedules = contract.in_force.schedules.filter(file=CONTRACT_FILE)
    fields = ("row", "line", "site", "service", "bandwidth", "monthly_rent")
    kept = Circuit.objects.filter(schedule__in=schedules).order_by("pk").values_list(*fields)
    schema = CIRCUITS.schema()
    frame = pl.DataFrame(list(kept), schema={name: schema[name] for name in fields}, orient="row")
    blanks = [pl.col(name).replace("", None) for name in ("site", "service", "bandwidth")]
    others = [pl.lit(None, schema[name]).alias(name) for name in schema if name not in fields]
    return frame.with_columns(*blanks, *others).select(*schema)
