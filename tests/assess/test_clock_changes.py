"""Do clocks and deadlines hold on the nights the clocks change? Europe/Berlin, 2025, by hand.

30 March has 23 hours, 02:00–03:00 is skipped: March has 743. 26 October has 25, 02:00–03:00 comes
twice: October has 745.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import zoneinfo
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Literal

import polars as pl
import pytest

from lineproof.assess.agenda import agenda
from lineproof.assess.availability import availability_terms, judge
from lineproof.assess.claims import claims_made
from lineproof.assess.clocks import ServiceHours, counted, elapsed
from lineproof.assess.deadlines import last_day
from lineproof.assess.endings import endings
from lineproof.assess.excluded import excluded
from lineproof.assess.incident_clocks import Took
from lineproof.assess.intervals import service_intervals
from lineproof.assess.month_incidents import month_incidents
from lineproof.assess.obligations import obligations
from lineproof.assess.service import services
from lineproof.contract.case import View
from lineproof.contract.terms.standing import Obligation
from lineproof.model.calendar import WorkdayTable

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


# ---------------------------------------------------------------- both nights, rule by rule

SPRING, AUTUMN = "spring", "autumn"
NIGHT = {SPRING: "2025-03-30", AUTUMN: "2025-10-26"}
FRIDAY = {SPRING: D(2025, 3, 28), AUTUMN: D(2025, 10, 24)}
"""Two days before the clocks change; the Monday after is the third day."""
MONDAY = {season: day + dt.timedelta(days=3) for season, day in FRIDAY.items()}
TABLE = WorkdayTable("DE", (2025,), frozenset(), frozenset())
HEAD = {"timezone": BERLIN, "start": D(2025, 1, 1)}
Season = Literal["spring", "autumn"]
both_nights = pytest.mark.parametrize("season", [SPRING, AUTUMN])


def seen_in_berlin(viewed: Viewed, *terms: object, **records: object) -> View:
    """Return a contract of 2025 in Berlin, its workdays Monday to Friday."""
    known: View = viewed(head=HEAD, more=terms, records=records)
    return dataclasses.replace(known, case=dataclasses.replace(known.case, workdays=TABLE))


@pytest.mark.parametrize(("season", "hours"), [(SPRING, (2, 4)), (AUTUMN, (4, 6))])
def test_answer_and_arrival_take_real_hours(
    viewed: Viewed, season: Season, hours: tuple[int, int]
) -> None:
    """Reported at 01:00, answered at 04:00, on site at 06:00: an hour less, or more."""
    hour_of = {"reported": "01", "responded": "04", "on_site": "06"}
    times = {name: local(f"{NIGHT[season]}T{hour}:00") for name, hour in hour_of.items()}
    seen = seen_in_berlin(viewed, faults=[{"line": "1a", **times}])
    served = services(seen, service_intervals(seen))
    (incident,) = month_incidents(seen, served, D.fromisoformat(NIGHT[season]).replace(day=1))
    assert incident.response is not None
    assert incident.on_site is not None
    assert (incident.response.low, incident.on_site.low) == tuple(h * HOUR for h in hours)


@pytest.mark.parametrize(("season", "hours"), [(SPRING, 4), (AUTUMN, 6)])
def test_a_measured_outage_takes_real_hours(measured: Viewed, season: Season, hours: int) -> None:
    """Down from 01:00 to 06:00."""
    night = NIGHT[season]
    seen = measured(night[:7], head=HEAD, down=[("C1", f"{night}T01:00", f"{night}T06:00")])
    served = services(seen, service_intervals(seen))
    (incident,) = month_incidents(seen, served, D.fromisoformat(night).replace(day=1))
    assert incident.measured == Took(hours * HOUR, hours * HOUR)


@pytest.mark.parametrize(("season", "paused"), [(SPRING, 2), (AUTUMN, 4)])
def test_a_pause_over_the_change_stops_what_passed(season: Season, paused: int) -> None:
    """Paused from 01:00 to 04:00 of 00:00 to 06:00: three hours are left on either night."""
    night = NIGHT[season]
    pause = (at(f"{night}T01:00"), at(f"{night}T04:00"))
    whole = (at(f"{night}T00:00"), at(f"{night}T06:00"))
    assert elapsed(counted(*pause)) == paused * HOUR
    assert elapsed(counted(*whole, pauses=[pause])) == 3 * HOUR


@both_nights
def test_service_hours_on_workdays_know_no_change(season: Season) -> None:
    """Friday 20:00 to Monday 10:00, workdays from 08:00 to 22:00: two hours and two."""
    hours = ServiceHours(8 * 60, 22 * 60, "workdays", BERLIN, TABLE)
    start, end = at(f"{FRIDAY[season]}T20:00"), at(f"{MONDAY[season]}T10:00")
    assert elapsed(counted(start, end, hours=hours)) == 4 * HOUR


@both_nights
@pytest.mark.parametrize(("within", "unit"), [(3, "days"), (1, "workdays")])
def test_periods_in_days_and_workdays_end_on_the_monday(
    viewed: Viewed, season: Season, within: int, unit: str
) -> None:
    """Three days from Friday, or one workday."""
    known = seen_in_berlin(viewed)
    assert last_day(known, FRIDAY[season], within=within, unit=unit) == MONDAY[season]


@pytest.mark.parametrize(
    ("season", "told", "wanting"),
    [(SPRING, "11:00", ()), (SPRING, "11:01", ("notice 48 h before",)),
     (AUTUMN, "13:00", ()), (AUTUMN, "13:01", ("notice 48 h before",))],
)  # fmt: skip
def test_a_lead_time_in_hours_is_of_real_hours(
    viewed: Viewed, season: Season, told: str, wanting: tuple[str, ...]
) -> None:
    """Works on Sunday at 12:00. In spring Friday 11:00 is 48 h before, in autumn Friday 13:00."""
    term = {"id": "WORKS", "kind": "exclusion", "cause": "works", "lead_time_h": "48"}
    night = NIGHT[season]
    claim = {"cause": "works", "from": local(f"{night}T12:00"), "to": local(f"{night}T14:00"),
             "notice_received": local(f"{FRIDAY[season]}T{told}")}  # fmt: skip
    (found,) = claims_made(seen_in_berlin(viewed, term, exclusions=[claim]), on=MONDAY[season])
    assert found.wanting == wanting


@both_nights
def test_silence_accepts_a_claim_after_its_days(viewed: Viewed, season: Season) -> None:
    """Claimed on Friday, three days to answer: pending on Monday, accepted on Tuesday."""
    term = {"id": "WORKS", "kind": "exclusion", "cause": "works", "silence_within": 3,
            "unit": "days"}  # fmt: skip
    claim = {"cause": "works", "from": local(f"{NIGHT[season]}T00:00"),
             "to": local(f"{NIGHT[season]}T06:00"), "proposed_on": FRIDAY[season]}  # fmt: skip
    known = seen_in_berlin(viewed, term, exclusions=[claim])
    days = (MONDAY[season], MONDAY[season] + dt.timedelta(days=1))
    stands = [claim.stands for day in days for claim in claims_made(known, on=day)]
    assert stands == ["pending", "accepted by silence"]


@pytest.mark.parametrize(("season", "until"), [(SPRING, "05:00"), (AUTUMN, "03:00")])
def test_a_monthly_cap_is_of_real_hours(viewed: Viewed, season: Season, until: str) -> None:
    """Four hours of midnight to six: to 05:00 in spring, to the second 03:00 in autumn."""
    term = {"id": "WORKS", "kind": "exclusion", "cause": "works", "monthly_cap_h": "4"}
    night = NIGHT[season]
    claim = {"cause": "works", "from": local(f"{night}T00:00"), "to": local(f"{night}T06:00"),
             "answer": "accepted"}  # fmt: skip
    circuit = {"line": "1", "id": "C1", "monthly_rent": 10_000, "start": D(2025, 1, 1)}
    seen = viewed(head=HEAD, more=[term], records={"exclusions": [claim]}, circuits=[circuit])
    (row,) = excluded(seen, services(seen, service_intervals(seen))).of(["C1"]).to_dicts()
    assert (row["lo"], row["hi"]) == (at(f"{night}T00:00"), at(f"{night}T{until}"))


DUE_ON_MONDAY: list[tuple[dict[str, Any], dict[str, dict[str, Any]]]] = [
    ({"kind": "deemed", "event": "completed", "unit": "days", "outcome": "accepted"},
     {"milestones": {"event": "completed", "date": ...}}),
    ({"kind": "claim", "what": "damage", "of": "flood", "unit": "days"},
     {"events": {"event": "flood", "date": ...}}),
    ({"kind": "bill_objection", "unit": "days", "meanwhile": "pay_first"},
     {"invoices": {"number": "N1", "amount": 1, "received": ...}}),
    ({"kind": "obligation", "who": "provider", "what": "report", "event": "flood", "unit": "days",
      "repeat": "each_event"}, {"events": {"event": "flood", "date": ...}}),
]  # fmt: skip


@both_nights
@pytest.mark.parametrize(("term", "records"), DUE_ON_MONDAY)
def test_silence_claims_objections_and_duties_end_with_the_monday(
    viewed: Viewed, season: Season, term: dict[str, Any], records: dict[str, dict[str, Any]]
) -> None:
    """It happens on Friday, three days remain: still open on Monday, over on Tuesday."""
    rows = {kind: [{k: FRIDAY[season] if v is ... else v for k, v in row.items()}]
            for kind, row in records.items()}  # fmt: skip
    known = seen_in_berlin(viewed, {"id": "TERM", "within": 3, **term}, **rows)
    states = []
    for day in (MONDAY[season], MONDAY[season] + dt.timedelta(days=1)):
        (found,) = (d for d in agenda(known, on=day) if d.term == "TERM")
        assert found.due == MONDAY[season]
        states.append(found.status)
    assert states[0] == "pending"
    assert states[1] in {"deemed", "lost", "breached", "unknown"}


@pytest.mark.parametrize(
    ("season", "due"),
    [(SPRING, "2025-03-30T13:00:00+02:00"), (AUTUMN, "2025-10-26T11:00:00+01:00")],
)
def test_force_majeure_is_told_within_two_days_or_48_hours(
    viewed: Viewed, season: Season, due: str
) -> None:
    """It strikes on Friday at noon. Two days end with Sunday; 48 h at 13:00, or at 11:00."""
    days = {"id": "DAYS", "kind": "obligation", "who": "provider", "what": "tell",
            "event": "force majeure", "within": 2, "unit": "days"}  # fmt: skip
    hours = {**days, "id": "HOURS", "within": 48, "unit": "hours"}
    struck = {"event": "force majeure", "date": FRIDAY[season],
              "at": local(f"{FRIDAY[season]}T12:00")}  # fmt: skip
    known = seen_in_berlin(viewed, days, hours, events=[struck])
    found = {d.term: d for d in agenda(known, on=FRIDAY[season])}
    assert found["DAYS"].due == D.fromisoformat(NIGHT[season])
    assert found["HOURS"].due_at is not None
    assert found["HOURS"].due_at.isoformat() == due


@both_nights
def test_a_notice_stops_billing_on_its_day_whatever_the_clocks_do(
    viewed: Viewed, season: Season
) -> None:
    """Three days from Friday end with Monday: Tuesday is the first day that isn't billed."""
    term = {"id": "LEAVE", "kind": "termination", "who": "buyer", "notice": 3, "unit": "days",
            "stop_billing": "notice_end"}  # fmt: skip
    day = FRIDAY[season]
    notice = {"what": "termination", "sender": "buyer", "line": "1a", "sent": day, "received": day}
    known = seen_in_berlin(viewed, term, notices=[notice])
    (ending,) = endings(known, on=MONDAY[season])
    assert ending.stops == MONDAY[season] + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "last"), [(D(2024, 4, 1), D(2025, 3, 28)), (D(2024, 11, 1), D(2025, 10, 28))]
)
def test_a_renewal_is_kept_off_days_before_the_end(
    viewed: Viewed, start: dt.date, last: dt.date
) -> None:
    """A year from 1 April or 1 November ends with the 31st; three days start on the 28th."""
    term = {"id": "AGAIN", "kind": "renewal", "months": 12, "unless_notice": 3, "unit": "days"}
    known = viewed(head={"timezone": BERLIN, "start": start}, more=[term])
    (found,) = (d for d in agenda(known, on=last) if d.term == "AGAIN")
    assert (found.due, found.status) == (last, "pending")
