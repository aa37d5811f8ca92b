"""What was saved against list prices? For the months used, list rent less rent, of what ends.

A list rent stands in the schedule beside the rent, or in the price list. A line that has none
leaves what was saved unknown: nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.pricing import CircuitSchedule, PriceLines
from lineproof.model.explained import Explained, Rule
from lineproof.settle.credits import months_before
from lineproof.settle.explain_nodes import sum_of, times

#: The rent lines of a month, in columns of `LINE_SCHEMA`.
LinesOf = Callable[[dt.date], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Saved:
    """What some lines saved, exact, with its reasons; missing: a line without a list rent."""

    why: Explained
    missing: str = ""


def saved(view: View, lines: Iterable[str], month: dt.date, lines_of: LinesOf) -> Saved:
    """Return what some lines saved up to a month and including it.

    lines_of: what each month's lines owed; a month counts by the share of it that was rented.
    """
    named = pl.Series("line", [*lines], dtype=pl.String)
    listed = list_rents(view)
    rows = pl.concat([_used(lines_of(m), named) for m in (*months_before(view, month), month)])
    rows = rows.join(listed, on="line", how="left", maintain_order="left")
    bare = rows.filter(pl.col("list_rent").is_null())
    missing = str(bare.item(0, "line")) if bare.height else ""
    unit = view.contract.contract.currency
    parts = [
        _part((list_rent, rent), group, unit=unit)
        for (list_rent, rent), group in rows.drop_nulls("list_rent").group_by(
            "list_rent", "rent", maintain_order=True
        )
    ]
    return Saved(sum_of("saved against list rents", tuple(parts), unit=unit), missing)


def list_rents(view: View) -> pl.DataFrame:
    """Return each line's list rent in minor units, where it has one: columns line, list_rent."""
    frames = [pl.DataFrame(schema={"line": pl.String(), "list_rent": pl.Int64()})]
    for term, _ in of_kind(view.versions, CircuitSchedule):
        frames.append(view.case.schedules[term.file].select("line", "list_rent"))
    for prices, _ in of_kind(view.versions, PriceLines):
        rows = [
            (p.line, view.contract.minor(p.list_rent))
            for p in prices.lines
            if p.list_rent is not None
        ]
        frames.append(pl.DataFrame(rows, schema=frames[0].schema, orient="row"))
    return pl.concat(frames).drop_nulls("list_rent").unique("line", keep="first")


def _used(lines: pl.DataFrame, named: pl.Series) -> pl.DataFrame:
    """Return some lines' rents of a month, with the units and the share of the month they had."""
    is_rent = (pl.col("charge") == "rent") & pl.col("line").is_in(named.implode())
    columns = ("line", "rent", "quantity", "share_num", "share_den")
    return lines.filter(is_rent).select(columns)


def _part(rents: tuple[object, object], rows: pl.DataFrame, *, unit: str) -> Explained:
    """Return what units of one list rent and one rent saved over the months they were used."""
    sums = rows.group_by("share_den").agg((pl.col("share_num") * pl.col("quantity")).sum())
    used = sum((Fraction(num, den) for den, num in sums.iter_rows()), Fraction(0))
    listed, rent = (
        Explained(label=name, exact=Fraction(str(value)), unit=unit)
        for name, value in zip(("list rent", "monthly rent"), rents, strict=True)
    )
    less = Explained(
        label="saved a month", exact=listed.value - rent.value, rule=Rule.DIFFERENCE, unit=unit,
        inputs=(listed, rent),
    )  # fmt: skip
    names = rows.get_column("line").unique(maintain_order=True)
    who = f"line {names[0]}" if names.len() == 1 else f"{names.len()} lines"
    return times(less, Explained(label="months used", exact=used, unit="months"), label=who)
