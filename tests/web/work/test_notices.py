"""Is what happens to a contract told, as the same thing for as long as it is the same?"""

from __future__ import annotations

import datetime as dt
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import translation
from tests.web.billing import billed, disputed, year_of_bills
from tests.web.conftest import EXAMPLES, Made, rescored

from lineproof.web.doing.closing import propose_seal
from lineproof.web.doing.comments import Said as Comment
from lineproof.web.doing.comments import say, withdraw
from lineproof.web.doing.recording import record
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract, Record, Version
from lineproof.web.kept.notices import About, Channel, Subscription
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Right, Role
from lineproof.web.who.sides import Side
from lineproof.web.work import notices
from lineproof.web.work.notices import Said, Thing, things_of


@pytest.fixture(autouse=True)
def _on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be 3 March 2025."""
    let_it_be(monkeypatch, 3, 3)


def let_it_be(monkeypatch: pytest.MonkeyPatch, month: int, day: int) -> None:
    """Let it be a day of 2025."""
    monkeypatch.setattr(notices, "today", lambda _case, _now: dt.date(2025, month, day))


def about(things: tuple[Thing, ...], what: About) -> list[Thing]:
    """Return the things of a kind."""
    return [thing for thing in things if thing.about == what]


def test_a_deadline_is_told_before_and_once_it_is_late(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """February's report is due on 7 March (annex 3); two days on it is the same, late it is new."""
    first = about(things_of(contract), About.DEADLINE)
    (report,) = (thing for thing in first if thing.day == dt.date(2025, 3, 7))
    assert report.say() == Said(
        "Provider: deliver the monthly report 2025-02", "to come · clause annex 3"
    )
    let_it_be(monkeypatch, 3, 5)
    assert report.key in {thing.key for thing in things_of(contract)}
    let_it_be(monkeypatch, 3, 8)
    (late,) = (t for t in things_of(contract) if t.day == report.day)
    assert late.key != report.key
    with translation.override("zh-hans"):
        assert late.say().detail.startswith("未定 · 没有记录说明是否已履行")


def test_deductions_are_told_and_told_anew_when_they_change(contract: Contract) -> None:
    """January scored 89.99: 10 % of 61,875.00 is taken off; scored 95: nothing is.

    February scored 80: 10 % as well. A month that isn't over isn't told.
    """
    found = about(things_of(contract), About.BREACH)
    assert [thing.say().text for thing in found] == [
        "January 2025: Deduction -6,187.50 CNY", "February 2025: Deduction -6,187.50 CNY",
    ]  # fmt: skip
    assert "clause III.2.2" in found[0].say().detail
    rescored(contract, "79")
    again = about(things_of(contract), About.BREACH)
    assert again[0].say().text == "January 2025: Deduction -12,375.00 CNY"
    assert again[0].key != found[0].key
    assert again[1].key == found[1].key


def test_what_waits_for_a_decision_is_told_to_others(contract: Contract, person: Made) -> None:
    """Not to whoever proposed it, and only to those who may decide."""
    user = person(Role.FINANCE)
    propose_seal(contract, "2025-01", by=user)
    (thing,) = about(things_of(contract), About.DECISION)
    said = "Approve the seal of January 2025, payable 0.00"
    assert thing.say() == Said(said, "proposed by finance")
    assert (thing.right, thing.not_by) == (Right.APPROVE_SEAL, user.pk)
    assert thing.address == f"/contracts/{contract.pk}/months/2025-01/"


def test_open_questions_are_told(contract: Contract) -> None:
    """Without its answer, how a day off is counted is asked; answered, nothing is."""
    assert about(things_of(contract), About.QUESTION) == []
    version = contract.in_force
    text = bytes(version.text).decode()
    without = re.sub(r'\[\[answer\]\]\ncode = "Q-ROLL"\n(?:[^\n]+\n)*', "", text)
    Version.objects.filter(pk=version.pk).update(text=without.encode(), sha256="0" * 64)
    (thing,) = about(things_of(contract), About.QUESTION)
    assert thing.say().text.startswith("Q-ROLL: ")
    assert thing.address == f"/contracts/{contract.pk}/"


