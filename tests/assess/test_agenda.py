"""What is on the agenda? All that is dated, rights that arise, and what was waived."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from lineproof.assess.agenda import agenda

D = dt.date
Viewed = Callable[..., Any]
OPEN = {
    "id": "OPEN", "kind": "obligation", "who": "provider", "what": "open the circuits",
    "event": "effective", "within": 7, "unit": "days", "done": "ready",
}  # fmt: skip
LEAVE = {"id": "LEAVE", "kind": "right", "who": "buyer", "what": "terminate", "trigger": "OPEN"}
EFFECTIVE = {"event": "effective", "date": D(2024, 3, 4)}


def test_a_breach_gives_the_right_that_names_it(viewed: Viewed) -> None:
    """Effective on 4 March, open by the 11th: on the 12th the buyer may terminate."""
    known = viewed(more=[OPEN, LEAVE], records={"milestones": [EFFECTIVE]})
    assert [d.term for d in agenda(known, on=D(2024, 3, 11))] == ["OPEN"]
    found = {d.term: d for d in agenda(known, on=D(2024, 3, 12))}
    assert found["OPEN"].status == "breached"
    assert found["LEAVE"].since == D(2024, 3, 12)


def test_what_was_waived_is_no_breach_and_gives_no_right(viewed: Viewed) -> None:
    """The buyer says so in a notice that names the term."""
    waiver = {"what": "waiver", "about": "OPEN", "sent": D(2024, 3, 20), "sender": "buyer"}
    records = {"milestones": [EFFECTIVE], "notices": [waiver]}
    known = viewed(more=[OPEN, LEAVE], records=records)
    assert [d.term for d in agenda(known, on=D(2024, 3, 19))] == ["OPEN", "LEAVE"]
    (found,) = agenda(known, on=D(2024, 3, 20))
    assert found.status == "waived"


def test_a_term_counts_only_while_it_holds(viewed: Viewed) -> None:
    """It ended before the contract took effect."""
    ended = OPEN | {"effective_to": D(2024, 3, 4)}
    known = viewed(more=[ended], records={"milestones": [EFFECTIVE]})
    assert not agenda(known, on=D(2024, 3, 31))


def test_the_agenda_is_in_the_order_of_its_days(viewed: Viewed) -> None:
    """The shorter time first, whatever the file's order."""
    short = OPEN | {"id": "SHORT", "within": 3}
    known = viewed(more=[OPEN, short], records={"milestones": [EFFECTIVE]})
    assert [d.term for d in agenda(known, on=D(2024, 3, 5))] == ["SHORT", "OPEN"]


def test_a_duty_still_to_be_done_says_what_follows_if_it_is_not(viewed: Viewed) -> None:
    """Until the 11th the buyer can't terminate yet; it is told that it will be able to."""
    known = viewed(more=[OPEN, LEAVE], records={"milestones": [EFFECTIVE]})
    (duty,) = agenda(known, on=D(2024, 3, 11))
    assert (duty.status, duty.effect) == ("pending", "if not: terminate (clause 1)")
