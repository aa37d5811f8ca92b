"""Do the steps of disputes say what was said, about which bill and which month?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.agenda import agenda
from lineproof.assess.disputed import (
    Said,
    bills_objected_to,
    claims_by_letter,
    credits_claimed,
    dispute_steps,
)

D = dt.date
Viewed = Callable[..., Any]
DRAFTS = [
    {"dispute": "D1", "event": "draft", "date": D(2024, 3, 5), "amount": 5, "bill": "I1"},
    {"dispute": "D1", "event": "draft", "date": D(2024, 3, 5), "amount": 7, "bill": "I1"},
    {"dispute": "D2", "event": "draft", "date": D(2024, 3, 5), "amount": 9, "term": "CREDIT",
     "month": "2024-01"},
]  # fmt: skip
OBJECT = {"id": "O", "kind": "bill_objection", "within": 5, "unit": "days",
          "meanwhile": "pay_first"}  # fmt: skip
CLAIM = {"id": "CLAIM", "kind": "claim", "what": "CREDIT", "within": 10, "unit": "days",
         "of": "end of the month"}  # fmt: skip
ANSWER = {"id": "ANSWER", "kind": "obligation", "who": "provider", "what": "answer a dispute",
          "event": "dispute sent", "within": 10, "unit": "days", "repeat": "each_event",
          "done": "dispute answered"}  # fmt: skip


def _sent(dispute: str, day: dt.date, event: str = "sent") -> dict[str, Any]:
    return {"dispute": dispute, "event": event, "date": day}


def test_a_bill_is_objected_to_once_a_step(viewed: Viewed) -> None:
    """Two causes are two drafts of one letter: one objection, from row 5 of the file."""
    known = viewed(records={"disputes": [*DRAFTS, _sent("D1", D(2024, 3, 9))]})
    assert list(bills_objected_to(known)) == [Said(D(2024, 3, 9), "I1", "records/disputes.csv:5")]


def test_a_claim_is_for_its_month(viewed: Viewed) -> None:
    """January's credit, and no other term's."""
    known = viewed(records={"disputes": [*DRAFTS, _sent("D2", D(2024, 2, 9))]})
    assert [said.about for said in credits_claimed(known, "CREDIT")] == ["2024-01"]
    assert list(credits_claimed(known, "OTHER")) == []


def test_a_claim_by_letter_is_what_both_sides_know(viewed: Viewed) -> None:
    """The draft's term and month, and the day it was sent; of a bill's dispute nothing."""
    steps = [_sent("D1", D(2024, 3, 9)), _sent("D2", D(2024, 2, 9)) | {"reason": "ours"}]
    known = viewed(records={"disputes": [*DRAFTS, *steps]})
    found = claims_by_letter(known)
    said = found.select("dispute", "event", "date", "month", "term", "amount", "reason").rows()
    assert said == [
        ("D2", "draft", D(2024, 3, 5), "2024-01", "CREDIT", None, None),
        ("D2", "sent", D(2024, 2, 9), None, None, None, None),
    ]
    assert found.schema == known.rows("disputes").schema
    assert claims_by_letter(viewed(records={"disputes": DRAFTS})).is_empty()


def test_a_draft_says_nothing_to_anybody(viewed: Viewed) -> None:
    """Only what was sent counts."""
    known = viewed(records={"disputes": DRAFTS})
    assert list(dispute_steps(known, "sent")) == list(bills_objected_to(known)) == []


@pytest.mark.parametrize(("day", "status"), [(9, "met"), (10, "lost")])
def test_a_letter_sent_keeps_the_window(viewed: Viewed, day: int, status: str) -> None:
    """Received on 4 March, 5 days: by the 9th; the day after it is too late."""
    records = {
        "invoices": [{"number": "I1", "amount": 1, "received": D(2024, 3, 4)}],
        "disputes": [*DRAFTS, _sent("D1", D(2024, 3, day))],
    }
    known = viewed(more=[OBJECT], records=records)
    (found,) = (d for d in agenda(known, on=D(2024, 3, 31)) if d.term == "O")
    assert (found.due, found.status, found.done) == (D(2024, 3, 9), status, D(2024, 3, day))


@pytest.mark.parametrize(("day", "status"), [(10, "met"), (11, "lost")])
def test_a_claim_sent_keeps_the_credit(viewed: Viewed, day: int, status: str) -> None:
    """January's, within 10 days of its end: by 10 February."""
    records = {"disputes": [*DRAFTS, _sent("D2", D(2024, 2, day))]}
    known = viewed(more=[CLAIM], records=records)
    found = [d for d in agenda(known, on=D(2024, 2, 28)) if d.term == "CLAIM"]
    assert (found[0].due, found[0].status) == (D(2024, 2, 10), status)


@pytest.mark.parametrize(("event", "day", "status"), [
    ("partly", 19, "met"), ("rejected", 20, "breached"), ("acknowledged", 12, "breached"),
])  # fmt: skip
def test_the_provider_answers_in_time(viewed: Viewed, event: str, day: int, status: str) -> None:
    """Sent on 9 March, 10 days: by the 19th. To say that it came is no answer."""
    steps = [_sent("D1", D(2024, 3, 9)), _sent("D1", D(2024, 3, day), event)]
    known = viewed(more=[ANSWER], records={"disputes": [*DRAFTS, *steps]})
    (found,) = (d for d in agenda(known, on=D(2024, 3, 31)) if d.term == "ANSWER")
    assert (found.subject, found.due, found.status) == ("D1", D(2024, 3, 19), status)
