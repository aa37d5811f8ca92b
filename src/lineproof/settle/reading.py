"""What does one month come to in one reading? Its lines, totals and what falls due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import LateInterest
from lineproof.model.finding import Touches
from lineproof.model.period import Days, month_text
from lineproof.settle.book import Book, is_after_term
from lineproof.settle.charges import Charge
from lineproof.settle.interest import Overdue
from lineproof.settle.lost_claims import claimable
from lineproof.settle.measured_notes import measured_notes
from lineproof.settle.plan import Instalment, plan_of
from lineproof.settle.settlement import UNKNOWN, Bounded, Due, Factor, TaxPart
from lineproof.settle.unknowns import Unknown

LATE_INTEREST = "late interest"
"""What the month's interest is called among what falls due."""
_RENEWED = ("monthly", "annual_prepay")
"""Plans that go on with a renewed term; the items of others are those of the signed one."""
NO_PLAN = "a payment clause: the contract has none"
NO_PLAN_RENEWED = "a payment clause for the renewed term: the plan pays for the signed one alone"


@dataclass(frozen=True)
class MonthRead:
    """A month in one reading; amounts in minor units, None where no rate of tax was agreed.

    missing: what its charges need and nobody recorded, so that they have no bounds.
    """

    lines: pl.DataFrame
    gross: int | None
    carried: int
    payable: int | None
    net: int | None
    tax: int | None
    taxes: tuple[TaxPart, ...]
    due: tuple[Due, ...]
    deferred: dict[dt.date | None, int]
    factors: tuple[tuple[Factor, ...], ...]
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    missing: tuple[Unknown, ...] = ()


def read_month(book: Book, month: dt.date) -> MonthRead:
    """Return what a month comes to."""
    view = book.view
    period = view.period(month)
    earned = book.earned(month)
    late = book.late(month)
    interest = late.lines
    lines = pl.concat([earned.lines, interest])
    taxed = book.taxed(lines, period) if interest.height else earned.taxed
    due = _due(book, month, period)
    if interest.height:
        due.append(_interest_due(interest, period, _less(taxed.gross, earned.taxed.gross)))
    payable = sum_of([d.amount.value for d in due if d.month == month])
    return MonthRead(
        lines=lines,
        gross=taxed.gross,
        carried=book.carried(month),
        payable=payable,
        net=taxed.net,
        tax=taxed.tax,
        taxes=taxed.parts,
        due=tuple(sorted(due, key=lambda d: (d.date is None, d.date or period.end))),
        deferred=earned.deferred,
        factors=earned.factors,
        rules=earned.rules,
        sources=book.intervals.sources,
        notes=(
            *_notes(view, late.overdue),
            *claimable(view, month, lambda each: book.earned(each).lines),
            *(charge.note for charge in earned.charges if charge.note),
            *measured_notes(book.measured, month),
        ),
        missing=(*_missing_rates(late.overdue), *_missing((*earned.charges, *late.cuts))),
    )


def sum_of(amounts: list[int | None]) -> int | None:
    """Return the sum of some amounts, or None where one of them isn't known."""
    known = [a for a in amounts if a is not None]
    return sum(known) if len(known) == len(amounts) else None


def _less(whole: int | None, part: int | None) -> int | None:
    """Return the rest of an amount, or None where either isn't known."""
    return None if whole is None or part is None else whole - part


def _due(book: Book, month: dt.date, period: Days) -> list[Due]:
    """Return what falls due in a month, or later, or still waits."""
    view = book.view
    plan = plan_of(view)
    is_renewed = any(period.intersection(days).count for days in view.renewals)
    if plan is None or (is_renewed and plan.mode not in _RENEWED):
        waits = NO_PLAN if plan is None else NO_PLAN_RENEWED
        return [Due(month_text(month), None, waits, _known(book.claimed(month)), "", month)]
    found = []
    for instalment in book.instalments(month):
        if plan.mode == "monthly":
            if instalment.cycle == period:
                found.append(_as_due(instalment, book.amount_of(instalment), month))
        elif instalment.due is None or instalment.due >= period.start:
            is_now = instalment.due is not None and instalment.due in period
            amount = book.amount_of(instalment) if is_now else instalment.amount
            found.append(_as_due(instalment, amount, month if is_now else None))
    left = book.unpaid_credits(month)
    if left:
        item, waiting_for = _leftover(left, is_last=is_after_term(view, month))
        found.append(Due(item, None, waiting_for, _known(left), "", month))
    return found


def _leftover(left: int, *, is_last: bool) -> tuple[str, str]:
    """Return what is owed outside the plan's payments is called, and what it waits for."""
    if left > 0:
        return "balance", "an invoice"
    return ("refund", "refund by the provider") if is_last else ("credit", "a credit note")


def _as_due(instalment: Instalment, amount: int | None, month: dt.date | None) -> Due:
    """Return an instalment as what falls due; month: the one whose payable counts it."""
    return Due(
        item=instalment.key,
        date=instalment.due,
        waiting_for=", ".join(instalment.waiting_for) or None,
        amount=_known(amount),
        clause=instalment.clause,
        month=month,
        opens=instalment.opens,
    )


def _known(amount: int | None) -> Bounded:
    """Return an amount as a bound, or as unknown."""
    return UNKNOWN if amount is None else Bounded.exactly(amount)


def _missing_rates(overdue: tuple[Overdue, ...]) -> Iterator[Unknown]:
    """Yield the rates that the month's interest needs and nobody recorded."""
    for late in overdue:
        if late.missing:
            touches = Touches(("late_interest",))
            yield Unknown("E-RATE-UNKNOWN", late.missing, late.clause, late.term, (), touches)


def _missing(charges: tuple[Charge, ...]) -> Iterator[Unknown]:
    """Yield what the month's other charges need and nobody recorded."""
    for charge in charges:
        if charge.missing is not None:
            touches = Touches((charge.name,), (charge.line,))
            code, reason = charge.missing.code, charge.missing.reason
            yield Unknown(code, reason, charge.clause, charge.term, (), touches)


def _interest_due(interest: pl.DataFrame, period: Days, gross: int | None) -> Due:
    """Return the month's interest, tax included, as due on its last day."""
    last = period.end - dt.timedelta(days=1)
    clause = interest.get_column("clause")[0]
    month = period.start.replace(day=1)
    return Due(LATE_INTEREST, last, None, _known(gross), clause, month, period.start)


def _notes(view: View, overdue: tuple[Overdue, ...]) -> list[str]:
    """Return the rights that lateness gave, and caps that hold."""
    found = []
    for term, _ in of_kind(view.versions, LateInterest):
        for late in overdue:
            if late.is_capped:
                right = f"; right {term.right_at_cap} arises" if term.right_at_cap else ""
                found.append(f"interest on {late.key} is capped (clause {term.clause}){right}")
            if term.right_after_days is not None and late.days_late > term.right_after_days:
                found.append(
                    f"{late.key} is {late.days_late} days late, more than "
                    f"{term.right_after_days}: a right arises (clause {term.clause})"
                )
    return found
