"""Does a folder that has grown come in again, and one that contradicts not at all?"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.web.conftest import EXAMPLES, Made

from lineproof.model.errors import InputRefusedError, LineproofError, StoreError
from lineproof.web.doing.closing import approve_seal, propose_seal
from lineproof.web.doing.deciding import NotNowError
from lineproof.web.doing.giving_back import give_back
from lineproof.web.doing.taking_in import take_in
from lineproof.web.doing.updating import Updated, contract_in, update, would_update
from lineproof.web.doing.versions import approve_version
from lineproof.web.kept.contracts import Contract, KeptFile, Record, State, Version
from lineproof.web.kept.trail import Entry
from lineproof.web.known.case import folder_of
from lineproof.web.who.people import Organisation
from lineproof.web.who.rights import Role

PAID = "P99,2025-06-01T09:00:00+08:00,buyer,year-1,1.00,2025-06-01,INV-2024-0001\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the first example."""
    return Path(shutil.copytree(EXAMPLES / "01-access-593", tmp_path / "folder"))


@pytest.fixture
def contract(folder: Path, organisation: Organisation) -> Contract:
    """Return it, taken in."""
    return take_in(folder, organisation, by="operator")


def again(folder: Path, contract: Contract) -> Updated:
    """Take the folder in again."""
    return update(folder, contract, by="operator")


def add(path: Path, text: str) -> None:
    """Write a text behind a file's."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def change(path: Path, old: str, new: str) -> None:
    """Change a file's text in one place."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_what_is_the_same_changes_nothing(folder: Path, contract: Contract) -> None:
    """No version, no row, no file; the trail tells all the same."""
    done = again(folder, contract)
    assert (done.version, done.records, done.files) == (None, 0, 0)
    assert Entry.objects.latest("pk").action == "folder taken in again"


def test_what_is_new_is_added_behind_what_is_there(
    folder: Path, contract: Contract, tmp_path: Path
) -> None:
    """A payment, a file and a ledger's log that grew; given back, it is the folder."""
    add(folder / "records" / "payments.csv", PAID)
    (folder / "letter.txt").write_text("new")
    (folder / "ledger").mkdir()
    (folder / "ledger" / "log").write_text("one\n")
    done = again(folder, contract)
    assert (done.version, done.records, done.files) == (None, 1, 2)
    rows = list(Record.objects.filter(contract=contract, kind="payments").order_by("row"))
    assert rows[-1].name == "P99"
    assert len({row.row for row in rows}) == len(rows)
    add(folder / "ledger" / "log", "two\n")
    assert again(folder, contract).files == 1
    assert (folder_of(contract) / "ledger" / "log").read_text() == "one\ntwo\n"
    give_back(contract, tmp_path / "back")
    assert (tmp_path / "back" / "letter.txt").read_text() == "new"
    assert "P99" in (tmp_path / "back" / "records" / "payments.csv").read_text("utf-8")


def test_a_changed_text_waits_for_a_person(folder: Path, contract: Contract, person: Made) -> None:
    """Proposed by the operator, approved by one other: two. Meanwhile nothing else is proposed.

    Once it is in force the same folder changes nothing, and neither does the older one.
    """
    before = (folder / "contract.toml").read_bytes()
    add(folder / "contract.toml", "\n# a remark\n")
    version = again(folder, contract).version
    assert version is not None
    assert (version.number, version.state, version.proposed_by) == (2, State.PROPOSED, None)
    with pytest.raises(LineproofError, match="Version 2 of operator waits"):
        again(folder, contract)
    approve_version(version, by=person(Role.FINANCE))
    assert bytes(contract.in_force.text).endswith(b"# a remark\n")
    assert again(folder, contract).version is None
    (folder / "contract.toml").write_bytes(before)
    assert again(folder, contract).version is None


def test_a_changed_schedule_is_a_version_too(tmp_path: Path, organisation: Organisation) -> None:
    """Its hash in the text and the file itself belong together."""
    folder = Path(shutil.copytree(EXAMPLES / "02-circuits-121", tmp_path / "circuits"))
    contract = take_in(folder, organisation, by="operator")
    text = (folder / "circuits.csv").read_text("utf-8")
    (folder / "circuits.csv").write_text(text.rstrip("\n") + "\n\n", "utf-8")
    toml = (folder / "contract.toml").read_text("utf-8")
    (folder / "contract.toml").write_text(re.sub(r'(?m)^sha256 = "\w+"\n', "", toml), "utf-8")
    version = again(folder, contract).version
    assert version is not None
    assert version.files != contract.in_force.files
    assert [schedule.row_count for schedule in version.schedules.all()] == [121]


