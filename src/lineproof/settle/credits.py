"""When does a month's reduction reach the buyer? The credit clause, to the end of the term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lineproof.assess.governing import governing
from lineproof.contract.case import View
from lineproof.contract.terms.paying import Credit, PaymentPlan
from lineproof.model.period import FAR_FUTURE, add_months
from lineproof.settle.plan import instalments, plan_of, yearly_cycles


def credit_term(view: View, made_by: str, *, on: dt.date) -> Credit | None:
    """Return the clause that says when a reduction is credited, or None: in the month itself."""
    found = governing(view, Credit, on=on, charge=("deduction", made_by, ""))
    deferring = [term for term in found if term.cycle != "same_month"]
    return deferring[0] if deferring else None


def landing(view: View, term: Credit, earned: dt.date) -> dt.date | None:
    """Return the month a reduction earned in one month is credited in; None: it lapses.

    What no cycle of the contract follows is refunded in the month after the term, or lapses.
    """
    days = view.term_days
    assert days is not None, "nothing is earned before the contract begins"
    following = _next_cycle(view, term, earned)
    if following is not None and view.period(following).start < days.end:
        return following
    if term.after_last == "lapse" or days.end == FAR_FUTURE:
        return None
    return closing_month(view)


def closing_month(view: View) -> dt.date | None:
    """Return the month after the contract's last, in which leftovers are settled."""
    days = view.term_days
    if days is None or days.end == FAR_FUTURE:
        return None
    last = days.end - dt.timedelta(days=1)
    month = last.replace(day=1)
    if view.period(month).start > last:
        month = add_months(month, -1)
    return add_months(month, 1)


def months_before(view: View, month: dt.date) -> Iterator[dt.date]:
    """Yield the contract's months before one, in order."""
    days = view.term_days
    assert days is not None, "a contract that hasn't begun has no months"
    each = days.start.replace(day=1)
    while each < month:
        if view.period(each).intersection(days).count:
            yield each
        each = add_months(each, 1)


def _next_cycle(view: View, term: Credit, earned: dt.date) -> dt.date | None:
    """Return the first month of the cycle after the one a month lies in."""
    plan = plan_of(view)
    if term.cycle == "next_month" or plan is None or plan.mode == "monthly":
        return add_months(earned, 1)
    end = view.period(earned).end
    if plan.mode == "annual_prepay":
        starts = [cycle.start for cycle in yearly_cycles(view)]
    else:
        starts = _due_days(view, plan)
    later = [start for start in sorted(starts) if start >= end]
    return month_of(view, later[0]) if later else None


def month_of(view: View, day: dt.date) -> dt.date:
    """Return the month of the contract that a day lies in, by its first day."""
    month = day.replace(day=1)
    return month if view.period(month).start <= day else add_months(month, -1)


def _due_days(view: View, plan: PaymentPlan) -> list[dt.date]:
    """Return the days on which a plan's items fall due, as far as known."""
    days = view.term_days
    assert days is not None
    return [i.due for i in instalments(view, plan, until=days) if i.due is not None]
