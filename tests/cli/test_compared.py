"""Is a bill compared with its month, and found in its folder?"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lineproof.cli.compared import compared
from lineproof.model.errors import InputRefusedError

Run = Callable[..., Any]
EXAMPLE = Path(__file__).parents[2] / "examples" / "11-a-year-of-bills"


@pytest.fixture
def folder(lineproof: Run, tmp_path: Path) -> Path:
    """Return a copy of the example with the bills of April and May brought in."""
    copy = Path(shutil.copytree(EXAMPLE, tmp_path / "year"))
    for number in ("R-2025-04", "R-2025-05"):
        file = copy / "sent" / f"{number}.csv"
        assert lineproof("bill", "import", copy, file, "--number", number, "--yes").code == 0
    return copy


@pytest.mark.parametrize("numbers", [["R-2025-04"], []])
def test_the_months_bill_is_the_one_with_its_days(folder: Path, numbers: list[str]) -> None:
    """116.00 too much in April; May's bill is another month's."""
    found = compared(folder, dt.date(2025, 4, 1), numbers, known=None)
    assert [bill.number for bill in found.bills] == ["R-2025-04"]
    assert found.found.difference == 116_00


def test_a_bill_that_is_not_there_is_refused(folder: Path) -> None:
    """By number, or by month."""
    for month, numbers in ((4, ["R-9"]), (6, [])):
        with pytest.raises(InputRefusedError):
            compared(folder, dt.date(2025, month, 1), numbers, known=None)
