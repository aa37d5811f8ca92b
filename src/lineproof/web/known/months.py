"""Which months does a contract have? Those of its term that have begun, and each's neighbours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.http import Http404

from lineproof.model.errors import LineproofError
from lineproof.model.period import Days, add_months, month_text, parse_month
from lineproof.settle.settle import refuse_outside
from lineproof.web.known.case import At, known

_MONTHS_MAX = 240


def months_begun(days: Days | None, now: dt.date) -> Iterator[str]:
    """Yield the months of a term that have begun by a day."""
    if days is None:
        return
    month = days.start.replace(day=1)
    for _number in range(_MONTHS_MAX):
        if month >= days.end or month > now:
            return
        yield month_text(month)
        month = add_months(month, 1)


def refuse_outside_term(state: At, month: str) -> None:
    """Raise Http404 for a month that the contract doesn't have."""
    try:
        refuse_outside(known(state).view, parse_month(month))
    except LineproofError as problem:
        raise Http404(str(problem)) from problem


def neighbours(state: At, month: str) -> dict[str, str | None]:
    """Return the months before and after one, as far as the contract has them."""
    asked = parse_month(month)
    return {"before": _within(state, asked, -1), "after": _within(state, asked, 1)}


def _within(state: At, month: dt.date, step: int) -> str | None:
    """Return a month so many further, if the contract has it."""
    found = add_months(month, step)
    try:
        refuse_outside(known(state).view, found)
    except LineproofError:
        return None
    return month_text(found)
