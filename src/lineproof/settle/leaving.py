"""What does leaving early cost? What the clause makes up for, when billing stops."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from lineproof.assess.endings import Ending, endings
from lineproof.assess.intervals import Intervals
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.standing import Termination
from lineproof.model.explained import Explained, Rule
from lineproof.model.period import Days, add_months, months_between
from lineproof.settle.charges import Charge
from lineproof.settle.explain_nodes import rounded, times

CHARGE = "early_end"


def leaving_charges(view: View, intervals: Intervals, month: dt.date) -> Iterator[Charge]:
    """Yield what a month owes for lines, or the contract, that the buyer left early in it.

    Nothing is owed for what ends with the contract's term. "discount" needs list prices, which a
    contract doesn't hold: it isn't worked out, and said so.
    """
    period = view.period(month)
    days = view.term_days
    for ending in endings(view, on=period.end - dt.timedelta(days=1)):
        is_early = days is not None and ending.stops < days.end
        if ending.stops not in period or not is_early or ending.notice.sender == "provider":
            continue
        for term, held in of_kind(view.versions, Termination):
            if ending.stops in held and term.make_up in {"months_rent", "rest_of_term"}:
                why = _made_up(view, intervals, term, ending)
                name = ending.line or term.id
                yield Charge(name, CHARGE, term.id, term.clause, _one_day(ending.stops), why)


def _one_day(day: dt.date) -> Days:
    """Return one day as a stretch."""
    return Days(day, day + dt.timedelta(days=1))


def _made_up(view: View, intervals: Intervals, term: Termination, ending: Ending) -> Explained:
    """Return a clause's make-up for one ending, never less than its floor."""
    unit = view.contract.contract.currency
    rent = Explained(
        label="monthly rent of what ends", exact=Fraction(_rent(intervals, ending)), unit=unit
    )
    assert view.term_days is not None, "a contract that was left has a term"
    count = (
        Fraction(term.make_up_months or 0)
        if term.make_up == "months_rent"
        else _months_left(ending.stops, view.term_days.end)
    )
    months = Explained(label="months", exact=count, unit="months", clause=term.clause)
    whole = times(rent, months, label="their rent")
    if term.make_up_share is not None:
        share = Explained(label="share", exact=term.make_up_share, clause=term.clause)
        whole = times(whole, share, label="share of it")
    step = view.contract.minor(view.contract.contract.rounding.unit)
    label = f"leaving early, {ending.line or 'the contract'}"
    made_up = rounded(label, (whole,), step=step, unit=unit)
    if term.floor is None:
        return made_up
    floor = Explained(
        label="at least", exact=Fraction(view.contract.minor(term.floor)), unit=unit,
        clause=term.clause,
    )  # fmt: skip
    return Explained(
        label=made_up.label, exact=max(made_up.value, floor.value), rule=Rule.GREATEST, unit=unit,
        clause=term.clause, evidence=(ending.notice.where,), inputs=(made_up, floor),
    )  # fmt: skip


def _months_left(stops: dt.date, end: dt.date) -> Fraction:
    """Return the months up to a day; what is left of the last by its days.

    >>> _months_left(dt.date(2024, 4, 16), dt.date(2025, 1, 1))
    Fraction(264, 31)
    """
    whole = months_between(stops, end)
    last, after = add_months(stops, whole), add_months(stops, whole + 1)
    return whole + Fraction((end - last).days, (after - last).days)


def _rent(intervals: Intervals, ending: Ending) -> int:
    """Return the monthly rent of what ends, as of its last billed day."""
    last = ending.stops - dt.timedelta(days=1)
    rows = intervals.frame.filter((pl.col("start") <= last) & (pl.col("end") > last))
    if ending.line:
        rows = rows.filter(pl.col("line") == ending.line)
    return sum(rent * quantity for rent, quantity in rows.select("rent", "quantity").iter_rows())
