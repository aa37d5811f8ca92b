"""Which clauses charge or credit something of their own in a month? One list of them all."""

from __future__ import annotations

import datetime as dt

import polars as pl

from lineproof.assess.intervals import Intervals
from lineproof.contract.case import View
from lineproof.settle.bundles import bundle_charges
from lineproof.settle.charges import Charge
from lineproof.settle.delay import delay_charges
from lineproof.settle.leaving import leaving_charges


def month_charges(
    view: View, intervals: Intervals, rents: pl.DataFrame, month: dt.date
) -> tuple[Charge, ...]:
    """Return a month's charges that bring their own reasons.

    rents: the month's rent and deduction lines, in columns of `LINE_SCHEMA`.
    """
    return (
        *delay_charges(view, intervals, rents, month),
        *bundle_charges(view, month),
        *leaving_charges(view, intervals, month),
    )
