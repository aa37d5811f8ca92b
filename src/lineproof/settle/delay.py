"""What does late opening cost? A share a day, counted from the last day in time, up to its cap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from lineproof.assess.intervals import Intervals
from lineproof.contract.case import View
from lineproof.settle.charges import Charge


def delay_charges(
    view: View, intervals: Intervals, rents: pl.DataFrame, month: dt.date
) -> Iterator[Charge]:
    """Yield a month's penalties for delay."""
    del view, intervals, rents, month
    yield from ()
