"""Which payments of the plan have a day, and were they paid? As dated duties, amounts included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from lineproof.assess.deadlines import Dated, Status, as_far_as_counted
from lineproof.contract.case import View
from lineproof.contract.terms.paying import PaymentPlan
from lineproof.settle.plan import instalments, plan_of


def payments_due(view: View, *, on: dt.date) -> Iterator[Dated]:
    """Yield the plan's payments up to the period after a day's.

    A payment whose amount is the month's own is paid once anything was paid on it: whether that was
    enough is the ledger's question.
    """
    plan = plan_of(view)
    if plan is not None and view.term_days is not None:
        yield from as_far_as_counted(_payments(view, plan, on=on), plan)


def _payments(view: View, plan: PaymentPlan, *, on: dt.date) -> Iterator[Dated]:
    """Yield the plan's payments, as far as the calendar reaches."""
    paid = view.rows("payments").group_by("item").agg(
        pl.col("paid").max(), pl.col("amount").sum(), pl.col("row").max()
    )  # fmt: skip
    by_item = {item: (day, amount, row) for item, day, amount, row in paid.iter_rows()}
    for instalment in instalments(view, plan, until=view.period(on.replace(day=1))):
        day, amount, row = by_item.get(instalment.key, (None, 0, 0))
        is_paid = day is not None and day <= on and amount >= (instalment.amount or 1)
        due, done = instalment.due, day if is_paid else None
        waiting = ", ".join(instalment.waiting_for)
        yield Dated(
            term=plan.id,
            kind=plan.kind,
            clause=instalment.clause,
            who="buyer",
            what=f"pay {instalment.key}",
            subject=instalment.key,
            event=waiting or "the plan",
            since=instalment.opens,
            due=due,
            status=_status(view, due, done, on=on),
            done=done,
            effect=f"waits for {waiting}" if waiting else "",
            evidence=(f"records/payments.csv:{row}",) if is_paid else (),
        )


def _status(view: View, due: dt.date | None, done: dt.date | None, *, on: dt.date) -> Status:
    """Return where a payment stands; without a file of payments nobody knows of any."""
    if due is None:
        return "pending"
    if done is not None:
        return "met" if done <= due else "breached"
    if on <= due:
        return "pending"
    return "breached" if "payments" in view.case.records else "unknown"
