"""Which clauses charge or credit something of their own in a month? One list of them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from lineproof.assess.intervals import Intervals
from lineproof.contract.case import View
from lineproof.settle.bundles import bundle_charges
from lineproof.settle.charges import Charge, charge_lines
from lineproof.settle.delay import delay_charges
from lineproof.settle.leaving import leaving_charges
from lineproof.settle.lost_claims import lost_claims


def month_charges(
    view: View,
    intervals: Intervals,
    rents: pl.DataFrame,
    month: dt.date,
    earned_in: Callable[[dt.date], pl.DataFrame],
) -> tuple[Charge, ...]:
    """Return a month's charges that bring their own reasons.

    rents: the month's rent and deduction lines, in columns of `LINE_SCHEMA`. earned_in: all lines
    of an earlier month.
    """

    def lines_of(each: dt.date) -> pl.DataFrame:
        return rents if each == month else earned_in(each)

    found = (
        *delay_charges(view, intervals, rents, month),
        *bundle_charges(view, month),
        *leaving_charges(view, intervals, month, lines_of),
    )
    own = pl.concat([rents, charge_lines(found)])
    return (*found, *lost_claims(view, month, lambda m: own if m == month else earned_in(m)))
