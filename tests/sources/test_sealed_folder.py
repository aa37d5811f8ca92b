"""Whether a sealed folder is read as what it is, and refused where it is anything else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.seal.folder import seal_path, write_folder
from tests.seal.measured import measured_folder

from lineproof.contract.case import view
from lineproof.model.errors import InputRefusedError
from lineproof.settle.hashes import booked_text, inputs_of
from lineproof.sources.sealed_folder import (
    booked_from,
    read_sealed,
    schedule_names,
    sealed_case,
)
from lineproof.store.cases import open_case
from lineproof.store.sealed import sealed_months


@pytest.fixture
def at(tmp_path: Path) -> Path:
    """Return a sealed month."""
    return seal_path(write_folder(tmp_path / "c"))


def refused(folder: Path) -> str:
    """Return why a folder is refused; reads its case too."""
    with pytest.raises(InputRefusedError) as problem:
        sealed_case(read_sealed(folder))
    return " ".join(f.message for f in problem.value.findings)


def test_the_sealed_case_depends_on_the_same(at: Path) -> None:
    """The inputs of the folder and of what was sealed have one hash."""
    sealed, folder = sealed_case(read_sealed(at)), open_case(at.parents[2])
    hashes = {inputs_of(view(case), "2024-01").sha256 for case in (sealed, folder)}
    assert len(hashes) == 1
    assert schedule_names(sealed.contract) == {"circuits.csv": "schedule-0.csv"}


def test_earlier_months_come_with_it(at: Path) -> None:
    """February's seal says what January booked."""
    february = seal_path(at.parents[2], "2024-02")
    (booked,) = sealed_case(read_sealed(february)).sealed
    assert booked == sealed_months(at.parents[2])[0]
    assert booked_from(booked_text(booked, digits=2), digits=2) == booked


def test_no_seal_at_all_is_refused(tmp_path: Path) -> None:
    """A folder without seal.json; none at all."""
    assert "has no seal.json" in refused(tmp_path)
    assert "has no seal.json" in refused(tmp_path / "none")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"files": 1}', "\ud800", "[" * 100_000])
def test_a_damaged_seal_is_refused(at: Path, content: str) -> None:
    """Nothing, a list, no files, no text, nested without end."""
    (at / "seal.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    assert "seal.json isn't readable" in refused(at)


@pytest.mark.parametrize("name", ["contract.toml", "inputs.json", "schedule-0.csv"])
def test_a_missing_file_is_refused(at: Path, name: str) -> None:
    """Each of those that a case is made of."""
    (at / name).unlink()
    assert f"{name} is missing" in refused(at)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"workdays": [], "sealed": []}', '{"workdays": null, "sealed": 1}']
)
def test_damaged_inputs_are_refused(at: Path, content: str) -> None:
    """None of them is what lineproof seals."""
    (at / "inputs.json").write_text(content, "utf-8")
    assert "inputs.json isn't what lineproof seals" in refused(at)


def test_a_damaged_table_is_refused(at: Path) -> None:
    """A rent that is no number; a contract that is no TOML."""
    path = at / "schedule-0.csv"
    path.write_bytes(path.read_bytes().replace(b"310.00", b"much"))
    assert "much" in refused(at)
    (at / "contract.toml").write_bytes(b"[")
    assert refused(at)


def test_what_is_no_plain_file_is_refused(at: Path) -> None:
    """A folder, a link, a pipe."""
    (at / "more").mkdir()
    assert "more is a link or no plain file" in refused(at)
    (at / "more").rmdir()
    os.mkfifo(at / "more")
    assert "more is a link or no plain file" in refused(at)
    (at / "more").unlink()
    (at / "more").symlink_to(at / "lines.csv")
    assert "more is a link or no plain file" in refused(at)


def test_records_are_those_of_a_known_kind(at: Path) -> None:
    """record-nothing.csv is a file that verify refuses; the case has no such kind."""
    (at / "record-nothing.csv").write_bytes(b"")
    assert sorted(sealed_case(read_sealed(at)).records) == ["lifecycle", "scores"]
    assert json.loads((at / "seal.json").read_bytes())["month"] == "2024-01"


def test_measured_states_come_with_it(tmp_path: Path) -> None:
    """The states that were used, as they were sealed; a month that uses none has none."""
    sealed = sealed_case(read_sealed(seal_path(measured_folder(tmp_path / "c"))))
    assert sealed.states is not None
    assert sealed.states["state"].to_list() == ["up", "up", "down", "up", "up"]
    assert sealed.states["circuit"].to_list() == ["C1", "C2", "C2", "C2", "C3"]
    assert sealed_case(read_sealed(seal_path(write_folder(tmp_path / "d")))).states is None
