"""What does comparing kept bills with a month come to? For the commands that go on from there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lineproof.cli.reconciling import settled_months

if TYPE_CHECKING:
    from lineproof.contract.case import View
    from lineproof.model.bill import Bill
    from lineproof.reconcile.reconciliation import Reconciliation
    from lineproof.settle.settlement import Settlement


@dataclass(frozen=True)
class Compared:
    """Bills of a folder against one of its months; view: what was known for it."""

    view: View
    settlement: Settlement
    bills: tuple[Bill, ...]
    found: Reconciliation


def compared(
    folder: Path, month: dt.date, numbers: Sequence[str], *, known: dt.date | None
) -> Compared:
    """Return what comparing bills by number comes to; no number: those for days of the month.

    Raises InputRefusedError where a bill isn't there, or none is for the month.
    """
    from lineproof.reconcile.owed import owed
    from lineproof.reconcile.reconcile import reconcile
    from lineproof.store.bills import read_bill, read_bills

    seen, (settlement,) = settled_months(folder, [month], known)
    kept = read_bills(folder)
    bills = [read_bill(folder, number) for number in numbers]
    bills = bills or _of_month(kept, seen, month)
    chosen = {bill.number for bill in bills}
    others = [bill for bill in kept if bill.number not in chosen]
    found = reconcile([owed(seen, [settlement])], bills, others=others)
    return Compared(seen, settlement, tuple(bills), found)


def _of_month(kept: Sequence[Bill], view: View, month: dt.date) -> list[Bill]:
    """Return the bills with a line for days of a month; raises InputRefusedError without any."""
    import polars as pl

    from lineproof.model.errors import InputRefusedError
    from lineproof.model.finding import error
    from lineproof.model.period import month_text

    days = view.period(month)
    is_in = (pl.col("from") < days.end) & (pl.col("to") > days.start)
    found = [bill for bill in kept if bill.lines.filter(is_in).height]
    if not found:
        message = f"no bill that was brought in has a line for {month_text(month)}"
        fix = "Bring it in: lineproof bill import DIR FILE."
        raise InputRefusedError((error("E-AUDIT-NO-BILL", message, where="bills", fix=fix),))
    return found
