"""Which lines failed so often, or so long, that a right arises? Any so many days in a row.

The window is so many consecutive local days, from midnight to midnight: a day of 23 or 25 hours is
one day, and its hours are real ones. An outage counts on the day it was reported, its time on the
days it lasted. Faults of the buyer, and time that an accepted exclusion covers, don't count.
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from lineproof.assess.deadlines import Dated
from lineproof.assess.service import midnight_ns
from lineproof.assess.tickets import Ticket, tickets
from lineproof.contract.case import View
from lineproof.contract.terms.scoring import Chronic

_DAY = dt.timedelta(days=1)
_HOUR_NS = 3_600 * 10**9
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Down:
    """One outage of a line: its day, the time of it that counts, and where it is recorded."""

    day: dt.date
    counted: tuple[Stretch, ...]
    where: str


def chronic_failures(view: View, term: Chronic, *, on: dt.date) -> Iterator[Dated]:
    """Yield, for each line, each day by a day on which the clause's number or hours were reached.

    Once for as long as they stay reached. `evidence` lists the outages in the window.
    """
    zone = view.contract.contract.timezone
    end = midnight_ns(on + _DAY, timezone=zone)
    by_line: dict[str, list[_Down]] = {}
    excluded = _excluded(view)
    for ticket in tickets(view):
        if ticket.whose != "buyer" and ticket.reported < end:
            down = _down(ticket, excluded, end, zone)
            if down.counted:
                by_line.setdefault(ticket.endpoint, []).append(down)
    for line, outages in sorted(by_line.items()):
        days = {*_by_number(term, outages), *_by_hours(term, outages, zone)}
        for day in sorted(days):
            yield _dated(term, line, outages, day, zone)


def _excluded(view: View) -> list[tuple[str | None, Stretch]]:
    """Return the time that the other side agreed to leave out, with its lines; None: all."""
    rows = view.rows("exclusions")
    in_part = pl.col("answer") == "partly"
    taken = rows.filter(in_part | (pl.col("answer") == "accepted")).select(
        "lines",
        pl.when(in_part).then("agreed_from").otherwise("from").dt.epoch("us").alias("lo"),
        pl.when(in_part).then("agreed_to").otherwise("to").dt.epoch("us").alias("hi"),
    )
    found: list[tuple[str | None, Stretch]] = []
    for lines, lo, hi in taken.drop_nulls(("lo", "hi")).iter_rows():
        names = [None] if lines is None else [name.strip() for name in lines.split(";")]
        found += [(name, (lo * 1000, hi * 1000)) for name in names]
    return found


def _down(
    ticket: Ticket, excluded: Sequence[tuple[str | None, Stretch]], end: int, zone: str
) -> _Down:
    """Return a fault as an outage; one that isn't over lasts to the end of the day looked at."""
    over = end if ticket.restored is None else min(ticket.restored, end)
    left = [(ticket.reported, over)] if over > ticket.reported else []
    for line, (lo, hi) in excluded:
        if line in {None, ticket.endpoint}:
            parts = [((a, min(b, lo)), (max(a, hi), b)) for a, b in left]
            left = [(a, b) for pair in parts for a, b in pair if a < b]
    return _Down(_local_day(ticket.reported, zone), tuple(left), ticket.where)


def _local_day(at: int, zone: str) -> dt.date:
    """Return the local day of an instant in nanoseconds."""
    return dt.datetime.fromtimestamp(at // 10**9, tz=zoneinfo.ZoneInfo(zone)).date()


def _by_number(term: Chronic, outages: Sequence[_Down]) -> Iterator[dt.date]:
    """Yield the days on which a window first has so many outages."""
    if term.outages is None:
        return
    days = sorted(outage.day for outage in outages)
    was_reached = False
    for n, day in enumerate(days, start=1):
        first = days[n - term.outages] if n >= term.outages else None
        is_reached = first is not None and (day - first).days < term.window_days
        if is_reached and not was_reached:
            yield day
        was_reached = is_reached


def _by_hours(term: Chronic, outages: Sequence[_Down], zone: str) -> Iterator[dt.date]:
    """Yield the days on which a window first has so many hours down."""
    if term.hours is None:
        return
    asked = Fraction(term.hours) * _HOUR_NS
    by_day = _time_by_day([s for outage in outages for s in outage.counted], zone)
    days = sorted(by_day)
    sums = [0, *itertools.accumulate(by_day[day] for day in days)]

    def until(last: dt.date) -> int:
        ends = (bisect.bisect_right(days, d) for d in (last - _DAY * term.window_days, last))
        first, after = ends
        return sums[after] - sums[first]

    yield from (day for day in days if until(day) >= asked > until(day - _DAY))


def _time_by_day(stretches: Sequence[Stretch], zone: str) -> dict[dt.date, int]:
    """Return the time down on each local day, in nanoseconds; what overlaps counts once."""
    found: dict[dt.date, int] = {}
    last = 0
    for lo, hi in sorted(stretches):
        start = max(lo, last)
        while start < hi:
            day = _local_day(start, zone)
            cut = min(hi, midnight_ns(day + _DAY, timezone=zone))
            found[day] = found.get(day, 0) + cut - start
            start = cut
        last = max(last, hi)
    return found


def _dated(term: Chronic, line: str, outages: Sequence[_Down], day: dt.date, zone: str) -> Dated:
    """Return what one line's outages came to on a day, with those of the window as evidence."""
    first = day - _DAY * (term.window_days - 1)
    edges = (midnight_ns(each, timezone=zone) for each in (first, day + _DAY))
    lo, hi = edges
    inside = [o for o in outages if any(a < hi and b > lo for a, b in o.counted)]
    limits = [f"{term.outages} outages"] if term.outages is not None else []
    limits += [f"{term.hours} hours down"] if term.hours is not None else []
    return Dated(
        term=term.id, kind=term.kind, clause=term.clause, who="provider",
        what=f"keep below {' or '.join(limits)} in {term.window_days} days", subject=line,
        event="fault reported", since=first, due=None, status="breached", done=day,
        effect=f"reached on {day}: {len(inside)} outages since {first}",
        evidence=tuple(o.where for o in inside), gives=(term.right,),
    )  # fmt: skip
