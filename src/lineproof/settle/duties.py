"""Which duties fall due, payments among them? What clauses date, and what amounts do."""

from __future__ import annotations

import datetime as dt

from lineproof.assess.agenda import agenda
from lineproof.assess.deadlines import Dated
from lineproof.assess.taken import as_of
from lineproof.contract.case import View
from lineproof.settle.late_openings import late_openings
from lineproof.settle.late_payments import late_payments
from lineproof.settle.payments_due import payments_due

_FOLDS = (payments_due, late_openings, late_payments)


def duties(seen: View, *, on: dt.date) -> tuple[Dated, ...]:
    """Return every dated duty and right of a contract, as it is on a day."""
    taken = as_of(seen, on=on)
    more = [dated for fold in _FOLDS for dated in fold(taken, on=on)]
    return agenda(seen, on=on, more=more)
