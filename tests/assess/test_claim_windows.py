"""In which days must something be claimed? From the month's last event, to the day."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.claim_windows import claim_windows
from lineproof.contract.case import View
from lineproof.contract.terms.paying import Claim

D = dt.date
Viewed = Callable[..., View]
Row = dict[str, Any]
CREDIT = {"id": "OC", "kind": "outage_credit", "brackets": [{"from_h": "4", "share": "0.1"}],
          "base": "month_rent"}  # fmt: skip
CLAIM = {"id": "CLAIM", "kind": "claim", "what": "OC", "within": 10, "unit": "days",
         "of": "report handed over"}  # fmt: skip


def _windows(viewed: Viewed, events: list[Row], *claims: Row, on: dt.date) -> list[Any]:
    rows = [{"event": "report handed over", **event} for event in events]
    known = viewed(more=[CREDIT, CLAIM], records={"events": rows, "claims": claims})
    term = next(v.term for v in known.versions if isinstance(v.term, Claim))
    return [*claim_windows(known, term, on=on)]


def test_the_last_event_of_a_month_opens_the_window(viewed: Viewed) -> None:
    """On 5 and 20 March: 10 days from the 20th are over with the 30th; April has its own."""
    events = [{"date": D(2024, 3, 5)}, {"date": D(2024, 3, 20)}, {"date": D(2024, 4, 2)}]
    found = _windows(viewed, events, on=D(2024, 4, 30))
    assert [(w.event, w.due) for w in found] == [
        (D(2024, 3, 20), D(2024, 3, 30)), (D(2024, 4, 2), D(2024, 4, 12)),
    ]  # fmt: skip


def test_each_line_has_a_window_of_its_own(viewed: Viewed) -> None:
    """1a is a line of the price list; a report's number is none."""
    events = [{"date": D(2024, 3, 5), "about": "1a"}, {"date": D(2024, 3, 6), "about": "R-7"}]
    known = viewed()
    assert [w.line(known) for w in _windows(viewed, events, on=D(2024, 4, 1))] == ["1a", ""]


@pytest.mark.parametrize(
    ("claim", "in_time", "known"),
    [
        ({"period": "2024-03", "claimed": D(2024, 3, 15)}, 1, 1),
        ({"period": "2024-03", "claimed": D(2024, 3, 16)}, 0, 1),
        ({"period": "2024-03", "claimed": D(2024, 3, 4)}, 1, 1),
        ({"period": "2024-02", "claimed": D(2024, 3, 15)}, 0, 0),
        ({"claimed": D(2024, 3, 15)}, 1, 1),
        ({"claimed": D(2024, 3, 4)}, 0, 0),
        ({"claimed": D(2024, 3, 16)}, 0, 0),
        ({"what": "OTHER", "claimed": D(2024, 3, 15)}, 0, 0),
    ],
)
def test_a_claim_counts_in_its_window(viewed: Viewed, claim: Row, in_time: int, known: int) -> None:
    """10 days from 5 March: the 15th is in time, the 16th isn't; before the event it is, by month.

    Without a month it belongs to the window it lies in; a claim of another term to none.
    """
    row = {"what": "OC", "amount": 100} | claim
    (found,) = _windows(viewed, [{"date": D(2024, 3, 5)}], row, on=D(2024, 4, 1))
    assert (len(found.in_time), len(found.claims)) == (in_time, known)


def test_what_is_claimed_later_is_not_known_yet(viewed: Viewed) -> None:
    """Looked at on the 14th, the claim of the 15th isn't made."""
    row = {"what": "OC", "amount": 100, "period": "2024-03", "claimed": D(2024, 3, 15)}
    (found,) = _windows(viewed, [{"date": D(2024, 3, 5)}], row, on=D(2024, 3, 14))
    assert found.claims == ()
