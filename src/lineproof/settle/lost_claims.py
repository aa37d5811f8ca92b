"""Which credits were lost, since nobody claimed them in time? On the day after the last one.

A credit stands in its month while it can still be claimed. The month in which the time ends takes
back what wasn't claimed by then: no closed month changes (decision 21).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from fractions import Fraction

import polars as pl

from lineproof.assess.claim_windows import ClaimWindow, claim_windows
from lineproof.assess.taken import last_known
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.paying import Claim
from lineproof.model.explained import Explained, Rule
from lineproof.model.period import Days
from lineproof.settle.charges import Charge
from lineproof.settle.credits import month_of
from lineproof.settle.explain_nodes import sum_of

CHARGE = "lost_claim"
_DAY = dt.timedelta(days=1)
LinesOf = Callable[[dt.date], pl.DataFrame]


def lost_claims(view: View, month: dt.date, lines_of: LinesOf) -> Iterator[Charge]:
    """Yield what a month takes back of credits that weren't claimed in time.

    lines_of: a month's lines, in columns of `LINE_SCHEMA`.
    """
    period = view.period(month)
    for term, days in _losing(view):
        on = last_known(view, month)
        for window in claim_windows(view, term, on=on):
            day = window.due + _DAY
            if window.event in days and day in period and day <= on:
                why = _lost(view, term, window, lines_of)
                if why is not None:
                    name = window.line(view) or term.id
                    yield Charge(name, CHARGE, term.id, term.clause, Days(day, day + _DAY), why)


def claimable(view: View, month: dt.date, lines_of: LinesOf) -> Iterator[str]:
    """Yield, for a month's own credits, by when what isn't claimed yet must be."""
    on = last_known(view, month)
    for term, days in _losing(view):
        for window in claim_windows(view, term, on=on):
            is_own = month_of(view, window.event) == month and window.event in days
            if is_own and window.due >= on and _credit(view, term, window, lines_of).value:
                about = f" of {window.subject}" if window.line(view) else ""
                yield (
                    f"what {term.what} gives back{about} is lost on {window.due + _DAY}, "
                    f"unless it is claimed by {window.due} (clause {term.clause})"
                )


def _losing(view: View) -> tuple[tuple[Claim, Days], ...]:
    """Return the clauses by which what isn't claimed is lost."""
    every = of_kind(view.versions, Claim)
    return tuple((term, days) for term, days in every if term.unclaimed == "lost")


def _credit(view: View, term: Claim, window: ClaimWindow, lines_of: LinesOf) -> Explained:
    """Return what the claimed term gave back in the month of its event."""
    of = month_of(view, window.event)
    lines = lines_of(of)
    own = lines.filter((pl.col("term") == term.what) & (pl.col("amount") < 0))
    line = window.line(view)
    if line:
        own = own.filter(pl.col("line") == line)
    amount = -int(own.get_column("amount").sum())
    return Explained(label=f"credited for {of:%Y-%m}", exact=Fraction(amount), unit=_unit(view))


def _lost(view: View, term: Claim, window: ClaimWindow, lines_of: LinesOf) -> Explained | None:
    """Return what was credited and not claimed in time; None: nothing."""
    credit = _credit(view, term, window, lines_of)
    if any(each.amount is None for each in window.in_time):
        return None  # a letter claims all of it
    parts = tuple(
        Explained(
            label=f"claimed {each.day}", exact=Fraction(each.amount or 0), unit=_unit(view),
            evidence=(each.where,),
        )
        for each in window.in_time
    )  # fmt: skip
    claimed = sum_of(f"claimed by {window.due}", parts, unit=_unit(view))
    if credit.value <= claimed.value:
        return None
    return Explained(
        label=f"lost on {window.due + _DAY}", exact=credit.value - claimed.value,
        rule=Rule.DIFFERENCE, unit=_unit(view), clause=term.clause,
        evidence=(window.where,) if window.where else (), inputs=(credit, claimed),
    )  # fmt: skip


def _unit(view: View) -> str:
    return view.contract.contract.currency
