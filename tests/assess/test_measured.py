"""Is each month judged once, and by the window that the contract says?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from lineproof.assess.measured import Measured
from lineproof.contract.terms.scoring import Availability

Made = Callable[..., Any]
MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)
AVAIL = {"id": "AVAIL", "kind": "availability", "slot_s": 60, "down_run": 1}
ROW = {"line": "1", "id": "C1", "monthly_rent": 100, "start": dt.date(2024, 1, 1)}


def _measured(viewed: Made, **changes: object) -> tuple[Measured, Availability]:
    view = viewed(terms=[{**AVAIL, **changes}], circuits=[ROW])
    term = next(v.term for v in view.versions if isinstance(v.term, Availability))
    return Measured(view), term


def test_a_month_is_judged_once(viewed: Made) -> None:
    """The window of a month is the month itself: one judgement serves both, another month's not."""
    measured, term = _measured(viewed)
    judged = measured.judged(term, MARCH)
    assert judged is measured.judged(term, MARCH)
    assert judged is measured.month(term, MARCH)
    assert judged is not measured.month(term, APRIL)


def test_a_quarter_is_judged_in_its_last_month(viewed: Made) -> None:
    """March closes January to March, 91 days; April has a month of its own, and no judgement."""
    measured, term = _measured(viewed, window="quarter")
    judged = measured.judged(term, MARCH)
    assert judged is not None
    days = (judged.window[1] - judged.window[0]) // (86_400 * 10**9)
    assert days == 91
    assert measured.judged(term, APRIL) is None
    assert measured.month(term, APRIL).lines.height == 1
