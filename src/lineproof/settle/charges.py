"""Which charges come from clauses that work by themselves? Each with why, in one form.

Rent, factors and interest have columns of their own; delay, bundles, leaving early and the like are
few, so that each is one value with its tree of reasons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from lineproof.model.explained import Explained
from lineproof.model.period import Days
from lineproof.settle.settlement import LINE_SCHEMA

#: The charges made here, by name.
OWN_CHARGES = (
    "delay_penalty", "bundle", "overage", "early_end", "lost_claim", "liability_cap",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps a charge from being known: the finding's code, and the reason."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge or credit of a month.

    line: the schedule line it is about, else the term's id. name: what kind of charge it is, as
    `lines.charge`. days: those it is for. why: its amount in minor units, rounded where the
    contract rounds, with its reasons; negative: a credit to the buyer. missing: why it isn't known,
    where something it needs wasn't recorded; `why` is then as far as it goes. note: what a reader
    of the month should be told.
    """

    line: str
    name: str
    term: str
    clause: str
    days: Days
    why: Explained
    missing: Missing | None = None
    note: str = ""

    @property
    def amount(self) -> int:
        """What is owed, in minor units."""
        value = self.why.value
        assert value.denominator == 1, "a charge is rounded before it is owed"
        return value.numerator


def charge_lines(charges: Iterable[Charge]) -> pl.DataFrame:
    """Return charges as lines of `LINE_SCHEMA`."""
    rows = [
        {
            "line": charge.line,
            "charge": charge.name,
            "from": charge.days.start,
            "to": charge.days.end,
            "amount": charge.amount,
            "clause": charge.clause,
            "term": charge.term,
            "quantity": 1,
        }
        for charge in charges
    ]
    return pl.DataFrame(rows, schema=LINE_SCHEMA)
