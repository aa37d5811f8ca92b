"""What does a view of a case show: its months, milestones and deadlines?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.contract.case import Case, view
from lineproof.contract.contract import Answer
from lineproof.model.calendar import DeadlineRule
from lineproof.model.period import FAR_FUTURE, Days

Minimal = Callable[..., Case]
DAY = dt.date


@pytest.mark.parametrize(
    ("head", "month", "days"),
    [
        ({}, DAY(2024, 2, 1), Days(DAY(2024, 2, 1), DAY(2024, 3, 1))),
        ({"start": DAY(2024, 1, 15)}, DAY(2024, 2, 1), Days(DAY(2024, 2, 1), DAY(2024, 3, 1))),
        (
            {"start": DAY(2024, 1, 15), "period": "anniversary"},
            DAY(2024, 2, 1),
            Days(DAY(2024, 2, 15), DAY(2024, 3, 15)),
        ),
        (
            {"start": DAY(2024, 1, 31), "period": "anniversary"},
            DAY(2024, 2, 1),
            Days(DAY(2024, 2, 29), DAY(2024, 3, 31)),
        ),
        (
            {"start": DAY(2024, 11, 15), "period": "anniversary"},
            DAY(2025, 1, 1),
            Days(DAY(2025, 1, 15), DAY(2025, 2, 15)),
        ),
    ],
)
def test_a_month_is_the_calendars_or_the_contracts(
    minimal: Minimal, head: dict[str, Any], month: dt.date, days: Days
) -> None:
    """From the 31st on, February's begins on its last day."""
    assert view(minimal(head=head)).period(month) == days


def test_an_answer_decides_what_a_month_is(minimal: Minimal) -> None:
    """Assumed or given, it counts the same."""
    case = minimal(head={"start": DAY(2024, 1, 15)})
    assumed = Answer(code="Q-PERIOD", value="anniversary", by=("buyer",), on=DAY(2024, 1, 1))
    days = Days(DAY(2024, 2, 15), DAY(2024, 3, 15))
    assert view(case, assumed=[assumed]).period(DAY(2024, 2, 1)) == days
    assert view(case).period(DAY(2024, 2, 1)) == Days(DAY(2024, 2, 1), DAY(2024, 3, 1))


def milestones(*rows: tuple[str, dt.date, str | None]) -> dict[str, list[dict[str, Any]]]:
    """Return milestones: event, day, item."""
    names = ("event", "date", "item")
    return {"milestones": [dict(zip(names, row, strict=True)) for row in rows]}


@pytest.mark.parametrize(
    ("rows", "item", "expected"),
    [
        ([], None, None),
        ([("signed", DAY(2024, 3, 1), None)], None, DAY(2024, 3, 1)),
        ([("signed", DAY(2024, 3, 1), None)], "second", DAY(2024, 3, 1)),
        ([("signed", DAY(2024, 3, 1), "first")], "second", None),
        (
            [("signed", DAY(2024, 3, 1), None), ("signed", DAY(2024, 5, 1), "second")],
            "second",
            DAY(2024, 5, 1),
        ),
        (
            [("signed", DAY(2024, 3, 1), None), ("signed", DAY(2024, 2, 1), None)],
            None,
            DAY(2024, 3, 1),
        ),
        ([("ready", DAY(2024, 3, 1), None)], None, None),
    ],
)
def test_an_items_own_milestone_comes_before_the_contracts(
    minimal: Minimal,
    rows: list[tuple[str, dt.date, str | None]],
    item: str | None,
    expected: dt.date | None,
) -> None:
    """Its own, else the contract's; the latest where there are several."""
    seen = view(minimal(records=milestones(*rows)))
    assert seen.milestone("signed", item=item) == expected


def test_the_term_starts_when_it_takes_effect(minimal: Minimal) -> None:
    """By the later signature: unknown until it is recorded, and before it was."""
    head = {"start": None, "start_rule": "later_signature"}
    records = milestones(("effective", DAY(2024, 2, 1), None))
    case = minimal(head=head, records=records)
    assert view(minimal(head=head)).term_days is None
    assert view(case).term_days == Days(DAY(2024, 2, 1), DAY(2025, 2, 1))
    assert view(case, as_known=DAY(2023, 12, 31)).term_days is None


def test_a_term_without_months_is_open_ended(minimal: Minimal) -> None:
    """Until somebody ends it."""
    head = {"start": None, "start_rule": "later_signature", "months": None}
    records = milestones(("effective", DAY(2024, 2, 1), None))
    assert view(minimal(head=head, records=records)).term_days == Days(DAY(2024, 2, 1), FAR_FUTURE)


@pytest.mark.parametrize(
    ("calendar", "rule"),
    [
        (None, DeadlineRule()),
        ({"workdays": "CN"}, DeadlineRule(first_day="excluded", roll="none")),
        (
            {"workdays": "CN", "first_day": "included", "roll": "next_workday"},
            DeadlineRule(first_day="included", roll="next_workday"),
        ),
    ],
)
def test_deadlines_follow_the_calendar(
    minimal: Minimal, calendar: dict[str, str] | None, rule: DeadlineRule
) -> None:
    """The day of the event isn't counted, and nothing rolls, unless it says so."""
    assert view(minimal(head={"calendar": calendar})).deadline_rule == rule


def test_a_kind_without_file_has_no_rows(minimal: Minimal) -> None:
    """And the declared columns."""
    rows = view(minimal()).rows("scores")
    assert rows.is_empty()
    assert "points" in rows.columns
