"""What do kept bills come to against months of a contract? Those named, or all for their days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.contract.case import View
from lineproof.model.bill import Bill
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.reconcile.owed import owed
from lineproof.reconcile.reconcile import reconcile
from lineproof.reconcile.reconciliation import Reconciliation
from lineproof.settle.settlement import Settlement


@dataclass(frozen=True)
class Compared:
    """Bills of a contract against some of its months; view: what was known for them."""

    view: View
    settlements: tuple[Settlement, ...]
    bills: tuple[Bill, ...]
    found: Reconciliation

    @property
    def settlement(self) -> Settlement:
        """The first month, which is the only one where one was asked for."""
        return self.settlements[0]


def against_months(
    view: View,
    settlements: Sequence[Settlement],
    kept: Sequence[Bill],
    *,
    numbers: Collection[str] = (),
) -> Compared:
    """Return what comparing bills with months comes to; the others are taken into account.

    kept: all bills that were brought in. numbers: those that are compared; none: each with a line
    for days of the months. Raises InputRefusedError where there is no such bill.
    """
    own = _named(kept, numbers) if numbers else _of_days(kept, settlements)
    chosen = {bill.number for bill in own}
    others = [bill for bill in kept if bill.number not in chosen]
    found = reconcile([owed(view, list(settlements))], own, others=others)
    return Compared(view, tuple(settlements), tuple(own), found)


def _named(kept: Sequence[Bill], numbers: Collection[str]) -> list[Bill]:
    """Return the bills with some numbers."""
    found = [bill for bill in kept if bill.number in numbers]
    missing = sorted(set(numbers) - {bill.number for bill in found})
    if missing:
        message = f"no bill {', '.join(missing)} was brought in"
        fix = "Correct the number, or bring the bill in: lineproof bill import."
        raise InputRefusedError((error("E-BILL-NUMBER", message, where="bills", fix=fix),))
    return found


def _of_days(kept: Sequence[Bill], settlements: Sequence[Settlement]) -> list[Bill]:
    """Return the bills with a line for days of the months."""
    days = [settlement.period for settlement in settlements]
    is_in = pl.any_horizontal((pl.col("from") < d.end) & (pl.col("to") > d.start) for d in days)
    found = [bill for bill in kept if bill.lines.filter(is_in).height]
    if not found:
        named = ", ".join(settlement.month for settlement in settlements)
        message = f"no bill that was brought in has a line for {named}"
        fix = "Bring it in: lineproof bill import DIR FILE."
        raise InputRefusedError((error("E-AUDIT-NO-BILL", message, where="bills", fix=fix),))
    return found
