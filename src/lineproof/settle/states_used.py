"""Which of the measured states does a month's settlement depend on? Those it is sealed with.

The windows that terms of the month judge; and of earlier months, as far as they aren't sealed or
their amounts still matter. A month that no term reads an availability for depends on none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from lineproof.assess.availability import named_term, window_of
from lineproof.assess.score import card_named
from lineproof.assess.service import midnight_ns
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import Claim, Credit, LateInterest, PaymentPlan
from lineproof.contract.terms.scoring import Bands, OutageCredit, RateItem, Scorecard
from lineproof.contract.terms.standing import LiabilityCap
from lineproof.model.period import Days, month_text
from lineproof.settle.credits import months_before
from lineproof.settle.factors import is_measured, measured_by


def reads_states(view: View) -> bool:
    """Whether any term reads what was measured."""
    return any(
        isinstance(v.term, OutageCredit | Scorecard)
        or (isinstance(v.term, Bands) and is_measured(view, v.term))
        for v in view.versions
    )


def months_computed(view: View, month: dt.date) -> Iterator[dt.date]:
    """Yield the months that a month's amounts depend on, in order, itself the last.

    Credits come from earlier months that aren't sealed yet. Interest, and payments of a year, are
    worked out from sealed ones too.
    """
    terms = [v.term for v in view.versions]
    is_annual = any(isinstance(t, PaymentPlan) and t.mode == "annual_prepay" for t in terms)
    has_all = is_annual or any(isinstance(t, LateInterest | LiabilityCap | Claim) for t in terms)
    if has_all or any(isinstance(t, Credit) for t in terms):
        sealed = set() if has_all else {booked.month for booked in view.case.sealed}
        yield from (m for m in months_before(view, month) if month_text(m) not in sealed)
    yield month


def states_used(view: View, month: dt.date) -> pl.DataFrame | None:
    """Return the states that a month depends on, in columns of `STATES`; None: on none."""
    states = view.case.states
    if states is None or view.term_days is None or not reads_states(view):
        return None
    months = [*months_computed(view, month)]
    windows = {window for each in months for window in _windows(view, each)}
    used = [_of_term(states, term, _ns(view, days)) for term, days in sorted(windows)]
    used += [_of_incidents(states, _ns(view, view.period(m))) for m in months if _scored(view, m)]
    if not used:
        return None
    found = states.filter(pl.any_horizontal(used))
    return found.with_columns(pl.col("reason").replace("", None))


def _ns(view: View, days: Days) -> tuple[int, int]:
    """Return the first instant of some days, and the first no longer of them."""
    zone = view.contract.contract.timezone
    return midnight_ns(days.start, timezone=zone), midnight_ns(days.end, timezone=zone)


def _of_term(states: pl.DataFrame, term: str, window: tuple[int, int]) -> pl.Series:
    """Return which states a term judges in a window."""
    return states.select((pl.col("term") == term) & _meets(*window)).to_series()


def _of_incidents(states: pl.DataFrame, window: tuple[int, int]) -> pl.Series:
    """Return which states tell of incidents in a window, and of what followed the last outage.

    An outage is only over where something is known of the time behind it.
    """
    down = states.filter((pl.col("state") == "down") & _meets(*window))
    last = down.select(pl.col("to").dt.epoch("ns").max()).item()
    return states.select(_meets(window[0], max(window[1], (last or 0) + 1))).to_series()


def _meets(lo: int, hi: int) -> pl.Expr:
    """Return whether a state lies in a window, at least in part."""
    return (pl.col("from").dt.epoch("ns") < hi) & (pl.col("to").dt.epoch("ns") > lo)


def _scored(view: View, month: dt.date) -> bool:
    """Whether a month's score is worked out: bands read it, and nobody signed a total."""
    signed = (pl.col("month") == month_text(month)) & pl.col("item").is_null()
    if view.rows("scores").filter(signed).height:
        return False
    bands = of_kind(view.versions, Bands, within=view.period(month))
    return any(card_named(view, each.metric, month) is not None for each, _ in bands)


def _windows(view: View, month: dt.date) -> Iterator[tuple[str, Days]]:
    """Yield the availability terms that a month reads, by id, with the days they judge."""
    period = view.period(month)
    for bands, _ in of_kind(view.versions, Bands, within=period):
        term = measured_by(view, bands, month)
        if term is not None:
            yield from _judging(view, term.id, month)
        card = card_named(view, bands.metric, month) if _scored(view, month) else None
        for item in card.items if card is not None else ():
            if isinstance(item, RateItem):
                yield from _judging(view, item.metric, month)
    for credit, _ in of_kind(view.versions, OutageCredit, within=period):
        term = named_term(view, credit.measured_by, month)
        if term is not None:
            yield term.id, period


def _judging(view: View, name: str, month: dt.date) -> Iterator[tuple[str, Days]]:
    """Yield the availability term that is named, with the days it judges in a month, if any."""
    term = named_term(view, name, month)
    days = None if term is None else window_of(view, term, month)
    if term is not None and days is not None:
        yield term.id, days