def test_what_contradicts_is_refused_with_every_reason(
    folder: Path, contract: Contract, person: Made
) -> None:
    """A row that says something else, another file of a name, a log that was rewritten.

    Nothing is kept of the folder, not even what is new in it.
    """
    proposal = propose_seal(contract, "2025-01", by=person(Role.CONTRACT_MANAGER))
    approve_seal(proposal, by=person(Role.FINANCE))
    (folder / "ledger").mkdir()
    (folder / "ledger" / "log").write_text("one\n")
    again(folder, contract)
    change(folder / "records" / "scores.csv", "S02,2025-01-05", "S02,2025-01-06")
    add(folder / "records" / "payments.csv", PAID)
    add(folder / "contract.toml", "\n# a remark\n")
    (folder / "README.md").write_text("another")
    (folder / "ledger" / "log").write_text("two\n")
    with pytest.raises(InputRefusedError) as refused:
        again(folder, contract)
    told = [(f.code, f.where) for f in refused.value.findings]
    assert told == [
        ("E-ROW-DUPLICATE", "records/scores.csv:3"),
        ("E-HASH", "README.md"),
        ("E-HASH", "ledger/log"),
    ]
    assert not Record.objects.filter(name="P99").exists()
    assert Version.objects.count() == 1
    assert KeptFile.objects.get(path="README.md").size > len("another")


def test_a_month_is_closed_here_by_two_people(
    folder: Path, contract: Contract, person: Made, tmp_path: Path
) -> None:
    """A sealed month of the folder's own doesn't come in; one that is sealed here just agrees."""
    proposal = propose_seal(contract, "2025-01", by=person(Role.CONTRACT_MANAGER))
    approve_seal(proposal, by=person(Role.FINANCE))
    give_back(contract, tmp_path / "back")
    assert again(tmp_path / "back", contract).files == 0
    shutil.copytree(tmp_path / "back" / "settled", folder / "settled")
    Contract.objects.filter(pk=contract.pk).update(name="other")
    second = take_in(EXAMPLES / "01-access-593", contract.organisation, by="operator")
    with pytest.raises(InputRefusedError) as refused:
        again(folder, second)
    assert {f.code for f in refused.value.findings} == {"E-SEAL"}


def test_an_unknown_contract_is_told(folder: Path, organisation: Organisation) -> None:
    """It is taken in first."""
    with pytest.raises(LineproofError, match="take it in without --update"):
        contract_in(folder, organisation)


def test_a_look_at_it_keeps_nothing(folder: Path, contract: Contract, person: Made) -> None:
    """Told is what would come: the same as then comes; a manager may add an event."""
    text = "id,recorded_at,by,event,date\nV1,2025-07-05T09:00:00+08:00,buyer,audited,2025-07-01\n"
    (folder / "records" / "events.csv").write_text(text, "utf-8")
    add(folder / "contract.toml", "\n# a remark\n")
    (folder / "letter.txt").write_text("new")
    by, counts = person(Role.CONTRACT_MANAGER), (Record.objects.count(), Entry.objects.count())
    looked = would_update(folder, contract, by=by)
    assert (Record.objects.count(), Entry.objects.count()) == counts
    assert not contract.versions.filter(number=2).exists()
    done = update(folder, contract, by=by)
    assert looked.version is not None
    assert looked.version.text == bytes((folder / "contract.toml").read_bytes())
    assert done.version is not None
    assert done.version.proposed_by == by
    assert (looked.rows, looked.paths) == (done.rows, done.paths)
    assert (done.rows["events"], done.records, done.paths) == ((1, 0), 1, ("letter.txt",))


def test_nobody_brings_more_than_they_may_add(
    folder: Path, contract: Contract, person: Made
) -> None:
    """A payment and a ledger need another right than a manager's; another's folder is refused."""
    by = person(Role.CONTRACT_MANAGER)
    add(folder / "records" / "payments.csv", PAID)
    with pytest.raises(NotNowError, match="the right to: record payments and keep the ledger"):
        update(folder, contract, by=by)
    assert not Record.objects.filter(name="P99").exists()
    second = Contract.objects.create(organisation=contract.organisation, name="second")
    with pytest.raises(NotNowError, match="It is the folder of access-593, not of second"):
        update(folder, second, by=by)


def test_what_can_t_be_read_later_is_refused_now(folder: Path, contract: Contract) -> None:
    """A bill whose head is no bill's, a ledger that begins in its middle."""
    (folder / "ledger").mkdir()
    (folder / "ledger" / "000002.csv").write_text("x\n")
    with pytest.raises(StoreError, match="is missing"):
        again(folder, contract)
    shutil.rmtree(folder / "ledger")
    (folder / "bills" / "R-1").mkdir(parents=True)
    (folder / "bills" / "R-1" / "bill.json").write_text("{}")
    with pytest.raises(InputRefusedError, match="isn't as it was kept"):
        again(folder, contract)
