"""Do clocks and deadlines hold on the nights the clocks change? Europe/Berlin, 2025, by hand.

30 March has 23 hours, 02:00–03:00 is skipped: March has 743. 26 October has 25, 02:00–03:00 comes
twice: October has 745.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from lineproof.assess.availability import availability_terms, judge
from lineproof.assess.clocks import ServiceHours, counted, elapsed
from lineproof.assess.deadlines import last_day
from lineproof.assess.intervals import service_intervals
from lineproof.assess.month_incidents import month_incidents
from lineproof.assess.obligations import obligations
from lineproof.assess.service import services
from lineproof.contract.terms.standing import Obligation

BERLIN = "Europe/Berlin"
HOUR = 3_600 * 10**9
D = dt.date
Viewed = Callable[..., Any]


def local(text: str) -> dt.datetime:
    """Return a local time in Berlin."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo(BERLIN))


def at(text: str) -> int:
    """Return a local time in nanoseconds since 1970 UTC."""
    return int(local(text).timestamp()) * 10**9


@pytest.mark.parametrize(
    ("night", "hours"), [("2025-03-30", 3), ("2025-10-26", 5), ("2025-07-06", 4)]
)
def test_hours_are_as_many_as_pass(night: str, hours: int) -> None:
    """From midnight to 04:00 four hours pass, on the one night three, on the other five."""
    assert elapsed(counted(at(f"{night}T00:00"), at(f"{night}T04:00"))) == hours * HOUR


@pytest.mark.parametrize(("night", "hours"), [("2025-03-30", 4), ("2025-10-26", 6)])
def test_service_hours_by_night_gain_or_lose_one(night: str, hours: int) -> None:
    """From 01:00 to 06:00: five hours, less the skipped one, or with the repeated one."""
    served = ServiceHours(60, 6 * 60, "all", BERLIN)
    took = counted(at(f"{night}T00:00"), at(f"{night}T12:00"), hours=served)
    assert elapsed(took) == hours * HOUR


@pytest.mark.parametrize("night", ["2025-03-30", "2025-10-26"])
def test_service_hours_by_day_stay_fourteen(night: str) -> None:
    """From 08:00 to 22:00 local, whatever happened before."""
    served = ServiceHours(8 * 60, 22 * 60, "all", BERLIN)
    took = counted(at(f"{night}T00:00"), at(f"{night}T23:00"), hours=served)
    assert elapsed(took) == 14 * HOUR


def test_a_pause_over_the_skipped_hour_stops_what_passed() -> None:
    """00:00 to 06:00 is five hours on 30 March; paused 01:00 to 04:00, two of them: three left."""
    pause = (at("2025-03-30T01:00"), at("2025-03-30T04:00"))
    took = counted(at("2025-03-30T00:00"), at("2025-03-30T06:00"), pauses=[pause])
    assert elapsed(took) == 3 * HOUR


REPAIR = {
    "id": "REPAIR", "kind": "obligation", "who": "provider", "what": "repair",
    "event": "fault reported", "within": 8, "unit": "hours", "repeat": "each_event",
    "done": "fault restored",
}  # fmt: skip


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        ("2025-03-29T22:00", "2025-03-30T07:00:00+02:00"),
        ("2025-10-25T22:00", "2025-10-26T05:00:00+01:00"),
    ],
)
def test_a_limit_of_hours_ends_at_another_time_of_the_day(
    viewed: Viewed, reported: str, due: str
) -> None:
    """Eight hours after 22:00 it is 06:00, but 07:00 in spring and 05:00 in autumn."""
    fault = {"line": "1a", "reported": local(reported)}
    known = viewed(
        head={"timezone": BERLIN, "start": D(2025, 1, 1)},
        more=[REPAIR],
        records={"faults": [fault]},
    )
    term = next(v.term for v in known.versions if isinstance(v.term, Obligation))
    (found,) = obligations(known, term, on=D(2025, 12, 1))
    assert found.due_at is not None
    assert found.due_at.isoformat() == due


@pytest.mark.parametrize(
    ("event", "last"), [(D(2025, 3, 28), D(2025, 3, 31)), (D(2025, 10, 24), D(2025, 10, 27))]
)
def test_a_deadline_in_days_counts_days_not_hours(
    viewed: Viewed, event: dt.date, last: dt.date
) -> None:
    """The third day after Friday the 28th, or the 24th, is Monday: no hour moves it."""
    known = viewed(head={"timezone": BERLIN})
    assert last_day(known, event, within=3, unit="days") == last


@pytest.mark.parametrize(("month", "hours"), [("2025-03", 743), ("2025-10", 745)])
def test_a_months_availability_is_of_its_real_hours(
    measured: Viewed, month: str, hours: int
) -> None:
    """Ten hours down are 10/743 or 10/745 of the month."""
    down = [("C1", f"{month}-12T00:00", f"{month}-12T10:00")]
    seen = measured(month, count=1, down=down, head={"timezone": BERLIN, "start": D(2025, 1, 1)})
    first = D.fromisoformat(f"{month}-01")
    found = judge(
        seen, services(seen, service_intervals(seen)), availability_terms(seen, first)[0], first
    )
    assert found is not None
    row = found.lines.select(pl.col("counted", "down").sum()).row(0)
    assert [Fraction(time, HOUR) for time in row] == [hours, 10]


@pytest.mark.parametrize(("night", "hours"), [("2025-03-30", 4), ("2025-10-26", 6)])
def test_an_incident_over_the_night_takes_real_hours(
    viewed: Viewed, night: str, hours: int
) -> None:
    """Reported at 01:00 and restored at 06:00: four hours in spring, six in autumn."""
    fault = {
        "line": "1a", "reported": local(f"{night}T01:00"), "restored": local(f"{night}T06:00"),
    }  # fmt: skip
    seen = viewed(head={"timezone": BERLIN, "start": D(2025, 1, 1)}, records={"faults": [fault]})
    month = D.fromisoformat(night).replace(day=1)
    (incident,) = month_incidents(seen, services(seen, service_intervals(seen)), month)
    assert incident.restoration is not None
    assert (incident.restoration.low, incident.restoration.high) == (hours * HOUR,) * 2
