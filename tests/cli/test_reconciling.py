"""Are months, folders and bills found as they are named on the command line?"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lineproof.cli.reconciling import compared, months_of
from lineproof.model.errors import InputRefusedError, LineproofError

D = dt.date
Run = Callable[..., Any]
EXAMPLE = Path(__file__).parents[2] / "examples" / "11-a-year-of-bills"


@pytest.mark.parametrize(
    ("given", "ends", "expected"),
    [
        (["2025-03", "2025-01", "2025-03"], (None, None), [D(2025, 1, 1), D(2025, 3, 1)]),
        ([], ("2024-12", "2025-02"), [D(2024, 12, 1), D(2025, 1, 1), D(2025, 2, 1)]),
        ([], ("2025-02", "2025-02"), [D(2025, 2, 1)]),
    ],
)
def test_months_are_named_or_run_from_one_to_another(
    given: list[str], ends: tuple[str | None, str | None], expected: list[dt.date]
) -> None:
    """Each once, in order."""
    assert months_of(given, *ends) == expected


@pytest.mark.parametrize(
    ("given", "ends"),
    [([], (None, None)), ([], ("2025-01", None)), (["2025-01"], (None, "2025-02")),
     ([], ("2025-02", "2025-01"))],
)  # fmt: skip
def test_months_that_make_no_sense_are_refused(
    given: list[str], ends: tuple[str | None, str | None]
) -> None:
    """None at all, one end only, both ways, backwards."""
    with pytest.raises(LineproofError):
        months_of(given, *ends)


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
