"""Which lines failed so often, or so long, that a right arises? Any so many days in a row.

The window is so many consecutive local days, from midnight to midnight: a day of 23 or 25 hours is
one day, and its hours are real ones. An outage counts on the day it was reported, or measured to
begin, its time on the days it lasted. What is reached only if the line was down while nobody knows
is not known, and breaches nothing.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from lineproof.assess.deadlines import Dated
from lineproof.assess.line_outages import LineOutages, line_outages, local_day
from lineproof.assess.service import midnight_ns
from lineproof.assess.taken import as_of
from lineproof.contract.case import View
from lineproof.contract.contract import Contract
from lineproof.contract.parse import located_terms
from lineproof.contract.terms.scoring import Chronic

_DAY = dt.timedelta(days=1)
_HOUR_NS = 3_600 * 10**9
_KEY = ["line", "day"]
_LONGEST_DAYS = 36_525
"""No window is longer: a century holds every contract."""
_FAR = 10_000_000
"""More days than a calendar has, twice."""


def chronic_failures(view: View, term: Chronic, *, on: dt.date) -> Iterator[Dated]:
    """Yield, for each line, each day by a day on which the clause's number or hours were reached.

    Once for as long as they stay reached. `evidence` lists the outages in the window. unknown: they
    are reached only if the line was down in time that wasn't measured, or where only a ticket says
    so and the contract goes by what is measured.
    """
    if view.case.states is None and not view.rows("faults").height:
        return
    zone = view.contract.contract.timezone
    found = line_outages(as_of(view, on=on), until=midnight_ns(on + _DAY, timezone=zone))
    outages = found.outages.with_columns(local_day(pl.col("lo"), zone).alias("day"))
    spent = _time_by_day(found.times, zone)
    sure = _reached(
        term,
        outages.filter("is_sure"),
        spent.filter(pl.col("sure") > 0).select(*_KEY, spent="sure"),
    )
    is_all_sure = found.times["is_sure"].all() and outages["is_sure"].all()
    possible = sure if is_all_sure else _reached(term, outages, spent.drop("sure"))
    both = pl.concat(
        [
            sure.with_columns(is_sure=pl.lit(value=True)),
            possible.join(sure, on=_KEY, how="anti").with_columns(is_sure=pl.lit(value=False)),
        ]
    )
    yield from _dated(term, both.sort(_KEY), found, zone)


def reads_outages(contract: Contract) -> bool:
    """Whether a contract's deadlines depend on what was measured: it counts outages."""
    return any(isinstance(term, Chronic) for _, term in located_terms(contract))


def _reached(term: Chronic, outages: pl.DataFrame, spent: pl.DataFrame) -> pl.DataFrame:
    """Return the lines and days on which a window first has so many outages, or hours down."""
    window_days = _window_days(term)
    days = [pl.DataFrame(schema={"line": pl.String(), "day": pl.Date()})]
    if term.outages is not None:
        days.append(_by_number(outages, term.outages, window_days))
    if term.hours is not None:
        asked = math.ceil(Fraction(term.hours) * _HOUR_NS)
        days.append(_by_hours(spent, asked, window_days))
    return pl.concat(days).unique()


def _window_days(term: Chronic) -> int:
    """Return the length of the rolling window, as far as days can be counted."""
    return min(term.window_days, _LONGEST_DAYS)


def _by_number(outages: pl.DataFrame, asked: int, window_days: int) -> pl.DataFrame:
    """Return the days on which a window first has so many outages."""
    # by neighbours of the sorted rows: a window over each line would take longer
    is_same = pl.col("line") == pl.col("line").shift(asked - 1)
    lasts = (pl.col("day") - pl.col("day").shift(asked - 1)).dt.total_days() < window_days
    rows = outages.sort(_KEY).with_columns((is_same & lasts).fill_null(value=False).alias("now"))
    was = pl.col("now").shift(fill_value=False) & (pl.col("line") == pl.col("line").shift())
    return rows.filter(pl.col("now") & ~was.fill_null(value=False)).select(_KEY)


