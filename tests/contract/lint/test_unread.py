"""Is a parameter that no rule reads pointed out?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import NOTHING, Finding

Found = Callable[..., list[Finding]]
Table = dict[str, Any]
DAY = dt.date

ITEM = {"item": "i", "metric": "m", "max_points": "1", "deduction": "manual"}
CARD = {"id": "CARD", "kind": "scorecard", "base": "1", "items": [ITEM]}
LATE = {"id": "LATE", "kind": "late_interest", "rate": "0.001", "base": "overdue_amount"}


def bands(metric: str) -> Table:
    """Return bands that read a metric."""
    return {"id": "SLA", "kind": "bands", "metric": metric, "domain": ["0", "1"],
            "bands": [{"factor": "1"}]}  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "count"),
    [
        ([CARD], 1),
        ([CARD, bands("availability")], 1),
        ([CARD, bands("score")], 0),
        ([CARD, bands("CARD")], 0),
    ],
)
def test_a_scorecard_is_read_by_bands(found: Found, terms: list[Table], count: int) -> None:
    """By its id, or as the score."""
    findings = found("W-UNREAD", more=terms)
    assert [f.subject for f in findings] == ["CARD"] * count
    assert all(f.touches == NOTHING for f in findings)


@pytest.mark.parametrize(
    ("trigger", "giver", "count"),
    [("whenever", [], 1), ("ceased", [], 0), ("LATE", [LATE], 0),
     ("whenever", [LATE | {"cap": "0.2", "right_past_cap": "R"}], 0)],
)  # fmt: skip
def test_a_right_is_given_or_triggered(
    found: Found, trigger: str, giver: list[Table], count: int
) -> None:
    """By a term that names it, or by an event that is recorded."""
    right = {"id": "R", "kind": "right", "who": "buyer", "what": "end it", "trigger": trigger}
    assert len(found("W-UNREAD", more=[right, *giver])) == count


def test_a_calendar_is_needed_by_some_deadline(found: Found) -> None:
    """The usual plan counts workdays; without it nothing does."""
    assert found("W-UNREAD") == []
    (finding,) = found("W-UNREAD", terms=[])
    assert "CN" in finding.message
    per_workday = {"id": "D", "kind": "delay_penalty", "rate": "0.1", "per": "workday",
                   "base": "one_off"}  # fmt: skip
    assert found("W-UNREAD", terms=[per_workday]) == []


@pytest.mark.parametrize(("series", "count"), [("LPR", 0), ("SHIBOR", 1)])
def test_a_reference_rate_is_recorded(found: Found, series: str, count: int) -> None:
    """Of LPR there is a record, of SHIBOR none."""
    records = {"rates": [{"series": "LPR", "date": DAY(2024, 1, 1), "value": "0.035"}]}
    term = LATE | {"rate": None, "reference": series}
    kept = {key: value for key, value in term.items() if value is not None}
    assert len(found("W-UNREAD", more=[kept], records=records)) == count


@pytest.mark.parametrize(
    ("term", "name"),
    [
        (LATE | {"margin": "0.01"}, "margin"),
        (LATE | {"reset": ["01-01"]}, "reset"),
        (LATE | {"right_past_cap": "R"}, "right_past_cap"),
        (bands("score") | {"cap_order": "before_factor"}, "cap_order"),
        ({"id": "N", "kind": "notice", "about": "x", "unit": "days"}, "unit"),
        ({"id": "L", "kind": "liability_cap", "base": "fees_paid"}, "base"),
        ({"id": "T", "kind": "termination", "who": "buyer", "make_up_months": 12},
         "make_up_months"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)  # fmt: skip
def test_a_parameter_needs_the_one_it_qualifies(found: Found, term: Table, name: str) -> None:
    """A margin on no reference, a unit of no length …"""
    right = {"id": "R", "kind": "right", "who": "buyer", "what": "end it", "trigger": "ceased"}
    (finding,) = found("W-UNREAD", more=[term, right])
    assert f"has {name}, and no" in finding.message


@pytest.mark.parametrize(
    "term",
    [
        LATE | {"right_past_cap": "R", "right_after_days": 25},
        LATE | {"right_past_cap": "R", "cap": "0.2"},
        {"id": "T", "kind": "termination", "who": "buyer", "short_notice": 31, "unit": "days"},
        {"id": "N", "kind": "notice", "about": "x", "unit": "workdays", "period": 3},
    ],
)
def test_a_parameter_that_qualifies_something_is_read(found: Found, term: Table) -> None:
    """25 days stand in for a cap, a short notice for a notice."""
    right = {"id": "R", "kind": "right", "who": "buyer", "what": "end it", "trigger": "ceased"}
    assert found("W-UNREAD", more=[term, right]) == []


def test_an_instalments_unit_needs_a_length(found: Found) -> None:
    """Workdays of nothing."""
    items = [{"item": "month", "triggers": ["period_end"], "unit": "workdays"}]
    plan = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly", "items": items}
    (finding,) = found("W-UNREAD", terms=[plan], head={"calendar": None})
    assert finding.message == "PLAN/month has unit, and no within"


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        (DAY(2024, 12, 31), None, 0),
        (DAY(2025, 1, 1), None, 1),
        (None, DAY(2024, 1, 2), 0),
        (None, DAY(2024, 1, 1), 1),
        (DAY(2024, 7, 1), DAY(2024, 7, 1), 1),
        (DAY(2024, 7, 1), DAY(2024, 7, 2), 0),
    ],
)
def test_a_term_holds_on_some_day(
    found: Found, since: dt.date | None, until: dt.date | None, count: int
) -> None:
    """2024 is the term: its last day counts, the day after doesn't; a day to itself is none."""
    days = {"effective_from": since, "effective_to": until}
    term = LATE | {key: value for key, value in days.items() if value is not None}
    assert len(found("W-UNREAD", more=[term])) == count
