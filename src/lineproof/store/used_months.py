"""What did each month of a contract come to, for its books? As sealed, else as settled now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from lineproof.contract.case import View
from lineproof.ledger.closing import MonthUsed
from lineproof.ledger.facts import BookedMonth
from lineproof.model.finding import Finding
from lineproof.model.period import month_text
from lineproof.seal.content import LINES_FILE
from lineproof.settle.credits import months_before
from lineproof.settle.settle import Asked, refuse_outside, settle
from lineproof.settle.settlement import Bounded, Settlement
from lineproof.store.sealed_books import Reads, booked_months, unreadable

#: Interest is on payments, and no line's.
_IS_SERVICE = pl.col("charge") != "late_interest"


def used_months(
    view: View, month: dt.date, findings: Sequence[Finding], sealed: Mapping[str, Reads]
) -> tuple[MonthUsed, ...]:
    """Return every month from the contract's first up to one, in order.

    findings: what `check` found. sealed: what reads the files of each sealed month. Raises
    InputRefusedError for a month the contract hasn't, and StoreError where a sealed one isn't
    readable.
    """
    refuse_outside(view, month)
    booked = {each.month: each for each in booked_months(view, sealed)}
    return tuple(
        _as_sealed(booked[name], sealed[name], view.contract.digits)
        if (name := month_text(each)) in booked
        else _as_settled(settle(view.case, Asked(each, findings=tuple(findings))))
        for each in (*months_before(view, month), month)
    )


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


def _as_sealed(booked: BookedMonth, read: Reads, digits: int) -> MonthUsed:
    """Return a month as it was sealed."""
    cost = Bounded.exactly(booked.gross - booked.lapsed)
    claimed = Bounded.exactly(booked.claimed)
    lines = _lines(booked.month, read, digits)
    return MonthUsed(booked.month, claimed, cost, booked.tax, lines, is_sealed=True)


def _lines(month: str, read: Reads, digits: int) -> pl.DataFrame:
    """Return what each line of a sealed month comes to."""
    minor = (pl.col("amount").cast(pl.Decimal(38, digits)) * 10**digits).cast(pl.Int64)
    try:
        every = pl.scan_csv(read(LINES_FILE), infer_schema=False).filter(_IS_SERVICE)
        rows = every.select("line", minor.alias("amount"))
        return rows.group_by("line", maintain_order=True).agg(pl.col("amount").sum()).collect()
    except pl.exceptions.PolarsError as problem:
        raise unreadable(month, problem) from problem


def _plus(one: Bounded, two: Bounded) -> Bounded:
    """Return the sum of two amounts."""
    if one.low is None or one.high is None:
        return one
    if two.low is None or two.high is None:
        return two
    return Bounded.between(one.low + two.low, one.high + two.high)
