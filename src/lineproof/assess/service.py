"""When was which circuit in service, and by which line? From acceptance to cease, without pauses.

Measurements name circuits; the contract names lines. This is where the two meet.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import polars as pl

from lineproof.assess.intervals import Intervals, coded_schedule
from lineproof.contract.case import View
from lineproof.contract.facts import end_of_day
from lineproof.contract.terms.pricing import CircuitSchedule
from lineproof.measure.sweep import sweep

#: One row a stretch of service of one circuit on one line. Instants in nanoseconds since 1970 UTC;
#: made_by: id of the schedule that prices the line; group: blank where it has none.
SERVICE_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.String(),
    "circuit": pl.String(),
    "group": pl.String(),
    "made_by": pl.String(),
    "lo": pl.Int64(),
    "hi": pl.Int64(),
}
_CHANGES = ("suspended", "resumed", "reidentified")
FURTHEST_NS = 2**62
"""No service ends later, nor begins earlier before 1970: what runs on stays a number."""


def services(view: View, intervals: Intervals) -> pl.DataFrame:
    """Return when each circuit was in service, in columns of `SERVICE_SCHEMA`.

    They are by line, in the order of the lines, and by time.

    A line without a circuit id is known by its line. Days turn into instants at the contract's
    local midnight; unnamed units of a price list have no circuit. A schedule that replaces another
    names the circuits from its day on.
    """
    rows = (
        intervals.frame.filter(pl.col("layer") == 0)
        .join(_named(view, intervals), on=["term", "code"], maintain_order="left")
        .select("line", "circuit", "group", "made_by", "start", "end", "since", "is_named", "code")
    )
    zone = view.contract.contract.timezone
    changes = intervals.events.filter(pl.col("event").is_in(_CHANGES))
    is_changed = pl.col("code").is_in(changes.get_column("code").unique().to_list())
    whole = rows.filter(~is_changed)
    if whole.height == rows.height:
        return _timed(whole, timezone=zone)
    cut = _cut(rows.filter(is_changed), changes).join(intervals.lines, on="line")
    both = pl.concat([whole.select(cut.columns), cut]).sort("code", "start")
    return _timed(both, timezone=zone)


def midnight_ns(day: dt.date, *, timezone: str) -> int:
    """Return the instant a local day begins, in nanoseconds since 1970 UTC.

    A day too far off for that, as the end of a contract without one, is the furthest that isn't.

    >>> midnight_ns(dt.date(1970, 1, 2), timezone="Asia/Shanghai") // 10**9
    57600
    """
    instant = end_of_day(day - dt.timedelta(days=1), timezone=timezone)
    exact = int(instant.timestamp()) * 10**9
    return max(-FURTHEST_NS, min(exact, FURTHEST_NS))


def _named(view: View, intervals: Intervals) -> pl.DataFrame:
    """Return every line of each schedule, by the schedule's index, with its circuit and group."""
    schema = {
        "term": pl.UInt32(), "made_by": pl.String(), "code": pl.UInt32(), "circuit": pl.String(),
        "group": pl.String(), "is_named": pl.Boolean(),
    }  # fmt: skip
    frames = [
        coded_schedule(view, version.term, intervals.lines).select(
            pl.lit(index, pl.UInt32).alias("term"),
            pl.lit(version.term.id).alias("made_by"),
            "code",
            pl.coalesce("id", "line").alias("circuit"),
            pl.col("group").fill_null(""),
            pl.col("id").is_not_null().alias("is_named"),
        )
        for index, version in enumerate(intervals.terms)
        if isinstance(version.term, CircuitSchedule)
    ]
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def _cut(rows: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """Return the stretches of lines that were suspended or got another circuit id.

    rows: by line; few, so that each is walked through. An id that a later schedule names outlasts
    what was recorded before that schedule's day.
    """
    events: dict[str, list[tuple[dt.date, str, str | None]]] = defaultdict(list)
    for line, day, event, value in changes.select("line", "date", "event", "value").iter_rows():
        events[line].append((day, event, value))
    found = []
    for line, first_circuit, group, made_by, start, end, since, is_named, _ in rows.iter_rows():
        circuit, is_on, at = first_circuit, True, start
        for day, event, value in sorted(events[line], key=lambda e: e[0]):
            until = min(max(day, start), end)
            if is_on and until > at:
                found.append((line, circuit, group, made_by, at, until))
            at = until
            if event != "reidentified":
                is_on = event == "resumed"
            elif value and (day >= since or not is_named):
                circuit = value
        if is_on and end > at:
            found.append((line, circuit, group, made_by, at, end))
    schema = {name: rows.schema[name] for name in rows.columns[:6]}
    return pl.DataFrame(found, schema=schema, orient="row")


def _timed(rows: pl.DataFrame, *, timezone: str) -> pl.DataFrame:
    """Return stretches of days as stretches between instants."""
    days = {day for column in ("start", "end") for day in rows.get_column(column).unique()}
    instants = {day: midnight_ns(day, timezone=timezone) for day in days}
    at = {"lo": "start", "hi": "end"}
    return rows.with_columns(
        pl.col(column).replace_strict(instants, return_dtype=pl.Int64).alias(name)
        for name, column in at.items()
    ).select(*SERVICE_SCHEMA)


def circuit_services(services_of_lines: pl.DataFrame) -> pl.DataFrame:
    """Return when each circuit was in service on any line: circuit, lo, hi, without overlaps.

    Stretches that touch stay apart where a suspension lay between them, since they don't touch.
    """
    ordered = services_of_lines.sort("circuit")
    if ordered.get_column("circuit").rle_id().tail(1).to_list() == [ordered.height - 1]:
        return ordered.select("circuit", "lo", "hi")  # each serves once: most contracts
    circuits = services_of_lines.select("circuit").unique().sort("circuit").with_row_index("key")
    circuits = circuits.with_columns(pl.col("key").cast(pl.Int64))
    keyed = services_of_lines.join(circuits, on="circuit")
    covered = sweep(keyed, []).select("key", "lo", "hi")
    fresh = (
        (pl.col("key") != pl.col("key").shift()) | (pl.col("lo") != pl.col("hi").shift())
    ).fill_null(value=True)
    return (
        covered.with_columns(fresh.cum_sum().alias("stretch"))
        .group_by("stretch", maintain_order=True)
        .agg(pl.col("key", "lo").first(), pl.col("hi").last())
        .join(circuits, on="key", maintain_order="left")
        .select("circuit", "lo", "hi")
    )
