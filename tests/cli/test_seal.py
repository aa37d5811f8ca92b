"""Closing, signing, checking and comparing months from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.seal.folder import CIRCUITS, LATER_SCORE, add_record, write_folder

if TYPE_CHECKING:
    from tests.cli.conftest import Run

JANUARY = ("--month", "2024-01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a contract folder with nothing sealed."""
    return write_folder(tmp_path / "c")


def test_a_month_is_sealed_once_and_restated_by_its_difference(
    lineproof: Run, folder: Path
) -> None:
    """1,610.00 payable; the same again; 161.00 more once the score is corrected.

    February would have taken the 161.00 off, and isn't sealed yet: it just won't.
    """
    first = lineproof("seal", folder, *JANUARY)
    assert (first.code, first.out) == (
        0, f"2024-01: sealed {folder}/settled/2024-01/r0\npayable 1610.00\n"
    )  # fmt: skip
    again = lineproof("seal", folder, *JANUARY)
    assert (again.code, "nothing changed" in again.out) == (0, True)
    add_record(folder, "scores", LATER_SCORE)
    restated = lineproof("seal", folder, *JANUARY)
    assert restated.out.splitlines()[-1] == "restates r0: 161.00, in what 2024-02 credits"


def test_what_was_credited_already_is_carried(lineproof: Run, folder: Path) -> None:
    """February took the 161.00 off: March gives them back."""
    for month in ("2024-01", "2024-02"):
        assert lineproof("seal", folder, "--month", month).code == 0
    add_record(folder, "scores", LATER_SCORE)
    restated = lineproof("seal", folder, *JANUARY)
    assert restated.out.splitlines()[-1] == "restates r0: 161.00, carried into the next month"


def test_the_json_is_that_of_settle_with_the_folder(lineproof: Run, folder: Path) -> None:
    """It has revision and folder beside settle's keys; null where something is open."""
    told = lineproof("seal", folder, *JANUARY, "--json", "--no-lines").json
    assert (told["revision"], told["folder"]) == (0, f"{folder}/settled/2024-01/r0")
    assert told["gross"] == "1449.00"
    lineproof("seal", folder, "--month", "2024-02")
    blocked = lineproof("seal", folder, "--month", "2024-03", "--json")
    assert (blocked.code, blocked.json["revision"], blocked.json["folder"]) == (1, None, None)


def test_what_is_open_is_said(lineproof: Run, folder: Path) -> None:
    """March has no score; 2024-05 isn't the next month; 2024-13 is none."""
    for month in ("2024-01", "2024-02"):
        assert lineproof("seal", folder, "--month", month).code == 0
    refused = lineproof("seal", folder, "--month", "2024-03")
    assert (refused.code, refused.out) == (1, "")
    assert "2024-03 isn't sealed: something is open" in refused.err
    ahead = lineproof("seal", folder, "--month", "2024-05")
    assert (ahead.code, "E-SEAL-ORDER" in ahead.err) == (2, True)
    assert lineproof("seal", folder, "--month", "2024-13").code == 2


def test_a_seal_is_verified_and_a_change_is_found(lineproof: Run, folder: Path) -> None:
    """As sealed; then one byte of lines.csv; then no seal at all."""
    lineproof("seal", folder, *JANUARY)
    at = folder / "settled" / "2024-01" / "r0"
    good = lineproof("verify", at)
    assert (good.code, "as sealed; integrity only" in good.out) == (0, True)
    told = lineproof("verify", at, "--json").json
    assert (told["ok"], told["level"], told["first_difference"]) == (True, "integrity only", None)
    assert "lines" in told["checked"]
    path = at / "lines.csv"
    path.write_bytes(path.read_bytes().replace(b"310.00", b"311.00"))
    bad = lineproof("verify", at)
    assert (bad.code, "NOT as sealed: lines.csv was changed" in bad.out) == (1, True)
    assert lineproof("verify", at, "--json").json["ok"] is False
    assert lineproof("verify", folder).code == 2


def test_both_parties_sign(lineproof: Run, folder: Path, tmp_path: Path) -> None:
    """Keys are made, pinned, and used; another party's name is refused."""
    lineproof("seal", folder, *JANUARY)
    at = folder / "settled" / "2024-01" / "r0"
    contract = folder / "contract.toml"
    for party, name in (("buyer", "B"), ("provider", "P")):
        key = tmp_path / party
        made = lineproof("sign", at, "--as", party, "--key", key, "--new-key")
        assert made.code == 0
        public = made.out.split()[5]
        text = contract.read_text("utf-8")
        contract.write_text(text.replace(f'"{name}"', f'"{name}", key = "{public}"'), "utf-8")
        assert lineproof("sign", at, "--as", party, "--key", key).code == 0
    assert "signed by buyer and provider" in lineproof("verify", at).out
    assert lineproof("sign", at, "--as", "nobody", "--key", tmp_path / "buyer").code == 2
    assert lineproof("sign", at, "--as", "buyer", "--key", tmp_path / "provider").code == 2
    away = shutil.copytree(at, tmp_path / "away")
    assert lineproof("verify", away).code == 1  # its own contract.toml pins no key
    assert lineproof("verify", away, "--contract", folder).code == 0


def test_two_sides_are_compared_to_the_line(lineproof: Run, folder: Path, tmp_path: Path) -> None:
    """One rent is 311.00 instead of 310.00: line 2; a folder may stand for its month."""
    other = write_folder(tmp_path / "o", circuits=CIRCUITS.replace("310.00", "311.00"))
    lineproof("seal", folder, *JANUARY)
    at = folder / "settled" / "2024-01" / "r0"
    told = lineproof("compare", at, other, *JANUARY, "--json")
    assert (told.code, told.json["same"]) == (1, False)
    first = told.json["first_difference"]
    assert first["line"] == "2"
    assert (first["left"]["amount"], first["right"]["amount"]) == ("310.00", "311.00")
    same = lineproof("compare", at, folder, *JANUARY)
    assert (same.code, "first line that differs: none" in same.out) == (0, True)
    assert lineproof("compare", at, other).code == 2


def test_a_sealed_line_is_explained(lineproof: Run, folder: Path) -> None:
    """Line 3 of the seal: 620.00 × 15/31 × 0.9 = 270.00; its month is its own."""
    lineproof("seal", folder, *JANUARY)
    at = folder / "settled" / "2024-01" / "r0"
    told = lineproof("explain", at, "--line", "3", "--json")
    assert (told.code, told.json["value"]) == (0, "270.00")
    assert lineproof("explain", at, "--line", "9").code == 2
    assert lineproof("explain", at, "--month", "2024-02").code == 2
    assert lineproof("explain", folder, "--line", "3").code == 2
    assert lineproof("explain", at).code == 0
