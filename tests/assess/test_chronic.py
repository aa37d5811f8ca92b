"""When are outages so many, or so long, that a right arises? On the day, and not before."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lineproof.assess.agenda import agenda
from lineproof.assess.chronic import chronic_failures, reads_outages

D = dt.date
Viewed = Callable[..., Any]
CHINA, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
OFTEN = {"id": "OFTEN", "kind": "chronic", "window_days": 30, "outages": 3, "right": "GO"}
LONG = {"id": "LONG", "kind": "chronic", "window_days": 30, "hours": "12", "right": "GO"}
GO = {"id": "GO", "kind": "right", "who": "buyer", "what": "terminate", "trigger": "OFTEN"}
END = D(2024, 12, 31)


def _fault(
    day: dt.date, hour: int = 8, hours: float | None = 1, zone: ZoneInfo = CHINA, **more: object
) -> dict[str, object]:
    """Return a fault of line 1a, so many real hours long; None: it isn't over."""
    at = dt.datetime.combine(day, dt.time(hour), tzinfo=zone).astimezone(dt.UTC)
    over = None if hours is None else at + dt.timedelta(hours=hours)
    return {"line": "1a", "reported": at, "restored": over, **more}


def _days(
    viewed: Viewed, term: dict[str, Any], *faults: dict[str, object], on: dt.date = END,
    **changes: Any,  # noqa: ANN401 - the builder's keys
) -> list[str]:  # fmt: skip
    """Return the days on which the clause was reached, by a day."""
    records = {"faults": faults, **changes.pop("records", {})}
    known = viewed(more=[term, GO], records=records, **changes)
    ruling = next(v.term for v in known.versions if v.term.id == term["id"])
    return [str(d.done) for d in chronic_failures(known, ruling, on=on)]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([D(2024, 3, 1), D(2024, 3, 15), D(2024, 3, 30)], ["2024-03-30"]),
        ([D(2024, 3, 1), D(2024, 3, 15), D(2024, 3, 31)], []),
        ([D(2024, 3, 1), D(2024, 3, 30)], []),
        ([D(2024, 3, 1)] * 3, ["2024-03-01"]),
        ([D(2024, 3, 1), D(2024, 3, 2), D(2024, 3, 3), D(2024, 3, 4)], ["2024-03-03"]),
        ([D(2024, 3, 1), D(2024, 3, 15), D(2024, 3, 30), D(2024, 5, 1), D(2024, 5, 2),
          D(2024, 5, 3)], ["2024-03-30", "2024-05-03"]),
    ],
)  # fmt: skip
def test_so_many_outages_in_the_window(
    viewed: Viewed, days: list[dt.date], expected: list[str]
) -> None:
    """1 to 30 March are 30 days: the third on the 30th is within, on the 31st it isn't.

    Two are too few; three of one day are enough; a fourth adds nothing while the third holds. In
    May the window is another one.
    """
    assert _days(viewed, OFTEN, *(_fault(day) for day in days)) == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ((6, 6), ["2024-03-15"]),
        ((6, 5.75), []),
        ((12, 1), ["2024-03-01"]),
        ((11.75, 6), ["2024-03-15"]),
    ],
)
def test_so_many_hours_in_the_window(
    viewed: Viewed, hours: tuple[float, float], expected: list[str]
) -> None:
    """12 hours exactly are reached with the second outage, 11.75 aren't; 12 at once that day."""
    faults = (_fault(D(2024, 3, day), hours=h) for day, h in zip((1, 15), hours, strict=True))
    assert _days(viewed, LONG, *faults) == expected


def test_hours_leave_the_window_with_their_day(viewed: Viewed) -> None:
    """6 h on 1 March and 6 h on the 31st: the window that ends on the 31st begins on the 2nd.

    With the first one running over midnight, 1 h of it lies on the 2nd: 7 h are still too few.
    """
    late = _fault(D(2024, 3, 31), hours=6)
    assert _days(viewed, LONG, _fault(D(2024, 3, 1), hours=6), late) == []
    assert _days(viewed, LONG, _fault(D(2024, 3, 1), 19, 6), late) == []
    assert _days(viewed, LONG, _fault(D(2024, 3, 1), 19, 11), late) == ["2024-03-31"]


def test_hours_that_overlap_count_once(viewed: Viewed) -> None:
    """8:00–15:00 and 9:00–16:00 are 8 h; 12 h are first reached by what adds 4 h."""
    first, second = _fault(D(2024, 3, 1), 8, 7), _fault(D(2024, 3, 1), 9, 7)
    assert _days(viewed, LONG, first, second) == []
    assert _days(viewed, LONG, first, second, _fault(D(2024, 3, 2), hours=4)) == ["2024-03-02"]


