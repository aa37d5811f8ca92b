"""Is a folder taken in whole, or not at all? test_giving_back.py sees it come back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from tests.web.conftest import EXAMPLES

from lineproof.model.errors import InputRefusedError, LineproofError, StoreError
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Circuit, Contract, KeptFile, Record
from lineproof.web.kept.trail import Entry
from lineproof.web.who.people import Organisation


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of an example with a schedule of 121 circuits."""
    return Path(shutil.copytree(EXAMPLES / "02-circuits-121", tmp_path / "folder"))


def test_circuits_and_records_are_rows(folder: Path, organisation: Organisation) -> None:
    """121 rows, the first as circuits.csv says; each record has its row."""
    contract = take_in(folder, organisation, by="operator")
    circuits = Circuit.objects.filter(schedule__contract=contract)
    assert circuits.count() == 121
    header, first = (folder / "circuits.csv").read_text("utf-8").splitlines()[:2]
    said = dict(zip(header.split(","), first.split(","), strict=True))
    row = circuits.earliest("pk")
    assert (row.line, row.monthly_rent) == (said["line"], int(said["monthly_rent"]) * 100)
    assert row.row == 2
    lines = (folder / "records" / "payments.csv").read_text("utf-8").splitlines()
    assert Record.objects.filter(contract=contract, kind="payments").count() == len(lines) - 1


def test_price_lines_are_rows_too(contract: Contract) -> None:
    """Seven lines of 593 circuits together."""
    found = Circuit.objects.filter(schedule__contract=contract)
    assert (found.count(), sum(c.quantity for c in found)) == (7, 593)


def test_a_folder_that_can_t_be_read_leaves_nothing(
    folder: Path, organisation: Organisation
) -> None:
    """A changed schedule isn't the one that was signed: refused, with nothing in the database."""
    with (folder / "circuits.csv").open("a", encoding="utf-8") as file:
        file.write("999\n")
    with pytest.raises(InputRefusedError):
        take_in(folder, organisation, by="operator")
    assert not Contract.objects.exists()
    assert not Entry.objects.exists()


def test_a_name_is_taken_once_in_an_organisation(folder: Path, organisation: Organisation) -> None:
    """Another organisation may have a contract of the same name."""
    take_in(folder, organisation, by="operator")
    with pytest.raises(LineproofError, match="has a contract “circuits-121” already"):
        take_in(folder, organisation, by="operator")
    other = Organisation.objects.create(name="Buyer B")
    assert take_in(folder, other, by="operator").name == "circuits-121"


def test_a_link_out_of_the_folder_is_refused(folder: Path, organisation: Organisation) -> None:
    """What lies outside isn't the contract's, whatever is called so inside."""
    (folder.parent / "secret").write_text("not yours")
    (folder / "annex.txt").symlink_to(folder.parent / "secret")
    with pytest.raises(InputRefusedError, match="outside"):
        take_in(folder, organisation, by="operator")


def test_other_files_are_kept_and_hidden_ones_aren_t(
    folder: Path, organisation: Organisation
) -> None:
    """A signed PDF beside the contract is kept as it is; .lineproof can be made again."""
    (folder / "signed.pdf").write_bytes(b"%PDF-1.7\x00")
    (folder / ".lineproof").mkdir()
    (folder / ".lineproof" / "lock").touch()
    contract = take_in(folder, organisation, by="operator")
    paths = set(KeptFile.objects.filter(contract=contract).values_list("path", flat=True))
    assert paths == {"README.md", "expected.toml", "signed.pdf"}


def test_a_closed_month_without_its_seal_is_refused(
    folder: Path, organisation: Organisation
) -> None:
    """Half a seal is none."""
    place = folder / "settled" / "2025-01" / "r0"
    place.mkdir(parents=True)
    (place / "lines.csv").write_text("line\n")
    with pytest.raises(StoreError, match="lineproof verify"):
        take_in(folder, organisation, by="operator")
    assert not Contract.objects.exists()


def test_a_vault_that_can_t_be_written_leaves_nothing(
    folder: Path, organisation: Organisation
) -> None:
    """Where the vault should be there is a file: told, and nothing in the database."""
    settings.CONFIGURATION.data.mkdir(parents=True)
    settings.CONFIGURATION.vault.write_text("no folder")
    with pytest.raises(StoreError, match="can't be written"):
        take_in(folder, organisation, by="operator")
    assert not Contract.objects.exists()


def test_a_link_among_bills_is_refused(folder: Path, organisation: Organisation) -> None:
    """A link could show any file of the server: nothing is taken in."""
    (folder / "bills").mkdir()
    (folder / "bills" / "A-1").symlink_to("/etc/hostname")
    with pytest.raises(InputRefusedError, match="bills/A-1 is a link"):
        take_in(folder, organisation, by="operator")
    assert not Contract.objects.exists()
