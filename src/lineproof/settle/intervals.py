"""When is each line in service, and from which price does it start? One row an interval.

Schedules and price lists, cut by the days their versions hold and by the records of acceptance and
cease. It knows no month.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.in_force import Version
from lineproof.contract.terms.pricing import CircuitSchedule, PriceLines
from lineproof.model.period import FAR_FUTURE, Days

LIFECYCLE = "records/lifecycle.csv"
CONTRACT = "contract.toml"
LIFECYCLE_SOURCE = 1
"""Where LIFECYCLE stands in `Intervals.sources`."""

INTERVAL_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.String(),
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
    """The intervals in which lines are billed, in the order of the contract.

    frame: [start, end) per line; layer tells unnamed units apart whose quantity changes; since: the
    day the row's price was agreed for; term: index into `terms`; source: index into `sources`.
    """

    frame: pl.DataFrame
    terms: tuple[Version, ...]
    sources: tuple[str, ...]


def service_intervals(view: View) -> Intervals:
    """Return every interval in which a line is billed, over the whole contract."""
    days = view.term_days
    assert days is not None, "a contract that hasn't begun has no intervals"
    kinds = (CircuitSchedule, PriceLines)
    terms = tuple(v for v in view.versions if isinstance(v.term, kinds))
    files = {v.term.file for v in terms if isinstance(v.term, CircuitSchedule)}
    sources = (CONTRACT, LIFECYCLE, *sorted(files))
    frames = [pl.DataFrame(schema=INTERVAL_SCHEMA)]
    for index, version in enumerate(terms):
        held = version.days.intersection(days)
        if isinstance(version.term, CircuitSchedule):
            source = sources.index(version.term.file)
            frames.append(_scheduled(view, version.term, held, (index, source)))
    frames.append(_unnamed(view, terms, days))
    frame = pl.concat(frames).filter(pl.col("start") < pl.col("end"))
    return Intervals(_without_ceased(view, frame), terms, sources)


def _scheduled(
    view: View, term: CircuitSchedule, held: Days, index: tuple[int, int]
) -> pl.DataFrame:
    """Return the intervals of a schedule's lines while one version of it holds."""
    rows = view.case.schedules[term.file].join(
        _starts(view, term), on="line", how="left", maintain_order="left"
    )
    scheduled_end = pl.col("end").dt.offset_by("1d").fill_null(held.end)
    return rows.select(
        "line",
        pl.lit(0, pl.UInt32).alias("layer"),
        pl.lit(index[0], pl.UInt32).alias("term"),
        pl.lit(1, pl.Int64).alias("quantity"),
        pl.col("monthly_rent").alias("rent"),
        pl.max_horizontal(pl.coalesce("started", "start"), pl.lit(held.start)).alias("start"),
        pl.min_horizontal(scheduled_end, pl.lit(held.end)).alias("end"),
        pl.lit(held.start).alias("since"),
        pl.lit(index[1], pl.UInt8).alias("source"),
        "row",
        pl.when(pl.col("started").is_null()).then(index[1]).otherwise(LIFECYCLE_SOURCE)
        .cast(pl.UInt8).alias("start_source"),
        pl.coalesce("started_row", "row").alias("start_row"),
    ).filter(pl.coalesce(rows["started"], rows["start"]).is_not_null())  # fmt: skip


def _starts(view: View, term: CircuitSchedule | None) -> pl.DataFrame:
    """Return per line the day its rent starts by record, and the row that says so.

    The event that `rent_from` names rules; the other stands in where there is none.
    """
    first = term.rent_from if term is not None else "accepted"
    events = view.rows("lifecycle").filter(pl.col("event").is_in(["accepted", "in_service"]))
    return (
        events.sort(pl.col("event") != first, "date", "recorded_at", "id")
        .unique("line", keep="first")
        .select("line", pl.col("date").alias("started"), pl.col("row").alias("started_row"))
    )


def _unnamed(view: View, terms: tuple[Version, ...], days: Days) -> pl.DataFrame:
    """Return the intervals of the units that price lists count and no schedule names.

    Where the quantity changes over time, units are told apart in layers: the units that are there
    throughout, and those that come or go.
    """
    started = {line: (day, row) for line, day, row in _starts(view, None).iter_rows()}
    spans: dict[str, list[tuple[Days, int, int, int]]] = {}
    for index, version in enumerate(terms):
        if not isinstance(version.term, PriceLines):
            continue
        for price in version.term.lines:
            rent = view.contract.minor(price.monthly_rent)
            for span, named in _named(view, price.line, version.days.intersection(days)):
                held = (span, price.qty - named, rent, index)
                spans.setdefault(price.line, []).append(held)
    rows: list[tuple[object, ...]] = []
    for line, held_spans in spans.items():
        start, start_row = started.get(line, (None, None))
        levels = sorted({0, *(quantity for _, quantity, _, _ in held_spans if quantity > 0)})
        for layer, (below, level) in enumerate(itertools.pairwise(levels)):
            for span, quantity, rent, index in held_spans:
                if quantity >= level:
                    first = max(start or span.start, span.start)
                    by_record = (LIFECYCLE_SOURCE, start_row) if start else (0, None)
                    rows.append((line, layer, index, level - below, rent, first, span.end,
                                 span.start, 0, None, *by_record))  # fmt: skip
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


def _without_ceased(view: View, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the intervals cut at the day their line ceased."""
    ceased = view.rows("lifecycle").filter(pl.col("event") == "ceased")
    if not ceased.height:
        return frame
    days = ceased.group_by("line").agg(pl.col("date").min().alias("ceased"))
    rows = frame.join(days, on="line", how="left", maintain_order="left")
    end = pl.min_horizontal("end", pl.col("ceased").fill_null(FAR_FUTURE))
    return (
        rows.with_columns(end.alias("end")).drop("ceased").filter(pl.col("start") < pl.col("end"))
    )
