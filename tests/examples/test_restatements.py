"""Does a year sealed step by step come to what its README works out by hand?

`expected.toml` of example 07 holds every step, in order: a month, sealed as known on a day.
"""

from __future__ import annotations

import csv
import json
import shutil
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lineproof.cli.main import app

EXAMPLE = Path(__file__).parents[2] / "examples" / "07-a-year-of-restatements"
EXPECTED = tomllib.loads((EXAMPLE / "expected.toml").read_text("utf-8"))
STEPS = EXPECTED["seal"]
TOTALS = ("gross", "carried", "payable", "net", "tax")

Table = dict[str, Any]


def command(*words: str) -> Table:
    """Run a command of lineproof with --json; return what it prints."""
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == 0, f"{words}: {done.output}"
    printed: Table = json.loads(done.stdout)
    return printed


def sealed(folder: Path, step: Table) -> Table:
    """Seal a step's month, as known on its day."""
    known = f"{step['as_known']}"
    return command(
        "seal", str(folder), "--month", step["month"], "--as-known", known, "--no-lines"
    )  # fmt: skip


def place(folder: Path, step: Table) -> Path:
    """Return where a step's revision lies."""
    return folder / "settled" / f"{step['month']}" / f"r{step['revision']}"


def name_of(step: Table) -> str:
    """Return what pytest calls a step."""
    return f"{step['month']}-r{step['revision']}"


def delta_rows(step_folder: Path) -> list[list[str]]:
    """Return a restatement's delta lines as expected files write them."""
    with (step_folder / "deltas.csv").open(encoding="utf-8", newline="") as file:
        return [row[:5] for row in csv.reader(file)][1:]


def contents(folder: Path) -> dict[str, bytes]:
    """Return every sealed file of a contract folder."""
    files = sorted((folder / "settled").rglob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files if path.is_file()}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Table]]:
    """Return a copy of the example, sealed step by step, and what each step printed."""
    folder = tmp_path_factory.mktemp("year") / EXAMPLE.name
    shutil.copytree(EXAMPLE, folder)
    return folder, [sealed(folder, step) for step in STEPS]


@pytest.mark.parametrize("index", range(len(STEPS)))
def test_a_step_comes_to_what_was_worked_out_by_hand(
    index: int, year: tuple[Path, list[Table]]
) -> None:
    """Each revision's number and totals, as the README's tables have them."""
    folder, printed = year
    step, told = STEPS[index], printed[index]
    wanted = {name: step[name] for name in TOTALS if name in step}
    assert {name: told[name] for name in wanted} == wanted
    assert (told["revision"], told["folder"]) == (step["revision"], str(place(folder, step)))


@pytest.mark.parametrize("step", [step for step in STEPS if "deltas" in step], ids=name_of)
def test_a_restatement_has_the_lines_that_changed(
    step: Table, year: tuple[Path, list[Table]]
) -> None:
    """What was, negated, and what is, of the changed lines alone; together they are the change."""
    rows = delta_rows(place(year[0], step))
    assert rows == step["deltas"]
    assert sum(Decimal(row[4]) for row in rows) == Decimal(step["change"])


def test_what_is_paid_is_what_was_earned(year: tuple[Path, list[Table]]) -> None:
    """Each month is paid as first sealed, and earned as last sealed: both are 52,567.10."""
    folder, _ = year
    months = sorted({step["month"] for step in STEPS})
    paid = earned = Decimal(0)
    for month in months:
        revisions = sorted((folder / "settled" / month).iterdir())
        first, last = (
            json.loads((each / "seal.json").read_bytes())["totals"]
            for each in (revisions[0], revisions[-1])
        )
        paid, earned = paid + Decimal(first["payable"]), earned + Decimal(last["gross"])
    assert (f"{paid}", f"{earned}") == (EXPECTED["year"]["paid"], EXPECTED["year"]["earned"])


@pytest.mark.parametrize("step", STEPS, ids=name_of)
def test_each_revision_verifies(step: Table, year: tuple[Path, list[Table]]) -> None:
    """An old revision is derived from what it holds, whatever was learnt since."""
    verdict = command("verify", str(place(year[0], step)))
    assert (verdict["ok"], verdict["level"]) == (True, "integrity only")


def test_sealing_again_as_known_changes_no_byte(year: tuple[Path, list[Table]]) -> None:
    """The last revision of each month, sealed again from the facts it was sealed from, stands."""
    folder, _ = year
    before = contents(folder)
    last = {step["month"]: step for step in STEPS}
    told = [sealed(folder, step)["revision"] for step in last.values()]
    assert told == [step["revision"] for step in last.values()]
    assert contents(folder) == before


def test_what_is_learnt_after_the_last_month_waits_for_one_more(tmp_path: Path) -> None:
    """November scored 85, learnt in March 2026: 10 % of 4,280.00 go back in February 2026, since
    January is sealed; learnt again, 97 after all, the buyer owes them in March.
    """
    folder = tmp_path / EXAMPLE.name
    shutil.copytree(EXAMPLE, folder)
    for step in STEPS:
        sealed(folder, step)
    scores = ["record", str(folder), "scores", "--month", "2025-11", "--by", "buyer"]
    after = {"2026-02": ("85", "-428.00"), "2026-03": ("97", "428.00")}
    replaced = "S12"
    for month, (points, carried) in after.items():
        words = ["seal", str(folder), "--month", month]
        assert "outside the contract's term" in str(CliRunner().invoke(app, words).exception)
        row = [*scores, "--points", points, "--replaces", replaced]
        replaced = CliRunner().invoke(app, row).stdout.split()[1]
        command("seal", str(folder), "--month", "2025-11", "--no-lines")
        told = command("seal", str(folder), "--month", month, "--no-lines")
        assert (told["gross"], told["carried"], told["payable"]) == ("0.00", carried, carried)
        assert command("verify", told["folder"])["ok"]
