"""Where on the clock on the wall does an instant stand? Local days, also those of 23 and 25 hours.

A picture's columns are hours as the clock shows them, so that no hour shifts on a day when clocks
change: an hour that was skipped stays empty, one that came twice is drawn in two lanes.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from lineproof.contract.facts import end_of_day
from lineproof.model.period import Days

NS = 10**9
DAY_S = 86_400
_STEP_S = 3_600


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a day in which the clock ran on: instants in nanoseconds, and what it showed.

    wall_s: seconds since 00:00 that the clock showed at `lo`. offset_s: seconds it is ahead of UTC.
    """

    lo: int
    hi: int
    wall_s: int
    offset_s: int

    @property
    def wall_end_s(self) -> int:
        """What the clock would show at the end."""
        return self.wall_s + (self.hi - self.lo) // NS


@dataclass(frozen=True, slots=True)
class Bar:
    """A place on the clock, in seconds since 00:00.

    lane: 0, the whole height; 1 and 2: the first and the second time that the clock showed it.
    """

    start_s: float
    end_s: float
    lane: int


@dataclass(frozen=True, slots=True)
class WallDay:
    """A local day: its stretches between changes of the clock, one on most days."""

    date: dt.date
    stretches: tuple[Stretch, ...]

    @property
    def lo(self) -> int:
        """The instant it begins."""
        return self.stretches[0].lo

    @property
    def hi(self) -> int:
        """The instant it ends."""
        return self.stretches[-1].hi

    def repeated(self) -> tuple[int, int] | None:
        """Return the seconds since 00:00 that the clock showed twice."""
        for first, second in itertools.pairwise(self.stretches):
            if second.wall_s < first.wall_end_s:
                return second.wall_s, first.wall_end_s
        return None

    def skipped(self) -> tuple[int, int] | None:
        """Return the seconds since 00:00 that the clock never showed."""
        at = 0
        for stretch in self.stretches:
            if stretch.wall_s > at:
                return at, stretch.wall_s
            at = stretch.wall_end_s
        return (at, DAY_S) if at < DAY_S else None

    def bars(self, lo: int, hi: int) -> Iterator[Bar]:
        """Yield where the part of [lo, hi) in this day stands, instants in nanoseconds."""
        twice = self.repeated()
        for number, stretch in enumerate(self.stretches, start=1):
            start, end = max(lo, stretch.lo), min(hi, stretch.hi)
            if start >= end:
                continue
            start_s = stretch.wall_s + (start - stretch.lo) / NS
            end_s = stretch.wall_s + (end - stretch.lo) / NS
            if twice is None:
                yield Bar(start_s, end_s, 0)
                continue
            edges = (start_s, *(e for e in twice if start_s < e < end_s), end_s)
            for a, b in itertools.pairwise(edges):
                yield Bar(a, b, number if twice[0] <= a and b <= twice[1] else 0)


def wall_days(days: Days, *, timezone: str) -> tuple[WallDay, ...]:
    """Return local days with what the clock showed in them."""
    zone = ZoneInfo(timezone)
    dates = [days.start + dt.timedelta(days=n) for n in range(days.count)]
    return tuple(WallDay(date, tuple(_stretches(date, zone))) for date in dates)


def _stretches(date: dt.date, zone: ZoneInfo) -> Iterator[Stretch]:
    """Yield the parts of a day between changes of the clock."""
    start, end = (
        int(end_of_day(date - dt.timedelta(days=n), timezone=zone.key).timestamp()) for n in (1, 0)
    )
    midnight = int(dt.datetime.combine(date, dt.time.min, tzinfo=dt.UTC).timestamp())
    at = start
    while at < end:
        offset = _offset_s(at, zone)
        change = next((t for t in range(at, end, _STEP_S) if _offset_s(t, zone) != offset), end)
        if _offset_s(end - 1, zone) != offset:
            change = _first_change(max(at, change - _STEP_S), change, zone)
        yield Stretch(at * NS, change * NS, at + offset - midnight, offset)
        at = change


def _first_change(low: int, high: int, zone: ZoneInfo) -> int:
    """Return the first second in (low, high] at which the clock's offset isn't that of `low`."""
    before = _offset_s(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset_s(middle, zone) == before else (low, middle)
    return high


def _offset_s(second: int, zone: ZoneInfo) -> int:
    """Return how far a clock is ahead of UTC at a second since 1970 UTC."""
    ahead = dt.datetime.fromtimestamp(second, tz=zone).utcoffset()
    assert ahead is not None, "an aware instant has an offset"
    return int(ahead.total_seconds())