def test_what_is_not_over_lasts_to_the_day_looked_at(viewed: Viewed) -> None:
    """From 8:00 on: 16 h by midnight of the 1st; looked at on the day itself 12 h are reached.

    From 13:00 on 11 h by midnight: reached on the 2nd only.
    """
    day = D(2024, 3, 1)
    assert _days(viewed, LONG, _fault(day, 8, None), on=day) == ["2024-03-01"]
    assert _days(viewed, LONG, _fault(day, 13, None), on=day) == []
    assert _days(viewed, LONG, _fault(day, 13, None), on=D(2024, 3, 2)) == ["2024-03-02"]


@pytest.mark.parametrize(
    ("day", "hours", "expected"),
    [
        (D(2024, 10, 27), "25", ["2024-10-27"]),
        (D(2024, 10, 27), "25.01", ["2024-10-28"]),
        (D(2024, 3, 31), "23", ["2024-03-31"]),
        (D(2024, 3, 31), "23.01", ["2024-04-01"]),
    ],
)
def test_a_day_of_a_clock_change_has_its_real_hours(
    viewed: Viewed, day: dt.date, hours: str, expected: list[str]
) -> None:
    """Down from midnight for 30 real hours: 27 October 2024 has 25 in Berlin, 31 March 23."""
    term = LONG | {"hours": hours, "window_days": 2}
    fault = _fault(day, 0, 30, BERLIN)
    assert _days(viewed, term, fault, head={"timezone": "Europe/Berlin"}) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [((D(2024, 3, 30), D(2024, 4, 1)), ["2024-04-01"]), ((D(2024, 3, 29), D(2024, 4, 1)), [])],
)
def test_a_window_over_a_clock_change_has_its_days(
    viewed: Viewed, days: tuple[dt.date, dt.date], expected: list[str]
) -> None:
    """30 March to 1 April are three days, whatever hours 31 March has; 29 March is a fourth."""
    term = OFTEN | {"outages": 2, "window_days": 3}
    faults = (_fault(day, 0, 1, BERLIN) for day in days)
    assert _days(viewed, term, *faults, head={"timezone": "Europe/Berlin"}) == expected


def test_the_buyers_faults_and_agreed_exclusions_do_not_count(viewed: Viewed) -> None:
    """Three outages; without the buyer's own, or one that an accepted claim covers, only two."""
    first, second = _fault(D(2024, 3, 1)), _fault(D(2024, 3, 2))
    third = _fault(D(2024, 3, 3))
    assert _days(viewed, OFTEN, first, second, third) == ["2024-03-03"]
    assert _days(viewed, OFTEN, first, second, third | {"whose": "buyer"}) == []
    claim = {
        "cause": "works",
        "from": third["reported"],
        "to": third["restored"],
        "answer": "accepted",
    }
    records = {"exclusions": [claim]}
    assert _days(viewed, OFTEN, first, second, third, records=records) == []
    other = {"exclusions": [claim | {"lines": "1b; 2"}]}
    assert _days(viewed, OFTEN, first, second, third, records=other) == ["2024-03-03"]


def test_the_right_arises_that_day_with_its_outages(viewed: Viewed) -> None:
    """On 2 March nothing; on the 3rd the buyer may terminate, for rows 2 to 4 of faults.csv."""
    faults = [_fault(D(2024, 3, day)) for day in (1, 2, 3)]
    known = viewed(more=[OFTEN, GO], records={"faults": faults})
    assert agenda(known, on=D(2024, 3, 2)) == ()
    found = {d.term: d for d in agenda(known, on=D(2024, 3, 3))}
    assert found["GO"].since == D(2024, 3, 3)
    assert found["GO"].subject == "1a"
    assert found["GO"].evidence == tuple(f"records/faults.csv:{row}" for row in (2, 3, 4))


Measured = Callable[..., Any]
Span = tuple[str, str, str]
CLOCK = {"id": "INC", "kind": "incident"}


def _span(day: int, hours: float = 1, *, hour: int = 8, month: str = "2024-03") -> Span:
    """Return some hours of circuit C1, which serves line 1, in local time."""
    at = dt.datetime.fromisoformat(f"{month}-{day:02d}T{hour:02d}:00")
    return ("C1", at.isoformat(), (at + dt.timedelta(hours=hours)).isoformat())


def _told(measured: Measured, term: dict[str, Any], on: dt.date = END, **changes: Any) -> list[Any]:  # noqa: ANN401 - the builder's keys
    """Return the days of line 1 on which the clause was reached, with where each stands."""
    more = (term, GO, *changes.pop("more", ()))
    known = measured(more=more, **changes)
    ruling = next(v.term for v in known.versions if v.term.id == term["id"])
    return [*chronic_failures(known, ruling, on=on)]


