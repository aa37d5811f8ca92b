"""Does the contract, or a bundle of it, go on? As long as nobody says otherwise in time.

What goes on is as long as the clause says, and follows the end of what it prolongs. Nothing is
recorded for it: the day to speak by passed, and no notice was delivered by then.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from lineproof.assess.deadlines import days_before
from lineproof.assess.notices import Given, notices_given
from lineproof.contract.case import View
from lineproof.contract.in_force import of_kind
from lineproof.contract.terms.pricing import Bundle
from lineproof.contract.terms.standing import Renewal
from lineproof.model.calendar import CalendarYearMissingError
from lineproof.model.period import Days, add_months

RENEWAL_ENDS = ("termination", "non-renewal")
"""Kinds of notice that keep a contract from being renewed."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Choice:
    """One time that something can be kept from going on.

    end: the first day on which it has ended; due: the last day to say so; told: the notice that
    did, in time. next_end: when it ends where nobody does.
    """

    end: dt.date
    due: dt.date
    told: Given | None
    next_end: dt.date


def choices(view: View, term: Renewal, *, on: dt.date) -> Iterator[Choice]:
    """Yield the times that a clause's contract or bundle can be kept from going on.

    Up to the first whose last day isn't over on a day, or at which somebody spoke in time.
    """
    first = _prolonged(view, term)
    if first is None:
        return
    start, months = first
    given = _given(view, term, on)
    is_going_on = True
    while is_going_on:
        end = add_months(start, months)
        within = term.unless_notice or 0
        due = days_before(view, end - _DAY, within=within, unit=term.unit)
        told = next((n for n in given if (n.delivered or on) <= due), None)
        months += term.months
        yield Choice(end, due, told, add_months(start, months))
        is_going_on = told is None and on > due


def renewed(view: View, *, on: dt.date) -> View:
    """Return a view whose term is as long as renewals have made it by a day."""
    found: list[Days] = []
    for term in contract_renewals(view):
        try:
            found.extend(
                Days(choice.end, choice.next_end)
                for choice in choices(view, term, on=on)
                if choice.told is None and on > choice.due
            )
        except CalendarYearMissingError:
            break  # its last day lies beyond the calendar: nothing is known to go on from there
    return dataclasses.replace(view, renewals=tuple(found)) if found else view


def contract_renewals(view: View) -> tuple[Renewal, ...]:
    """Return the clause by which the contract itself goes on; none: it ends."""
    terms = (t for t, _ in of_kind(view.versions, Renewal) if not bundles_of(view, t))
    return tuple(itertools.islice(terms, 1))


def bundle_end(view: View, bundle: Bundle, first: Days, *, on: dt.date) -> dt.date:
    """Return the first day on which a bundle has ended, as known on a day.

    first: the days of its own length.
    """
    for term, _ in of_kind(view.versions, Renewal):
        if bundle in bundles_of(view, term):
            last = [*choices(view, term, on=on)][-1]
            return last.end
    return first.end


def bundles_of(view: View, term: Renewal) -> tuple[Bundle, ...]:
    """Return the bundles that a renewal names; none: it is the contract's."""
    return tuple(b for b, _ in of_kind(view.versions, Bundle) if b.id in term.applies_to)


def _prolonged(view: View, term: Renewal) -> tuple[dt.date, int] | None:
    """Return when what a clause prolongs began, and its first length in months; None: no end."""
    days = view.signed_days
    bundles = bundles_of(view, term)
    start = bundles[0].starts if bundles and bundles[0].starts else days.start if days else None
    months = bundles[0].months if bundles else view.contract.contract.months
    return None if start is None or months is None else (start, months)


def _given(view: View, term: Renewal, on: dt.date) -> list[Given]:
    """Return the notices delivered by a day that keep what a clause prolongs from going on."""
    about = {"", term.id, *(b.id for b in bundles_of(view, term))}
    return [
        notice
        for notice in notices_given(view)
        if notice.what in RENEWAL_ENDS and not notice.line and notice.about in about
        if notice.delivered is not None and notice.delivered <= on
    ]
