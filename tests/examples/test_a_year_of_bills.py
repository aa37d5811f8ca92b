"""Does a year of bills compare to what its README works out by hand, and end in a letter?"""

from __future__ import annotations

import json
import shutil
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.report.test_pdf import joined, text_of
from typer.testing import CliRunner

from lineproof.cli.main import app
from lineproof.cli.reconciling import compared
from lineproof.model.money import format_minor
from lineproof.model.period import parse_month

EXAMPLE = Path(__file__).parents[2] / "examples" / "11-a-year-of-bills"
EXPECTED = tomllib.loads((EXAMPLE / "expected.toml").read_text("utf-8"))


def told(*words: str, code: int = 0) -> str:
    """Run a command of lineproof; return what it prints."""
    done = CliRunner().invoke(app, [*words])
    assert done.exit_code == code, f"{words}: {done.output}"
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the example with its twelve bills brought in."""
    copy = Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("bills") / "year"))
    for bill in EXPECTED["bill"]:
        number = f"R-{bill['month']}"
        file = copy / "sent" / f"{number}.csv"
        told("bill", "import", str(copy), str(file), "--number", number, "--yes")
    return copy


@pytest.mark.parametrize("bill", EXPECTED["bill"], ids=lambda bill: str(bill["month"]))
def test_a_bill_differs_by_what_was_planted(folder: Path, bill: dict[str, Any]) -> None:
    """Each cause with its amount, and no other; what is left is undisputed."""
    month = parse_month(bill["month"])
    found = compared(folder, month, [f"R-{bill['month']}"], known=None).found
    causes = {cause.value: format_minor(minor, digits=2) for cause, minor in found.causes.items()}
    assert (format_minor(found.billed, digits=2), causes) == (bill["billed"], bill["causes"])
    assert found.undisputed == found.billed - sum(found.causes.values())


def test_the_year_comes_to_its_causes() -> None:
    """25,145.55 in all: the table of the README, added up."""
    sums: dict[str, Decimal] = {}
    for bill in EXPECTED["bill"]:
        for cause, amount in bill["causes"].items():
            sums[cause] = sums.get(cause, Decimal(0)) + Decimal(amount)
    assert {cause: str(amount) for cause, amount in sums.items()} == EXPECTED["year"]["causes"]
    assert sum(sums.values()) == Decimal("25145.55")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ["7,411.00 CNY", "billed twice", "missing credit", "S.2 leaves until 2025-12-22"]),
     ("zh", ["7,411.00 CNY", "柒仟肆佰壹拾壹元整", "重复计费", "无异议的 55,583.10 CNY 按期支付"])],
)  # fmt: skip
def test_november_is_disputed(folder: Path, tmp_path: Path, language: str, said: list[str]) -> None:
    """4,756.00 + 2,655.00 by ten workdays after 8 December; 55,583.10 is paid meanwhile."""
    copy = Path(shutil.copytree(folder, tmp_path / "year"))
    words = ("dispute", "draft", str(copy), "R-2025-11", "--month", "2025-11", "--on", "2025-12-10")
    total = {"en": "disputed 7,411.00 CNY", "zh": "争议金额 7,411.00 CNY"}[language]
    assert total in told(*words, "--language", language)
    letter = (copy / "disputes" / "D006" / "letter.pdf").read_bytes()
    bare = joined(text_of(letter)).replace("\u200b", "").replace("\xa0", "")
    assert [text for text in said if joined(text) not in bare] == []


def test_each_dispute_of_the_year_was_for_what_the_bill_had_too_much() -> None:
    """The register's drafts are the comparison's causes, up to September."""
    printed = json.loads(told("dispute", "list", str(EXAMPLE), "--on", "2025-12-10", "--json"))
    (contract,) = printed["contracts"]
    drafted = {
        each["month"]: {cause["cause"]: cause["amount"] for cause in each["causes"]}
        for each in contract["disputes"]
    }
    planted = {bill["month"]: bill["causes"] for bill in EXPECTED["bill"] if bill["causes"]}
    assert drafted == {month: c for month, c in planted.items() if month < "2025-11"}
    assert printed["totals"][0]["recovered"] == "15093.75"