def _stands(measured: Measured, term: dict[str, Any], **changes: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - the builder's keys
    return [(str(d.done), d.status) for d in _told(measured, term, **changes)]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((1, 15, 30), [("2024-03-30", "breached")]),
        ((1, 15, 31), []),
        ((1, 30), []),
        ((1, 2, 3, 4), [("2024-03-03", "breached")]),
    ],
)
def test_so_many_measured_outages(
    measured: Measured, days: tuple[int, ...], expected: list[tuple[str, str]]
) -> None:
    """Three from the 1st to the 30th lie in 30 days, to the 31st in 31; two are too few."""
    assert _stands(measured, OFTEN, down=[_span(day) for day in days]) == expected


@pytest.mark.parametrize(
    ("down", "unknown", "expected"),
    [
        ((6, 6), (), [("2024-03-15", "breached")]),
        ((6, 5.75), (), []),
        ((6, 5.75), (0.25,), [("2024-03-20", "unknown")]),
        ((6, 5.5), (0.25,), []),
        ((6, 6), (5,), [("2024-03-15", "breached")]),
        ((), (24,), [("2024-03-20", "unknown")]),
    ],
)
def test_so_many_measured_hours(
    measured: Measured,
    down: tuple[float, ...],
    unknown: tuple[float, ...],
    expected: list[tuple[str, str]],
) -> None:
    """12 hours down are reached, 11.75 aren't; a quarter not known on the 20th could make them 12.

    With 11.5 it couldn't. What is reached without it stays reached, and a day of which nothing is
    known could have been 24 hours down, from 8:00 on: 16 of them on the 20th.
    """
    told = [_span(day, hours) for day, hours in zip((1, 15), down, strict=False)]
    lost = [_span(20, hours) for hours in unknown]
    assert _stands(measured, LONG, down=told, unknown=lost) == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [("25", "2024-10-27"), ("25.01", "2024-10-28"), ("31", "2024-10-28"), ("31.01", None)],
)
def test_a_measured_day_of_a_clock_change_has_25_hours(
    measured: Measured, hours: str, expected: str | None
) -> None:
    """Down from midnight to 6:00 of the next day: 25 and 6 real hours in Berlin."""
    down = [("C1", "2024-10-27T00:00", "2024-10-28T06:00")]
    term = LONG | {"hours": hours, "window_days": 2}
    head = {"timezone": "Europe/Berlin"}
    found = _stands(measured, term, month="2024-10", down=down, head=head)
    assert found == ([(expected, "breached")] if expected else [])


@pytest.mark.parametrize(("to", "expected"), [(9, False), (8, True)])
def test_measured_time_of_an_agreed_exclusion_does_not_count(
    measured: Measured, to: int, expected: object
) -> None:
    """Three outages from 8:00 to 9:00; the third wholly excluded, or up to 8:30 only."""
    at = dt.datetime(2024, 3, 3, 8, tzinfo=CHINA)
    until = at.replace(hour=to, minute=0 if to > 8 else 30)
    claim = {"cause": "works", "from": at, "to": until, "answer": "accepted", "lines": "1"}
    found = _stands(
        measured, OFTEN, down=[_span(d) for d in (1, 2, 3)], records={"exclusions": [claim]}
    )
    assert bool(found) is expected


def _ticket(day: int, hour: int = 8, hours: int = 1, **more: object) -> dict[str, object]:
    """Return a fault of line 1, which C1 serves."""
    return _fault(D(2024, 3, day), hour, hours) | {"line": "1", **more}


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (None, [("2024-03-03", "breached")]),
        ("measured", [("2024-03-03", "breached")]),
        ("ticket", []),
    ],
)
def test_the_contract_says_which_clock_counts(
    measured: Measured, clock: str | None, expected: list[tuple[str, str]]
) -> None:
    """Measured three times, told of twice: three by what is measured, two by the tickets."""
    more = [CLOCK | {"clock": clock}] if clock else []
    records = {"faults": [_ticket(1, 8), _ticket(2, 8)]}
    down = [_span(d) for d in (1, 2, 3)]
    assert _stands(measured, OFTEN, more=more, down=down, records=records) == expected


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (None, []),
        ("measured", []),
        ("ticket", [("2024-03-03", "breached")]),
    ],
)
def test_what_was_measured_to_be_up_is_no_outage_by_that_clock(
    measured: Measured, clock: str | None, expected: list[tuple[str, str]]
) -> None:
    """Told of three times, measured once, and up at the other times."""
    more = [CLOCK | {"clock": clock}] if clock else []
    records = {"faults": [_ticket(d) for d in (1, 2, 3)]}
    assert _stands(measured, OFTEN, more=more, down=[_span(1)], records=records) == expected


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (None, [("2024-03-03", "breached")]),
        ("measured", [("2024-03-03", "unknown")]),
        ("ticket", []),
    ],
)
def test_a_ticket_tells_of_what_was_not_measured(
    measured: Measured, clock: str | None, expected: list[tuple[str, str]]
) -> None:
    """Two outages were measured; on the 3rd, not measured, there was a ticket: the third.

    By the measured clock it isn't sure that it was one; by tickets it is the only one.
    """
    more = [CLOCK | {"clock": clock}] if clock else []
    records = {"faults": [_ticket(3, 9)]}
    down, unknown = [_span(1), _span(2)], [_span(3, 4)]
    found = _stands(measured, OFTEN, more=more, down=down, unknown=unknown, records=records)
    assert found == expected


