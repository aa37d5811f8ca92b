"""Where instants stand on the clock, on days of 23, 24 and 25 hours."""

from __future__ import annotations

import datetime as dt

import pytest

from lineproof.model.period import Days
from lineproof.report.wall_clock import NS, Bar, WallDay, wall_days

HOUR = 3_600


def day_of(text: str, timezone: str) -> WallDay:
    """Return one day."""
    day = dt.date.fromisoformat(text)
    (found,) = wall_days(Days(day, day + dt.timedelta(days=1)), timezone=timezone)
    return found


@pytest.mark.parametrize(
    ("day", "timezone", "hours", "skipped", "repeated"),
    [
        ("2025-03-29", "Europe/Berlin", 24, None, None),
        ("2025-03-30", "Europe/Berlin", 23, (2, 3), None),
        ("2025-10-26", "Europe/Berlin", 25, None, (2, 3)),
        ("2025-04-06", "Australia/Lord_Howe", 24.5, None, (1.5, 2)),
        ("2024-04-26", "Africa/Cairo", 23, (0, 1), None),
        ("2024-11-03", "America/Havana", 25, None, (0, 1)),
        ("2025-03-30", "Asia/Shanghai", 24, None, None),
    ],
)
def test_a_day_knows_its_length_and_its_odd_hour(
    day: str,
    timezone: str,
    hours: float,
    skipped: tuple[float, float] | None,
    repeated: tuple[float, float] | None,
) -> None:
    """Clocks go forward or back at 2:00, at midnight, or by half an hour."""
    found = day_of(day, timezone)
    in_hours = [
        None if edges is None else (edges[0] / HOUR, edges[1] / HOUR)
        for edges in (found.skipped(), found.repeated())
    ]
    assert (found.hi - found.lo) / NS / HOUR == hours
    assert in_hours == [skipped, repeated]


def test_noon_stands_in_the_middle_of_every_day() -> None:
    """12:00 is 43,200 s after 00:00 by the clock, on each day of March and of October."""
    for month in (3, 10):
        days = Days(dt.date(2025, month, 1), dt.date(2025, month + 1, 1))
        for day in wall_days(days, timezone="Europe/Berlin"):
            ends_at_noon = [bar for bar in day.bars(day.lo, day.hi) if bar.start_s <= 43_200]
            assert ends_at_noon[-1].end_s == 86_400
            last = day.stretches[-1]
            noon = last.lo + (43_200 - last.wall_s) * NS
            assert next(day.bars(noon, noon + 60 * NS)) == Bar(43_200, 43_260, 0)
            instant = dt.datetime.fromtimestamp(noon // NS, tz=dt.UTC)
            # summer time from 30 March to 26 October: 10:00 UTC, else 11:00
            is_summer = dt.date(2025, 3, 30) <= day.date < dt.date(2025, 10, 26)
            assert instant.hour == (10 if is_summer else 11)


def test_an_hour_that_comes_twice_has_two_lanes() -> None:
    """1:30 summer time to 3:30 winter time lasts 3 h: both hours from 2 to 3 are in it."""
    day = day_of("2025-10-26", "Europe/Berlin")
    start = day.lo + 3 * HOUR // 2 * NS
    assert list(day.bars(start, start + 3 * HOUR * NS)) == [
        Bar(1.5 * HOUR, 2 * HOUR, 0),
        Bar(2 * HOUR, 3 * HOUR, 1),
        Bar(2 * HOUR, 3 * HOUR, 2),
        Bar(3 * HOUR, 3.5 * HOUR, 0),
    ]


def test_an_hour_that_is_skipped_stays_empty() -> None:
    """1:00 to 4:00 lasts 2 h: nothing stands from 2 to 3."""
    day = day_of("2025-03-30", "Europe/Berlin")
    bars = list(day.bars(day.lo + HOUR * NS, day.lo + 3 * HOUR * NS))
    assert bars == [Bar(HOUR, 2 * HOUR, 0), Bar(3 * HOUR, 4 * HOUR, 0)]


def test_what_lies_outside_a_day_has_no_place_in_it() -> None:
    """The day before, and the first instant of the next."""
    day = day_of("2025-03-29", "Europe/Berlin")
    assert list(day.bars(day.lo - NS, day.lo)) == []
    assert list(day.bars(day.hi, day.hi + NS)) == []
