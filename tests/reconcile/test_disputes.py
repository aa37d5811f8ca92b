"""Does a dispute take only steps that can follow, and does money go one way?"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.model.record import RECORDS
from lineproof.reconcile.disputes import FOLLOWS, STATES, Register, Sums, folded, sums_of

DAY = dt.date(2025, 3, 1)


def register(*steps: tuple[str, int | None] | dict[str, Any]) -> Register:
    """Return the register after steps of dispute D1, one a day: event, amount in minor units."""
    rows = []
    for number, step in enumerate(steps):
        row = step if isinstance(step, dict) else {"event": step[0], "amount": step[1]}
        day = DAY + dt.timedelta(days=number)
        rows.append({"dispute": "D1", "date": day, "row": number + 2, "bill": "B1"} | row)
    return folded(pl.DataFrame(rows, schema=RECORDS["disputes"].schema()), digits=2)


def codes(found: Register) -> list[str]:
    """Return the codes of what is wrong."""
    return [finding.code for finding in found.findings]


def test_a_dispute_goes_from_draft_to_credit() -> None:
    """300.00 for one cause and 50.00 for another; 200.00 agreed, credited in two parts."""
    found = register(
        {"event": "draft", "amount": 300_00, "cause": "ceased"},
        {"event": "draft", "amount": 50_00, "cause": "billed_twice"},
        ("sent", None), ("acknowledged", None), ("partly", 200_00),
        ("credited", 120_00), ("credited", 80_00), ("closed", None),
    )  # fmt: skip
    (dispute,) = found.disputes
    assert found.findings == ()
    assert dispute.causes == (("ceased", 300_00), ("billed_twice", 50_00))
    assert (dispute.disputed, dispute.agreed, dispute.recovered) == (350_00, 200_00, 200_00)
    assert (dispute.state, dispute.is_open) == ("closed", False)


@pytest.mark.parametrize("state", [s for s in STATES if s != "draft"])
def test_nothing_comes_before_a_draft(state: str) -> None:
    """The row is quoted with its place, and changes nothing."""
    found = register((state, 1_00))
    assert (codes(found), found.disputes) == (["E-DISPUTE-ORDER"], ())
    assert found.findings[0].where == "records/disputes.csv:2"
    assert f'"{state}" on 2025-03-01' in found.findings[0].message


def test_nothing_follows_the_end() -> None:
    """Closed is closed; a new dispute begins with a draft of its own."""
    found = register(("draft", 5), ("closed", None), ("sent", None))
    assert codes(found) == ["E-DISPUTE-ORDER"]
    assert found.disputes[0].state == "closed"


@pytest.mark.parametrize(("amount", "wrong"), [(0, 1), (1, 0), (99, 0), (100, 1), (None, 1)])
def test_partly_is_less_than_all(amount: int | None, wrong: int) -> None:
    """Of 1.00: 0.01 to 0.99; all of it is agreed."""
    found = register(("draft", 100), ("sent", None), ("partly", amount))
    assert codes(found) == ["E-DISPUTE-AMOUNT"] * wrong


@pytest.mark.parametrize(("amount", "wrong"), [(None, 0), (100, 0), (99, 1), (101, 1)])
def test_agreed_is_all_of_it(amount: int | None, wrong: int) -> None:
    """The amount may be left out."""
    found = register(("draft", 100), ("sent", None), ("agreed", amount))
    assert codes(found) == ["E-DISPUTE-AMOUNT"] * wrong


@pytest.mark.parametrize(("amount", "wrong"), [(40, 0), (41, 1), (0, 1)])
def test_no_more_is_credited_than_was_agreed(amount: int, wrong: int) -> None:
    """0.60 agreed, 0.20 credited: at most 0.40 more."""
    steps = (("draft", 100), ("sent", None), ("partly", 60), ("credited", 20), ("credited", amount))
    assert codes(register(*steps)) == ["E-DISPUTE-AMOUNT"] * wrong


def test_what_was_credited_stays_agreed() -> None:
    """0.30 credited: the provider can agree to more, not to less."""
    steps = (("draft", 100), ("sent", None), ("partly", 50), ("credited", 30))
    assert codes(register(*steps, ("partly", 29))) == ["E-DISPUTE-AMOUNT"]
    assert register(*steps, ("agreed", None)).disputes[0].agreed == 100
    assert codes(register(*steps, ("rejected", None))) == ["E-DISPUTE-ORDER"]


def test_a_refused_dispute_may_be_sent_again() -> None:
    """It waits for an answer then, as at first."""
    found = register(("draft", 100), ("sent", None), ("rejected", None), ("sent", None))
    assert (found.disputes[0].agreed, sums_of(found.disputes).open) == (None, 100)


def test_a_dispute_is_about_one_bill() -> None:
    """A second draft may name another cause, not another bill."""
    found = register(("draft", 100), {"event": "draft", "amount": 5, "bill": "B2"})
    assert codes(found) == ["E-DISPUTE-ORDER"]


def test_two_disputes_keep_apart() -> None:
    """3.00 sent, 2.00 a draft: nobody was told of the second yet."""
    other = {"dispute": "D2", "event": "draft", "amount": 200, "bill": "B2"}
    found = register(("draft", 300), ("sent", None), other)
    assert sums_of(found.disputes) == Sums(disputed=300, agreed=0, recovered=0, open=300)
    assert found.open_about("B1", "", "") == found.disputes[0]
    assert found.open_about("B3", "", "") is None


def test_the_same_money_is_disputed_once_at_a_time() -> None:
    """A second draft about B1 is found while the first is open, and taken once it is closed."""
    second = {"dispute": "D2", "event": "draft", "amount": 200}
    assert codes(register(("draft", 300), second)) == ["E-DISPUTE-TWICE"]
    assert codes(register(("draft", 300), ("closed", None), second)) == []


STEP = st.tuples(st.sampled_from(STATES), st.none() | st.integers(0, 12))


@given(st.lists(STEP, max_size=12))
def test_recovered_is_agreed_and_agreed_is_disputed_or_it_is_found(
    steps: Sequence[tuple[str, int | None]],
) -> None:
    """Every step is taken or found, and 0 ≤ recovered ≤ agreed ≤ disputed after each of them."""
    found = register(*steps)
    taken = sum(len(dispute.steps) for dispute in found.disputes)
    assert taken + len(found.findings) == len(steps)
    for dispute in found.disputes:
        assert 0 <= dispute.recovered <= (dispute.agreed or 0) <= dispute.disputed
        before = [None, *(step.state for step in dispute.steps)]
        assert all(b in FOLLOWS[a] for a, b in itertools.pairwise(before))


@given(st.lists(STEP, max_size=8), st.randoms())
def test_the_order_of_rows_with_days_of_their_own_never_matters(
    steps: list[tuple[str, int | None]],
    chance: Any,  # noqa: ANN401 - Hypothesis's own type
) -> None:
    """Days order the steps, not where they stand in the file."""
    rows = [
        {"dispute": "D1", "event": event, "amount": amount, "row": n + 2,
         "date": DAY + dt.timedelta(days=n)}
        for n, (event, amount) in enumerate(steps)
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=RECORDS["disputes"].schema())
    chance.shuffle(rows)
    shuffled = pl.DataFrame(rows, schema=RECORDS["disputes"].schema())
    assert folded(frame, digits=2) == folded(shuffled, digits=2)
