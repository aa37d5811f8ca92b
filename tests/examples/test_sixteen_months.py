"""Does access-593 pay over 16 months what it earns, and restate the month whose claim came late?"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lineproof.assess.intervals import service_intervals
from lineproof.assess.score import score_of
from lineproof.assess.service import services
from lineproof.cli.main import app
from lineproof.contract.case import view
from lineproof.contract.check import check
from lineproof.contract.terms.scoring import Scorecard
from lineproof.model.period import add_months, month_text
from lineproof.settle.settle import Asked, settle
from lineproof.sources.folder import read_case

EXAMPLE = Path(__file__).parents[2] / "examples" / "09-access-593-sixteen-months"


def test_what_is_paid_is_what_was_earned() -> None:
    """742,500.00 + 216,562.50 - 18,562.50 is 940,500.00, the 16 months' gross."""
    case = read_case(EXAMPLE)
    findings = check(case)
    months = [add_months(dt.date(2024, 11, 1), n) for n in range(17)]
    done = [settle(case, Asked(month, as_known=None, findings=findings)) for month in months]
    assert sum(s.gross.value or 0 for s in done) == 940_500_00
    assert sum(s.payable.value or 0 for s in done) == 940_500_00


LOST = {
    "2025-01": {"response": 2, "restoration": 3, "quality": 1, "service": 5},
    "2025-02": {"response": 1, "restoration": 2, "quality": 2, "service": 5},
    "2025-03": {"online": 1, "documentation": 1},
    "2025-06": {"response": 9, "restoration": 15, "online": 10, "service": 11},
}


@pytest.mark.parametrize("month", LOST)
def test_a_computed_month_loses_points_item_by_item(month: str) -> None:
    """89, 90, 98 and 55 points, as the README's four tables have them."""
    seen = view(read_case(EXAMPLE))
    card = next(v.term for v in seen.versions if isinstance(v.term, Scorecard))
    served = services(seen, service_intervals(seen))
    score = score_of(seen, served, card, dt.date.fromisoformat(f"{month}-01"))
    lost = {i.item: i.max_points - i.low for i in score.items if i.low != i.max_points}
    assert lost == {item: Fraction(points) for item, points in LOST[month].items()}
    assert score.low == score.high == 100 - sum(LOST[month].values())
    assert score.month == month_text(dt.date.fromisoformat(f"{month}-01"))


def test_an_exclusion_accepted_late_restates_its_month(tmp_path: Path) -> None:
    """82 points pay 55,687.50; 98 pay 61,875.00: the restatement's lines add up to 6,187.50."""
    folder = tmp_path / EXAMPLE.name
    shutil.copytree(EXAMPLE, folder)
    gross = []
    for known in ("2025-04-10", "2025-05-25"):
        words = ["seal", str(folder), "--month", "2025-03", "--as-known", known, "--json"]
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, done.output
        gross.append(json.loads(done.stdout)["gross"])
    assert gross == ["55687.50", "61875.00"]
    shown = CliRunner().invoke(app, ["seal", str(folder), "--month", "2025-03"])
    assert "nothing changed" in shown.stdout
    verified = CliRunner().invoke(app, ["verify", str(folder / "settled" / "2025-03" / "r1")])
    assert verified.exit_code == 0, verified.output
