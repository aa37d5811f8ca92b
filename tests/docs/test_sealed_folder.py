"""Does the page of the sealed folder name every file, key and column of one, and no others?"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.seal.folder import seal_path
from tests.seal.measured import measured_folder
from typer.testing import CliRunner

from lineproof.cli.main import app

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "sealed-folder.md"
#: Tables whose keys are names, not words of the format.
NAMED = ("files", "terms", "tables")
#: What isn't told key by key: the contract and what it names, and bounds.
WHOLE = ("contract", "workdays", "sealed[]", "booked.deferred[]", "totals.net", "totals.tax")
STEPS = (("2025-01", "2025-02-10"), ("2025-02", "2025-03-10"), ("2025-02", "2025-04-14"))


@pytest.fixture(scope="module")
def seals(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return sealed months: three that differ in all but their form, and a restatement."""
    folder = tmp_path_factory.mktemp("seals")
    for example in ("07-a-year-of-restatements", "02-circuits-121"):
        shutil.copytree(ROOT / "examples" / example, folder / example)
    first, second = (folder / name for name in sorted(p.name for p in folder.iterdir()))
    asked = [(second, *step) for step in STEPS] + [(first, "2024-03", "2024-12-31")]
    for contract, month, day in asked:
        words = ["seal", str(contract), "--month", month, "--as-known", day]
        assert CliRunner().invoke(app, words).exit_code == 0
    seal_path(measured_folder(folder / "measured"))
    return sorted(path.parent for path in folder.rglob("seal.json"))


def described(section: str) -> set[str]:
    """Return what the first column of a section's table names."""
    text = PAGE.read_text("utf-8").partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def keys_of(value: object, path: str = "") -> Iterator[str]:
    """Yield the path of every key that holds no table itself."""
    if path in WHOLE or not isinstance(value, dict | list):
        yield path
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from keys_of(held, f"{path}.{'*' if path in NAMED else key}".strip("."))
    else:
        if f"{path}[]" in WHOLE or not value or not isinstance(value[0], dict):
            yield f"{path}[]"
        for held in value if f"{path}[]" not in WHOLE else ():
            yield from keys_of(held, f"{path}[]")


@pytest.mark.parametrize("name", ["seal.json", "inputs.json", "explanation.json"])
def test_every_key_is_described_and_no_other(name: str, seals: list[Path]) -> None:
    """A key without a meaning, or a meaning without a key, would mislead whoever reads it."""
    found = {key for seal in seals for key in keys_of(json.loads((seal / name).read_bytes()))}
    filled = {key for key in found if not any(o.startswith(f"{key}.") for o in found)}
    assert filled == described(name)


@pytest.mark.parametrize("name", ["lines.csv", "deltas.csv", "states.csv"])
def test_every_column_is_described_in_its_order(name: str, seals: list[Path]) -> None:
    """The columns of every sealed month are those of the page."""
    files = [seal / name for seal in seals if (seal / name).is_file()]
    columns = {file.read_text("utf-8").partition("\n")[0] for file in files}
    assert {frozenset(line.split(",")) for line in columns} == {frozenset(described(name))}


def test_every_file_is_described(seals: list[Path]) -> None:
    """Each file of a seal is named, or is of a kind that is."""
    known = [name.replace("KIND", "*").replace("schedule-N", "schedule-*") for name in
             described("Files")]  # fmt: skip
    files = [path for seal in seals for path in seal.iterdir()]
    assert [path.name for path in files if not any(path.match(name) for name in known)] == []
