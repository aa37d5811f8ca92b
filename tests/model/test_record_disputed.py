"""Does a record of a dispute hold every step, and nothing else?"""

from typing import get_args

from lineproof.model.record import APART, RECORDS
from lineproof.model.record_disputed import DISPUTE_EVENTS
from lineproof.reconcile.disputes import State


def test_every_step_can_be_recorded() -> None:
    """The states that a dispute can be in are the events that lead to them."""
    assert set(get_args(State)) == set(DISPUTE_EVENTS)


def test_disputes_are_kept_apart_from_what_is_sealed() -> None:
    """The other side gets the sealed month; what we mean to object to is our own."""
    assert {"disputes"} == APART
    assert set(RECORDS) >= APART
