"""Is what was decided of a bill counted once, and what nobody decided still open?"""

from __future__ import annotations

import datetime as dt

import pytest
from tests.report.objections import OBJECTION

from lineproof.model.errors import InputRefusedError
from lineproof.reconcile.disputes import Dispute, Register, State, Step
from lineproof.reconcile.drafting import draft_rows, let_stand, refuse_twice, undecided
from lineproof.reconcile.objection import Point

DAY = dt.date(2025, 4, 10)
POINTS = (Point("ceased", 100, 1, ()), Point("tax", 50, 2, ()))


def register(*states: State, amount: int = 100) -> Register:
    """Return one dispute about B1 of March for `ceased`, after some steps."""
    steps = tuple(Step(state, DAY, None, "", "", "", "records/disputes.csv:2") for state in states)
    own = Dispute("D1", "B1", "2025-03", "", states[-1], (("ceased", amount),), steps=steps)
    return Register((own,), ())


@pytest.mark.parametrize(
    ("steps", "amount", "left"),
    [
        (["draft"], 100, {"tax": 50}),
        (["draft", "sent", "rejected", "closed"], 100, {"tax": 50}),
        (["draft", "accepted"], 100, {"tax": 50}),
        (["draft", "closed"], 100, {"ceased": 100, "tax": 50}),
        (["draft", "accepted"], 70, {"ceased": 30, "tax": 50}),
    ],
)
def test_what_was_decided_is_not_asked_again(
    steps: list[State], amount: int, left: dict[str, int]
) -> None:
    """A draft that came to nothing decides nothing; more than was let stand is asked: 100 − 70."""
    found = undecided(POINTS, register(*steps, amount=amount), bill="B1", month="2025-03")
    assert {point.cause: point.amount for point in found} == left
    assert undecided(POINTS, register(*steps), bill="B2", month="2025-03") == POINTS


def test_the_same_money_is_not_disputed_twice() -> None:
    """Open for `ceased`: so is any draft of that cause, and none of another."""
    there = register("draft")
    with pytest.raises(InputRefusedError, match="disputed already: D1"):
        refuse_twice(there, bill="B1", month="2025-03")
    with pytest.raises(InputRefusedError):
        refuse_twice(there, bill="B1", month="2025-03", causes=["tax", "ceased"])
    refuse_twice(there, bill="B1", month="2025-03", causes=["tax"])
    refuse_twice(register("draft", "closed"), bill="B1", month="2025-03")


def test_what_stands_counts_for_its_bill_alone() -> None:
    """100 of B1; a dispute that is only closed lets nothing stand."""
    assert let_stand(register("draft", "accepted").disputes, bills={"B1"}) == 100
    assert let_stand(register("draft", "accepted").disputes, bills={"B2"}) == 0
    assert let_stand(register("draft", "closed").disputes, bills={"B1"}) == 0


def test_a_draft_has_a_row_for_each_cause() -> None:
    """Three causes of 282.40 in all."""
    rows = draft_rows("D7", OBJECTION, on=DAY, evidence="ab")
    assert [row["cause"] for row in rows] == [point.cause for point in OBJECTION.points]
    assert {row["dispute"] for row in rows} == {"D7"}
    assert {(row["event"], row["date"], row["evidence"]) for row in rows} == {
        ("draft", "2025-04-10", "ab")
    }
