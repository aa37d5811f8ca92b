"""What does a settled month hold? Lines as columns, totals with their doubts, what falls due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import polars as pl

from lineproof.model.period import Days

#: One row a line, charge and segment. Money in minor units; `to` is the first day no longer in it.
#: The columns behind `clause` are the explanation: amount = R over a line's month of
#: rent × share_num/share_den × factor, times quantity (Arithmetic 1-3).
LINE_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.String(),
    "charge": pl.String(),
    "from": pl.Date(),
    "to": pl.Date(),
    "amount": pl.Int64(),
    "low": pl.Int64(),
    "high": pl.Int64(),
    "clause": pl.String(),
    "term": pl.String(),
    "unit": pl.UInt32(),
    "quantity": pl.Int64(),
    "rent": pl.Int64(),
    "share_num": pl.Int64(),
    "share_den": pl.Int64(),
    "factor": pl.UInt32(),
    "rule": pl.UInt16(),
    "rent_source": pl.UInt8(),
    "rent_row": pl.UInt32(),
    "start_source": pl.UInt8(),
    "start_row": pl.UInt32(),
}


@dataclass(frozen=True, slots=True)
class Bounded:
    """An amount in minor units, or the bounds of what it can be while something is unknown.

    value is None where low and high differ, or where nothing bounds it.
    """

    value: int | None
    low: int | None
    high: int | None

    @classmethod
    def exactly(cls, value: int) -> Bounded:
        """Return a known amount."""
        return cls(value, value, value)

    @classmethod
    def between(cls, low: int, high: int) -> Bounded:
        """Return an amount known to lie between two; the same two make it known."""
        return cls(low if low == high else None, low, high)


UNKNOWN = Bounded(None, None, None)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Something that keeps an amount from being known.

    code, subject: the finding or missing evidence. low, high: what it leaves of the first total
    that isn't sure, the payable amount foremost.
    """

    code: str
    reason: str
    clause: str
    subject: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Due:
    """What falls due: when, or what it waits for.

    item: the plan's item, or the month. month: the month whose `payable` counts it; None while it
    waits. opens: the day its clock started, where known.
    """

    item: str
    date: dt.date | None
    waiting_for: str | None
    amount: Bounded
    clause: str
    month: dt.date | None = None
    opens: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """The share of a month's rent that one metric leaves: which band of which term it fell in.

    value: the metric, or None where the month has none and `on_missing` decides. of_each: "line"
    where each line has a metric of its own, which lies in the band; None: one for all.
    """

    term: str
    clause: str
    metric: str
    value: Fraction | None
    band: str
    factor: Fraction
    evidence: tuple[str, ...] = ()
    of_each: Literal["line"] | None = None


@dataclass(frozen=True, slots=True)
class TaxPart:
    """The amounts of one tax rate: net + tax = gross, in minor units."""

    rate: Fraction
    net: int
    tax: int
    clause: str
    nature: str
    is_inclusive: bool
    round_at: str

    @property
    def gross(self) -> int:
        """Net and tax together."""
        return self.net + self.tax


@dataclass(frozen=True)
class Settlement:
    """A month of a contract, settled as far as the evidence goes.

    gross: earned this month, tax included where it is known. carried: credits of earlier cycles
    that reach the buyer in this one. deferred: this month's credits by the month they reach him in.
    payable: what falls due by it. net, tax: None where no rate
    was agreed. factors: what `lines.factor` points to; sources: the files `*_source` points to.
    not_computed: ids of agreed terms that aren't computed: prose, mostly.
    """

    contract: str
    month: str
    period: Days
    currency: str
    digits: int
    lines: pl.DataFrame
    gross: Bounded
    carried: Bounded
    payable: Bounded
    net: Bounded
    tax: Bounded
    taxes: tuple[TaxPart, ...]
    blocked: tuple[Blocked, ...]
    due: tuple[Due, ...]
    deferred: tuple[tuple[str | None, int], ...]
    factors: tuple[tuple[Factor, ...], ...]
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    not_computed: tuple[str, ...]
    notes: tuple[str, ...]
    inputs_hash: str
    result_hash: str

    @property
    def is_settled(self) -> bool:
        """Whether nothing that was asked is blocked."""
        return not self.blocked
