"""Which payments of the plan have a day, and were they paid? As dated duties, amounts included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lineproof.assess.deadlines import Dated, Status, as_far_as_counted
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import LateInterest, PaymentPlan
from lineproof.model.few_rows import few_rows
from lineproof.settle.plan import instalments, plan_of

_DAY = dt.timedelta(days=1)
_PAYMENT_COLUMNS = ("item", "paid", "amount", "row")


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
    by_item: dict[str, tuple[dt.date | None, int, int]] = {}
    for item, paid, part, at in few_rows(view.rows("payments"), *_PAYMENT_COLUMNS):
        latest, sum_paid, last = by_item.get(item, (None, 0, 0))
        day = paid if latest is None else max(latest, paid)
        by_item[item] = (day, sum_paid + part, max(last, at))
    for instalment in instalments(view, plan, until=view.period(on.replace(day=1))):
        day, amount, row = by_item.get(instalment.key, (None, 0, 0))
        is_paid = day is not None and day <= on and amount >= (instalment.amount or 1)
        due, done = instalment.due, day if is_paid else None
        waiting = ", ".join(instalment.waiting_for)
        status = _status(view, due, done, on=on)
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
            status=status,
            done=done,
            effect=f"waits for {waiting}" if waiting else _effect(view, status, due, done),
            evidence=(f"records/payments.csv:{row}",) if is_paid else (),
        )


def _effect(view: View, status: Status, due: dt.date | None, done: dt.date | None) -> str:
    """Return what follows from a payment's status, in words: that it is late, and its interest."""
    if status == "unknown":
        return "no record tells whether it was done"
    if status != "breached" or due is None:
        return ""
    late = (done - due).days if done is not None else 0
    said = [f"paid {late} day{'s' if late > 1 else ''} late" if late else f"not paid by {due}"]
    for term, days in of_kind(view.versions, LateInterest):
        since = due if term.first_day == "due_day" else due + _DAY
        if since in days:
            said.append(f"late interest from {since} on (clause {term.clause})")
    return "; ".join(said)


def _status(view: View, due: dt.date | None, done: dt.date | None, *, on: dt.date) -> Status:
    """Return where a payment stands; without a file of payments nobody knows of any."""
    if due is None:
        return "pending"
    if done is not None:
        return "met" if done <= due else "breached"
    if on <= due:
        return "pending"
    return "breached" if "payments" in view.case.records else "unknown"
