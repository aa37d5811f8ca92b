"""Is the database's case what its folder's was, and is it remembered no longer than it holds?"""

from __future__ import annotations

import dataclasses
import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from tests.web.conftest import EXAMPLES, rescored

from lineproof.model.errors import InputRefusedError, StoreError
from lineproof.model.finding import Finding, Severity, Status, Touches
from lineproof.sources.folder import read_case
from lineproof.store.cases import open_case
from lineproof.web.doing.taking_in import take_in
from lineproof.web.kept.contracts import Contract, Version
from lineproof.web.kept.vault import path_of
from lineproof.web.known.case import (
    at,
    case_of,
    finding_json,
    finding_of,
    folder_of,
    known,
    settled,
    today,
)
from lineproof.web.who.people import Organisation


def test_a_month_settles_as_it_does_from_the_folder(contract: Contract) -> None:
    """January 2025 earns 55,687.50: 90 % of 61,875.00, since 89.99 lies in [80, 90)."""
    found = settled(at(contract), "2025-01")
    assert found.gross.value == 5_568_750
    assert found.is_settled


def test_a_new_record_is_seen_at_once(contract: Contract) -> None:
    """A withdrawn score: what was remembered of the state before isn't asked any more."""
    before = at(contract)
    assert settled(before, "2025-01").gross.value == 5_568_750
    rescored(contract, "95")
    after = at(contract)
    assert after != before
    assert settled(after, "2025-01").gross.value == 6_187_500  # 95 is paid in full


def test_the_same_state_is_worked_out_once(contract: Contract) -> None:
    """Asked twice, it is the same object."""
    assert known(at(contract)) is known(at(contract))


def test_samples_are_read_where_they_lie(organisation: Organisation, tmp_path: Path) -> None:
    """The eighth example with its samples: the states are those of the folder."""
    program = Path(sys.executable).with_name("lineproof")
    folder = tmp_path / "folder"
    subprocess.run([program, "init", folder, "--example", "08-measured-availability"], check=True)
    subprocess.run([sys.executable, folder / "make_samples.py"], cwd=tmp_path, check=True)
    options = ("--vantage", "office", "--every", "600")
    subprocess.run([program, "ingest", folder, "ping.csv", *options], cwd=tmp_path, check=True)
    contract = take_in(folder, organisation, by="operator")
    states, expected = case_of(contract.in_force).states, open_case(folder).states
    assert expected is not None
    assert expected.height > 0
    assert states is not None
    assert states.equals(expected)
    assert folder_of(contract).is_dir()


def test_a_version_without_its_file_is_refused(organisation: Organisation) -> None:
    """Every finding says what is wrong, as from a folder."""
    contract = take_in(EXAMPLES / "02-circuits-121", organisation, by="operator")
    version = contract.in_force
    version.files = {}
    with pytest.raises(InputRefusedError) as refused:
        case_of(version)
    assert [f.code for f in refused.value.findings] == ["E-FILE-MISSING"]


def test_a_file_that_was_changed_in_the_vault_is_refused(organisation: Organisation) -> None:
    """What was signed is what is read, or nothing."""
    contract = take_in(EXAMPLES / "02-circuits-121", organisation, by="operator")
    (sha256,) = contract.in_force.files.values()
    path_of(settings.CONFIGURATION.vault, sha256).write_bytes(b"line,monthly_rent\n1,0.01\n")
    with pytest.raises(StoreError, match="was changed"):
        case_of(contract.in_force)


def test_a_text_that_is_no_contract_is_refused(contract: Contract) -> None:
    """TOML that breaks off."""
    with pytest.raises(InputRefusedError):
        case_of(Version(contract=contract, number=2, text=b"[contract", sha256="0" * 64))


def test_a_finding_comes_back_from_json() -> None:
    """With all its fields."""
    finding = Finding(
        "Q-X", Severity.QUESTION, "message", "a.csv:2", "fix", "1.1", 5, ("a", "b"), "s",
        Status.ANSWERED, Touches(("rent",), ("1",)),
    )  # fmt: skip
    assert finding_of(finding_json(finding)) == finding


def test_today_is_where_the_contract_is() -> None:
    """23:00 UTC on the last of March is the first of April in Shanghai."""
    case = read_case(EXAMPLES / "01-access-593")
    assert today(case, dt.datetime(2025, 3, 31, 23, tzinfo=dt.UTC)) == dt.date(2025, 4, 1)
    head = dataclasses.replace(case.contract.contract, timezone="Europe/Berlin")
    berlin = dataclasses.replace(case, contract=dataclasses.replace(case.contract, contract=head))
    assert today(berlin, dt.datetime(2025, 3, 31, 21, tzinfo=dt.UTC)) == dt.date(2025, 3, 31)
