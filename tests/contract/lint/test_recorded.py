"""Is what can't be so found, before a month is judged by it?"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest

from lineproof.contract.lint.recorded import RULES
from lineproof.contract.lint.view import lint_view
from lineproof.model.finding import Finding, Severity

Found = Callable[..., list[Finding]]
AT = dt.datetime(2024, 3, 4, 8, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
LINE = {"line": "1", "id": "C1", "monthly_rent": 90000, "start": dt.date(2024, 1, 1)}
FAULT = {"line": "1", "reported": AT}
CLAIM = {"cause": "works", "from": AT, "to": AT + HOUR}


def count(found: Found, code: str, **records: list[dict[str, object]]) -> int:
    """Return how many findings of a code records have."""
    findings = found(code, terms=[], circuits=[LINE], records=records)
    assert all(f.where.startswith("records/") for f in findings)
    return len(findings)


@pytest.mark.parametrize("name", ["responded", "on_site", "restored"])
def test_nothing_happens_before_the_report(found: Found, name: str) -> None:
    """At the same instant it may; a second earlier it can't."""
    for earlier, wrong in ((0, 0), (1, 1)):
        row = FAULT | {name: AT - dt.timedelta(seconds=earlier)}
        assert count(found, "E-FAULT-TIMES", faults=[row]) == wrong


def test_a_fault_says_what_failed(found: Found) -> None:
    """A line or a site will do."""
    rows: list[dict[str, object]] = [
        dict(FAULT),
        {"site": "S", "reported": AT},
        {"reported": AT},
    ]
    assert count(found, "W-FAULT-ENDPOINT", faults=rows) == 1


@pytest.mark.parametrize(
    ("pauses", "wrong"),
    [("08:00/09:00", 0), ("08:00/08:40;08:30/09:00", 0), ("07:59/08:30", 1), ("08:30/09:01", 1),
     ("08:30/08:30", 1)],
)  # fmt: skip
def test_a_pause_lies_within_its_fault(found: Found, pauses: str, wrong: int) -> None:
    """8 to 9 o'clock; whether they overlap is told apart."""
    text = ";".join(
        "/".join(f"2024-03-04T{t}:00Z" for t in part.split("/")) for part in pauses.split(";")
    )
    row = FAULT | {"restored": AT + HOUR, "pauses": text}
    assert count(found, "W-PAUSE-OUTSIDE", faults=[row]) == wrong


@pytest.mark.parametrize(
    ("pauses", "wrong"),
    [("08:00/08:30;08:30/09:00", 0), ("08:00/08:31;08:30/09:00", 1), ("08:30/09:00;08:00/08:31", 1),
     ("08:00/08:30", 0)],
)  # fmt: skip
def test_pauses_of_a_fault_lie_apart(found: Found, pauses: str, wrong: int) -> None:
    """They may touch; in whatever order they are written, a minute that two cover is told."""
    text = ";".join(
        "/".join(f"2024-03-04T{t}:00Z" for t in part.split("/")) for part in pauses.split(";")
    )
    row = FAULT | {"restored": AT + HOUR, "pauses": text}
    assert count(found, "W-PAUSE-OVERLAP", faults=[row]) == wrong


@pytest.mark.parametrize(
    ("more", "wrong"),
    [({}, 0), ({"to": AT}, 1), ({"agreed_from": AT, "agreed_to": AT + HOUR}, 0),
     ({"agreed_from": AT - HOUR, "agreed_to": AT + HOUR}, 1),
     ({"agreed_from": AT, "agreed_to": AT + 2 * HOUR}, 1),
     ({"agreed_from": AT + HOUR, "agreed_to": AT}, 1)],
)  # fmt: skip
def test_a_claim_ends_after_it_begins_and_holds_what_was_agreed(
    found: Found, more: dict[str, object], wrong: int
) -> None:
    """One hour from 8; all of it may be agreed, and no more."""
    assert count(found, "E-EXCLUSION-TIMES", exclusions=[CLAIM | more]) == wrong


def test_one_claim_has_one_answer(found: Found) -> None:
    """Accepted and rejected both: both rows are told; twice accepted, or another time, are fine."""
    yes, no = CLAIM | {"answer": "accepted"}, CLAIM | {"answer": "rejected"}
    assert count(found, "E-EXCLUSION-ANSWERS", exclusions=[yes, no]) == 2
    assert count(found, "E-EXCLUSION-ANSWERS", exclusions=[yes, yes, CLAIM]) == 0
    assert count(found, "E-EXCLUSION-ANSWERS", exclusions=[yes, no | {"to": AT + 2 * HOUR}]) == 0


@pytest.mark.parametrize(
    ("member", "wrong"),
    [("r1", 0), ("C1@2024-03-04T00:00:00Z", 0), ("1@2024-03-04T00:00:00Z", 0), ("r9", 1),
     ("C9@2024-03-04T00:00:00Z", 1), ("C1@soon", 1)],
)  # fmt: skip
def test_a_decision_is_about_something_known(found: Found, member: str, wrong: int) -> None:
    """A fault's id, or an outage of a circuit of the schedule."""
    rows: list[dict[str, object]] = [{"member": member, "incident": "storm"}]
    assert count(found, "E-INCIDENT-MEMBER", faults=[dict(FAULT)], incidents=rows) == wrong


def test_two_decisions_on_one_member_agree(found: Found) -> None:
    """Storm and none contradict each other; storm twice doesn't."""
    storm: dict[str, object] = {"member": "r1", "incident": "storm"}
    faults = [dict(FAULT)]
    both: list[dict[str, object]] = [storm, {"member": "r1"}]
    assert count(found, "E-INCIDENT-TWICE", faults=faults, incidents=both) == 2
    assert count(found, "E-INCIDENT-TWICE", faults=faults, incidents=[storm, dict(storm)]) == 0


def test_a_hundred_thousand_events_of_one_line_are_checked_in_bounded_time(
    viewed: Callable[..., object],
) -> None:
    """Each with a pause that overlaps itself, all restored before they were reported."""
    text = "2024-03-04T08:00:00Z/2024-03-04T09:00:00Z"
    row = FAULT | {"restored": AT - HOUR, "pauses": text}
    view = lint_view(viewed(circuits=[LINE], records={"faults": [row] * 100_000}))  # type: ignore[arg-type]
    start = time.perf_counter()
    findings = [finding for rule in RULES for finding in rule(view)]
    assert time.perf_counter() - start < 20
    assert {f.severity for f in findings} == {Severity.ERROR, Severity.WARNING}
    assert len(findings) < 1000
