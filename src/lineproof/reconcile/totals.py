"""What do whole bills ask for beyond their lines? Balances carried over, tax, rounding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from lineproof.model.bill import Bill
from lineproof.reconcile.billed import RATE_ONE, Billed
from lineproof.reconcile.causes import Cause
from lineproof.settle.kernel import total


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a bill asks for beyond its lines, and what of it is owed, in minor units."""

    bill: int
    cause: Cause
    amount: int
    expected: int = 0


def asked_for(bill: Bill) -> int:
    """Return what a bill asks for, what was prepaid on it included, its last rounding apart."""
    totals = bill.totals
    if totals.payable is None:
        return totals.gross
    return totals.payable + (totals.prepaid or 0) - (totals.rounding or 0)


def beyond_lines(billed: Billed, *, in_rows: Sequence[int], owed_rest: int) -> tuple[Beyond, ...]:
    """Return what bills ask for beyond what their lines were compared as.

    in_rows: what each bill's lines were compared as. owed_rest: what is owed beyond its own lines,
    a rate's tax being rounded once. Tax that is neither that of the lines' sum nor the sum of
    their taxes is wrong; what the printed totals don't explain stays unexplained.
    """
    found = []
    rounding = 0
    for place, bill in enumerate(billed.bills):
        rows = billed.rows.filter(pl.col("bill") == place)
        found.append(Beyond(place, Cause.CARRIED_BALANCE, asked_for(bill) - bill.totals.gross))
        printed = total(rows.get_column("gross"))
        left = bill.totals.gross - printed
        shift = _shift(rows)
        cause = Cause.TAX if _is_tax(bill, rows) else Cause.UNEXPLAINED
        strange = 0 if left in {0, shift} else left - shift
        found.append(Beyond(place, cause, strange))
        rounding += bill.totals.gross - strange - in_rows[place]
    is_cents = abs(rounding - owed_rest) <= billed.rows.height + len(billed.bills)
    found.append(Beyond(0, Cause.ROUNDING if is_cents else Cause.UNEXPLAINED, rounding, owed_rest))
    return tuple(each for each in found if each.amount or each.expected)


def _shift(rows: pl.DataFrame) -> int:
    """Return the tax of the lines' sums, by rate, less the sum of the lines' own taxes."""
    worked_out = rows.filter("is_worked_out")
    sums = worked_out.group_by("rate").agg(
        pl.col("net").cast(pl.Int128).sum(), (pl.col("gross") - pl.col("net")).sum().alias("tax")
    )
    shift = 0
    for rate, net, tax in sums.select("rate", "net", "tax").iter_rows():
        size = (2 * abs(net) * rate + RATE_ONE) // (2 * RATE_ONE)
        shift += (size if net >= 0 else -size) - tax
    return shift


def _is_tax(bill: Bill, rows: pl.DataFrame) -> bool:
    """Whether a bill's total is off by its tax alone: its net total is that of its lines."""
    if bill.totals.net is None or rows.get_column("net").null_count():
        return False
    return bill.totals.net == total(rows.get_column("net"))
