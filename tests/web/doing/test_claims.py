"""Does each side claim for itself, and answer the other's claims alone, as the clause says?

P-1 of the measured contract was down on 4 March 2025 from 08:10 to 11:30, 200 minutes.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.cli.measuring import TERM, measure, write_contract
from tests.web.conftest import Made

from lineproof.model.errors import InputRefusedError
from lineproof.web.doing import claims
from lineproof.web.doing.claims import (
    Claim,
    Reply,
    answer_claim,
    causes,
    claim,
    effects,
    first_name,
    waiting,
)
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.taking_in import take_in
from lineproof.web.doing.uploads import Kind, Upload
from lineproof.web.kept.contracts import Contract, KeptFile, Record
from lineproof.web.known.case import at, known
from lineproof.web.who.people import Organisation, User
from lineproof.web.who.rights import Role
from lineproof.web.who.sides import Side

WORKS = """
[[term]]
id = "WORKS"
kind = "exclusion"
clause = "4.2"
cause = "works"
silence_within = 3
unit = "days"
"""
OUTAGE = Claim("works", "2025-03-04 08:10", "2025-03-04 11:30", "1")
TODAY = dt.date(2025, 4, 10)


@pytest.fixture
def lines(organisation: Organisation, tmp_path: Path) -> Contract:
    """Return the measured contract, with a clause on works that silence accepts in three days."""
    folder = write_contract(tmp_path / "lines", terms=TERM + WORKS)
    measure(folder, recorded_at=dt.datetime(2025, 4, 3, tzinfo=dt.UTC))
    return take_in(folder, organisation, by="operator")


@pytest.fixture
def buyer(person: Made) -> User:
    """Return somebody from the buyer's operations."""
    return person(Role.OPERATIONS)


@pytest.fixture
def provider(lines: Contract, person: Made) -> User:
    """Return the provider's account manager."""
    return person(Role.PROVIDER, contract=lines)


@pytest.fixture(autouse=True)
def _on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be 10 April 2025."""
    monkeypatch.setattr(claims, "today", lambda _case, _now: TODAY)


def test_a_provider_claims_as_the_provider_today(lines: Contract, provider: User) -> None:
    """Whatever it says of notice: works that are over weren't announced here."""
    given = Claim("works", OUTAGE.begins, OUTAGE.ends, "1", notice="2025-01-01 08:00")
    name = claim(lines, given, by=provider)
    values = Record.objects.get(kind="exclusions", name=name).values
    assert (values["proposed_by"], values["proposed_on"]) == ("provider", "2025-04-10")
    assert "notice_received" not in values


def test_what_is_claimed_ahead_is_announced_by_it(lines: Contract, provider: User) -> None:
    """Works of the next century: the notice is the claim itself."""
    name = claim(lines, Claim("works", "2126-03-04 08:10", "2126-03-04 11:30"), by=provider)
    assert "notice_received" in Record.objects.get(kind="exclusions", name=name).values


def test_a_claim_changes_the_month_once_it_is_accepted(
    lines: Contract, buyer: User, provider: User
) -> None:
    """Both lines have 89,160 minutes, 200 down, 330 unknown: with the claim 88,960, none down.

    89160 − 530 of them are 99.4055…, 89160 − 200 are 99.7756…; 88960 − 330 are 99.6290…, or all.
    """
    name = claim(lines, OUTAGE, by=provider)
    (effect,) = effects(at(lines), "2025-03", TODAY)
    (reading,) = effect.readings
    assert reading.as_it_is == reading.without
    assert reading.accepted is not None
    assert [round(float(end), 4) for end in reading.accepted] == [99.6290, 100.0]
    answered = answer_claim(lines, Reply(name, "accepted"), by=buyer)
    (effect,) = effects(at(lines), "2025-03", TODAY)
    (reading,) = effect.readings
    assert (effect.claim.stands, effect.claim.id) == ("accepted", answered)
    assert reading.as_it_is == reading.accepted
    assert first_name(lines, answered) == name


