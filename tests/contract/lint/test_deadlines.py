"""Is every deadline countable, or the missing part of it asked for?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import NOTHING, Finding, Touches

Found = Callable[..., list[Finding]]
Table = dict[str, Any]
DEADLINES = Touches(("due", "late_interest"))

LENGTHS: list[Table] = [
    {"kind": "tolerance", "within": 5},
    {"kind": "bill_objection", "within": 5, "meanwhile": "pay_first"},
    {"kind": "claim", "what": "PRICES", "within": 5, "of": "month end"},
    {"kind": "delay_penalty", "rate": "0.1", "per": "day", "late_after": 5, "base": "one_off"},
    {"kind": "deemed", "event": "ready", "within": 5, "outcome": "accepted"},
    {"kind": "notice", "about": "change", "period": 5},
    {"kind": "termination", "who": "buyer", "notice": 5},
    {"kind": "renewal", "months": 12, "unless_notice": 5},
    {"kind": "obligation", "who": "provider", "what": "report", "event": "month", "within": 5},
]


def plan(**item: Any) -> Table:  # noqa: ANN401 - any key of an instalment
    """Return a monthly plan."""
    items = [{"item": "month", "triggers": ["period_end"]} | item]
    return {"id": "PLAN", "kind": "payment_plan", "mode": "monthly", "items": items}


@pytest.mark.parametrize("term", LENGTHS, ids=lambda term: str(term["kind"]))
def test_a_length_without_unit_is_asked_about(found: Found, term: Table) -> None:
    """5 of what? With a unit there is no question; the kind isn't computed yet: nothing blocked."""
    term = {"id": "T"} | term
    (finding,) = found("Q-DAYS-UNIT", more=[term])
    assert (finding.subject, finding.touches) == ("T", NOTHING)
    assert "counts 5" in finding.message
    assert found("Q-DAYS-UNIT", more=[term | {"unit": "workdays"}]) == []


@pytest.mark.parametrize(
    ("item", "count"),
    [({"within": 7}, 1), ({"within": 7, "unit": "days"}, 0), ({"within": 0}, 0), ({}, 0)],
)
def test_an_instalment_without_unit_blocks_what_is_due(
    found: Found, item: Table, count: int
) -> None:
    """7 of what; 0 of anything is at once."""
    findings = found("Q-DAYS-UNIT", terms=[plan(**item)])
    assert [f.subject for f in findings] == ["PLAN/month"] * count
    assert all(f.touches == Touches(("due",)) for f in findings)


@pytest.mark.parametrize(
    ("calendar", "count"),
    [(None, 1), ({"roll": "none"}, 1), ({"workdays": "CN"}, 0), ({"file": "days.csv"}, 0)],
)
def test_workdays_need_a_calendar(found: Found, calendar: Table | None, count: int) -> None:
    """Which days are workdays, a country or a file says."""
    terms = [plan(within=7, unit="workdays")]
    findings = found("E-WORKDAYS-CALENDAR", terms=terms, head={"calendar": calendar})
    assert [f.touches for f in findings] == [DEADLINES] * count


def test_days_need_no_calendar_unless_they_roll(found: Found) -> None:
    """Rolling onto the next workday takes one."""
    terms = [plan(within=7, unit="days")]
    for roll, count in (("none", 0), ("next_workday", 1), ("statutory_holiday", 1)):
        head = {"calendar": {"roll": roll}}
        assert len(found("E-WORKDAYS-CALENDAR", terms=terms, head=head)) == count


def test_a_penalty_per_workday_needs_a_calendar(found: Found) -> None:
    """Per day it doesn't; the kind isn't computed yet."""
    penalty = {"id": "D", "kind": "delay_penalty", "rate": "0.1", "base": "one_off"}
    head = {"calendar": None}
    (finding,) = found("E-WORKDAYS-CALENDAR", terms=[penalty | {"per": "workday"}], head=head)
    assert finding.touches == NOTHING
    assert found("E-WORKDAYS-CALENDAR", terms=[penalty | {"per": "day"}], head=head) == []


@pytest.mark.parametrize(
    ("calendar", "draft", "count"),
    [
        ({"file": "days.csv"}, False, 1),
        ({"file": "days.csv"}, True, 0),
        ({"file": "days.csv", "sha256": "0" * 64}, False, 0),
        ({"workdays": "CN"}, False, 0),
    ],
)
def test_a_calendar_file_is_pinned(
    found: Found,
    calendar: Table,
    draft: bool,  # noqa: FBT001 - a column of the table
    count: int,
) -> None:
    """By its hash, once the contract is no draft."""
    head = {"calendar": calendar | {"roll": "none"}}
    assert len(found("E-CALENDAR-FILE", head=head, draft=draft)) == count


@pytest.mark.parametrize(
    ("unit", "roll", "count"),
    [
        ("days", None, 1),
        ("months", None, 1),
        ("workdays", None, 0),
        ("days", "none", 0),
        ("days", "next_workday", 0),
    ],
)
def test_a_deadline_in_days_says_how_it_ends(
    found: Found, unit: str, roll: str | None, count: int
) -> None:
    """On a day off, or after it; workdays never end on one."""
    calendar = {"workdays": "CN"} | ({} if roll is None else {"roll": roll})
    findings = found("Q-ROLL", terms=[plan(within=7, unit=unit)], head={"calendar": calendar})
    assert [f.touches for f in findings] == [DEADLINES] * count
    assert all(f.subject == "contract" for f in findings)


def test_a_roll_blocks_nothing_where_no_payment_counts_days(found: Found) -> None:
    """A notice of 30 days: agreed, not computed yet."""
    notice = {"id": "N", "kind": "notice", "about": "change", "period": 30, "unit": "days"}
    (finding,) = found("Q-ROLL", terms=[notice], head={"calendar": None})
    assert finding.touches == NOTHING


def test_a_fixed_day_is_no_deadline_in_days(found: Found) -> None:
    """1 December stays 1 December."""
    terms = [plan(on=dt.date(2024, 12, 1))]
    assert found("Q-ROLL", terms=terms, head={"calendar": None}) == []
