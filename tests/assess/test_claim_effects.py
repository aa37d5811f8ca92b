"""What are availability and score with and without each claim? Two circuits of March, by hand.

2 × 744 h = 1,488 h; C1 is down from 8 to 12 o'clock on the 4th.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import pytest

from lineproof.assess.claim_effects import Effect, claim_effects
from lineproof.contract.case import View

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
MARCH = dt.date(2024, 3, 1)
LAST = dt.date(2024, 3, 31)
Measured = Callable[..., View]
Row = dict[str, object]


def at(text: str) -> dt.datetime:
    """Return a local time of 2024, as month, day and hour."""
    return dt.datetime.fromisoformat(f"2024-{text}:00").replace(tzinfo=SHANGHAI)


def claim(start: str = "03-04T09", end: str = "03-04T11", **more: object) -> Row:
    """Return a claim of works on line 1, two hours of the outage where nothing else is said."""
    return {"cause": "works", "from": at(start), "to": at(end), "lines": "1", **more}


def effects(measured: Measured, *claims: Row, **term: object) -> list[Effect]:
    """Return what claims do to March; term: of the exclusion of works."""
    seen = measured(
        down=[("C1", "2024-03-04T08:00", "2024-03-04T12:00")],
        more=[{"id": "WORKS", "kind": "exclusion", "cause": "works", **term}],
        records={"exclusions": list(claims)},
    )
    return [*claim_effects(seen, MARCH, on=LAST)]


def hours(effect: Effect) -> list[tuple[Fraction, Fraction] | None]:
    """Return the availability as it is, without the claim, and with it."""
    (reading,) = effect.readings
    assert (reading.term, reading.is_points) == ("AVAIL", False)
    return [reading.as_it_is, reading.without, reading.accepted]


def of(up: int, counted: int) -> tuple[Fraction, Fraction]:
    """Return hours up of those that count, in per cent, known exactly."""
    return (Fraction(100 * up, counted),) * 2


WITHOUT, WHOLE = of(1_484, 1_488), of(1_484, 1_486)
"""Nothing excluded: 4 h down. Both hours excluded: 2 h down of 1,486."""


def test_a_claim_accepted_in_part_lies_between(measured: Measured) -> None:
    """One of both hours is agreed: 3 h down of 1,487."""
    part = claim(answer="partly", agreed_from=at("03-04T09"), agreed_to=at("03-04T10"))
    (found,) = effects(measured, part)
    assert found.claim.stands == "partly"
    assert hours(found) == [of(1_484, 1_487), WITHOUT, WHOLE]


@pytest.mark.parametrize(
    ("answer", "as_it_is"), [("accepted", WHOLE), ("rejected", WITHOUT), (None, WITHOUT)]
)
def test_an_answer_decides(
    measured: Measured, answer: str | None, as_it_is: tuple[Fraction, Fraction]
) -> None:
    """What was rejected, or not answered, has the effect it would have had all the same."""
    (found,) = effects(measured, claim(answer=answer))
    assert hours(found) == [as_it_is, WITHOUT, WHOLE]


@pytest.mark.parametrize(
    ("told", "stands", "wanting", "as_it_is"),
    [("03-02T09", "accepted by silence", (), WHOLE),
     ("03-02T10", "pending", ("notice 48 h before",), WITHOUT),
     (None, "pending", ("notice of it",), WITHOUT)],
)  # fmt: skip
def test_silence_accepts_only_what_was_told_in_time(
    measured: Measured, told: str | None, stands: str, wanting: tuple[str, ...],
    as_it_is: tuple[Fraction, Fraction],
) -> None:  # fmt: skip
    """48 h before 9 o'clock on the 4th is 9 o'clock on the 2nd, just in time; 10 is too late."""
    notice = None if told is None else at(told)
    made = claim(proposed_on=dt.date(2024, 3, 5), notice_received=notice)
    (found,) = effects(measured, made, lead_time_h="48", silence_within=3, unit="days")
    assert (found.claim.stands, found.claim.wanting) == (stands, wanting)
    assert found.claim.due == dt.date(2024, 3, 8)
    assert hours(found) == [as_it_is, WITHOUT, WHOLE]


def test_a_cap_leaves_no_more_than_its_hours(measured: Measured) -> None:
    """One hour a month: of two claims of an hour each, the later one changes nothing."""
    first, later = claim(end="03-04T10", answer="accepted"), claim("03-04T10", answer="accepted")
    one, two = effects(measured, first, later, monthly_cap_h="1")
    capped = of(1_484, 1_487)
    assert hours(one) == [capped, capped, capped]
    assert hours(two) == [capped, capped, capped]


def test_only_claims_about_the_month_are_told(measured: Measured) -> None:
    """One ends as March begins, one begins as it ends; one reaches into it by an hour."""
    claims = [claim("02-29T08", "03-01T00"), claim("04-01T00", "04-01T02"),
              claim("02-29T08", "03-01T01")]  # fmt: skip
    assert [effect.claim.id for effect in effects(measured, *claims)] == ["r3"]
