"""When does silence become acceptance? Around China's National Day 2024, by the calendar.

1–7 October are off; Sunday 29 September and Saturday 12 October are worked instead.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.silence import silences
from lineproof.contract.terms.standing import Deemed

D = dt.date
SHEET = {
    "id": "SHEET", "kind": "deemed", "event": "delivered", "within": 5, "unit": "days",
    "outcome": "accepted",
}  # fmt: skip
STAGES = {
    "id": "STAGES", "kind": "deemed", "event": "acceptance_requested", "within": 7,
    "unit": "workdays", "reminder": "reminded", "reminder_within": 3, "outcome": "accepted",
}  # fmt: skip
Viewed = Callable[..., Any]


def _dated(viewed: Viewed, term: dict[str, Any], on: dt.date, **records: object) -> list[Any]:
    """Return what silence comes to on a day."""
    known = viewed(more=[term], records=records)
    deemed = next(v.term for v in known.versions if isinstance(v.term, Deemed))
    return list(silences(known, deemed, on=on))


def _line(event: str, day: dt.date) -> dict[str, Any]:
    return {"line": "1a", "event": event, "date": day}


@pytest.mark.parametrize(("on", "status"), [(D(2024, 3, 9), "pending"), (D(2024, 3, 10), "deemed")])
def test_a_sheet_unanswered_for_five_days_is_accepted(
    viewed: Viewed, on: dt.date, status: str
) -> None:
    """Delivered on 4 March: the fifth day is the 9th, so that it is accepted from the 10th on."""
    (found,) = _dated(viewed, SHEET, on, lifecycle=[_line("delivered", D(2024, 3, 4))])
    assert (found.due, found.status, found.subject) == (D(2024, 3, 9), status, "1a")


@pytest.mark.parametrize(("answer", "status"), [(D(2024, 3, 9), "met"), (D(2024, 3, 10), "deemed")])
@pytest.mark.parametrize("event", ["accepted", "refused"])
def test_an_answer_counts_to_the_end_of_the_last_day(
    viewed: Viewed, event: str, answer: dt.date, status: str
) -> None:
    """On the 9th it is in time; on the 10th silence has spoken already."""
    rows = [_line("delivered", D(2024, 3, 4)), _line(event, answer)]
    (found,) = _dated(viewed, SHEET, D(2024, 4, 1), lifecycle=rows)
    assert found.status == status


def test_another_lines_answer_ends_no_silence(viewed: Viewed) -> None:
    """Line 2's acceptance says nothing of line 1a."""
    other = {"line": "2", "event": "accepted", "date": D(2024, 3, 5)}
    rows = [_line("delivered", D(2024, 3, 4)), other]
    (found,) = _dated(viewed, SHEET, D(2024, 4, 1), lifecycle=rows)
    assert found.status == "deemed"


def _milestones(*events: tuple[str, dt.date]) -> list[dict[str, Any]]:
    return [{"event": event, "date": day} for event, day in events]


ASKED = ("acceptance_requested", D(2024, 9, 27))


def test_without_a_reminder_silence_says_nothing(viewed: Viewed) -> None:
    """Asked on Friday 27 September: workdays 29, 30 September, 8, 9, 10, 11, 12 October."""
    (found,) = _dated(viewed, STAGES, D(2024, 12, 1), milestones=_milestones(ASKED))
    assert (found.due, found.status) == (D(2024, 10, 12), "pending")
    assert "reminder" in found.effect


@pytest.mark.parametrize(
    ("on", "status"), [(D(2024, 10, 17), "pending"), (D(2024, 10, 18), "deemed")]
)
def test_a_reminder_starts_the_last_period(viewed: Viewed, on: dt.date, status: str) -> None:
    """Reminded on Monday the 14th: workdays 15, 16, 17; accepted from Friday the 18th on."""
    rows = _milestones(ASKED, ("reminded", D(2024, 10, 14)))
    (found,) = _dated(viewed, STAGES, on, milestones=rows)
    assert (found.due, found.status) == (D(2024, 10, 17), status)
    assert len(found.evidence) == 2


def test_a_reminder_sent_too_early_shortens_nothing(viewed: Viewed) -> None:
    """Reminded on 30 September, 3 workdays end on 10 October: the first period ends on the 12th."""
    rows = _milestones(ASKED, ("reminded", D(2024, 9, 30)))
    (found,) = _dated(viewed, STAGES, D(2024, 10, 13), milestones=rows)
    assert (found.due, found.status) == (D(2024, 10, 12), "deemed")


def test_an_acceptance_after_the_reminder_is_in_time(viewed: Viewed) -> None:
    """Signed on the 17th, the last day."""
    rows = _milestones(ASKED, ("reminded", D(2024, 10, 14)), ("signed", D(2024, 10, 17)))
    (found,) = _dated(viewed, STAGES, D(2024, 12, 1), milestones=rows)
    assert (found.status, found.done) == ("met", D(2024, 10, 17))
