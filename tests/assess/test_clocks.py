"""How long did it take? Pauses, service hours and the nights on which clocks change, by hand."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.assess.clocks import ServiceHours, counted, elapsed, local_instant
from lineproof.model.calendar import CalendarMissingError, WorkdayTable

HOUR = 3600 * 10**9
BERLIN, SHANGHAI = "Europe/Berlin", "Asia/Shanghai"


def _at(text: str, timezone: str = SHANGHAI) -> int:
    """Return a local time as nanoseconds."""
    local = dt.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo(timezone))
    return int(local.timestamp()) * 10**9


def _hours(begin: str, end: str, **more: object) -> ServiceHours:
    """Return service hours from one full hour to another."""
    facts = {"days": "all", "timezone": SHANGHAI, "table": None} | more
    return ServiceHours(int(begin) * 60, int(end) * 60, **facts)  # type: ignore[arg-type]


def test_a_clock_without_rules_runs_from_start_to_end() -> None:
    """From 10:00 to 13:30 it is 3.5 hours."""
    took = counted(_at("2025-03-04T10:00"), _at("2025-03-04T13:30"))
    assert elapsed(took) == HOUR * 7 // 2


@pytest.mark.parametrize("end", ["2025-03-04T10:00", "2025-03-04T09:59"])
def test_what_ends_before_it_starts_took_no_time(end: str) -> None:
    """Half-open: from 10:00 to 10:00 is nothing, and backwards is nothing either."""
    assert counted(_at("2025-03-04T10:00"), _at(end)) == ()


def test_pauses_that_overlap_stop_the_clock_once() -> None:
    """10:00 → 16:00 is 6 h; paused 11:00 → 13:00 and 12:00 → 14:00, together 3 h: 3 h are left."""
    pauses = [
        (_at("2025-03-04T11:00"), _at("2025-03-04T13:00")),
        (_at("2025-03-04T12:00"), _at("2025-03-04T14:00")),
    ]
    took = counted(_at("2025-03-04T10:00"), _at("2025-03-04T16:00"), pauses=pauses)
    assert elapsed(took) == 3 * HOUR
    assert len(took) == 2


def test_a_pause_reaches_beyond_both_ends() -> None:
    """A pause around the whole leaves nothing; one before it changes nothing."""
    start, end = _at("2025-03-04T10:00"), _at("2025-03-04T12:00")
    assert counted(start, end, pauses=[(start - HOUR, end + HOUR)]) == ()
    assert counted(start, end, pauses=[(start - 2 * HOUR, start)]) == ((start, end),)


def test_seven_times_fourteen_hours() -> None:
    """Reported 20:00, over next day 10:00: 20–22 and 8–10 count, 4 of 14 hours."""
    hours = _hours("8", "22")
    took = counted(_at("2025-03-04T20:00"), _at("2025-03-05T10:00"), hours=hours)
    assert elapsed(took) == 4 * HOUR


def test_a_report_at_night_starts_in_the_morning() -> None:
    """23:00 → 07:59 has no service hour; one minute past 8:00 it is one minute."""
    hours = _hours("8", "22")
    assert counted(_at("2025-03-04T23:00"), _at("2025-03-05T08:00"), hours=hours) == ()
    took = counted(_at("2025-03-04T23:00"), _at("2025-03-05T08:01"), hours=hours)
    assert elapsed(took) == HOUR // 60


def test_workdays_skip_the_weekend_and_keep_make_up_days() -> None:
    """Friday 2025-09-26 20:00 → Monday 10:00. The 28th, a Sunday, is worked: 2 + 14 + 2 = 18 h."""
    table = WorkdayTable("CN", (2025,), frozenset(), frozenset({dt.date(2025, 9, 28)}))
    hours = _hours("8", "22", days="workdays", table=table)
    took = counted(_at("2025-09-26T20:00"), _at("2025-09-29T10:00"), hours=hours)
    assert elapsed(took) == 18 * HOUR


def test_a_clock_of_workdays_needs_a_calendar() -> None:
    """Guessing which days are worked would be wrong."""
    hours = _hours("8", "22", days="workdays")
    with pytest.raises(CalendarMissingError, match="a clock of workdays"):
        counted(_at("2025-09-26T20:00"), _at("2025-09-29T10:00"), hours=hours)


def test_a_clock_is_read_before_it_ends() -> None:
    """20:00 → 10:00 two days on, of 8 to 22: 2 h by midnight, and 2 + 14 + 1 = 17 by the next 9."""
    hours = _hours("8", "22")
    took = counted(_at("2025-02-28T20:00"), _at("2025-03-02T10:00"), hours=hours)
    assert elapsed(took, until=_at("2025-03-01T00:00")) == 2 * HOUR
    assert elapsed(took, until=_at("2025-03-02T09:00")) == 17 * HOUR
    assert elapsed(took, until=_at("2025-02-28T19:00")) == 0


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-03-29", 24),  # an ordinary day
        ("2025-03-30", 23),  # 02:00 → 03:00 is skipped
        ("2025-10-26", 25),  # 02:00 → 03:00 comes twice
    ],
)
def test_a_day_of_24_hours_is_as_long_as_it_is(day: str, expected: int) -> None:
    """Germany's clocks change on 2025-03-30 and 2025-10-26; hours are real ones."""
    start = dt.date.fromisoformat(day)
    lo = local_instant(start, 0, timezone=BERLIN)
    hi = local_instant(start, 24 * 60, timezone=BERLIN)
    whole = ServiceHours(0, 24 * 60, "all", BERLIN)
    assert elapsed(counted(lo, hi)) == expected * HOUR
    assert elapsed(counted(lo, hi, hours=whole)) == expected * HOUR


def test_service_hours_keep_their_place_when_clocks_change() -> None:
    """08:00–22:00 is 14 h on 2025-03-30 too, and begins at 06:00 UTC, the day before at 07:00."""
    hours = ServiceHours(8 * 60, 22 * 60, "all", BERLIN)
    start, end = _at("2025-03-29T00:00", BERLIN), _at("2025-03-31T00:00", BERLIN)
    (first, second) = counted(start, end, hours=hours)
    assert elapsed([first]) == elapsed([second]) == 14 * HOUR
    assert (first[0] // HOUR % 24, second[0] // HOUR % 24) == (7, 6)


def test_a_limit_of_hours_holds_across_the_skipped_hour() -> None:
    """From 01:30 to 03:30 on the night of 2025-03-30 is one hour, not two."""
    took = counted(_at("2025-03-30T01:30", BERLIN), _at("2025-03-30T03:30", BERLIN))
    assert elapsed(took) == HOUR


_instants = st.integers(0, 10**6)


@given(st.tuples(_instants, _instants), st.lists(st.tuples(_instants, _instants), max_size=6))
def test_pauses_leave_each_moment_once(
    ends: tuple[int, int], pauses: list[tuple[int, int]]
) -> None:
    """What counts lies within the whole, outside every pause, in order and without overlaps."""
    took = counted(*ends, pauses=pauses)
    edges = [edge for stretch in took for edge in stretch]
    assert edges == sorted(edges)
    assert all(ends[0] <= lo < hi <= ends[1] for lo, hi in took)
    assert not any(lo < p[1] and p[0] < hi for lo, hi in took for p in pauses if p[0] < p[1])
    more = counted(*ends, pauses=[*pauses, *pauses])
    assert more == took
