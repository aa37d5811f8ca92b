"""Why does a line of ours owe no rent in a month? The record or the schedule that says so."""

from __future__ import annotations

import polars as pl

from lineproof.assess.intervals import LIFECYCLE, service_intervals
from lineproof.contract.terms.pricing import CircuitSchedule
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.claims import Claims
from lineproof.reconcile.owed import Owed

_REASONS: dict[str, pl.DataType] = {
    "row": pl.UInt32(),
    "reason": pl.String(),
    "clause": pl.String(),
    "evidence": pl.String(),
}


def absences(rows: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """Return why the lines of some billed rows owe nothing in their months.

    rows: `row`, `code`, `month` (a place; another than those asked for is the first). Returns
    `row`, `reason` (a cause's name), `clause`, `evidence`.
    """
    asked = rows.select("row", "code", "month")
    named = asked.join(claims.names.select("code", "contract", "line"), on="code", how="inner")
    found = [pl.DataFrame(schema=_REASONS)]
    for place, owed in enumerate(claims.contracts):
        own = named.filter(pl.col("contract") == place)
        if own.height:
            found.append(_of_contract(own, owed))
    return pl.concat(found)


def _of_contract(rows: pl.DataFrame, owed: Owed) -> pl.DataFrame:
    """Return why lines of one contract owe nothing."""
    lines = rows.select("line").unique()
    spans = service_intervals(owed.view).frame.join(lines, on="line", how="semi")
    served = spans.group_by("line").agg(pl.col("start").min(), pl.col("end").max())
    events = _events(owed, lines)
    firsts = [days.start for days in owed.months]
    month = pl.col("month").clip(0)
    first = month.replace_strict(dict(enumerate(firsts)), return_dtype=pl.Date)
    after = month.replace_strict(
        {i: days.end for i, days in enumerate(owed.months)}, return_dtype=pl.Date
    )
    joined = (
        rows.with_columns(first.alias("first"), after.alias("after"))
        .join(served, on="line", how="left")
        .join(events, on="line", how="left")
        .join(_clauses(owed), on="line", how="left")
    )
    has_ended = pl.col("end") <= pl.col("first")
    is_ceased = (pl.col("ceased") <= pl.col("first")).fill_null(value=False)
    is_idle = (pl.col("suspended") <= pl.col("first")).fill_null(value=False)
    is_late = pl.col("end").is_null() | (pl.col("start") >= pl.col("after"))
    reason = (
        pl.when(is_ceased).then(pl.lit(Cause.CEASED.value))
        .when(has_ended).then(pl.lit(Cause.OUTSIDE_TERM.value))
        .when(is_late).then(pl.lit(Cause.NOT_YET_ACCEPTED.value))
        .when(is_idle).then(pl.lit(Cause.CEASED.value))
    )  # fmt: skip
    deciding = (
        pl.when(is_ceased).then("ceased_row")
        .when(is_late).then("begun_row")
        .when(is_idle).then("suspended_row")
    )  # fmt: skip
    evidence = pl.format(f"{LIFECYCLE}:{{}}", deciding)
    return joined.select(
        "row", reason.alias("reason"), "clause",
        pl.when(~has_ended | is_ceased).then(evidence).alias("evidence"),
    )  # fmt: skip


def _events(owed: Owed, lines: pl.DataFrame) -> pl.DataFrame:
    """Return the last cease, suspension and beginning recorded of some lines, with their rows."""
    rows = (
        owed.view.rows("lifecycle").join(lines, on="line", how="semi").sort("date", "recorded_at")
    )
    found = lines
    for name, events in (
        ("ceased", ["ceased"]),
        ("suspended", ["suspended"]),
        ("begun", ["accepted", "in_service", "refused"]),
    ):
        own = rows.filter(pl.col("event").is_in(events)).unique("line", keep="last")
        own = own.select("line", pl.col("date").alias(name), pl.col("row").alias(f"{name}_row"))
        found = found.join(own, on="line", how="left")
    return found


def _clauses(owed: Owed) -> pl.DataFrame:
    """Return the clause under which each line of a schedule stands."""
    frames = [pl.DataFrame(schema={"line": pl.String, "clause": pl.String})]
    for version in owed.view.versions:
        if isinstance(version.term, CircuitSchedule):
            rows = owed.view.case.schedules[version.term.file].select("line")
            frames.append(rows.with_columns(pl.lit(version.term.clause).alias("clause")))
    return pl.concat(frames).unique("line", keep="last")
