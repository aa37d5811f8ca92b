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
from lineproof.settle.charges import Charge, Missing
from lineproof.settle.explain_nodes import rounded, times
from lineproof.settle.list_rents import LinesOf, saved

CHARGE = "early_end"


def leaving_charges(
    view: View, intervals: Intervals, month: dt.date, lines_of: LinesOf
) -> Iterator[Charge]:
    """Yield what a month owes for lines, or the contract, that the buyer left early in it.

    Nothing is owed for what ends with the contract's term. lines_of: what the months' lines owed,
    in columns of `LINE_SCHEMA`.
    """
    period = view.period(month)
    days = view.term_days
    for ending in endings(view, on=period.end - dt.timedelta(days=1)):
        is_early = days is not None and ending.stops < days.end
        if ending.stops not in period or not is_early or ending.notice.sender == "provider":
            continue
        for term, held in of_kind(view.versions, Termination):
            if ending.stops in held and term.make_up not in {None, "none"}:
                whole, missing = _whole(view, intervals, (term, ending), (month, lines_of))
                why = _made_up(view, term, ending, whole)
                name, on = ending.line or term.id, _one_day(ending.stops)
                yield Charge(name, CHARGE, term.id, term.clause, on, why, missing)


def _whole(
    view: View,
    intervals: Intervals,
    what: tuple[Termination, Ending],
    used: tuple[dt.date, LinesOf],
) -> tuple[Explained, Missing | None]:
    """Return what a clause makes up for, before its share, and why that isn't known.

    used: the month of the end, and what months' lines owed.
    """
    term, ending = what
    if term.make_up == "discount":
        lines = [ending.line] if ending.line else intervals.lines.get_column("line").to_list()
        found = saved(view, lines, *used)
        reason = f"{term.id} makes up for the discount, and line {found.missing} has no list rent"
        missing = Missing("E-LIST-RENT-MISSING", reason) if found.missing else None
        return found.why, missing
    return _rest(view, intervals, term, ending), None


def _one_day(day: dt.date) -> Days:
    """Return one day as a stretch."""
    return Days(day, day + dt.timedelta(days=1))


def _rest(view: View, intervals: Intervals, term: Termination, ending: Ending) -> Explained:
    """Return the rent of some months, or of those left of the term."""
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
    return times(rent, months, label="their rent")


def _made_up(view: View, term: Termination, ending: Ending, whole: Explained) -> Explained:
    """Return a clause's share of what it makes up for, rounded, never less than its floor."""
    unit = view.contract.contract.currency
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
