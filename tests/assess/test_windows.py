"""Until when? Notices, renewals, claims and objections, each on its last day and the day after."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.agenda import agenda

D = dt.date
Viewed = Callable[..., Any]


def _agenda(
    viewed: Viewed, term: dict[str, Any], on: dt.date, records: dict[str, Any] | None = None
) -> list[Any]:
    """Return what one term puts on the agenda."""
    known = viewed(more=[term], records=records or {})
    return [d for d in agenda(known, on=on) if d.term == term["id"]]


CHANGE = {"id": "CHANGE", "kind": "notice", "about": "change", "period": 30, "unit": "days"}


@pytest.mark.parametrize(
    ("wanted", "status"), [(D(2024, 4, 1), "met"), (D(2024, 3, 31), "breached"), (None, "met")]
)
def test_a_notice_takes_effect_after_its_period(
    viewed: Viewed, wanted: dt.date | None, status: str
) -> None:
    """Received on 1 March: 30 days end with the 31st, it holds from 1 April."""
    row = {"what": "change", "sent": D(2024, 3, 1), "received": D(2024, 3, 1), "wanted_for": wanted}
    (found,) = _agenda(viewed, CHANGE, D(2024, 3, 2), {"notices": [row]})
    assert (found.due, found.status) == (D(2024, 3, 31), status)
    assert "takes effect from 2024-04-01" in found.effect


def test_a_notice_on_its_way_has_no_day_yet(viewed: Viewed) -> None:
    """Sent by hand, not signed for."""
    row = {"what": "change", "sent": D(2024, 3, 1)}
    (found,) = _agenda(viewed, CHANGE, D(2024, 3, 2), {"notices": [row]})
    assert (found.due, found.status, found.effect) == (None, "pending", "not delivered yet")


RENEWAL = {"id": "R", "kind": "renewal", "months": 12, "unless_notice": 30, "unit": "days"}


def _told(day: dt.date) -> dict[str, Any]:
    return {"notices": [{"what": "non-renewal", "sent": day, "received": day}]}


@pytest.mark.parametrize(
    ("on", "statuses"),
    [
        (D(2024, 12, 1), ["pending"]),
        (D(2024, 12, 2), ["lost", "pending"]),
        (D(2025, 12, 2), ["lost", "lost", "pending"]),
    ],
)
def test_a_contract_goes_on_unless_somebody_says_so(
    viewed: Viewed, on: dt.date, statuses: list[str]
) -> None:
    """It ends with 31 December: 30 days before, 1 December is the last day to say so."""
    found = _agenda(viewed, RENEWAL, on)
    assert [d.status for d in found] == statuses
    assert found[0].due == D(2024, 12, 1)


@pytest.mark.parametrize(("told", "first"), [(D(2024, 12, 1), "met"), (D(2024, 12, 2), "lost")])
def test_who_speaks_on_the_last_day_ends_it(viewed: Viewed, told: dt.date, first: str) -> None:
    """A day later it has gone on by a year, and the word counts for its end."""
    found = _agenda(viewed, RENEWAL, D(2025, 3, 1), _told(told))
    assert found[0].status == first
    assert found[-1].status == "met"


def test_a_month_before_is_counted_in_months(viewed: Viewed) -> None:
    """A month before 31 December ends: from 30 November, a month ends with the 30th."""
    (found,) = _agenda(viewed, RENEWAL | {"unless_notice": 1, "unit": "months"}, D(2024, 6, 1))
    assert found.due == D(2024, 11, 30)


CLAIM = {
    "id": "CLAIM", "kind": "claim", "what": "CREDIT", "within": 10, "unit": "days",
    "of": "end of the month",
}  # fmt: skip
CREDIT = {"id": "CREDIT", "kind": "outage_credit", "brackets": [{"from_h": "4", "share": "0.1"}],
          "base": "month_rent"}  # fmt: skip


@pytest.mark.parametrize(
    ("claimed", "on", "status"),
    [
        (D(2024, 2, 10), D(2024, 2, 28), "met"),
        (D(2024, 2, 11), D(2024, 2, 28), "lost"),
        (None, D(2024, 2, 10), "pending"),
        (None, D(2024, 2, 11), "lost"),
    ],
)
def test_a_claim_is_lost_on_the_day_after_its_last(
    viewed: Viewed, claimed: dt.date | None, on: dt.date, status: str
) -> None:
    """January's, within 10 days of its end: by 10 February."""
    rows = [{"what": "CREDIT", "period": "2024-01", "amount": 1, "claimed": claimed}]
    found = _agenda(viewed, CLAIM, on, {"claims": rows if claimed else []})
    assert (found[0].due, found[0].status) == (D(2024, 2, 10), status)
    assert found[0].effect == ("lost on 2024-02-11" if status == "lost" else "")


OBJECT = {
    "id": "O", "kind": "bill_objection", "within": 5, "unit": "days", "meanwhile": "pay_first",
    "silence": "accepts",
}  # fmt: skip


@pytest.mark.parametrize(("day", "status"), [(9, "met"), (10, "lost")])
def test_a_bill_is_objected_to_in_time_or_accepted(viewed: Viewed, day: int, status: str) -> None:
    """Received on 4 March: by the 9th."""
    told = D(2024, 3, day)
    records = {
        "invoices": [{"number": "I1", "amount": 1, "received": D(2024, 3, 4)}],
        "notices": [{"what": "objection", "about": "I1", "sent": told, "received": told}],
    }
    (found,) = _agenda(viewed, OBJECT, D(2024, 3, 31), records)
    assert (found.subject, found.due, found.status) == ("I1", D(2024, 3, 9), status)
    assert found.effect == ("the bill is accepted" if status == "lost" else "")
