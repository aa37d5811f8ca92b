"""What should be said of a month's availability beside its amounts? What isn't judged, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from lineproof.assess.availability import window_of
from lineproof.assess.measured import Measured
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.scoring import Bands
from lineproof.model.period import month_text
from lineproof.settle.factors import measured_by
from lineproof.settle.outage_credits import credits_of


def measured_notes(measured: Measured, month: dt.date) -> Iterator[str]:
    """Yield what a month's terms don't judge: months between quarters, units without a circuit."""
    view = measured.view
    for bands, _ in of_kind(view.versions, Bands, within=view.period(month)):
        term = measured_by(view, bands, month)
        if term is not None and window_of(view, term, month) is None:
            yield (
                f"{bands.id} judges quarters (clause {bands.clause}): "
                f"none ends in {month_text(month)}, and nothing is taken off"
            )
    unnamed = _unnamed(measured, month)
    for credit, _ in credits_of(view, month) if unnamed else ():
        yield (
            f"{credit.id} counts outages of circuits (clause {credit.clause}): "
            f"{unnamed} units of price lists have none"
        )


def _unnamed(measured: Measured, month: dt.date) -> int:
    """Return how many units of price lists are in service in a month and have no circuit."""
    period = measured.view.period(month)
    inside = (pl.col("start") < period.end) & (pl.col("end") > period.start)
    rows = measured.intervals.frame.filter(inside & (pl.col("layer") > 0))
    return int(rows.unique(["code", "layer"]).get_column("quantity").sum())
