"""Are bills chosen by number or by their days? `cli/reconciling` asks the same of a folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.billing import bill_of

from lineproof.contract.case import view
from lineproof.contract.check import check
from lineproof.model.errors import InputRefusedError
from lineproof.reconcile.against_months import against_months
from lineproof.settle.settle import Asked, settle
from lineproof.sources.folder import read_case

EXAMPLE = Path(__file__).parents[2] / "examples" / "11-a-year-of-bills"


def test_bills_are_found_by_days_or_number() -> None:
    """One for March, one for April: by days the first alone; by number the other."""
    case = read_case(EXAMPLE)
    march = settle(case, Asked(dt.date(2025, 3, 1), findings=check(case)))
    one, other = (
        bill_of({"circuit": "EA-1000-01", "from": dt.date(2025, month, 1),
                 "to": dt.date(2025, month + 1, 1), "gross": 100}, number=f"B{month}")
        for month in (3, 4)
    )  # fmt: skip
    found = against_months(view(case), [march], [one, other])
    assert ([b.number for b in found.bills], found.settlement) == (["B3"], march)
    named = against_months(view(case), [march], [one, other], numbers=["B4"])
    assert [bill.number for bill in named.bills] == ["B4"]
    for kept, numbers in (([other], ()), ([one, other], ("B3", "B9"))):
        with pytest.raises(InputRefusedError):
            against_months(view(case), [march], kept, numbers=numbers)
