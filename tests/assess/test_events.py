"""When did something happen? Every kind of record that tells, in the clause's own words."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.events import EVENTS, occurrences, told_by
from lineproof.model.record import RECORDS

D = dt.date
Viewed = Callable[..., Any]
ALWAYS = D(2030, 1, 1)


def test_what_tells_of_an_event_is_a_kind_of_record() -> None:
    """Or the contract itself, or what was measured."""
    assert set(EVENTS.values()) <= {*RECORDS, "contract", "measurements"}
    assert told_by("force majeure") == "events"


@pytest.mark.parametrize(
    ("event", "records", "expected"),
    [
        ("accepted", {"lifecycle": [{"line": "1a", "event": "accepted", "date": D(2024, 3, 4)}]},
         (D(2024, 3, 4), "1a", "records/lifecycle.csv:2")),
        ("ready", {"milestones": [{"event": "ready", "date": D(2024, 3, 4)}]},
         (D(2024, 3, 4), "", "records/milestones.csv:2")),
        ("ordered", {"orders": [{"order": "O", "line": "1a", "ordered": D(2024, 3, 4)}]},
         (D(2024, 3, 4), "1a", "records/orders.csv:2")),
        ("invoice received",
         {"invoices": [{"number": "I1", "amount": 1, "received": D(2024, 3, 4)},
                       {"number": "I2", "amount": -1, "received": D(2024, 3, 3),
                        "colour": "red", "red_of": "I1"}]},
         (D(2024, 3, 4), "I1", "records/invoices.csv:2")),
        ("paid", {"payments": [{"item": "m", "amount": 1, "paid": D(2024, 3, 4)}]},
         (D(2024, 3, 4), "m", "records/payments.csv:2")),
        ("notice: breach",
         {"notices": [{"what": "breach", "sent": D(2024, 3, 1), "received": D(2024, 3, 4)}]},
         (D(2024, 3, 4), "r1", "records/notices.csv:2")),
        ("duty: report",
         {"duties": [{"duty": "report", "period": "2024-02", "done_on": D(2024, 3, 4)}]},
         (D(2024, 3, 4), "2024-02", "records/duties.csv:2")),
        ("force majeure", {"events": [{"event": "force majeure", "date": D(2024, 3, 4)}]},
         (D(2024, 3, 4), "", "records/events.csv:2")),
    ],
)  # fmt: skip
def test_a_record_tells_of_its_event(
    viewed: Viewed, event: str, records: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    """With its day, what it is about, and its row."""
    (found,) = occurrences(viewed(records=records), event, until=ALWAYS)
    assert (found.day, found.subject, found.where) == expected


def test_a_fault_is_told_at_its_instant(viewed: Viewed) -> None:
    """20:30 UTC on the 3rd is 04:30 on the 4th in Shanghai."""
    at = dt.datetime(2024, 3, 3, 20, 30, tzinfo=dt.UTC)
    known = viewed(records={"faults": [{"line": "1a", "reported": at}]})
    (found,) = occurrences(known, "fault reported", until=ALWAYS)
    assert (found.day, found.subject) == (D(2024, 3, 4), "r1")
    assert found.at == at


@pytest.mark.parametrize(
    ("event", "days"),
    [
        ("start", [D(2024, 1, 1)]),
        ("end", [D(2024, 12, 31)]),
        ("end of the month", [D(2024, m, d) for m, d in ((1, 31), (2, 29), (3, 31), (4, 30))]),
        ("end of the quarter", [D(2024, 3, 31)]),
        ("end of the half-year", []),
        ("end of the year", []),
    ],
)
def test_periods_end_by_the_calendar(viewed: Viewed, event: str, days: list[dt.date]) -> None:
    """Of a contract of 2024, on 30 April; its own end is known beforehand."""
    until = D(2024, 12, 31) if event == "end" else D(2024, 4, 30)
    assert [o.day for o in occurrences(viewed(), event, until=until)] == days


def test_a_day_sees_what_happened_on_it_and_before(viewed: Viewed) -> None:
    """On the 4th, what happened on the 5th hasn't."""
    rows = [{"event": "flood", "date": D(2024, 3, day)} for day in (5, 4)]
    known = viewed(records={"events": rows})
    assert [o.day.day for o in occurrences(known, "flood", until=D(2024, 3, 4))] == [4]
    assert [o.day.day for o in occurrences(known, "flood", until=D(2024, 3, 5))] == [4, 5]
