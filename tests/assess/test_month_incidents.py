"""Which incidents began in a month, and how long did each take? By hand, by both clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.incident_clocks import Took
from lineproof.assess.intervals import service_intervals
from lineproof.assess.month_incidents import Judged, month_incidents
from lineproof.assess.service import services
from lineproof.contract.case import View

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
HOUR = 3600 * 10**9
MARCH = dt.date(2024, 3, 1)
Measured = Callable[..., View]
OUTAGE = ("C1", "2024-03-04T08:00", "2024-03-04T12:00")
REF = "C1@2024-03-04T00:00:00Z"
"""08:00 in Shanghai is midnight UTC."""


def at(text: str) -> dt.datetime:
    """Return a time of March in Shanghai, as day and time."""
    return dt.datetime.fromisoformat(f"2024-03-{text}").replace(tzinfo=SHANGHAI)


def fault(reported: str, restored: str | None = None, **more: object) -> dict[str, object]:
    """Return a ticket of line 1."""
    times = {"reported": at(reported), "restored": at(restored) if restored else None}
    return {"line": "1", **times, **more}


def judged(view: View, month: dt.date = MARCH) -> tuple[Judged, ...]:
    """Return a month's incidents."""
    return month_incidents(view, services(view, service_intervals(view)), month)


def rule(**more: object) -> dict[str, object]:
    """Return the clause on incidents."""
    return {"id": "INC", "kind": "incident", **more}


def hours(took: Took | None) -> tuple[float, float | None] | None:
    """Return a length at least and at most, in hours."""
    if took is None:
        return None
    return took.low / HOUR, None if took.high is None else took.high / HOUR


def test_a_ticket_of_a_line_and_the_outage_of_its_circuit_are_one(measured: Measured) -> None:
    """Line 1 is C1. Down 8–12: 4 h; reported 9, answered 9:30, restored 13: half an hour and 4."""
    row = fault("04T09:00", "04T13:00", responded=at("04T09:30"))
    (one,) = judged(measured(down=[OUTAGE], records={"faults": [row]}))
    assert (one.outages, one.endpoints, one.peak) == ((REF,), 1, 1)
    assert hours(one.measured) == (4, 4)
    assert (hours(one.response), hours(one.restoration)) == ((0.5, 0.5), (4, 4))
    assert hours(one.on_site) == (15 + 24 * 27, None)
    """Nobody came: from 9:00 on the 4th to the month's end are 15 h and 27 days."""


def test_a_ticket_alone_is_an_incident_without_a_measured_time(measured: Measured) -> None:
    """Nothing was measured: only the ticket's 2 hours."""
    (one,) = judged(measured(records={"faults": [fault("04T09:00", "04T11:00")]}))
    assert (one.measured, hours(one.restoration), one.outages) == (None, (2, 2), ("r1",))


def test_an_outage_alone_has_no_ticket_time(measured: Measured) -> None:
    """Nobody reported it."""
    (one,) = judged(measured(down=[OUTAGE]))
    assert (hours(one.measured), one.restoration, one.told) == ((4, 4), None, None)


@pytest.mark.parametrize(("pauses", "spent"), [("stop", 3), ("run_on", 4)])
def test_the_clock_stands_still_or_runs_on_while_the_buyer_is_awaited(
    measured: Measured, pauses: str, spent: int
) -> None:
    """9 to 13 o'clock, an hour of it waiting, told of twice: overlapping pauses are one."""
    waiting = (
        "2024-03-04T10:00+08:00/2024-03-04T11:00+08:00;"
        "2024-03-04T10:30+08:00/2024-03-04T11:00+08:00"
    )
    row = fault("04T09:00", "04T13:00", pauses=waiting)
    (one,) = judged(measured(more=[rule(pauses=pauses)], records={"faults": [row]}))
    assert hours(one.restoration) == (spent, spent)


@pytest.mark.parametrize(
    ("starts", "spent"), [("reported", 4), ("onset", 5), ("earlier", 5), ("later", 4)]
)
def test_the_contract_says_what_starts_the_clock(
    measured: Measured, starts: str, spent: int
) -> None:
    """Onset 8, reported 9, restored 13."""
    view = measured(
        down=[OUTAGE], more=[rule(starts=starts)],
        records={"faults": [fault("04T09:00", "04T13:00")]},
    )  # fmt: skip
    assert hours(judged(view)[0].restoration) == (spent, spent)


def test_only_service_hours_count(measured: Measured) -> None:
    """8 to 22 o'clock: down from 20 on the 4th to 10 on the 5th is 2 + 2 of 14 hours."""
    view = measured(
        down=[("C1", "2024-03-04T20:00", "2024-03-05T10:00")],
        more=[rule(hours_from="08:00", hours_to="22:00")],
    )
    assert hours(judged(view)[0].measured) == (4, 4)


def _claim(start: str, end: str) -> dict[str, Any]:
    return {"cause": "works", "from": at(start), "to": at(end), "answer": "accepted"}


def test_what_is_excluded_wholly_is_no_incident(measured: Measured) -> None:
    """Exactly the outage, and one longer than it; a minute less leaves a minute of it."""
    for start, end in (("04T08:00", "04T12:00"), ("04T00:00", "05T00:00")):
        assert judged(measured(down=[OUTAGE], records={"exclusions": [_claim(start, end)]})) == ()
    view = measured(down=[OUTAGE], records={"exclusions": [_claim("04T08:00", "04T11:59")]})
    (one,) = judged(view)
    assert one.measured == Took(60 * 10**9, 60 * 10**9)


