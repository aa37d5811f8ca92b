"""What waits for acceptance, since when, and until when? Of lines and of stages."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from lineproof.assess.awaiting import Awaiting, awaiting

D = dt.date
Viewed = Callable[..., Any]
SHEET = {
    "id": "SHEET", "kind": "deemed", "event": "delivered", "within": 5, "unit": "days",
    "outcome": "accepted",
}  # fmt: skip
DELIVERED = {"line": "1a", "event": "delivered", "date": D(2024, 3, 4)}
ASKED = {"event": "acceptance_requested", "date": D(2024, 3, 4), "item": "half"}


def test_silence_ends_the_waiting_of_a_line(viewed: Viewed) -> None:
    """Delivered on 4 March, 5 days: it waits up to the 9th, and on the 10th it is accepted."""
    known = viewed(more=[SHEET], records={"lifecycle": [DELIVERED]})
    (found,) = awaiting(known, on=D(2024, 3, 9))
    assert (found.kind, found.subject, found.since) == ("line", "1a", D(2024, 3, 4))
    assert (found.due, found.effect) == (D(2024, 3, 9), "then accepted by silence")
    assert awaiting(known, on=D(2024, 3, 10)) == ()
    assert awaiting(known, on=D(2024, 3, 3)) == ()


def test_without_a_clause_it_waits_for_ever(viewed: Viewed) -> None:
    """Nothing follows, on no last day."""
    known = viewed(records={"lifecycle": [DELIVERED]})
    assert awaiting(known, on=D(2024, 12, 31)) == (
        Awaiting("line", "1a", "delivered", D(2024, 3, 4)),
    )


def test_an_answer_ends_it_and_a_new_delivery_begins_it(viewed: Viewed) -> None:
    """Refused on the 6th, delivered again on the 20th: it waits since the 20th."""
    rows = [DELIVERED, DELIVERED | {"event": "refused", "date": D(2024, 3, 6)}]
    assert awaiting(viewed(records={"lifecycle": rows}), on=D(2024, 3, 31)) == ()
    rows.append(DELIVERED | {"date": D(2024, 3, 20)})
    (found,) = awaiting(viewed(records={"lifecycle": rows}), on=D(2024, 3, 31))
    assert found.since == D(2024, 3, 20)


def test_a_stage_waits_for_a_signature(viewed: Viewed) -> None:
    """Its own, or one for the whole contract; another stage's signature is none."""
    known = viewed(records={"milestones": [ASKED]})
    assert awaiting(known, on=D(2024, 3, 31)) == (
        Awaiting("stage", "half", "acceptance_requested", D(2024, 3, 4)),
    )
    for item, count in (("half", 0), (None, 0), ("rest", 1)):
        rows = [ASKED, {"event": "signed", "date": D(2024, 3, 8), "item": item}]
        assert len(awaiting(viewed(records={"milestones": rows}), on=D(2024, 3, 31))) == count


def test_the_longest_waiting_comes_first(viewed: Viewed) -> None:
    """By the day it was delivered."""
    rows = [DELIVERED, DELIVERED | {"line": "0", "date": D(2024, 3, 1)}]
    known = viewed(records={"lifecycle": rows, "milestones": [ASKED]})
    assert [each.subject for each in awaiting(known, on=D(2024, 3, 31))] == ["0", "1a", "half"]
