"""What is said of what isn't judged? Months between quarters, units without a circuit."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.settle.measured import AVAIL, BANDS, CREDIT, LINES

from lineproof.assess.measured import Measured
from lineproof.settle.measured_notes import measured_notes

Made = Callable[..., Any]
PRICES = {"id": "PRICES", "kind": "price_lines",
          "lines": [{"line": "p", "name": "x", "qty": 3, "monthly_rent": "1.00"}]}  # fmt: skip


def test_a_quarter_says_that_it_isnt_judged(viewed: Made) -> None:
    """In February nothing is taken off, and it is said; in March the quarter is judged."""
    measured = Measured(viewed(terms=[{**AVAIL, "window": "quarter"}, BANDS], circuits=LINES))
    (note,) = measured_notes(measured, dt.date(2024, 2, 1))
    assert note == (
        "SLA judges quarters (clause 5.2): none ends in 2024-02, and nothing is taken off"
    )
    assert not [*measured_notes(measured, dt.date(2024, 3, 1))]


def test_units_that_have_no_outages(viewed: Made) -> None:
    """Three units of a price list have no circuit, so that no outage of theirs is counted."""
    march = dt.date(2024, 3, 1)
    measured = Measured(viewed(terms=[AVAIL, CREDIT, PRICES], circuits=LINES))
    (note,) = measured_notes(measured, march)
    assert note == "OC counts outages of circuits (clause 5.3): 3 units of price lists have none"
    assert not [*measured_notes(Measured(viewed(terms=[AVAIL, CREDIT], circuits=LINES)), march)]
