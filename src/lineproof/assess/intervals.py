"""When is each line in service, and from which price does it start? One row an interval.

Schedules and price lists, cut by the days their versions hold and by the records of acceptance and
cease. It knows no month.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.in_force import Version
from lineproof.contract.terms.pricing import CircuitSchedule, PriceLines
from lineproof.model.line_order import in_line_order
from lineproof.model.period import FAR_FUTURE, Days

LIFECYCLE = "records/lifecycle.csv"
CONTRACT = "contract.toml"
LIFECYCLE_SOURCE = 1
"""Where LIFECYCLE stands in `Intervals.sources`."""

INTERVAL_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.String(),
    "code": pl.UInt32(),
    "layer": pl.UInt32(),
    "term": pl.UInt32(),
    "quantity": pl.Int64(),
    "rent": pl.Int64(),
    "start": pl.Date(),
    "end": pl.Date(),
    "since": pl.Date(),
    "source": pl.UInt8(),
    "row": pl.UInt32(),
    "start_source": pl.UInt8(),
    "start_row": pl.UInt32(),
}


@dataclass(frozen=True)
class Intervals:
    """The intervals in which lines are billed, by line and day.

    frame: [start, end) per line; code: the line's number among all lines; layer: 0 for a schedule's
    line, then one for each part of a price line's unnamed units whose quantity changes; since: the
    day its price holds from; term: index into `terms`; source: index into `sources`.
    events: the lifecycle records of these lines with their code, by line and day. lines: every line
    with its number.
    """

    frame: pl.DataFrame
    events: pl.DataFrame
    terms: tuple[Version, ...]
    sources: tuple[str, ...]
    lines: pl.DataFrame

    def codes_of(self, names: Collection[str]) -> dict[int, str]:
        """Return some lines' names by their number, for those that are priced."""
        if not names:
            return {}
        return dict(self.lines.filter(pl.col("line").is_in(names)).iter_rows())


def service_intervals(view: View) -> Intervals:
    """Return every interval in which a line is billed, over the whole contract."""
    days = view.term_days
    assert days is not None, "a contract that hasn't begun has no intervals"
    kinds = (CircuitSchedule, PriceLines)
    terms = tuple(v for v in view.versions if isinstance(v.term, kinds))
    files = {v.term.file for v in terms if isinstance(v.term, CircuitSchedule)}
    sources = (CONTRACT, LIFECYCLE, *sorted(files))
    lines = _coded_lines(view, terms)
    events = _coded_events(view, lines)
    frames = [pl.DataFrame(schema=INTERVAL_SCHEMA)]
    for index, version in enumerate(terms):
        if isinstance(version.term, CircuitSchedule):
            schedule = coded_schedule(view, version.term, lines)
            rows = _with_starts(schedule, _starts(events, rent_from=version.term.rent_from))
            source = sources.index(version.term.file)
            frames.append(_scheduled(_prolonged(view, rows), version.days, days, (index, source)))
    if any(isinstance(v.term, PriceLines) for v in terms):
        frames.append(_unnamed(view, terms, lines, _starts(events, rent_from="accepted")))
    frame = pl.concat(frames).filter(pl.col("start") < pl.col("end"))
    if len(terms) > 1:
        frame = frame.sort("code", "layer", "start", maintain_order=True)
    return Intervals(_without_ceased(events, frame), events, terms, sources, lines)


def _coded_lines(view: View, terms: tuple[Version, ...]) -> pl.DataFrame:
    """Return every line that some term prices with its number, in the order of the lines."""
    listed = [
        view.case.schedules[v.term.file].select("line")
        if isinstance(v.term, CircuitSchedule)
        else pl.DataFrame({"line": [p.line for p in v.term.lines]}, schema={"line": pl.String})
        for v in terms
        if isinstance(v.term, CircuitSchedule | PriceLines)
    ]
    lines = pl.concat([pl.DataFrame(schema={"line": pl.String()}), *listed])
    if len(listed) > 1:
        lines = in_line_order(lines.unique(maintain_order=True))
    return lines.with_row_index("code")


