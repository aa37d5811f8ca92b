"""What did comparing a bill come to? Differences by line and cause; their sums add up exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from lineproof.reconcile.causes import Cause

#: One row a compared group and cause; money in minor units. `line`: the schedule line, blank where
#: no line of ours is meant. `bill`, `bill_line`: what was billed, blank where nothing was. `to` is
#: the first day no longer in it. `cause`: blank where there is no difference. `billed` and
#: `expected` of a group are counted once: they stand on its first row, and are 0 on its others.
#: `evidence`: the record, or the other bill, that decides. `is_open`: what is owed isn't known.
DIFFERENCE_SCHEMA: dict[str, pl.DataType] = {
    "contract": pl.String(),
    "line": pl.String(),
    "circuit": pl.String(),
    "from": pl.Date(),
    "to": pl.Date(),
    "charge": pl.String(),
    "cause": pl.String(),
    "billed": pl.Int64(),
    "expected": pl.Int64(),
    "difference": pl.Int64(),
    "clause": pl.String(),
    "bill": pl.String(),
    "bill_line": pl.String(),
    "suggestion": pl.String(),
    "evidence": pl.String(),
    "is_open": pl.Boolean(),
}


@dataclass(frozen=True, slots=True)
class Tolerated:
    """What a tolerance clause makes of the differences, after they are known.

    level: whether totals were compared, or each line; then the figures are those of the lines
    inside it. holds: the figure that stands by it, in minor units; None where nothing does. adds:
    what that adds to what is undisputed. beyond: what stands beyond what is owed, by cause; below
    0: what stands is less.
    """

    term: str
    clause: str
    limit: int
    difference: int
    holds: int | None
    level: Literal["line", "total"] = "total"
    adds: int = 0
    beyond: tuple[tuple[Cause, int], ...] = ()


@dataclass(frozen=True)
class Reconciliation:
    """Bills against what is owed for some months.

    contract: the contract's id, several joined by ", ". months: YYYY-MM. bills: their numbers.
    billed, expected: what they ask for, and what is owed, tax included, in minor units.
    causes: the difference by cause, none of them zero; they sum to billed - expected.
    undisputed: the part of what is billed that nothing speaks against.
    differences: columns of `DIFFERENCE_SCHEMA`, groups without a difference included.
    unproven: what is owed at least and at most where the months aren't settled, each None where
    nothing bounds it; None: they are settled.
    notes: what the reader should know, in words.
    """

    contract: str
    months: tuple[str, ...]
    bills: tuple[str, ...]
    currency: str
    digits: int
    billed: int
    expected: int
    causes: Mapping[Cause, int]
    undisputed: int
    differences: pl.DataFrame
    tolerated: tuple[Tolerated, ...] = ()
    unproven: tuple[int | None, int | None] | None = None
    notes: tuple[str, ...] = ()

    @property
    def difference(self) -> int:
        """What is billed beyond what is owed."""
        return self.billed - self.expected

    def __post_init__(self) -> None:
        """Hold the sums to what they promise, whatever made them."""
        assert sum(self.causes.values()) == self.difference, "differences by cause must add up"
        assert 0 not in self.causes.values(), "a cause without a difference is none"
