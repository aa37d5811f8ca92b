"""Does a pack hold what the objection rests on, and nothing that is only ours?"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from tests.report.objections import OBJECTION

from lineproof.contract.case import view
from lineproof.sources.folder import read_case
from lineproof.store.evidence import evidence_files, settled_files
from lineproof.store.files import locked
from lineproof.store.sealing import seal_month

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the first example, with March 2025 sealed."""
    copy = Path(shutil.copytree(ROOT / "examples" / "01-access-593", tmp_path / "c"))
    with locked(copy):
        seal_month(copy, dt.date(2025, 3, 1), as_known=None)
    return copy


def test_a_sealed_month_is_packed_as_it_was_sealed(folder: Path) -> None:
    """Every file of r0, byte by byte; then no preview is needed."""
    seen = view(read_case(folder))
    bill = {"original.csv": b"line,net\n", "bill.json": b"{}"}
    files = evidence_files(
        seen, OBJECTION, bill=bill, settled=settled_files(folder, OBJECTION, lambda: b"{}")
    )
    sealed = folder / "settled" / "2025-03" / "r0"
    for path in sealed.iterdir():
        assert files[f"settled/2025-03/r0/{path.name}"] == path.read_bytes()
    assert "settlement.json" not in files
    assert files["bill/original.csv"] == b"line,net\n"
    assert "records/disputes.csv" not in files


def test_an_open_month_is_packed_as_it_stands(folder: Path) -> None:
    """April isn't sealed: what it comes to so far, and its score."""
    april = dataclasses.replace(OBJECTION, month="2025-04")
    seen = view(read_case(folder))
    files = evidence_files(
        seen, april, bill={}, settled=settled_files(folder, april, lambda: b'{"month":1}')
    )
    assert files["settlement.json"] == b'{"month":1}'
    assert not [name for name in files if name.startswith("settled/")]


def test_it_says_what_is_objected_to(folder: Path) -> None:
    """282.40 in three causes; 10 lines with decimals as amounts are written."""
    seen = view(read_case(folder))
    files = evidence_files(seen, OBJECTION, bill={}, settled={})
    about = json.loads(files["about.json"])
    assert about["amount"] == "282.40"
    assert about["causes"] == {"billed_twice": "90.00", "ceased": "102.00",
                               "missing_credit": "90.40"}  # fmt: skip
    rows = files["objected.csv"].decode().splitlines()
    assert len(rows) == 11
    assert rows[1].startswith("1,C-1,2025-03-01,2025-04-01,rent,missing_credit,113.00,101.70,11.30")