def _coded_events(view: View, lines: pl.DataFrame) -> pl.DataFrame:
    """Return the lifecycle records of some lines, by line, day and when they were recorded.

    They are matched by the hashes of their lines, which is much faster, wherever that is exact.
    """
    rows = view.rows("lifecycle").select(
        "line", "event", "date", "value", "recorded_at", "id", "row"
    )
    if not rows.height:
        return rows.with_columns(pl.lit(None, pl.UInt32).alias("code"))
    key = pl.col("line").hash().alias("_hash")
    coded = rows.with_columns(key).join(lines.select(key, "code"), on="_hash", how="inner")
    names = lines.get_column("line").gather(coded.get_column("code"))
    if not names.equals(coded.get_column("line")):
        coded = rows.join(lines, on="line", how="inner")
    return coded.sort("code", "date", "recorded_at", "id")


def coded_schedule(view: View, term: CircuitSchedule, lines: pl.DataFrame) -> pl.DataFrame:
    """Return a schedule's rows with their lines' numbers; lines: every line and its number."""
    rows = view.case.schedules[term.file]
    if rows.height == lines.height and rows.get_column("line").equals(lines.get_column("line")):
        return rows.with_columns(lines.get_column("code"))
    return rows.join(lines, on="line", how="left", maintain_order="left")


