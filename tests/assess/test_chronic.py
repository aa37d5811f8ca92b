"""When are outages so many, or so long, that a right arises? On the day, and not before."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lineproof.assess.agenda import agenda
from lineproof.assess.chronic import chronic_failures

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
