"""Are dated duties shown as they stand? As a table, as JSON and as a calendar."""

import datetime as dt
import io

import pytest
from icalendar import Calendar

from lineproof.assess.deadlines import Dated, Status
from lineproof.report.deadlines import Agenda, deadlines_ics, deadlines_json, print_deadlines
from lineproof.report.printing import Printing, console_for
from lineproof.report.wording import Language

D = dt.date


def _dated(status: Status = "pending", *, due_at: dt.datetime | None = None) -> Dated:
    """Return a report due on 7 February 2025."""
    return Dated(
        term="REPORT", kind="obligation", clause="annex 3", who="provider", what="report",
        subject="2025-01", event="end of the month", since=D(2025, 1, 31), due=D(2025, 2, 7),
        status=status, due_at=due_at, evidence=("records/duties.csv:2",),
    )  # fmt: skip


def _shown(agenda: Agenda, language: Language) -> str:
    """Return what is printed of one contract."""
    out = io.StringIO()
    print_deadlines([agenda], Printing(console_for(out), language), on=D(2025, 2, 1))
    return out.getvalue()


@pytest.mark.parametrize(("language", "status"), [("en", "breached"), ("zh", "已违反")])
def test_a_duty_is_shown_with_its_status(language: Language, status: str) -> None:
    """Its last day, what it is about and its clause."""
    shown = _shown(Agenda("access", (_dated("breached"),)), language)
    assert all(part in shown for part in ("2025-02-07", "2025-01", "annex 3", status))


def test_hours_are_shown_to_the_minute() -> None:
    """Where the time of the day matters."""
    at = dt.datetime(2025, 2, 7, 14, 30, tzinfo=dt.UTC)
    assert "2025-02-07 14:30" in _shown(Agenda("access", (_dated(due_at=at),)), "en")


def test_a_contract_without_dates_or_unreadable_says_so() -> None:
    """Each in a line."""
    assert "Nothing has a date yet" in _shown(Agenda("access", ()), "en")
    assert "no such folder" in _shown(Agenda("x", (), "no such folder"), "en")


def test_json_has_every_field_as_text() -> None:
    """Days as ISO 8601, what isn't there as null."""
    printed = deadlines_json([Agenda("access", (_dated(),))], on=D(2025, 2, 1))
    (duty,) = printed["contracts"][0]["deadlines"]
    assert (printed["on"], duty["due"], duty["due_at"]) == ("2025-02-01", "2025-02-07", None)
    assert duty["evidence"] == ["records/duties.csv:2"]


def test_the_calendar_has_only_what_is_to_come() -> None:
    """A whole day each, under a name that stays the same."""
    agenda = Agenda("access", (_dated(), _dated("met")))
    (event,) = Calendar.from_ical(deadlines_ics([agenda], "en").decode()).walk("VEVENT")
    assert event["dtstart"].dt == D(2025, 2, 7)
    assert event["dtend"].dt == D(2025, 2, 8)
    assert str(event["uid"]) == "access/REPORT/2025-01/2025-01-31@lineproof"