def _prolonged(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """Return a schedule's rows without an end where that is the end of a term that went on."""
    if not view.renewals or view.signed_days is None:
        return rows
    last = view.signed_days.end - dt.timedelta(days=1)
    return rows.with_columns(pl.when(pl.col("end") != last).then("end").alias("end"))


def _scheduled(rows: pl.DataFrame, held: Days, term: Days, index: tuple[int, int]) -> pl.DataFrame:
    """Return the intervals of a schedule's lines while one version of it holds.

    index: of the version among the terms, and of its file among the sources.
    """
    both = held.intersection(term)
    scheduled_end = pl.col("end").dt.offset_by("1d").fill_null(both.end)
    is_recorded = pl.col("started").is_not_null()
    first = pl.when(is_recorded).then("started").when(~pl.col("is_refused")).then("start")
    return rows.with_columns(first.alias("first")).filter(pl.col("first").is_not_null()).select(
        "line",
        "code",
        pl.lit(0, pl.UInt32).alias("layer"),
        pl.lit(index[0], pl.UInt32).alias("term"),
        pl.lit(1, pl.Int64).alias("quantity"),
        pl.col("monthly_rent").alias("rent"),
        pl.max_horizontal("first", pl.lit(both.start)).alias("start"),
        pl.min_horizontal(scheduled_end, pl.lit(both.end)).alias("end"),
        pl.lit(held.start).alias("since"),
        pl.lit(index[1], pl.UInt8).alias("source"),
        "row",
        pl.when(is_recorded).then(LIFECYCLE_SOURCE).otherwise(index[1])
        .cast(pl.UInt8).alias("start_source"),
        pl.coalesce("started_row", "row").alias("start_row"),
    )  # fmt: skip


def _starts(events: pl.DataFrame, *, rent_from: str) -> pl.DataFrame:
    """Return per line the day its rent starts by record, and the row that says so.

    The event that `rent_from` names rules; the other stands in where there is none. A refusal takes
    away what stands in, up to its day: nothing starts the rent of a line refused and not accepted.
    """
    kinds = ["accepted", "in_service", "refused"]
    rows = events.filter(pl.col("event").is_in(kinds))
    refused = rows.filter(pl.col("event") == "refused")
    refusals = refused.group_by("code").agg(pl.col("date").max().alias("refused"))
    starts = rows.filter(pl.col("event") != "refused").join(refusals, on="code", how="left")
    stands = (pl.col("event") == rent_from) | (pl.col("date") > pl.col("refused")).fill_null(
        value=True
    )
    first = (
        starts.filter(stands)
        .sort("code", pl.col("event") != rent_from, "date", "recorded_at", "id")
        .unique("code", keep="first")
        .select("code", pl.col("date").alias("started"), pl.col("row").alias("started_row"))
    )
    return first.join(
        refusals.select("code", pl.lit(value=True).alias("is_refused")),
        on="code", how="full", coalesce=True,
    )  # fmt: skip


def _with_starts(rows: pl.DataFrame, starts: pl.DataFrame) -> pl.DataFrame:
    """Return lines with the day their rent starts by record, and whether they were refused."""
    if starts.height:
        rows = rows.join(starts, on="code", how="left", maintain_order="left")
        return rows.with_columns(pl.col("is_refused").fill_null(value=False))
    return rows.with_columns(
        pl.lit(None, pl.Date).alias("started"),
        pl.lit(None, pl.UInt32).alias("started_row"),
        pl.lit(value=False).alias("is_refused"),
    )


def _unnamed(
    view: View, terms: tuple[Version, ...], lines: pl.DataFrame, starts: pl.DataFrame
) -> pl.DataFrame:
    """Return the intervals of the units that price lists count and no schedule names.

    Where the quantity changes over time, units are told apart in layers: the units that are there
    throughout, and those that come or go.
    """
    assert view.term_days is not None
    spans: dict[str, list[tuple[Days, int, int, int]]] = {}
    for index, version in enumerate(terms):
        if not isinstance(version.term, PriceLines):
            continue
        for price in version.term.lines:
            rent = view.contract.minor(price.monthly_rent)
            for span, named in _named(view, price.line, version.days.intersection(view.term_days)):
                held = (span, price.qty - named, rent, index)
                spans.setdefault(price.line, []).append(held)
    priced = _with_starts(lines.filter(pl.col("line").is_in(list(spans))), starts)
    rows: list[tuple[object, ...]] = []
    for line, code, start, start_row, is_refused in priced.select(
        "line", "code", "started", "started_row", "is_refused"
    ).iter_rows():
        if is_refused and start is None:
            continue
        by_record = (LIFECYCLE_SOURCE, start_row) if start else (0, None)
        levels = sorted({0, *(quantity for _, quantity, _, _ in spans[line] if quantity > 0)})
        for layer, (below, level) in enumerate(itertools.pairwise(levels), start=1):
            for span, quantity, rent, index in spans[line]:
                if quantity >= level:
                    first = max(start or span.start, span.start)
                    since = terms[index].days.start
                    rows.append((line, code, layer, index, level - below, rent, first, span.end,
                                 since, 0, None, *by_record))  # fmt: skip
    return pl.DataFrame(rows, schema=INTERVAL_SCHEMA, orient="row")


def _named(view: View, line: str, held: Days) -> list[tuple[Days, int]]:
    """Return how many circuits are named for a price line, over the days it holds."""
    cuts = {held.start, held.end}
    schedules = [v for v in view.versions if isinstance(v.term, CircuitSchedule)]
    for version in schedules:
        cuts |= {day for day in (version.days.start, version.days.end) if day in held}
    edges = sorted(cuts)
    found = []
    for start, end in itertools.pairwise(edges):
        named = 0
        for version in schedules:
            assert isinstance(version.term, CircuitSchedule)
            if start in version.days:
                rows = view.case.schedules[version.term.file]
                named += rows.filter(pl.col("price_line") == line).height
        found.append((Days(start, end), named))
    return found


def _without_ceased(events: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the intervals cut at the day their line ceased."""
    ceased = events.filter(pl.col("event") == "ceased")
    if not ceased.height:
        return frame
    days = ceased.group_by("code").agg(pl.col("date").min().alias("ceased"))
    rows = frame.join(days, on="code", how="left", maintain_order="left")
    end = pl.min_horizontal("end", pl.col("ceased").fill_null(FAR_FUTURE))
    return (
        rows.with_columns(end.alias("end")).drop("ceased").filter(pl.col("start") < pl.col("end"))
    )
