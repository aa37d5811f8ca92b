"""Does `reconcile` read bills, compare them, and end as other commands do?"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import openpyxl  # type: ignore[import-untyped]
import pytest

from lineproof.cli.main import run
from lineproof.model.bill import BILL_LINES

Run: TypeAlias = Callable[..., tuple[int, str, str]]
HEAD = ",".join(column.name for column in BILL_LINES.columns) + "\n"
ACCESS = Path(__file__).parents[2] / "examples" / "01-access-593"
#: The seven lines of a month at full score: 61,875.00.
LINES = (
    ("1a", "198", "113.00", "22374.00"), ("1b", "14", "120.00", "1680.00"),
    ("1c", "1", "1999.00", "1999.00"), ("2", "42", "102.00", "4284.00"),
    ("3", "42", "116.00", "4872.00"), ("4", "1", "116.00", "116.00"),
    ("5", "295", "90.00", "26550.00"),
)  # fmt: skip


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs `lineproof reconcile` and gives its exit code and what it printed."""

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["lineproof", "reconcile", *map(str, arguments)])
        code = run()
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return command


def bill(path: Path, *, changed: dict[str, str] | None = None) -> Path:
    """Write a bill of the access contract's month; changed: other amounts, by line."""
    rows = [f"{n},rent,,,,,{n},2025-03-01,2025-04-01,{qty},{price.rstrip('0').rstrip('.')},"
            f",,,{(changed or {}).get(n, amount)},"
            for n, qty, price, amount in LINES]  # fmt: skip
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_right_bill_ends_with_0(command: Run, tmp_path: Path) -> None:
    """61,875.00 on both sides."""
    code, out, _ = command(ACCESS, bill(tmp_path / "b.csv"), "--month", "2025-03")
    assert (code, "61,875.00" in out, "The bill is what is owed." in out) == (0, True, True)


def test_a_difference_ends_with_1(command: Run, tmp_path: Path) -> None:
    """Line 5 at 295 × 90.00 + 100.00: nothing printed explains it."""
    path = bill(tmp_path / "b.csv", changed={"5": "26650.00"})
    code, out, _ = command(ACCESS, path, "--month", "2025-03", "--json")
    found = json.loads(out)
    assert (code, found["difference"], found["causes"]) == (1, "100.00", {"unexplained": "100.00"})


def test_a_bill_for_another_month(command: Run, tmp_path: Path) -> None:
    """March is billed and January asked for: the one isn't owed now, the other isn't billed."""
    code, out, _ = command(ACCESS, bill(tmp_path / "b.csv"), "--month", "2025-01", "--json")
    found = json.loads(out)
    assert (code, found["difference"]) == (1, "0.00")
    assert found["causes"] == {"not_billed": "-61875.00", "wrong_period": "61875.00"}


def test_the_differences_as_a_workbook(command: Run, tmp_path: Path) -> None:
    """A sheet of sums and one of lines, in Chinese."""
    path = bill(tmp_path / "b.csv", changed={"5": "26650.00"})
    out = tmp_path / "differences.xlsx"
    code, _, _ = command(
        ACCESS, path, "--month", "2025-03", "--output", out, "--language", "zh"
    )  # fmt: skip
    assert code == 1
    assert openpyxl.load_workbook(out).sheetnames == ["差异原因", "明细"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["none.csv", "--month", "2025-03"], "neither a file nor a bill",
                     id="no such bill"),
        pytest.param(["b.csv"], "name the months", id="no month"),
        pytest.param(["b.csv", "--month", "2025-3"], "is not a month", id="no month at all"),
        pytest.param(["b.csv", "--from", "2025-03", "--to", "2025-02"], "is before",
                     id="backwards"),
        pytest.param(["b.csv", "--month", "2025-03", "--from", "2025-03"], "name the months",
                     id="both"),
        pytest.param(["b.csv", "--month", "2040-01"], "outside the contract's term", id="outside"),
        pytest.param(["bad.csv", "--month", "2025-03"], "bad.csv", id="a bill that can't be read"),
    ],
)  # fmt: skip
def test_what_cannot_go_on_ends_with_2(
    command: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
) -> None:
    """It says what is wrong, and no traceback."""
    monkeypatch.chdir(tmp_path)
    bill(tmp_path / "b.csv")
    (tmp_path / "bad.csv").write_text(
        HEAD + "1,rent,,,,,,2025-13-01,,x,y,z,,,,\n", encoding="utf-8"
    )
    code, _, error = command(ACCESS, *arguments)
    assert (code, message in error, "Traceback" in error) == (2, True, False)


def test_several_months_and_several_contracts(command: Run, tmp_path: Path) -> None:
    """February and March of one contract, in a folder of contracts: twice 61,875.00."""
    shutil.copytree(ACCESS, tmp_path / "all" / "access")
    path = bill(tmp_path / "b.csv")
    code, out, _ = command(
        tmp_path / "all", path, "--from", "2025-02", "--to", "2025-03", "--json"
    )  # fmt: skip
    found = json.loads(out)
    assert (code, found["months"], found["expected"]) == (1, ["2025-02", "2025-03"], "123750.00")
    assert found["causes"] == {"not_billed": "-61875.00"}


def test_a_bill_that_was_brought_in_goes_by_its_number(
    command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B-1 has all lines but the dearest, which B-2 has: neither bill lacks the other's."""
    folder = Path(shutil.copytree(ACCESS, tmp_path / "access"))
    text = bill(tmp_path / "b.csv").read_text("utf-8").splitlines(keepends=True)
    for number, lines in (("B-1", text[:-1]), ("B-2", [text[0], text[-1]])):
        file = tmp_path / f"{number}.csv"
        file.write_text("".join(lines), encoding="utf-8")
        brought = ["lineproof", "bill", "import", str(folder), str(file), "--number", number]
        monkeypatch.setattr(sys, "argv", brought)
        run()
    for number, amount in (("B-1", "35325.00"), ("B-2", "26550.00")):
        code, out, _ = command(folder, number, "--month", "2025-03", "--json")
        found = json.loads(out[out.index("{") :])
        assert (code, found["billed"], found["lines"]) == (0, amount, [])


@pytest.mark.parametrize(
    ("other", "expected"),
    [(None, (1, "61875.00")), ({"5": "26650.00"}, (2, None))],
)
def test_a_number_that_several_contracts_keep(
    command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    other: dict[str, str] | None, expected: tuple[int, str | None],
) -> None:  # fmt: skip
    """The same bill is one, 61,875.00; two bills of one number are told apart, never mixed up."""
    for name, changed in (("a", None), ("b", other)):
        folder = Path(shutil.copytree(ACCESS, tmp_path / "all" / name))
        head = folder / "contract.toml"
        text = head.read_text("utf-8")
        head.write_text(text.replace('id = "access-593"', f'id = "access-{name}"'), "utf-8")
        file = bill(tmp_path / f"{name}.csv", changed=changed)
        brought = ["lineproof", "bill", "import", str(folder), str(file), "--number", "B-1"]
        monkeypatch.setattr(sys, "argv", brought)
        run()
    code, out, error = command(tmp_path / "all", "B-1", "--month", "2025-03", "--json")
    found = json.loads(out[out.index("{") :])
    assert (code, found.get("billed")) == expected
    assert ("and they differ" in error) == (code == 2)
