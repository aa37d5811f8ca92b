"""What is recorded when a bill is objected to, a credit claimed? And what is decided already.

A draft has a row for each cause; the same money isn't disputed twice. It writes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.model.money import format_minor
from lineproof.reconcile.disputes import Dispute, Register
from lineproof.reconcile.objection import Objection, Point


def refuse_twice(
    register: Register,
    *,
    bill: str = "",
    month: str = "",
    term: str = "",
    causes: Collection[str] | None = None,
) -> None:
    """Raise InputRefusedError where the same money is disputed already; causes: None for any."""
    there = register.open_about(bill, month, term, causes)
    if there is not None:
        message = f"{bill or term} for {month} is disputed already: {there.id}, {there.state}"
        fix = f"Go on with {there.id}, or record its event closed and draft again."
        where = there.steps[0].where
        raise InputRefusedError((error("E-DISPUTE-TWICE", message, where=where, fix=fix),))


def draft_rows(
    name: str, objection: Objection, *, on: dt.date, evidence: str
) -> list[dict[str, str]]:
    """Return a record for each cause, without when it is recorded and by whom.

    name: the dispute's id. evidence: SHA-256 of the pack that goes with it; "" where there is none.
    """
    return [
        {
            "evidence": evidence,
            "dispute": name,
            "event": "draft",
            "date": on.isoformat(),
            "amount": format_minor(point.amount, digits=objection.digits),
            "bill": objection.bill,
            "month": objection.month,
            "term": objection.term,
            "cause": point.cause,
        }
        for point in objection.points
    ]


def undecided(
    points: Iterable[Point], register: Register, *, bill: str, month: str
) -> tuple[Point, ...]:
    """Return what of a bill's differences nobody decided yet: neither disputed nor let stand.

    points: what isn't owed, by cause. A draft that was closed before it was sent decides nothing.
    """
    decided: dict[str, int] = {}
    for dispute in decisions(register, bill=bill, month=month):
        for cause, amount in dispute.causes:
            decided[cause] = decided.get(cause, 0) + amount
    left = (Point(p.cause, p.amount - decided.get(p.cause, 0), p.count, p.clauses) for p in points)
    return tuple(point for point in left if point.amount > 0)


def decisions(register: Register, *, bill: str, month: str) -> tuple[Dispute, ...]:
    """Return the disputes that decide about a bill's differences: open, sent, or let stand."""
    own = (d for d in register.disputes if (d.bill, d.month) == (bill, month))
    return tuple(dispute for dispute in own if _decides(dispute))


def _decides(dispute: Dispute) -> bool:
    """Whether a dispute was more than a draft that came to nothing."""
    return dispute.is_open or dispute.day_of("sent", "accepted") is not None


def let_stand(disputes: Iterable[Dispute], *, bills: Collection[str]) -> int:
    """Return what of some bills the buyer lets stand though it isn't owed, in minor units."""
    return sum(d.disputed for d in disputes if d.state == "accepted" and d.bill in bills)
