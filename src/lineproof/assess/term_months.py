"""What does each availability term make of a month? Its units, and the month's own states.

A term that judges a quarter or a rolling window is judged over that; what happened in the month is
told apart.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from lineproof.assess.availability import (
    Judged,
    Percentage,
    availability_terms,
    judge,
    judge_days,
    mean_of,
    pooled_of,
    window_of,
)
from lineproof.assess.intervals import service_intervals
from lineproof.assess.outages import units_of
from lineproof.assess.service import services
from lineproof.contract.case import View
from lineproof.contract.terms.scoring import Availability
from lineproof.model.period import Days


@dataclass(frozen=True)
class TermMonth:
    """An availability term and a month.

    days: what it judges; the month itself, where it judges no window in this month. days_of_month:
    the month's. units: each
    unit's times over these days, in columns of `UNIT_SCHEMA`, the worst first. whole: what the
    contract judges, where that is one figure. month: the month's own states.
    """

    term: Availability
    days: Days
    is_judged: bool
    units: pl.DataFrame
    whole: Percentage | None
    days_of_month: Days
    month: Judged


@dataclass(frozen=True)
class Totals:
    """What all units come to, in per cent: their mean, and all their time together."""

    mean: Percentage | None
    pooled: Percentage | None


def term_months(view: View, month: dt.date) -> tuple[TermMonth, ...]:
    """Return what each availability term in force makes of a month, in the contract's order."""
    terms = availability_terms(view, month)
    if not terms:
        return ()
    served = services(view, service_intervals(view))
    return tuple(_term_month(view, served, term, month) for term in terms)


def _term_month(view: View, served: pl.DataFrame, term: Availability, month: dt.date) -> TermMonth:
    """Return what one term makes of a month."""
    period = view.period(month)
    own = judge_days(view, served, term, period, on=period.start)
    days = window_of(view, term, month)
    judged = own if days in {None, period} else judge(view, served, term, month)
    assert judged is not None, "a term with a window judges it"
    return TermMonth(
        term=term,
        days=days or period,
        is_judged=days is not None,
        units=units_of(judged),
        whole=judged.whole if days is not None else None,
        days_of_month=period,
        month=own,
    )


def totals_of(found: TermMonth) -> Totals:
    """Return what a term's units come to as agreed, exclusions taken out."""
    return _totals(found.units, digits=found.term.round_digits)


def plain_totals_of(found: TermMonth) -> Totals:
    """Return what a term's units would come to if nothing were excluded."""
    plain = found.units.select(counted="service", down="down_all", unknown="unknown_all")
    return _totals(plain, digits=found.term.round_digits)


def _totals(units: pl.DataFrame, *, digits: int | None) -> Totals:
    """Return what units come to; columns counted, down, unknown."""
    return Totals(mean_of(units, digits=digits), pooled_of(units, digits=digits))


def unit_named(found: TermMonth, name: str) -> str | None:
    """Return the unit that a name means; None: there is none in this month.

    name: the unit's own; or a line, or a circuit of a group, that is judged by it.
    """
    units = set(found.units.get_column("unit"))
    if name in units:
        return name
    served = found.month.served
    meant = served.filter((pl.col("line") == name) | (pl.col("circuit") == name))
    return next((unit for unit in meant.get_column("unit") if unit in units), None)


def circuits_of(found: TermMonth, unit: str) -> tuple[str, ...]:
    """Return the circuits that a unit is judged by: itself, or the members of the group."""
    served = found.month.served.filter(pl.col("unit") == unit)
    return tuple(served.get_column("circuit").unique().sort())
