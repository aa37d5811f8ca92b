"""What is taken to have happened? What was recorded, and what silence and notices made."""

from __future__ import annotations

import datetime as dt

from lineproof.assess.claims import with_silent_claims
from lineproof.assess.deemed import with_deemed
from lineproof.assess.endings import with_endings
from lineproof.contract.case import View


def as_of(view: View, *, on: dt.date) -> View:
    """Return a view with what follows from its records by a day: acceptances, and endings."""
    return with_silent_claims(with_endings(with_deemed(view, on=on), on=on), on=on)