def test_bills_are_objected_to_in_time(organisation: Organisation) -> None:
    """A bill's window to object is about a dispute: examples/11, clause S.2."""
    contract = take_in(EXAMPLES / "11-a-year-of-bills", organisation, by="operator")
    found = about(things_of(contract), About.DISPUTE)
    assert any("object to the bill" in thing.say().text for thing in found)


def test_bills_to_check_are_told_to_those_who_check(
    organisation: Organisation, person: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """November's bill, with the last day to object; whoever may not check bills hears nothing."""
    let_it_be(monkeypatch, 12, 10)
    contract = year_of_bills(organisation)
    billed(contract, "11", by=person(Role.FINANCE))
    (thing,) = (t for t in things_of(contract) if t.right is Right.CHECK_BILLS)
    assert thing.say() == Said("Check the bill R-2025-11")
    assert (thing.about, thing.day) == (About.DISPUTE, dt.date(2025, 12, 22))
    assert thing.address == f"/contracts/{contract.pk}/bills/R-2025-11/"


def test_what_is_said_is_told_where_it_stands(contract: Contract, person: Made) -> None:
    """A month, a dispute, a claim, a line that is gone by now; taken back, nothing is told.

    The claim's time begins at 00:30 on 1 February in the contract's clocks, in January by UTC.
    """
    buyer = person(Role.FINANCE)
    disputed(contract, by=buyer)
    claim = {"cause": "works", "from": "2025-02-01 00:30", "to": "2025-02-01 01:30"}
    (name,) = record(contract, "exclusions", [claim], by=buyer)
    about = (("month", "2025-01"), ("dispute", "D001"), ("exclusion", name), ("line", "1c"))
    made = [say(contract, Comment(what, subject, "so", is_internal=False), by=buyer)
            for what, subject in about]  # fmt: skip
    contract.in_force.schedules.get().circuits.filter(line="1c").delete()
    found = [thing for thing in things_of(contract) if thing.about == About.SAID]
    assert [thing.side for thing in found] == [Side.PROVIDER] * 4
    of = f"/contracts/{contract.pk}"
    assert [thing.address for thing in found] == [
        f"{of}/months/2025-01/", f"{of}/disputes/D001/", f"{of}/months/2025-02/exclusions",
        f"{of}/",
    ]  # fmt: skip
    assert found[0].say() == Said(
        "Buyer: a comment on the month January 2025", "written by finance"
    )
    for each in made:
        withdraw(each, by=buyer)
    assert not [thing for thing in things_of(contract) if thing.about == About.SAID]


def test_whoever_was_told_of_everything_is_told_of_what_is_said(person: Made) -> None:
    """By the migration; whoever left a kind out isn't. And back."""
    migration = import_module("lineproof.web.migrations.0012_what_the_other_side_says")
    before = ["deadline", "breach", "question", "decision", "dispute"]
    for role, kinds in ((Role.FINANCE, before), (Role.VIEWER, before[1:])):
        Subscription.objects.create(user=person(role), channel=Channel.MAIL, kinds=kinds)
    kept = Subscription.objects.order_by("pk").values_list("kinds", flat=True)
    migration.add(apps, None)
    assert list(kept.all()) == [[*before, "said"], before[1:]]
    migration.remove(apps, None)
    assert list(kept.all()) == [before, before[1:]]


def test_a_contract_that_can_t_be_read_is_told(contract: Contract) -> None:
    """Once, with why."""
    Record.objects.filter(contract=contract).delete()
    version = contract.in_force
    version.text = b"["
    version.save()
    (thing,) = things_of(contract)
    assert thing.about == About.QUESTION
    assert thing.say().text.startswith("can't be read: ")