def test_only_the_other_side_answers(lines: Contract, buyer: User, provider: User) -> None:
    """Neither its own claim, nor twice."""
    theirs, ours = claim(lines, OUTAGE, by=provider), claim(lines, OUTAGE, by=buyer)
    for name, user in ((theirs, provider), (ours, buyer)):
        with pytest.raises(NotNowError, match="The other side answers"):
            answer_claim(lines, Reply(name, "accepted"), by=user)
    assert [c.id for c in waiting(at(lines), Side.BUYER, on=TODAY)] == [theirs]
    assert [c.id for c in waiting(at(lines), Side.PROVIDER, on=TODAY)] == [ours]
    answer_claim(lines, Reply(ours, "rejected"), by=provider)
    with pytest.raises(NotNowError, match="no such claim"):
        answer_claim(lines, Reply(ours, "accepted"), by=provider)
    rejected = Record.objects.filter(kind="exclusions").latest("row").name
    with pytest.raises(NotNowError, match="answered already"):
        answer_claim(lines, Reply(rejected, "accepted"), by=provider)


def test_a_part_is_accepted_as_a_part(lines: Contract, buyer: User, provider: User) -> None:
    """From 09:00 to 10:00 by the contract's clock; a part needs both ends, inside the claim."""
    name = claim(lines, OUTAGE, by=provider)
    with pytest.raises(NotNowError, match="Say from when to when"):
        answer_claim(lines, Reply(name, "partly"), by=buyer)
    outside = Reply(name, "partly", "2025-03-04 07:00", "2025-03-04 10:00")
    with pytest.raises(InputRefusedError, match="isn't a part of it"):
        answer_claim(lines, outside, by=buyer)
    part = Reply(name, "partly", "2025-03-04 09:00", "2025-03-04 10:00")
    answered = answer_claim(lines, part, by=buyer)
    values = Record.objects.get(kind="exclusions", name=answered).values
    assert values["agreed_from"] == "2025-03-04T08:00:00.000000+00:00"
    assert values["lines"] == "1"


def test_silence_answers_after_its_last_day(
    lines: Contract, buyer: User, provider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claimed on the 10th, the 13th is the last day; on the 14th silence has accepted it."""
    name = claim(lines, OUTAGE, by=provider)
    last, after = TODAY + dt.timedelta(days=3), TODAY + dt.timedelta(days=4)
    assert [c.due for c in waiting(at(lines), Side.BUYER, on=last)] == [last]
    assert waiting(at(lines), Side.BUYER, on=after) == []
    monkeypatch.setattr(claims, "today", lambda _case, _now: after)
    with pytest.raises(NotNowError, match="accepted by silence"):
        answer_claim(lines, Reply(name, "rejected"), by=buyer)


def test_a_claim_that_contradicts_itself_is_refused(lines: Contract, provider: User) -> None:
    """It would be an error of the contract, which halts it; nothing is kept."""
    for given, why in (
        (Claim("works", "2025-03-04 11:30", "2025-03-04 08:10"), "no later than it begins"),
        (Claim("works", "yesterday", "2025-03-04 08:10"), "yesterday"),
    ):
        with pytest.raises(InputRefusedError, match=why):
            claim(lines, given, by=provider)
    for given, why in (
        (Claim("works", OUTAGE.begins, OUTAGE.ends, "1; 9"), "no line 9"),
        (Claim("weather", OUTAGE.begins, OUTAGE.ends), "No clause leaves out time"),
    ):
        with pytest.raises(NotNowError, match=why):
            claim(lines, given, by=provider)
    assert not Record.objects.filter(kind="exclusions").exists()


def test_its_proof_is_kept(lines: Contract, buyer: User, provider: User) -> None:
    """By its hash, which the answer keeps naming; in the contract's folder by its name."""
    proof = Upload("works.pdf", Kind.PDF, b"%PDF-1.7")
    name = claim(lines, Claim("works", OUTAGE.begins, OUTAGE.ends, evidence=proof), by=provider)
    answered = answer_claim(lines, Reply(name, "accepted"), by=buyer)
    kept = Record.objects.get(kind="exclusions", name=answered)
    file = KeptFile.objects.get(contract=lines, path__startswith="evidence/")
    assert (kept.evidence, file.path[-9:]) == (file.sha256, "works.pdf")


def test_causes_are_those_of_the_contract(lines: Contract) -> None:
    """One clause, one cause."""
    assert causes(at(lines)) == ["works"]
    assert known(at(lines)).view.rows("exclusions").height == 0
