"""Does a message read well, for a person and for a program?"""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import translation

from lineproof.web.kept.contracts import Contract
from lineproof.web.kept.notices import About
from lineproof.web.who.people import Organisation
from lineproof.web.work import letters
from lineproof.web.work.letters import New, body_of, in_order, letter_of
from lineproof.web.work.notices import Said, Thing

ORIGIN = "https://lineproof.example.com"
BUYER = Organisation(pk=1, name="Buyer A")
FIRST = Contract(pk=1, organisation=BUYER, name="circuits-121")
SECOND = Contract(pk=2, organisation=BUYER, name="线路合同")

LETTER = """\
circuits-121 (Buyer A)
======================

Deadlines

  • 7 Mar 2025  Provider: open the circuit 4
    to come · clause 3.2.3
    https://lineproof.example.com/contracts/1/

  • 9 Mar 2025  Buyer: pay 2025-02
    https://lineproof.example.com/contracts/1/

Open questions

  • Q-RATE: which rate?
    https://lineproof.example.com/contracts/1/

线路合同 (Buyer A)
==================

Waiting for your decision

  • Approve version 2
    proposed by ann
    https://lineproof.example.com/contracts/2/

-- 
All that waits: https://lineproof.example.com/
What you are told, and when: https://lineproof.example.com/profile/notices/
"""  # noqa: W291 - "-- " begins what a mail program shows as a signature


def new(contract: Contract, about: About, text: str, detail: str = "", *, day: int = 0) -> New:
    """Return something new; day: of March 2025, 0: none."""
    address = f"/contracts/{contract.pk}/"
    when = dt.date(2025, 3, day) if day else None
    return New(contract, Thing(text, about, address, lambda: Said(text, detail), day=when))


NEWS = in_order(
    [
        new(SECOND, About.DECISION, "Approve version 2", "proposed by ann"),
        new(FIRST, About.QUESTION, "Q-RATE: which rate?"),
        new(FIRST, About.DEADLINE, "Buyer: pay 2025-02", day=9),
        new(FIRST, About.DEADLINE, "Provider: open the circuit 4", "to come · clause 3.2.3", day=7),
    ]
)


def test_it_goes_by_contract_kind_and_day() -> None:
    """Each thing with what more there is to it and its page; a title is as wide as it is set."""
    found = letter_of(NEWS, origin=ORIGIN)
    assert found.text == LETTER
    assert found.title == "lineproof: 4 things to know (circuits-121, 线路合同)"


def test_one_thing_is_one_in_either_language() -> None:
    """English has a singular."""
    assert letter_of(NEWS[:1], origin=ORIGIN).title == "lineproof: 1 thing to know (circuits-121)"
    with translation.override("zh-hans"):
        found = letter_of(NEWS[:1], origin=ORIGIN)
        assert found.title == "lineproof: 1 条新消息 (circuits-121)"
        assert "\n期限\n" in found.text


def test_too_much_is_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of four things, three and how many more there are."""
    monkeypatch.setattr(letters, "THINGS_MAX", 3)
    found = letter_of(NEWS, origin=ORIGIN).text
    assert "Approve version 2" not in found
    assert "and 1 more" in found


def test_a_program_gets_all_of_it() -> None:
    """Canonical JSON, with what it can be told apart by."""
    found = json.loads(body_of(NEWS, origin=ORIGIN, number="7", language="en"))
    assert (found["id"], found["language"], len(found["notices"])) == ("7", "en", 4)
    assert found["notices"][0] == {
        "organisation": "Buyer A",
        "contract": "circuits-121",
        "about": "deadline",
        "key": "Provider: open the circuit 4",
        "day": "2025-03-07",
        "text": "Provider: open the circuit 4",
        "detail": "to come · clause 3.2.3",
        "address": "https://lineproof.example.com/contracts/1/",
    }
