"""Where does a claim stand? Answers, notice, proof and silence, on both sides of each limit."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.claims import claims_made, with_silent_claims

D = dt.date
Viewed = Callable[..., Any]
WORKS = {
    "id": "WORKS", "kind": "exclusion", "cause": "planned works", "lead_time_h": "72",
    "silence_within": 5, "unit": "days",
}  # fmt: skip
BEGINS = dt.datetime(2024, 3, 10, 2, tzinfo=dt.UTC)


def _known(viewed: Viewed, *, term: dict[str, Any] | None = None, **row: object) -> Any:  # noqa: ANN401
    """Return a view with one claim: two hours, told of 72 h before, claimed on 11 March."""
    claim = {
        "cause": "planned works", "from": BEGINS, "to": BEGINS + dt.timedelta(hours=2),
        "notice_received": BEGINS - dt.timedelta(hours=72), "proposed_on": D(2024, 3, 11),
    } | row  # fmt: skip
    return viewed(more=[WORKS | (term or {})], records={"exclusions": [claim]})


@pytest.mark.parametrize(
    ("on", "stands"), [(D(2024, 3, 16), "pending"), (D(2024, 3, 17), "accepted by silence")]
)
def test_silence_accepts_after_the_last_day(viewed: Viewed, on: dt.date, stands: str) -> None:
    """Claimed on the 11th, five days end with the 16th."""
    (found,) = claims_made(_known(viewed), on=on)
    assert (found.stands, found.due, found.term) == (stands, D(2024, 3, 16), "WORKS")


@pytest.mark.parametrize("answer", ["accepted", "rejected", "partly"])
def test_what_the_other_side_says_goes_before_silence(viewed: Viewed, answer: str) -> None:
    """Whenever that was."""
    (found,) = claims_made(_known(viewed, answer=answer), on=D(2024, 4, 1))
    assert found.stands == answer


@pytest.mark.parametrize(
    ("minutes", "wanting"), [(72 * 60, ()), (72 * 60 - 1, ("notice 72 h before",))]
)
def test_a_notice_comes_early_enough_or_silence_says_nothing(
    viewed: Viewed, minutes: int, wanting: tuple[str, ...]
) -> None:
    """Exactly 72 hours before is in time; a minute less isn't."""
    told = BEGINS - dt.timedelta(minutes=minutes)
    (found,) = claims_made(_known(viewed, notice_received=told), on=D(2024, 4, 1))
    assert found.wanting == wanting
    assert found.stands == ("pending" if wanting else "accepted by silence")


def test_proof_and_signature_are_asked_for(viewed: Viewed) -> None:
    """Without both, silence accepts nothing; in so many words it can all the same."""
    term = {"evidence": "photographs", "countersigned": True}
    (found,) = claims_made(_known(viewed, term=term), on=D(2024, 4, 1))
    assert found.wanting == ("evidence: photographs", "the other side's signature")
    (said,) = claims_made(_known(viewed, term=term, answer="accepted"), on=D(2024, 4, 1))
    assert said.stands == "accepted"


def test_a_clause_without_silence_waits_for_ever(viewed: Viewed) -> None:
    """Nobody answered in a year."""
    term = {"id": "W", "kind": "exclusion", "cause": "planned works"}
    claim = {"cause": "planned works", "from": BEGINS, "to": BEGINS, "proposed_on": D(2024, 3, 11)}
    known = viewed(more=[term], records={"exclusions": [claim]})
    (found,) = claims_made(known, on=D(2025, 3, 11))
    assert (found.stands, found.due) == ("pending", None)


def test_what_silence_accepted_is_answered_in_the_view(viewed: Viewed) -> None:
    """As of its last day; before that the view is as it was."""
    known = _known(viewed)
    assert with_silent_claims(known, on=D(2024, 3, 16)) is known
    rows = with_silent_claims(known, on=D(2024, 3, 17)).rows("exclusions")
    assert rows.select("answer", "answered_on").rows() == [("accepted", D(2024, 3, 16))]