def test_an_outage_told_and_measured_is_one(measured: Measured) -> None:
    """On the 3rd: not measured from 8:00, told at 9:00, measured down from 10:00 to 11:00, told so.

    On the 4th: measured down to 9:00, then not measured, told at 9:30. Each is one outage.
    """
    down = [_span(3, 1, hour=10), _span(4, 1)]
    unknown = [_span(3, 2), _span(4, 2, hour=9)]
    tickets = [_ticket(3, 9, 2), _ticket(4, 9, 1) | {"reported": _at(4, 9, 30)}]
    records = {"faults": tickets}
    two = OFTEN | {"outages": 2}
    told = _told(measured, two, down=down, unknown=unknown, records=records)
    assert [str(d.done) for d in told] == ["2024-03-04"]
    assert told[0].evidence == ("records/faults.csv:2", "C1@2024-03-04T00:00:00Z")
    assert _told(measured, OFTEN, down=down, unknown=unknown, records=records) == []


def _at(day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime(2024, 3, day, hour, minute, tzinfo=CHINA)


def test_an_outage_with_unknown_time_in_it_is_one(measured: Measured) -> None:
    """Down 8–9, not known 9–10, down 10–11: it may never have come back; with the 5th, two."""
    down = [_span(1), _span(1, hour=10), _span(5)]
    assert _stands(measured, OFTEN, down=down, unknown=[_span(1, hour=9)]) == []
    assert _stands(measured, OFTEN | {"outages": 2}, down=down, unknown=[_span(1, hour=9)]) == [
        ("2024-03-05", "breached")
    ]


def test_a_measured_outage_that_the_buyer_caused_does_not_count(measured: Measured) -> None:
    """The third was reported as the buyer's own; another ticket that isn't makes it count."""
    down = [_span(d) for d in (1, 2, 3)]
    own = _ticket(3) | {"whose": "buyer"}
    assert _stands(measured, OFTEN, down=down, records={"faults": [own]}) == []
    both = {"faults": [own, _ticket(3)]}
    assert len(_stands(measured, OFTEN, down=down, records=both)) == 1


def test_what_was_measured_later_is_not_known_yet(measured: Measured) -> None:
    """Down 6 hours on the 1st and the 15th: looked at on the 14th nothing is reached."""
    down = [_span(1, 6), _span(15, 6)]
    assert _stands(measured, LONG, on=D(2024, 3, 14), down=down) == []
    assert len(_stands(measured, LONG, on=D(2024, 3, 15), down=down)) == 1


def test_not_known_gives_no_right_and_says_why(measured: Measured) -> None:
    """11 hours down and 1 not known: evidence is the outage; the right of 12 hours hasn't arisen.

    8:00 in Shanghai is midnight UTC.
    """
    (one,) = _told(measured, LONG, down=[_span(1, 11)], unknown=[_span(2)])
    only = "reached on 2024-03-02 only if down while not known"
    assert one.effect == f"{only}: 1 outage since 2024-02-02"
    assert one.evidence == ("C1@2024-03-01T00:00:00Z",)
    known = measured(more=(LONG, GO), down=[_span(1, 11)], unknown=[_span(2)])
    assert [d.kind for d in agenda(known, on=END)] == ["chronic"]


@pytest.mark.parametrize(("kind", "expected"), [("chronic", True), ("obligation", False)])
def test_only_contracts_that_count_outages_read_measurements(
    viewed: Viewed, kind: str, expected: object
) -> None:
    """The clause on outages does; a duty doesn't."""
    duty = {"id": "D", "kind": "obligation", "who": "buyer", "what": "tell", "event": "signed"}
    term = OFTEN if kind == "chronic" else duty
    assert reads_outages(viewed(more=[term]).contract) is expected


@pytest.mark.parametrize("window_days", [36_525, 10**9])
def test_a_window_longer_than_any_contract_holds_all_of_it(
    measured: Measured, window_days: int
) -> None:
    """A typing error of a billion days is no crash: 6 and 6 hours are in it, and three outages."""
    down = [_span(1, 6), _span(15, 6), _span(20)]
    more = {"window_days": window_days}
    assert _stands(measured, LONG | more, down=down) == [("2024-03-15", "breached")]
    assert _stands(measured, OFTEN | more, down=down) == [("2024-03-20", "breached")]
