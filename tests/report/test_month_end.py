"""Is a month-end worked out with bills as invoices? `cli/close` shows it of a folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.billing import bill_of

from lineproof.contract.case import view
from lineproof.ledger.books import Books
from lineproof.ledger.cost_centres import COST_CENTRES
from lineproof.model.bill import Bill, BilledTotals
from lineproof.model.errors import InputRefusedError
from lineproof.report.month_end import Bookkeeping, month_end_of
from lineproof.sources.folder import read_case

EXAMPLE = Path(__file__).parents[2] / "examples" / "11-a-year-of-bills"


@pytest.mark.parametrize(("bills", "accrued"), [(0, 2 * 61_875_00), (1, 61_875_00)])
def test_what_is_billed_is_not_accrued(bills: int, accrued: int) -> None:
    """December 2024: two months of 61,875.00 are owed; a bill for one leaves the other."""
    own = bill_of(
        {"from": dt.date(2024, 11, 1), "to": dt.date(2024, 12, 1), "gross": 61_875_00},
        number="R-2024-11", kind="invoice", issued=dt.date(2024, 12, 8),
        totals=BilledTotals(None, None, 61_875_00),
    )  # fmt: skip
    brought: tuple[Bill, ...] = (own,) * bills
    keeping = Bookkeeping(Books(), COST_CENTRES.empty(), brought, {})
    seen = view(read_case(EXAMPLE))
    end = month_end_of(seen, dt.date(2024, 12, 1), keeping)
    assert end.closing.accrued.value == accrued
    with pytest.raises(InputRefusedError):
        month_end_of(seen, dt.date(2031, 1, 1), keeping)
