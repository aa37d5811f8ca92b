"""Does `lineproof diff` say what two contracts differ in, and what it is worth?"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from typer.testing import CliRunner, Result

from lineproof.cli.main import app

ACCESS = Path(__file__).parents[2] / "examples" / "01-access-593"


def diff(left: Path, right: Path, *options: str) -> Result:
    """Return what `lineproof diff` comes to."""
    return CliRunner().invoke(app, ["diff", str(left), str(right), *options])


def changed(target: Path, old: str, new: str) -> Path:
    """Return a copy of the first example with something else in its contract."""
    shutil.copytree(ACCESS, target)
    contract = target / "contract.toml"
    text = contract.read_text("utf-8")
    assert text.count(old) == 1
    contract.write_text(text.replace(old, new), "utf-8")
    return target


def test_a_contract_doesnt_differ_from_itself() -> None:
    """Exit code 0, and nothing to tell."""
    done = diff(ACCESS, ACCESS)
    assert (done.exit_code, done.stdout) == (0, "no difference\n")


def test_a_rent_is_worth_its_difference_over_the_term(tmp_path: Path) -> None:
    """Line 4 at 126.00 instead of 116.00: the months' factors add up to 5 × 1 + 3 × 0.9 + 3 × 0.8
    + 3 × 0.7 + 2 × 0.6 = 13.4 of 16, and 13.4 × 10.00 are 134.00.
    """
    line = 'line = "4", name = "special line", bandwidth = "20", qty = 1, months = 16'
    other = changed(
        tmp_path / "other", f'{line}, monthly_rent = "116.00"', f'{line}, monthly_rent = "126.00"'
    )
    done = diff(ACCESS, other, "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["same"], told["total"]) == (1, False, "134.00")
    assert told["differences"] == [
        {
            "term": "PRICES", "clause": "III.1", "what": "lines[4].monthly_rent",
            "left": "116", "right": "126", "worth": "134.00", "unit": "money",
        }
    ]  # fmt: skip


def test_points_are_no_money() -> None:
    """Four steps of a scorecard change points; the rest of the other scan is worth nothing."""
    done = diff(ACCESS, ACCESS / "second-scan")
    assert done.exit_code == 1
    assert done.stdout.endswith("10 differences; together nothing, points apart\n")
