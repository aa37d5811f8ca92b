"""What changed between some settled months? And what disputes about them brought."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from lineproof.contract.case import View
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.model.period import FAR_FUTURE
from lineproof.reconcile.disputes import register_of
from lineproof.reconcile.savings import savings_of
from lineproof.report.changes import Changes
from lineproof.settle.settlement import Settlement
from lineproof.settle.waterfall import claimed, waterfall


def changes_of(view: View, settled: Sequence[Settlement]) -> Changes:
    """Return the changes from each month to the next; settled: at least two, in order.

    Raises InputRefusedError where one isn't known.
    """
    steps = [waterfall(a, b, sealed=view.case.sealed) for a, b in itertools.pairwise(settled)]
    if None in steps:
        raise _unknown(settled)
    texts = {month.month for month in settled}
    disputes = [d for d in register_of(view, on=FAR_FUTURE).disputes if d.month in texts]
    head = view.contract.contract
    return Changes(
        head.id,
        head.currency,
        view.contract.digits,
        tuple(step for step in steps if step is not None),
        savings_of(disputes, view),
    )


def _unknown(settled: Sequence[Settlement]) -> InputRefusedError:
    """Return the refusal of months that something keeps from being known."""
    return InputRefusedError(
        tuple(
            error(
                "E-REPORT-UNKNOWN",
                f"{month.month} isn't known: "
                + ("; ".join(f"{b.subject} {b.reason}" for b in month.blocked) or "its lines"),
                where=month.month,
                fix=f"lineproof settle --month {month.month} says what is missing.",
            )
            for month in settled
            if claimed(month) is None
        )
    )
