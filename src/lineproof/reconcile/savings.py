"""What did checking the bills bring? Disputed, agreed, recovered, avoided, and by which causes.

Avoided is what the provider agreed to and was never paid; what was paid and came back is recovered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from lineproof.contract.case import View
from lineproof.reconcile.disputes import Dispute, sums_of


@dataclass(frozen=True, slots=True)
class Savings:
    """What disputes came to, in minor units; causes: disputed by cause, the dearest first."""

    disputed: int
    agreed: int
    recovered: int
    avoided: int
    open: int
    causes: tuple[tuple[str, int], ...]


def savings_of(disputes: Iterable[Dispute], view: View) -> Savings:
    """Return what disputes that were sent came to; view: the invoices and payments known."""
    sent = [d for d in disputes if d.day_of("sent") is not None]
    sums = sums_of(sent)
    by_cause: dict[str, int] = {}
    for dispute in sent:
        for cause, amount in dispute.causes:
            by_cause[cause] = by_cause.get(cause, 0) + amount
    avoided = _avoided(sent, _unpaid(view))
    assert sums.recovered + avoided <= sums.agreed, "what was agreed is saved once"
    causes = tuple(sorted(by_cause.items(), key=lambda item: (-item[1], item[0])))
    return Savings(sums.disputed, sums.agreed, sums.recovered, avoided, sums.open, causes)


def _avoided(disputes: Iterable[Dispute], unpaid: Mapping[str, int]) -> int:
    """Return what was agreed, not credited, and never paid; no part of a bill counts twice."""
    left, found = dict(unpaid), 0
    for dispute in disputes:
        agreed = (dispute.agreed or 0) - dispute.recovered
        part = min(agreed, left.get(dispute.bill, 0))
        left[dispute.bill] = left.get(dispute.bill, 0) - part
        found += part
    return found


def _unpaid(view: View) -> dict[str, int]:
    """Return what of each invoice no payment that names it has paid."""
    paid = view.rows("payments").group_by("invoice").agg(pl.col("amount").sum())
    by_number = dict(paid.filter(pl.col("invoice").is_not_null()).iter_rows())
    return {
        number: max(0, amount - by_number.get(number, 0))
        for number, amount in view.rows("invoices").select("number", "amount").iter_rows()
    }
