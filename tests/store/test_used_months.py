"""Are months taken as sealed, else as settled, each line once?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.seal.folder import LATER_SCORE, add_record, seal_path, sealed, write_folder

from lineproof.contract.case import view
from lineproof.contract.check import check
from lineproof.ledger.closing import MonthUsed
from lineproof.model.errors import InputRefusedError, StoreError
from lineproof.store.cases import open_case
from lineproof.store.sealed_books import sealed_reads
from lineproof.store.used_months import used_months


def months(folder: Path, month: dt.date) -> tuple[MonthUsed, ...]:
    """Return the months of a folder up to one."""
    case = open_case(folder)
    seen = view(case)
    return used_months(seen, month, check(case), sealed_reads(folder, seen))


def test_a_sealed_month_is_as_it_was_sealed(tmp_path: Path) -> None:
    """January: claims 1,610.00, costs 1,449.00; its lines, 900.00, 279.00 and 270.00.

    620.00 × 15/31 × 0.9 = 270.00. Sealed or settled, it is the same; and February claims 1,149.00
    of its cost of 1,310.00. A score corrected later changes it once it is restated, not before.
    """
    folder = write_folder(tmp_path / "c")
    settled = months(folder, dt.date(2024, 2, 1))
    sealed(folder, "2024-01")
    found = months(folder, dt.date(2024, 2, 1))
    assert [m.is_sealed for m in found] == [True, False]
    for one, two in zip(settled, found, strict=True):
        assert (one.claimed, one.cost, one.tax) == (two.claimed, two.cost, two.tax)
        assert one.lines.sort("line").equals(two.lines.sort("line"))
    assert (found[0].claimed.value, found[0].cost.value) == (161000, 144900)
    assert found[0].lines.sort("line").get_column("amount").to_list() == [90000, 27900, 27000]
    assert (found[1].claimed.value, found[1].cost.value) == (114900, 131000)
    add_record(folder, "scores", LATER_SCORE)
    assert months(folder, dt.date(2024, 1, 1))[0].cost.value == 144900


def test_a_month_without_a_score_has_bounds(tmp_path: Path) -> None:
    """March's score is missing: 90 % of 1,310.00, or all of it."""
    march = months(write_folder(tmp_path / "c"), dt.date(2024, 3, 1))[-1]
    assert (march.cost.low, march.cost.high) == (117900, 131000)


def test_a_month_outside_the_term_is_refused(tmp_path: Path) -> None:
    """The contract runs in 2024."""
    with pytest.raises(InputRefusedError):
        months(write_folder(tmp_path / "c"), dt.date(2023, 12, 1))


def test_a_damaged_seal_is_refused(tmp_path: Path) -> None:
    """Its lines are no table any more."""
    folder = write_folder(tmp_path / "c")
    sealed(folder, "2024-01")
    (seal_path(folder, "2024-01") / "lines.csv").write_text("charge\nrent\n")
    with pytest.raises(StoreError, match="verify"):
        months(folder, dt.date(2024, 2, 1))
