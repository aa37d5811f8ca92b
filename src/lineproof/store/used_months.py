"""What did each month of a contract come to, for its books? As sealed, else as settled now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from lineproof.contract.case import View
from lineproof.ledger.closing import MonthUsed
from lineproof.ledger.facts import BookedMonth
from lineproof.model.errors import StoreError
from lineproof.model.finding import Finding
from lineproof.model.period import month_text
from lineproof.seal.content import LINES_FILE
from lineproof.settle.credits import months_before
from lineproof.settle.settle import Asked, refuse_outside, settle
from lineproof.settle.settlement import Bounded, Settlement
from lineproof.store.sealed import latest_revision
from lineproof.store.sealed_books import booked_months

#: Interest is on payments, and no line's.
_IS_SERVICE = pl.col("charge") != "late_interest"


def used_months(
    folder: Path, view: View, month: dt.date, findings: Sequence[Finding]
) -> tuple[MonthUsed, ...]:
    """Return every month from the contract's first up to one, in order.

    findings: what `check` found. Raises InputRefusedError for a month the contract hasn't, and
    StoreError where a sealed month isn't readable.
    """
    refuse_outside(view, month)
    sealed = {booked.month: booked for booked in booked_months(folder, view)}
    return tuple(_months(folder, view, (month, sealed), findings))


def _months(
    folder: Path,
    view: View,
    asked: tuple[dt.date, dict[str, BookedMonth]],
    findings: Sequence[Finding],
) -> Iterator[MonthUsed]:
    """Yield the months; asked: the last one, and those that are sealed."""
    month, sealed = asked
    for each in (*months_before(view, month), month):
        booked = sealed.get(month_text(each))
        if booked is not None:
            yield _as_sealed(folder, booked, view.contract.digits)
        else:
            settled = settle(view.case, Asked(each, findings=tuple(findings)))
            yield _as_settled(settled)


def _as_settled(settled: Settlement) -> MonthUsed:
    """Return a month as it settles now."""
    later = sum(amount for _, amount in settled.deferred)
    lapsed = sum(amount for at, amount in settled.deferred if at is None)
    carried = settled.carried
    claimed = _plus(_plus(settled.gross, Bounded.exactly(-later)), carried)
    lines = settled.lines.filter(_IS_SERVICE).group_by("line", maintain_order=True).agg(
        pl.col("amount").cast(pl.Int128).sum().cast(pl.Int64)
    )  # fmt: skip
    cost = _plus(settled.gross, Bounded.exactly(-lapsed))
    return MonthUsed(settled.month, claimed, cost, settled.tax.value, lines, is_sealed=False)


def _as_sealed(folder: Path, booked: BookedMonth, digits: int) -> MonthUsed:
    """Return a month as it was sealed."""
    cost = Bounded.exactly(booked.gross - booked.lapsed)
    latest = latest_revision(folder, booked.month)
    assert latest is not None, "a sealed month has a folder"
    claimed = Bounded.exactly(booked.claimed)
    lines = _lines(latest / LINES_FILE, digits)
    return MonthUsed(booked.month, claimed, cost, booked.tax, lines, is_sealed=True)


def _lines(path: Path, digits: int) -> pl.DataFrame:
    """Return what each line of a sealed month comes to."""
    minor = (pl.col("amount").cast(pl.Decimal(38, digits)) * 10**digits).cast(pl.Int64)
    try:
        every = pl.scan_csv(path, infer_schema=False).filter(_IS_SERVICE)
        rows = every.select("line", minor.alias("amount"))
        return rows.group_by("line", maintain_order=True).agg(pl.col("amount").sum()).collect()
    except (OSError, pl.exceptions.PolarsError) as problem:
        message = f"{path} isn't readable ({problem}); run lineproof verify"
        raise StoreError(message) from problem


def _plus(one: Bounded, two: Bounded) -> Bounded:
    """Return the sum of two amounts."""
    if one.low is None or one.high is None:
        return one
    if two.low is None or two.high is None:
        return two
    return Bounded.between(one.low + two.low, one.high + two.high)
