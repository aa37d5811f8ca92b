"""Are payments among the duties of a contract?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from lineproof.assess.agenda import agenda
from lineproof.contract.case import View
from lineproof.settle.duties import duties


def test_payments_stand_among_the_other_duties(viewed: Callable[..., View]) -> None:
    """A monthly plan of a year: January's payment is a duty, which no clause alone dates."""
    seen, on = viewed(), dt.date(2024, 3, 1)
    found = duties(seen, on=on)
    assert set(agenda(seen, on=on)) <= set(found)
    assert [d.subject for d in found if d.term == "PLAN" and d.who == "buyer"][:1] == ["2024-01"]
