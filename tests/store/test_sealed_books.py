"""Do sealed months bring their totals into the books, restatements and damage included?"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.seal.folder import LATER_SCORE, add_record, seal_path, sealed, write_folder

from lineproof.contract.case import view
from lineproof.ledger.facts import BookedMonth
from lineproof.model.errors import StoreError
from lineproof.store.cases import open_case
from lineproof.store.sealed_books import booked_months, sealed_reads


def _booked(folder: Path) -> tuple[BookedMonth, ...]:
    """Return what a folder's sealed months bring."""
    seen = view(open_case(folder))
    return booked_months(seen, sealed_reads(folder, seen))


def test_a_restated_month_keeps_what_it_claimed(tmp_path: Path) -> None:
    """January claims 1,610.00 and earns 1,449.00, later 1,610.00; tax 6/106 of what is earned.

    8,202 = 144,900 × 6/106 rounded (8,201.89); 9,113 = 161,000 × 6/106 (9,113.21).
    """
    folder = write_folder(tmp_path / "c")
    sealed(folder, "2024-01")
    (first,) = _booked(folder)
    assert (first.claimed, first.gross, first.tax) == (161000, 144900, 8202)
    assert (first.revision, str(first.last), first.interest, first.lapsed) == (
        0, "2024-01-31", 0, 0)  # fmt: skip
    add_record(folder, "scores", LATER_SCORE)
    sealed(folder, "2024-01")
    (again,) = _booked(folder)
    assert (again.claimed, again.gross, again.tax, again.revision) == (161000, 161000, 9113, 1)
    assert again.sha256 != first.sha256


def test_a_damaged_seal_is_refused(tmp_path: Path) -> None:
    """Without its lines nobody knows the interest in it."""
    folder = write_folder(tmp_path / "c")
    sealed(folder, "2024-01")
    seen = view(open_case(folder))
    (seal_path(folder, "2024-01") / "lines.csv").unlink()
    with pytest.raises(StoreError, match="lineproof verify"):
        booked_months(seen, sealed_reads(folder, seen))
