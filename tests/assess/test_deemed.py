"""What did silence make? Acceptance of lines and of the contract, as records with their source."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from lineproof.assess.deemed import BY_SILENCE, with_deemed
from lineproof.assess.taken import as_of

D = dt.date
Viewed = Callable[..., Any]
SHEET = {
    "id": "SHEET", "kind": "deemed", "event": "delivered", "within": 5, "unit": "days",
    "outcome": "accepted",
}  # fmt: skip
REQUEST = SHEET | {"id": "REQUEST", "event": "acceptance_requested"}


def test_a_line_is_accepted_as_of_the_day_of_its_sheet(viewed: Viewed) -> None:
    """Delivered on 4 March, silent to the 9th: accepted as of the 4th, known from the 10th on."""
    rows = [{"line": "1a", "event": "delivered", "date": D(2024, 3, 4)}]
    known = viewed(more=[SHEET], records={"lifecycle": rows})
    assert with_deemed(known, on=D(2024, 3, 9)) is known
    made = with_deemed(known, on=D(2024, 3, 10)).rows("lifecycle").to_dicts()[-1]
    assert (made["event"], made["date"], made["by"]) == ("accepted", D(2024, 3, 4), BY_SILENCE)
    assert made["row"] == 2


def test_a_contract_is_accepted_on_the_day_after_the_last(viewed: Viewed) -> None:
    """Asked on 4 March: the last day to answer is the 9th, so that it is signed on the 10th."""
    rows = [{"event": "acceptance_requested", "date": D(2024, 3, 4)}]
    known = viewed(more=[REQUEST], records={"milestones": rows})
    assert with_deemed(known, on=D(2024, 3, 31)).milestone("signed") == D(2024, 3, 10)


def test_another_outcome_makes_no_acceptance(viewed: Viewed) -> None:
    """A notice of breach that nobody answers is accepted as a notice; nothing was delivered."""
    rows = [{"event": "acceptance_requested", "date": D(2024, 3, 4)}]
    known = viewed(more=[REQUEST | {"outcome": "the notice"}], records={"milestones": rows})
    assert with_deemed(known, on=D(2024, 3, 31)) is known


def test_all_that_follows_is_taken_together(viewed: Viewed) -> None:
    """Nothing follows from nothing."""
    known = viewed(more=[SHEET])
    assert as_of(known, on=D(2024, 3, 31)) is known
