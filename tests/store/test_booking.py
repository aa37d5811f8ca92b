"""Is what a ledger lacks booked once? The command's tests say what each booking holds."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from lineproof.contract.case import view
from lineproof.store.booking import book_lacking
from lineproof.store.cases import open_case
from lineproof.store.sealed_books import sealed_reads

EXAMPLE = Path(__file__).parents[2] / "examples" / "11-a-year-of-bills"


def test_nothing_is_booked_twice(tmp_path: Path) -> None:
    """Invoices and payments of the example; the second time nothing is lacking."""
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "year"))
    seen, day = view(open_case(folder)), dt.date(2025, 12, 31)
    first, booking = book_lacking(folder, seen, (), sealed_reads(folder, seen), on=day)
    assert booking.entries.get_column("key").n_unique() == 21  # 11 invoices and 10 payments
    again, nothing = book_lacking(folder, seen, (), sealed_reads(folder, seen), on=day)
    assert (again.head, nothing.entries.height) == (first.head, 0)