def test_the_clock_stands_still_in_what_is_excluded_partly(measured: Measured) -> None:
    """4 h down, 9–11 excluded: 2 h."""
    view = measured(down=[OUTAGE], records={"exclusions": [_claim("04T09:00", "04T11:00")]})
    assert hours(judged(view)[0].measured) == (2, 2)


def test_the_clock_runs_while_an_endpoint_is_not_excluded(measured: Measured) -> None:
    """C1 is excused 9–11 and C2 10–12: both of them only 10–11 of the 4 h."""
    claims = [_claim("04T09:00", "04T11:00") | {"lines": "1"},
              _claim("04T10:00", "04T12:00") | {"lines": "2"}]  # fmt: skip
    view = measured(
        down=[OUTAGE, ("C2", *OUTAGE[1:])], records={"exclusions": claims},
        circuits=_homed("N", "N"), more=[rule(shared="upstream")],
    )  # fmt: skip
    (one,) = judged(view)
    assert (hours(one.measured), one.peak) == ((3, 3), 2)


def _homed(*upstreams: str) -> list[dict[str, object]]:
    """Return circuits C1 … behind upstreams."""
    return [
        {"line": str(n), "id": f"C{n}", "monthly_rent": 10000, "start": dt.date(2024, 1, 1),
         "upstream": upstream} for n, upstream in enumerate(upstreams, start=1)
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "count"), [(4, 1), (5, 2)])
def test_the_upstream_of_the_day_of_the_onset_joins(
    measured: Measured, day: int, count: int
) -> None:
    """C2 moves behind C1's node: on the 4th, the day of both outages, they are one; later not."""
    moved = {"line": "2", "event": "rehomed", "date": dt.date(2024, 3, day), "value": "N1"}
    view = measured(
        down=[OUTAGE, ("C2", *OUTAGE[1:])], circuits=_homed("N1", "N2"),
        more=[rule(shared="upstream")], records={"lifecycle": [moved]},
    )  # fmt: skip
    assert len(judged(view)) == count


def test_the_parties_merge_and_split_by_fault_or_outage(measured: Measured) -> None:
    """A ticket of C1 and C2's outage merged; apart again, each by its own name."""
    records = {
        "faults": [fault("04T09:00", "04T13:00")],
        "incidents": [{"member": "r1", "incident": "storm"},
                      {"member": "C2@2024-03-04T00:00:00Z", "incident": "storm"}],
    }  # fmt: skip
    down = [OUTAGE, ("C2", *OUTAGE[1:])]
    (one,) = judged(measured(down=down, records=records))
    assert (one.incident, one.endpoints, len(one.outages)) == ("storm", 2, 2)
    records["incidents"] = [{"member": REF, "incident": "a"},
                            {"member": "C2@2024-03-04T00:00:00Z", "incident": "b"}]  # fmt: skip
    view = measured(
        down=down, records=records, circuits=_homed("N", "N"), more=[rule(shared="upstream")]
    )
    assert sorted(each.incident for each in judged(view)) == ["a", "b"]


def test_what_the_parties_call_none_is_none(measured: Measured) -> None:
    """A decision without an incident, by the ticket's id."""
    records = {"faults": [fault("04T09:00", "04T13:00")], "incidents": [{"member": "r1"}]}
    assert judged(measured(down=[OUTAGE], records=records)) == ()


def test_an_incident_counts_whole_in_the_month_it_began(measured: Measured) -> None:
    """31 March 22:00 to 2 April 01:00 by the ticket: 27 h in March, none of them in April."""
    row = {"line": "1", "reported": at("31T22:00"),
           "restored": dt.datetime(2024, 4, 2, 1, tzinfo=SHANGHAI)}  # fmt: skip
    view = measured(records={"faults": [row]})
    (one,) = judged(view)
    assert hours(one.restoration) == (27, 27)
    assert judged(view, dt.date(2024, 4, 1)) == ()


def test_what_is_not_over_took_at_least_as_long_as_it_was_measured(measured: Measured) -> None:
    """Down from 31 March 22:00 to the end of what was measured, midnight: 2 h or more."""
    view = measured(down=[("C1", "2024-03-31T22:00", "2024-04-01T00:00")])
    (one,) = judged(view)
    assert (one.over, hours(one.measured)) == (None, (2, None))


def test_two_tickets_of_one_endpoint_are_one_endpoint_down(measured: Measured) -> None:
    """Both tell of line 1 from 9 to 13; merged, the peak is 1."""
    rows = [fault("04T09:00", "04T13:00"), fault("04T10:00", "04T13:00")]
    decided = [{"member": f"r{n}", "incident": "one"} for n in (1, 2)]
    (one,) = judged(measured(records={"faults": rows, "incidents": decided}))
    assert (one.endpoints, one.peak) == (1, 1)


def test_an_outage_before_service_is_none(measured: Measured) -> None:
    """The circuit is accepted on the 10th; it was down on the 4th."""
    late = [{"line": "1", "id": "C1", "monthly_rent": 10000, "start": dt.date(2024, 3, 10)}]
    assert judged(measured(down=[OUTAGE], circuits=late)) == ()
