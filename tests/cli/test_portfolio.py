"""Does `portfolio` take several folders, broken ones among them, and end as other commands do?"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from lineproof.cli.main import run

Portfolio: TypeAlias = Callable[..., tuple[int, Any]]

EXAMPLES = Path(__file__).parents[2] / "examples"
ACCESS, BERLIN = EXAMPLES / "01-access-593", EXAMPLES / "06-berlin-exclusive-vat"


@pytest.fixture
def portfolio(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Portfolio:
    """Return what runs `lineproof portfolio` and gives its exit code and the JSON it printed."""

    def portfolio(*arguments: object) -> tuple[int, Any]:
        argv = ["lineproof", "portfolio", *map(str, arguments), "--json"]
        monkeypatch.setattr(sys, "argv", argv)
        code = run()
        return code, json.loads(capsys.readouterr().out)

    return portfolio


def test_contracts_in_order_end_with_0(portfolio: Portfolio) -> None:
    """access-593 earns 990,000 / 16 = 61,875.00 a month; each currency has its own total."""
    code, printed = portfolio(ACCESS, BERLIN, "--month", "2025-03")
    assert code == 0
    first, second = printed["contracts"]
    assert (first["contract"], first["currency"]) == ("access-593", "CNY")
    assert first["gross"]["value"] == "61875.00"
    assert (second["currency"], second["sealed"]) == ("EUR", False)
    assert [total["currency"] for total in printed["totals"]] == ["CNY", "EUR"]


def test_a_folder_that_cannot_be_read_stops_no_other(portfolio: Portfolio, tmp_path: Path) -> None:
    """It is listed with its reason, and the exit code is 1."""
    code, printed = portfolio(tmp_path / "none", ACCESS, "--month", "2025-03")
    assert code == 1
    assert "doesn't exist" in printed["contracts"][0]["problem"]
    assert printed["contracts"][1]["gross"]["value"] == "61875.00"
    assert printed["unread"] == 1


def test_nothing_that_can_be_read_ends_with_2(portfolio: Portfolio, tmp_path: Path) -> None:
    """There is no table to show."""
    code, printed = portfolio(tmp_path / "a", tmp_path / "b", "--month", "2025-03")
    assert (code, printed["totals"]) == (2, [])


def test_an_open_question_ends_with_1(portfolio: Portfolio, tmp_path: Path) -> None:
    """The same contract without its answers."""
    folder = tmp_path / "open"
    shutil.copytree(ACCESS, folder)
    contract = folder / "contract.toml"
    text = contract.read_text("utf-8")
    contract.write_text(text[: text.index("[[answer]]")], "utf-8")
    code, printed = portfolio(folder, "--month", "2025-03")
    (entry,) = printed["contracts"]
    assert code == 1
    assert entry["errors"] + entry["questions"] > 0


def test_a_month_outside_a_contracts_term_is_no_problem(portfolio: Portfolio) -> None:
    """It is listed as not running, and is in no total."""
    code, printed = portfolio(ACCESS, BERLIN, "--month", "2024-12")
    assert code == 0
    assert [entry["running"] for entry in printed["contracts"]] == [True, False]
    assert [total["currency"] for total in printed["totals"]] == ["CNY"]
