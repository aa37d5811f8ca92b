"""Is a bill disputed with letter, evidence and record together, and only what is ticked?"""

from __future__ import annotations

import zipfile

import pytest
from tests.web.billing import billed, year_of_bills
from tests.web.conftest import Made

from lineproof.model.errors import InputRefusedError
from lineproof.web.doing.checking import Question, accept, differences, open_of
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.disputing import claim, dispute, kept_files, may_follow, standing, step
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

NOVEMBER = Question(("2025-11",), ("R-2025-11",))


@pytest.fixture
def year(organisation: Organisation, person: Made) -> Contract:
    """Return the year of bills with November's brought in."""
    made = year_of_bills(organisation)
    billed(made, "11", by=person(Role.CONTRACT_MANAGER))
    return made


def test_a_dispute_goes_from_draft_to_answer(year: Contract, person: Made) -> None:
    """D006 of 4,756.00 for one of two causes, in both languages; sent, then agreed in full."""
    finance = person(Role.FINANCE)
    assert dispute(year, NOVEMBER, ["billed_twice"], by=finance) == "D006"
    files = kept_files(year, "D006")
    assert sorted(files) == [
        "evidence.zip", "letter.en.pdf", "letter.zh.pdf", "table.en.xlsx", "table.zh.xlsx",
    ]  # fmt: skip
    assert files["letter.zh.pdf"].read_bytes().startswith(b"%PDF")
    with zipfile.ZipFile(files["evidence.zip"]) as pack:
        assert {"settlement.json", "bill/original.csv"} <= set(pack.namelist())
    left = open_of(differences(year, NOVEMBER)).left
    assert [point.cause for point in left] == ["missing_credit"]
    with pytest.raises(NotNowError):
        dispute(year, NOVEMBER, ["billed_twice"], by=finance)

    assert all(d.id != "D006" for d in standing(year, is_ours=False).register.disputes)
    today = standing(year, is_ours=True).on.isoformat()
    step(year, "D006", {"event": "sent", "date": today}, by=finance)
    (sent,) = (d for d in standing(year, is_ours=False).register.disputes if d.id == "D006")
    assert (sent.disputed, may_follow(sent)[0]) == (4_756_00, "acknowledged")
    step(year, "D006", {"event": "agreed", "date": today, "document": "A-1"}, by=finance)
    found = next(d for d in standing(year, is_ours=True).register.disputes if d.id == "D006")
    assert (found.state, found.agreed) == ("agreed", 4_756_00)


def test_what_cannot_follow_is_refused(year: Contract, person: Made) -> None:
    """No answer before the letter is sent; no dispute that isn't there; not more than agreed."""
    finance = person(Role.FINANCE)
    dispute(year, NOVEMBER, ["billed_twice", "missing_credit"], by=finance)
    for name, event in (("D006", "agreed"), ("D006", "accepted"), ("D099", "sent")):
        with pytest.raises(NotNowError):
            step(year, name, {"event": event, "date": "2025-12-11"}, by=finance)
    with pytest.raises(InputRefusedError):
        step(year, "D006", {"event": "sent", "date": "11.12.2025"}, by=finance)


def test_one_cause_is_disputed_while_another_stands(year: Contract, person: Made) -> None:
    """First the letter about one, then the other is let stand: nothing is left."""
    finance = person(Role.FINANCE)
    dispute(year, NOVEMBER, ["billed_twice"], by=finance)
    name = accept(year, NOVEMBER, ["missing_credit"], why="small", by=finance)
    assert open_of(differences(year, NOVEMBER)).left == ()
    found = next(d for d in standing(year, is_ours=True).register.disputes if d.id == name)
    assert (found.state, found.disputed, found.is_open) == ("accepted", 2_655_00, False)
    rows = Record.objects.filter(contract=year, kind="disputes", values__dispute=name)
    assert [row.values["event"] for row in rows] == ["draft", "accepted"]


def test_a_credit_is_claimed_once_and_only_where_there_is_one(year: Contract, person: Made) -> None:
    """November's 89 points take 10 % of 61,759.00 off: 6,175.90; December's 95 take nothing."""
    finance = person(Role.FINANCE)
    name = claim(year, "2025-11", "SLA-PAY", by=finance)
    found = next(d for d in standing(year, is_ours=True).register.disputes if d.id == name)
    assert (found.term, found.disputed) == ("SLA-PAY", 6_175_90)
    for month in ("2025-11", "2025-12"):
        with pytest.raises(InputRefusedError):
            claim(year, month, "SLA-PAY", by=finance)


def test_a_dispute_without_files_has_none(year: Contract) -> None:
    """Those that came with the folder were recorded alone; no name is a path."""
    assert kept_files(year, "D001") == {}
    assert kept_files(year, "../bills") == {}
