"""Which rate does late payment bear on a day? A fixed one, or a reference series and a margin.

A series' rate holds from its day until the next one of the series. Where the clause has days on
which it is read again, the rate read on the last of them holds until the next. A day before the
first rate has none: unknown, never zero.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.terms.paying import LateInterest
from lineproof.model.period import Days

RATES = "records/rates.csv"


@dataclass(frozen=True, slots=True)
class DailyRate:
    """The rate of some days, as a ratio.

    a_day: None where no rate is recorded for them. reference, margin: of a year, whose `year_days`
    part a day bears; reference None: the clause has a fixed rate. read_on: the day the reference
    was read: a reset day, else the first day it holds. where: its row, as FILE:ROW.
    """

    a_day: Fraction | None
    series: str = ""
    reference: Fraction | None = None
    margin: Fraction = Fraction(0)
    year_days: int = 365
    read_on: dt.date | None = None
    where: str = ""


def late_rates(view: View, term: LateInterest, days: Days) -> tuple[tuple[Days, DailyRate], ...]:
    """Return the rates of some days, in order; each stretch of days has one."""
    if not days.count:
        return ()
    if term.rate is not None or term.reference is None:
        return ((days, DailyRate(term.rate)),)
    known = _series(view, term.reference)
    changes = _resets(term.reset, days) if term.reset else [day for day, _, _ in known]
    cuts = [days.start, *(d for d in changes if days.start < d < days.end), days.end]
    found = []
    for start, end in itertools.pairwise(cuts):
        read_on = max((d for d in changes if d <= start), default=None)
        found.append((Days(start, end), _read(term, known, read_on)))
    return tuple(found)


def _series(view: View, name: str) -> list[tuple[dt.date, Fraction, str]]:
    """Return the rates of a series by their first day, the one recorded last where two share it."""
    rows = view.rows("rates").filter(pl.col("series") == name).sort("date", "recorded_at", "id")
    by_day = {
        day: (day, Fraction(value), f"{RATES}:{row}")
        for day, value, row in rows.select("date", "value", "row").iter_rows()
    }
    return list(by_day.values())


def _resets(reset: tuple[str, ...], days: Days) -> list[dt.date]:
    """Return the reset days from the year before some days up to their end, in order.

    >>> [str(day) for day in _resets(("07-01", "01-01"), Days(dt.date(2024, 3, 1),
    ...                                                       dt.date(2024, 8, 1)))]
    ['2023-01-01', '2023-07-01', '2024-01-01', '2024-07-01']
    """
    years = range(days.start.year - 1, days.end.year + 1)
    every = (dt.date.fromisoformat(f"{year:04d}-{day}") for year in years for day in reset)
    return sorted(day for day in every if day < days.end)


def _read(
    term: LateInterest, known: list[tuple[dt.date, Fraction, str]], read_on: dt.date | None
) -> DailyRate:
    """Return the rate that is read on a day; None: before anything can be read."""
    assert term.reference is not None, "a fixed rate isn't read"
    held = [row for row in known if read_on is not None and row[0] <= read_on]
    if not held:
        return DailyRate(None, series=term.reference, read_on=read_on)
    _, reference, where = held[-1]
    margin = term.margin or Fraction(0)
    return DailyRate(
        a_day=(reference + margin) / term.year_days,
        series=term.reference,
        reference=reference,
        margin=margin,
        year_days=term.year_days,
        read_on=read_on,
        where=where,
    )
