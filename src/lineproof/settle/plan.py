"""What falls due when, or what does it wait for? The payment plan, item by item.

The clock of an item starts at the latest of its triggers; its deadline counts from there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import polars as pl

from lineproof.contract.case import View
from lineproof.contract.terms.paying import PaymentPlan, PlanItem
from lineproof.contract.terms.pricing import CircuitSchedule, OneOff, PriceLines
from lineproof.model.calendar import Deadline, deadline
from lineproof.model.errors import InputRefusedError
from lineproof.model.finding import error
from lineproof.model.money import ordered_parts
from lineproof.model.period import FAR_FUTURE, Days, add_months, month_text, months_between
from lineproof.settle.kernel import total as column_total

_CYCLE_MONTHS = 12
WAITING_TEXT = {
    "effective": "the contract's effect",
    "funds_released": "release of the funds",
    "ready": "readiness",
    "acceptance_requested": "the request for acceptance",
    "reminded": "the reminder",
    "signed": "signed acceptance",
    "invoice": "an invoice",
}


class Instalment(NamedTuple):
    """One payment of the plan: how much, and when.

    key: what invoices and payments name it by. amount: None for the settled month's own.
    cycle: the days it pays for. due: None while it waits for `waiting_for`.
    """

    key: str
    amount: int | None
    clause: str
    cycle: Days
    opens: dt.date | None
    due: dt.date | None
    waiting_for: tuple[str, ...]
    deadline: Deadline | None = None


def plan_of(view: View) -> PaymentPlan | None:
    """Return the contract's payment plan; the latest, where amendments changed it."""
    plans = [v.term for v in view.versions if isinstance(v.term, PaymentPlan)]
    return plans[-1] if plans else None


def instalments(view: View, plan: PaymentPlan, *, until: Days) -> Iterator[Instalment]:
    """Yield everything the plan claims up to a month, in order.

    A monthly plan claims each month of the contract up to `until`; a yearly one each year begun by
    its end; any other its items.
    """
    days = view.term_days
    assert days is not None, "a plan needs a contract that has begun"
    if plan.mode == "monthly":
        yield from _monthly(view, plan, days, until)
    elif plan.mode == "annual_prepay":
        yield from _yearly(view, plan, until)
    else:
        amounts = item_amounts(view, plan)
        for item, amount in zip(plan.items, amounts, strict=True):
            yield _claim(view, plan, item, (item.item, amount, days))


def _monthly(view: View, plan: PaymentPlan, days: Days, until: Days) -> Iterator[Instalment]:
    """Yield a claim for every month up to one."""
    month = days.start.replace(day=1)
    while month < until.end:
        period = view.period(month)
        if period.start < min(until.end, days.end) and days.start < period.end:
            yield _claim(view, plan, plan.items[0], (month_text(month), None, period))
        month = add_months(month, 1)


def _yearly(view: View, plan: PaymentPlan, until: Days) -> Iterator[Instalment]:
    """Yield a claim for every year begun before a month's end, with its part of the total.

    A renewed term costs by the month what the signed one did.
    """
    cycles = yearly_cycles(view)
    months = [months_between(c.start, c.end) for c in cycles]
    signed = view.contract.contract.months
    assert signed, "a contract without an end has no yearly cycles"
    exact = [Fraction(contract_total(view) * count, signed) for count in months]
    for number, (cycle, amount) in enumerate(
        zip(cycles, stepped_parts(view, exact), strict=True), 1
    ):
        if cycle.start < until.end:
            key = f"{plan.items[0].item}-{number}"
            yield _claim(view, plan, plan.items[0], (key, amount, cycle))


def yearly_cycles(view: View) -> list[Days]:
    """Return the years of a contract's term, and of each renewal; the last of each may be shorter.

    Raises InputRefusedError where the contract has no end.
    """
    signed = view.signed_days
    assert signed is not None, "a plan needs a contract that has begun"
    return [year for days in (signed, *view.renewals) for year in _years(days)]


def _years(days: Days) -> list[Days]:
    """Return the years from the first of some days on."""
    if days.end == FAR_FUTURE:
        what = "the contract is paid by the year and has no months, so that no year's part is known"
        fix = "Write months in [contract]."
        raise InputRefusedError((error("E-MONTHS-MISSING", what, where="contract.toml", fix=fix),))
    starts: list[dt.date] = []
    while (start := add_months(days.start, _CYCLE_MONTHS * len(starts))) < days.end:
        starts.append(start)
    ends = [*starts[1:], days.end]
    return [Days(a, b) for a, b in zip(starts, ends, strict=True)]


