"""Is a bill read from a file as bringing it in would read it, with nothing written?"""

from __future__ import annotations

from pathlib import Path

import pytest

from lineproof.model.errors import InputRefusedError, LineproofError
from lineproof.sources.bill_columns import Layout
from lineproof.sources.folder import read_case
from lineproof.store.bill_given import read_unkept
from lineproof.store.bills import save_layout


@pytest.fixture
def march(small: Path) -> Path:
    """Return a sheet beside the contract."""
    path = small / "march.csv"
    path.write_text("Circuit,Month,Amount\nC-1,2024-03,900.00\n")
    return path


def test_a_sheet_needs_confirmed_columns(small: Path, march: Path) -> None:
    """Until then it is refused; then it has the file's name and the contract's currency."""
    case = read_case(small)
    with pytest.raises(InputRefusedError) as refused:
        read_unkept(small, case, march)
    assert [f.code for f in refused.value.findings] == ["E-BILL-COLUMNS"]
    layout = Layout(("Circuit", "Month", "Amount"), ("circuit", "period", "gross"))
    save_layout(small, "The provider", layout)
    bill = read_unkept(small, case, march).bill
    assert (bill.number, bill.currency, bill.seller) == ("march", "CNY", "The provider")
    assert bill.lines["gross"].to_list() == [90000]
    assert [p.name for p in (small / "bills").iterdir()] == ["columns"]


def test_a_file_that_is_not_there_is_told(small: Path) -> None:
    """With its name."""
    with pytest.raises(LineproofError, match=r"none\.csv"):
        read_unkept(small, read_case(small), small / "none.csv")
