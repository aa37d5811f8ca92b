"""How does a month come to what is payable? Its own lines by charge and clause, tax, then dues.

Every step is a sum of the settlement's own figures; nothing is worked out anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lineproof.settle.kernel import total
from lineproof.settle.settlement import Settlement

#: In which order charges make a month, whatever their lines' order; others follow by name.
_ORDER = (
    "rent", "bundle", "overage", "one_off", "early_end", "deduction", "delay_penalty",
    "lost_claim", "liability_cap", "late_interest",
)  # fmt: skip
TAX = "tax"
#: What moves between months behind what was earned: credits to later ones, those of earlier ones,
#: and what falls due by other months.
DEFERRED, CARRIED, DUE = "deferred", "carried", "due"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a month, in minor units. charge: the lines' charge, or one of the names above."""

    charge: str
    clause: str
    amount: int


@dataclass(frozen=True, slots=True)
class MonthParts:
    """A month from nothing to what it earned, and from there to what is payable."""

    earned: tuple[Step, ...]
    gross: int
    moved: tuple[Step, ...]
    payable: int

    def __post_init__(self) -> None:
        """Hold the steps to what they promise, whatever made them."""
        assert sum(step.amount for step in self.earned) == self.gross, "the parts must add up"
        moved = sum(step.amount for step in self.moved)
        assert self.gross + moved == self.payable, "what moves must lead to what is payable"


def month_parts(settlement: Settlement) -> MonthParts | None:
    """Return the parts of a month; None where something of it isn't known."""
    gross, carried = settlement.gross.value, settlement.carried.value
    payable, lines = settlement.payable.value, settlement.lines
    if gross is None or carried is None or payable is None or lines["amount"].null_count():
        return None
    by = lines.with_columns(pl.col("clause").fill_null("")).group_by(
        "charge", "clause", maintain_order=True
    )
    sums = by.agg(pl.col("amount").sum())
    earned = sorted((Step(*row) for row in sums.iter_rows()), key=_place)
    tax = Step(TAX, "", gross - total(lines.get_column("amount")))
    deferred = Step(DEFERRED, "", -sum(amount for _, amount in settlement.deferred))
    due = payable - gross - deferred.amount - carried
    moved = (deferred, Step(CARRIED, "", carried), Step(DUE, "", due))
    return MonthParts(
        tuple(step for step in (*earned, tax) if step.amount),
        gross,
        tuple(step for step in moved if step.amount),
        payable,
    )


def _place(step: Step) -> tuple[int, str]:
    """Return where a charge stands among others; of one charge, clauses keep their order."""
    named = step.charge in _ORDER
    return (_ORDER.index(step.charge), "") if named else (len(_ORDER), step.charge)
