"""Which charges are owed once, this month? Agreed ones when due, and those records bring."""

from __future__ import annotations

import datetime as dt

import polars as pl

from lineproof.assess.intervals import LIFECYCLE_SOURCE
from lineproof.contract.case import View
from lineproof.contract.terms.pricing import CircuitSchedule, OneOff, PriceLines
from lineproof.model.period import Days
from lineproof.settle.settlement import LINE_SCHEMA


def one_off_lines(view: View, period: Days) -> pl.DataFrame:
    """Return a month's one-off charges as lines of `LINE_SCHEMA`.

    An agreed charge is owed on its day, or on the day its milestone was reached; one that comes
    with a lifecycle record on that record's day.
    """
    return pl.concat([_agreed(view, period), _recorded(view, period)])


def due_day(view: View, charge: OneOff) -> dt.date | None:
    """Return the day a one-off charge is owed, or None while its milestone isn't reached."""
    return charge.due if isinstance(charge.due, dt.date) else view.milestone(charge.due)


def _agreed(view: View, period: Days) -> pl.DataFrame:
    """Return the charges that terms name."""
    rows = []
    for version in view.versions:
        if not isinstance(version.term, OneOff):
            continue
        day = due_day(view, version.term)
        if day is not None and day in period and day in version.days:
            amount = view.contract.minor(version.term.amount)
            rows.append(_row(version.term, day, amount))
    return pl.DataFrame(rows, schema=LINE_SCHEMA)


def _row(term: OneOff, day: dt.date, amount: int) -> dict[str, object]:
    """Return a charge as a line; the line is the term itself."""
    return {
        "line": term.id,
        "charge": "one_off",
        "from": day,
        "to": day + dt.timedelta(days=1),
        "amount": amount,
        "clause": term.clause,
        "term": term.id,
        "quantity": 1,
    }


def _recorded(view: View, period: Days) -> pl.DataFrame:
    """Return the charges that came with lifecycle records: a move, a set-up."""
    inside = (pl.col("date") >= period.start) & (pl.col("date") < period.end)
    rows = view.rows("lifecycle").filter(pl.col("one_off").is_not_null() & inside)
    owners = _owners(view, rows.get_column("line").to_list())
    filled = rows.sort("line", "date", "recorded_at", "id").select(
        "line",
        pl.lit("one_off").alias("charge"),
        pl.col("date").alias("from"),
        (pl.col("date") + pl.duration(days=1)).alias("to"),
        pl.col("one_off").alias("amount"),
        pl.col("line")
        .replace_strict({k: v[1] for k, v in owners.items()}, default="", return_dtype=pl.String)
        .alias("clause"),
        pl.col("line")
        .replace_strict({k: v[0] for k, v in owners.items()}, default="", return_dtype=pl.String)
        .alias("term"),
        pl.lit(1, pl.Int64).alias("quantity"),
        pl.lit(LIFECYCLE_SOURCE, pl.UInt8).alias("start_source"),
        pl.col("row").alias("start_row"),
    )
    return pl.concat([pl.DataFrame(schema=LINE_SCHEMA), filled], how="diagonal")


def _owners(view: View, lines: list[str]) -> dict[str, tuple[str, str]]:
    """Return the id and clause of the term under which each of some lines is priced."""
    found: dict[str, tuple[str, str]] = {}
    for version in view.versions:
        term = version.term
        if isinstance(term, CircuitSchedule):
            rows = view.case.schedules[term.file].filter(pl.col("line").is_in(lines))
            found |= dict.fromkeys(rows.get_column("line"), (term.id, term.clause))
        elif isinstance(term, PriceLines):
            found |= dict.fromkeys((p.line for p in term.lines), (term.id, term.clause))
    return found
