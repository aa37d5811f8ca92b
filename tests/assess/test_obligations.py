"""Was it done in time? Reports, repairs by the hour, and what nobody recorded."""

import datetime as dt
import zoneinfo
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.obligations import obligations
from lineproof.contract.terms.standing import Obligation

D = dt.date
Viewed = Callable[..., Any]
REPORT = {
    "id": "REPORT", "kind": "obligation", "who": "provider", "what": "report",
    "event": "end of the month", "within": 7, "unit": "days", "repeat": "monthly",
}  # fmt: skip
REPAIR = {
    "id": "REPAIR", "kind": "obligation", "who": "provider", "what": "repair",
    "event": "fault reported", "within": 2, "unit": "hours", "repeat": "each_event",
    "done": "fault restored", "district": "inside",
}  # fmt: skip


def _dated(
    viewed: Viewed, term: dict[str, Any], on: dt.date, records: dict[str, Any], **head: object
) -> list[Any]:
    """Return a duty's occurrences as they stand on a day."""
    known = viewed(head=head, more=[term], records=records)
    duty = next(v.term for v in known.versions if isinstance(v.term, Obligation))
    return list(obligations(known, duty, on=on))


def _report(day: dt.date) -> dict[str, Any]:
    return {"duties": [{"duty": "REPORT", "period": "2024-01", "done_on": day}]}


@pytest.mark.parametrize(
    ("done", "status", "effect"),
    [
        (D(2024, 2, 7), "met", ""),
        (D(2024, 2, 8), "breached", "done 1 day late"),
        (D(2024, 2, 10), "breached", "done 3 days late"),
    ],
)
def test_a_report_is_due_seven_days_after_its_month(
    viewed: Viewed, done: dt.date, status: str, effect: str
) -> None:
    """January's by 7 February."""
    (found,) = _dated(viewed, REPORT, D(2024, 2, 28), _report(done))
    assert (found.subject, found.due) == ("2024-01", D(2024, 2, 7))
    assert (found.status, found.effect) == (status, effect)


def test_a_report_still_to_come_is_pending_to_its_last_day(viewed: Viewed) -> None:
    """On the 7th there is time; on the 8th it is missing, where reports are recorded at all."""
    (found,) = _dated(viewed, REPORT, D(2024, 2, 7), {"duties": []})
    assert found.status == "pending"
    (found,) = _dated(viewed, REPORT, D(2024, 2, 8), {"duties": []})
    assert (found.status, found.effect) == ("breached", "not done by 2024-02-07")


def test_what_no_file_tells_of_is_unknown(viewed: Viewed) -> None:
    """Without duties.csv nobody knows whether the report came: that isn't a breach."""
    (found,) = _dated(viewed, REPORT, D(2024, 2, 8), {})
    assert found.status == "unknown"


def test_one_months_report_is_not_anothers(viewed: Viewed) -> None:
    """February's was done; January's wasn't."""
    rows = {"duties": [{"duty": "REPORT", "period": "2024-02", "done_on": D(2024, 3, 1)}]}
    january, february = _dated(viewed, REPORT, D(2024, 3, 31) - dt.timedelta(days=1), rows)
    assert (january.status, february.status) == ("breached", "met")


def _fault(reported: str, restored: str | None, zone: str, **more: object) -> dict[str, Any]:
    """Return a fault inside the district, at local times."""
    info = zoneinfo.ZoneInfo(zone)
    at = [
        dt.datetime.fromisoformat(text).replace(tzinfo=info).astimezone(dt.UTC) if text else None
        for text in (reported, restored)
    ]
    row = {"line": "1a", "reported": at[0], "restored": at[1], "district": "inside"} | more
    return {"faults": [row]}


@pytest.mark.parametrize(
    ("restored", "status"),
    [("2024-03-04T12:00", "met"), ("2024-03-04T12:01", "breached"), (None, "breached")],
)
def test_two_hours_are_counted_to_the_minute(
    viewed: Viewed, restored: str | None, status: str
) -> None:
    """Reported at 10:00: at 12:00 it is in time."""
    records = _fault("2024-03-04T10:00", restored, "Asia/Shanghai")
    (found,) = _dated(viewed, REPAIR, D(2024, 3, 5), records)
    assert found.status == status
    assert found.due_at.isoformat() == "2024-03-04T12:00:00+08:00"


def test_two_hours_hold_across_the_skipped_hour(viewed: Viewed) -> None:
    """Berlin, 2024-03-31: from 01:30, 02:00–03:00 is skipped, two hours end at 04:30 local."""
    records = _fault("2024-03-31T01:30", "2024-03-31T04:30", "Europe/Berlin")
    (found,) = _dated(viewed, REPAIR, D(2024, 4, 1), records, timezone="Europe/Berlin")
    assert found.due_at.isoformat() == "2024-03-31T04:30:00+02:00"
    assert found.status == "met"


def test_a_fault_outside_the_district_is_another_clauses(viewed: Viewed) -> None:
    """Eight hours hold there, not two."""
    records = _fault("2024-03-04T10:00", None, "Asia/Shanghai", district="outside")
    assert not _dated(viewed, REPAIR, D(2024, 3, 5), records)


def test_a_duty_without_a_time_has_no_date(viewed: Viewed) -> None:
    """It can be kept or broken, but not late."""
    timeless = {key: value for key, value in REPORT.items() if key not in {"within", "unit"}}
    assert not _dated(viewed, timeless, D(2024, 3, 5), {})
