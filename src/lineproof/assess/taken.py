"""What is taken to have happened? What was recorded, and what silence and notices made."""

from __future__ import annotations

import datetime as dt

from lineproof.assess.claims import with_silent_claims
from lineproof.assess.deemed import with_deemed
from lineproof.assess.endings import with_endings
from lineproof.assess.renewal import renewed
from lineproof.contract.case import View


def as_of(view: View, *, on: dt.date) -> View:
    """Return a view with what follows from its records by a day.

    Acceptances, endings, claims accepted by silence, and a term that goes on.
    """
    prolonged = renewed(view, on=on)
    return with_silent_claims(with_endings(with_deemed(prolonged, on=on), on=on), on=on)


def taken_in(view: View, month: dt.date) -> View:
    """Return a view as a month is settled: as of its last day, or the day facts are known to."""
    return as_of(view, on=last_known(view, month))


def last_known(view: View, month: dt.date) -> dt.date:
    """Return the day as of which a month is settled."""
    last = view.period(month).end - dt.timedelta(days=1)
    return min(last, view.as_known or last)