def _by_hours(spent: pl.DataFrame, asked: int, window_days: int) -> pl.DataFrame:
    """Return the days on which a window first has so much time down, in nanoseconds.

    The window of the day before has what left since, and not what the day itself adds.
    """
    left = spent.select("line", pl.col("day").dt.offset_by(f"{window_days}d"), left="spent")
    # one column tells lines and days apart, too far from each other for a window to reach
    at = pl.col("line").rle_id().cast(pl.Int64) * _FAR + pl.col("day").cast(pl.Int32)
    rows = (
        spent.sort(_KEY)
        .with_columns(at.alias("at"))
        .with_columns(pl.col("spent").rolling_sum_by("at", f"{window_days}i").alias("until"))
        .join(left, on=_KEY, how="left")
    )
    before = pl.col("until") - pl.col("spent") + pl.col("left").fill_null(0)
    return rows.filter((pl.col("until") >= asked) & (before < asked)).select(_KEY)


def _time_by_day(times: pl.DataFrame, zone: str) -> pl.DataFrame:
    """Return the time of lines on each local day, in nanoseconds: columns line, day, sure, spent.

    times: without overlaps. spent: with what isn't sure.
    """
    first, last = local_day(pl.col("lo"), zone), local_day(pl.col("hi") - 1, zone)
    rows = times.with_columns(first=first, last=last)
    cut = rows.with_columns(pl.date_ranges("first", "last").alias("day")).explode("day")
    days = sorted(cut.get_column("day").unique())
    edges = [(day, *(midnight_ns(d, timezone=zone) for d in (day, day + _DAY))) for day in days]
    schema = {"day": pl.Date(), "begins": pl.Int64(), "ends": pl.Int64()}
    part = pl.min_horizontal("hi", "ends") - pl.max_horizontal("lo", "begins")
    return (
        cut.join(pl.DataFrame(edges, schema=schema, orient="row"), on="day")
        .with_columns(part.alias("spent"))
        .group_by(_KEY)
        .agg(pl.col("spent").filter("is_sure").sum().alias("sure"), pl.col("spent").sum())
    )


def _dated(term: Chronic, reached: pl.DataFrame, found: LineOutages, zone: str) -> Iterator[Dated]:
    """Yield what each line's outages came to on a day, with those of the window as evidence."""
    limits = [f"{term.outages} outages"] if term.outages is not None else []
    limits += [f"{term.hours} hours down"] if term.hours is not None else []
    what = f"keep below {' or '.join(limits)} in {term.window_days} days"
    window_days = _window_days(term)
    inside = _inside(reached, found.outages, window_days, zone)
    for line, day, is_sure in reached.iter_rows():
        first = day - _DAY * (window_days - 1)
        outages = inside.get((line, day), ())
        count = sum(1 for _, sure in outages if sure)
        since = f"{count} {'outage' if count == 1 else 'outages'} since {first}"
        said = f"reached on {day}: {since}"
        doubt = f"reached on {day} only if down while not known: {since}"
        yield Dated(
            term=term.id, kind=term.kind, clause=term.clause, who="provider", what=what,
            subject=line, event="fault reported", since=first, due=None,
            status="breached" if is_sure else "unknown", done=day,
            effect=said if is_sure else doubt,
            evidence=tuple(where for where, sure in outages if sure or not is_sure),
            gives=(term.right,),
        )  # fmt: skip


def _inside(
    reached: pl.DataFrame, outages: pl.DataFrame, window_days: int, zone: str
) -> dict[tuple[str, dt.date], list[tuple[str, bool]]]:
    """Return the outages in the window that ends on each day, and whether each is sure."""
    days = [
        (
            day,
            *(midnight_ns(d, timezone=zone) for d in (day - _DAY * (window_days - 1), day + _DAY)),
        )
        for day in reached.get_column("day").unique()
    ]
    schema = {"day": pl.Date(), "first": pl.Int64(), "after": pl.Int64()}
    windows = reached.join(pl.DataFrame(days, schema=schema, orient="row"), on="day")
    met = (
        windows.select(*_KEY, "first", "after")
        .join(outages, on="line")
        .filter((pl.col("lo") < pl.col("after")) & (pl.col("hi") > pl.col("first")))
        .sort(*_KEY, "lo", "where")
        .select(*_KEY, "where", "is_sure")
    )
    groups = itertools.groupby(met.iter_rows(), key=lambda row: (row[0], row[1]))
    return {key: [(where, sure) for _, _, where, sure in rows] for key, rows in groups}