def item_amounts(view: View, plan: PaymentPlan) -> tuple[int | None, ...]:
    """Return what each item claims, in minor units; shares of the total are cut in order.

    An only item with neither share nor amount claims all of it.
    """
    total = contract_total(view)
    whole = 1 if len(plan.items) == 1 else 0
    shares = [Fraction(total) * (whole if i.share is None else i.share) for i in plan.items]
    parts = stepped_parts(view, shares)
    return tuple(
        view.contract.minor(item.amount) if item.amount is not None else part
        for item, part in zip(plan.items, parts, strict=True)
    )


def stepped_parts(view: View, exact: Sequence[Fraction]) -> tuple[int, ...]:
    """Return parts in time order, rounded at the contract's unit (Arithmetic 3)."""
    step = view.contract.minor(view.contract.contract.rounding.unit)
    return tuple(part * step for part in ordered_parts([value / step for value in exact]))


def contract_total(view: View) -> int:
    """Return the contract's total in minor units: as stated, else the sum of what it prices."""
    stated = view.contract.contract.stated_total
    if stated is not None:
        return view.contract.minor(stated)
    total = 0
    for term in {v.term.id: v.term for v in view.versions}.values():
        if isinstance(term, PriceLines):
            months = view.contract.contract.months or 0
            rents = ((p.qty * (p.months or months), p.monthly_rent) for p in term.lines)
            total += sum(count * view.contract.minor(rent) for count, rent in rents)
        elif isinstance(term, CircuitSchedule):
            rows = view.case.schedules[term.file].filter(pl.col("price_line").is_null())
            whole = pl.col("monthly_rent") * (view.contract.contract.months or 0)
            total += column_total(rows.select(pl.coalesce("stated_amount", whole)).to_series())
        elif isinstance(term, OneOff):
            total += view.contract.minor(term.amount)
    return total


def _claim(
    view: View, plan: PaymentPlan, item: PlanItem, what: tuple[str, int | None, Days]
) -> Instalment:
    """Return one claim with its deadline; what: its key, amount and cycle."""
    key, amount, cycle = what
    clause = item.clause or plan.clause
    reached = {t: _reached(view, t, item=item.item, key=key, cycle=cycle) for t in item.triggers}
    waiting = [WAITING_TEXT.get(t, t) for t, day in reached.items() if day is None]
    opens = max(_clock_starts(item, reached), default=item.on)
    received = view.invoiced.get(key)
    if item.invoice_required and received is None and WAITING_TEXT["invoice"] not in waiting:
        waiting.append(WAITING_TEXT["invoice"])
    if opens is None and not waiting:
        waiting.append("a day the contract doesn't name")
    if opens is None or any(day is None for day in reached.values()):
        return Instalment(key, amount, clause, cycle, None, None, tuple(waiting))
    last = _deadline(view, item, opens)
    due = max(last.day, received or last.day) if item.invoice_required else last.day
    return Instalment(
        key, amount, clause, cycle, opens, None if waiting else due, tuple(waiting), last
    )  # fmt: skip


def _clock_starts(item: PlanItem, reached: Mapping[str, dt.date | None]) -> Iterator[dt.date]:
    """Yield the days the triggers let the clock start; an invoice's day is not put off."""
    for trigger, day in reached.items():
        if day is not None:
            is_put_off = item.after_months and trigger != "invoice"
            yield add_months(day, item.after_months) if is_put_off else day


def _reached(view: View, trigger: str, *, item: str, key: str, cycle: Days) -> dt.date | None:
    """Return the day a trigger happened."""
    if trigger == "period_start":
        return cycle.start
    if trigger == "period_end":
        return cycle.end - dt.timedelta(days=1)
    if trigger == "invoice":
        return view.invoiced.get(key)
    return view.milestone(trigger, item=key) or view.milestone(trigger, item=item)


def _deadline(view: View, item: PlanItem, opens: dt.date) -> Deadline:
    """Return the last day to pay, so long after the clock started."""
    if item.within is None:
        return Deadline(opens, opens)
    return deadline(
        opens,
        within=item.within,
        unit=item.unit or "days",
        rule=view.deadline_rule,
        table=view.case.workdays,
    )
