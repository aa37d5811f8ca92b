"""Does the contract go on? Unless somebody said so in time, to the day."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.renewal import renewed
from lineproof.assess.windows import renewals
from lineproof.contract.case import View
from lineproof.contract.terms.standing import Renewal
from lineproof.model.period import Days

D = dt.date
START = D(2024, 1, 1)
Viewed = Callable[..., View]
YEARLY = {"id": "ON", "kind": "renewal", "months": 12, "unless_notice": 30, "unit": "days"}


def _notice(received: dt.date, **more: object) -> dict[str, Any]:
    return {"what": "non-renewal", "sender": "buyer", "sent": received, "received": received} | more


@pytest.mark.parametrize(
    ("on", "ends"),
    [
        (D(2024, 12, 1), D(2025, 1, 1)),
        (D(2024, 12, 2), D(2026, 1, 1)),
        (D(2025, 12, 1), D(2026, 1, 1)),
        (D(2025, 12, 2), D(2027, 1, 1)),
    ],
)
def test_it_goes_on_from_the_day_after_the_last_to_speak(
    viewed: Viewed, on: dt.date, ends: dt.date
) -> None:
    """It ends with 31 December; 30 days before, counted from the day after, is 1 December.

    On the 2nd nobody has spoken, and it goes on by a year; so again a year later.
    """
    known = renewed(viewed(more=[YEARLY]), on=on)
    assert (known.term_days, known.signed_days) == (Days(START, ends), Days(START, D(2025, 1, 1)))


@pytest.mark.parametrize(
    ("notice", "ends"),
    [
        (_notice(D(2024, 12, 1)), D(2025, 1, 1)),
        (_notice(D(2024, 12, 2)), D(2026, 1, 1)),
        (_notice(D(2024, 12, 1), what="termination"), D(2025, 1, 1)),
        (_notice(D(2024, 12, 1), what="breach"), D(2026, 1, 1)),
        (_notice(D(2024, 12, 1), line="1a"), D(2026, 1, 1)),
        (_notice(D(2024, 12, 1), about="OTHER"), D(2026, 1, 1)),
        (_notice(D(2024, 12, 1), about="ON"), D(2025, 1, 1)),
        (_notice(D(2025, 12, 1)), D(2026, 1, 1)),
    ],
)
def test_a_notice_in_time_ends_it(viewed: Viewed, notice: dict[str, Any], ends: dt.date) -> None:
    """Delivered on 1 December it ends the contract, on the 2nd it is too late for that year.

    One of another kind, of a line, or about another clause doesn't; nor does one a year later.
    """
    known = viewed(more=[YEARLY], records={"notices": [notice]})
    assert renewed(known, on=D(2025, 1, 31)).term_days == Days(START, ends)


def test_it_is_told_with_its_days(viewed: Viewed) -> None:
    """On 2 December 2024 one chance is lost, and the next one is 1 December 2025."""
    known = viewed(more=[YEARLY])
    term = known.versions[-1].term
    assert isinstance(term, Renewal)
    found = [(str(d.due), d.status) for d in renewals(known, term, on=D(2024, 12, 2))]
    assert found == [("2024-12-01", "lost"), ("2025-12-01", "pending")]


def test_without_a_length_nothing_ends_and_nothing_goes_on(viewed: Viewed) -> None:
    """A contract without months runs on by itself."""
    known = viewed(
        terms=[YEARLY],
        head={"months": None, "start": None, "start_rule": "later_signature"},
        records={"milestones": [{"event": "effective", "date": START}]},
    )
    assert renewed(known, on=D(2030, 1, 1)) is known
