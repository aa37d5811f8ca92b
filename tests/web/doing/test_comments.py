"""Is a comment said once, about something that is there, and taken back by its author alone?"""

from __future__ import annotations

import pytest
from tests.web.conftest import Made

from lineproof.web.doing.comments import Said, is_there, say, withdraw
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.recording import record
from lineproof.web.kept.contracts import Circuit, Contract
from lineproof.web.kept.trail import Entry
from lineproof.web.who.rights import Role
from lineproof.web.who.sides import Side

DRAFT = {"dispute": "D1", "event": "draft", "date": "2025-02-10", "amount": "10.00",
         "month": "2025-01", "bill": "B1", "cause": "price"}  # fmt: skip
SENT = {"dispute": "D1", "event": "sent", "date": "2025-02-11", "document": "letter.pdf"}


def test_a_provider_s_comment_is_for_both_sides(contract: Contract, person: Made) -> None:
    """Whatever its form says; the trail tells of it without its text."""
    said = Said("month", "2025-01", " as measured by us ", is_internal=True)
    made = say(contract, said, by=person(Role.PROVIDER, contract=contract))
    assert (made.is_internal, made.side, made.text) == (False, "provider", "as measured by us")
    details = Entry.objects.get(action="comment added").details
    assert details == {"kind": "month", "subject": "2025-01", "comment": str(made.pk)}


@pytest.mark.parametrize(
    ("about", "subject", "text"),
    [
        ("month", "2025-01", "  "),
        ("month", "2025-01", "x" * 2001),
        ("month", "2030-01", "text"),
        ("month", "January", "text"),
        ("line", "none", "text"),
        ("exclusion", "X9", "text"),
        ("dispute", "D9", "text"),
        ("person", "somebody", "text"),
    ],
)
def test_nothing_is_said_of_nothing(
    about: str, subject: str, text: str, contract: Contract, person: Made
) -> None:
    """Empty, too long, or about what isn't there."""
    with pytest.raises(NotNowError):
        say(contract, Said(about, subject, text, is_internal=True), by=person(Role.OPERATIONS))


def test_what_there_is_can_be_commented_on(contract: Contract, person: Made) -> None:
    """A line and a claim for both sides; a dispute for the provider once it was sent."""
    line = Circuit.objects.filter(schedule__contract=contract).earliest("pk").line
    claim = {"cause": "power", "from": "2025-01-02T08:00", "to": "2025-01-02T09:00",
             "proposed_by": "provider"}  # fmt: skip
    (name,) = record(contract, "exclusions", [claim], by=person(Role.OPERATIONS))
    for side in Side:
        assert is_there(contract, "line", line, side=side)
        assert is_there(contract, "exclusion", name, side=side)
    finance = person(Role.FINANCE)
    record(contract, "disputes", [DRAFT], by=finance)
    assert [is_there(contract, "dispute", "D1", side=side) for side in Side] == [True, False]
    record(contract, "disputes", [SENT], by=finance)
    assert is_there(contract, "dispute", "D1", side=Side.PROVIDER)


def test_its_author_alone_takes_it_back_once(contract: Contract, person: Made) -> None:
    """Another of the same side doesn't."""
    one, two = person(Role.OPERATIONS), person(Role.FINANCE)
    comment = say(contract, Said("month", "2025-01", "text", is_internal=False), by=one)
    with pytest.raises(NotNowError, match="Only its author"):
        withdraw(comment, by=two)
    withdraw(comment, by=one)
    with pytest.raises(NotNowError, match="taken back already"):
        withdraw(comment, by=one)
    assert Entry.objects.filter(action="comment withdrawn").count() == 1
