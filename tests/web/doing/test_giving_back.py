"""Does a contract go from folder to server and back without loss?"""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import polars as pl
import pytest
from tests.web.conftest import EXAMPLES

from lineproof.contract.case import Case, view
from lineproof.contract.check import check
from lineproof.model.errors import LineproofError
from lineproof.model.period import parse_month
from lineproof.settle.hashes import inputs_of
from lineproof.sources.folder import read_case
from lineproof.store.cases import open_case
from lineproof.store.sealing import seal_month
from lineproof.web.doing.giving_back import give_back, write_zip
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract, Record
from lineproof.web.known.case import case_of
from lineproof.web.who.people import Organisation

NAMES = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder that isn't hidden, by its path."""
    found = (p for p in sorted(folder.rglob("*")) if p.is_file())
    named = {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}
    return {path: content for path, content in named.items() if not path.startswith(".")}


def hashed(case: Case) -> str:
    """Return the hash of what a month of a case depends on."""
    return inputs_of(view(case), "2025-03").sha256


@pytest.mark.parametrize("name", NAMES)
def test_an_example_comes_back_as_it_went(
    name: str, organisation: Organisation, tmp_path: Path
) -> None:
    """Every file has the same bytes, and the case in between the same inputs_hash and findings."""
    contract = take_in(EXAMPLES / name, organisation, by="operator")
    case, before = case_of(contract.in_force), read_case(EXAMPLES / name)
    assert hashed(case) == hashed(before)
    assert check(case) == check(before)
    for file, frame in before.schedules.items():
        assert case.schedules[file].equals(frame)
    for kind, frame in before.records.items():
        assert case.records[kind].equals(frame), kind
        assert case.records[kind].schema == frame.schema
    give_back(contract, tmp_path / "back")
    assert files(tmp_path / "back") == files(EXAMPLES / name)


def test_closed_months_come_back(organisation: Organisation, tmp_path: Path) -> None:
    """Sealed in a folder, taken in: the case has the same booked month, and its files go back."""
    folder = Path(shutil.copytree(EXAMPLES / "01-access-593", tmp_path / "folder"))
    seal_month(folder, parse_month("2025-01"), as_known=None)
    contract = take_in(folder, organisation, by="operator")
    assert case_of(contract.in_force).sealed == open_case(folder).sealed != ()
    give_back(contract, tmp_path / "back")
    assert files(tmp_path / "back") == files(folder)


def test_a_changed_kind_of_record_is_written_anew(contract: Contract, tmp_path: Path) -> None:
    """A row added to scores: scores.csv has it behind the others; every other file is as it was."""
    first = Record.objects.filter(contract=contract, kind="scores").earliest("row")
    Record.objects.create(
        contract=contract, kind="scores", row=99, name="S99", recorded_at=first.recorded_at,
        by="tester", values={"month": "2025-08", "points": "91.5"},
    )  # fmt: skip
    give_back(contract, tmp_path / "back")
    came, went = files(tmp_path / "back"), files(EXAMPLES / "01-access-593")
    assert {path for path in went if came[path] != went[path]} == {"records/scores.csv"}
    rows = read_case(tmp_path / "back").records["scores"]
    assert rows.select("id", "month", "points").row(-1) == ("S99", "2025-08", "91.5")
    assert hashed(read_case(tmp_path / "back")) == hashed(case_of(contract.in_force))


def test_a_folder_with_something_in_it_is_refused(contract: Contract, tmp_path: Path) -> None:
    """Nothing is written over."""
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "file").write_text("mine")
    with pytest.raises(LineproofError, match="isn't empty"):
        give_back(contract, tmp_path / "here")
    assert files(tmp_path / "here") == {"file": b"mine"}


def test_an_archive_is_the_folder_and_always_the_same(contract: Contract) -> None:
    """Its files are those of the folder; made twice, it has the same bytes."""
    archives = [io.BytesIO(), io.BytesIO()]
    for archive in archives:
        write_zip(contract, archive)
    assert archives[0].getvalue() == archives[1].getvalue()
    with zipfile.ZipFile(archives[0]) as opened:
        held = {name: opened.read(name) for name in opened.namelist()}
    assert held == files(EXAMPLES / "01-access-593")


def test_every_type_of_column_survives(contract: Contract) -> None:
    """Days, instants to the microsecond, money beyond 2^53 minor units, and blanks."""
    rows = case_of(contract.in_force).records["invoices"]
    assert isinstance(rows.schema["received"], pl.Date)
    big = 2**53 + 1
    file = contract.record_files.get(kind="invoices")
    Record.objects.create(
        contract=contract, kind="invoices", row=99, name="I99",
        recorded_at="2025-03-01T00:00:00.000001Z", by="tester",
        values={"number": "0001", "amount": big, "received": "2025-03-01"},
    )  # fmt: skip
    after = case_of(contract.in_force).records["invoices"]
    assert after.height == file.count + 1
    last = after.row(-1, named=True)
    assert (last["amount"], last["verified"], last["evidence"]) == (big, None, None)
    assert last["recorded_at"].microsecond == 1
