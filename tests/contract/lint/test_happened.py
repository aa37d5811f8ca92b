"""Is a record about a line that isn't there found, before its effect is missed?"""

import datetime as dt
from collections.abc import Callable

from lineproof.model.finding import Finding

Found = Callable[..., list[Finding]]
DAY = dt.date(2025, 3, 4)
LINE = {"line": "1", "id": "C1", "monthly_rent": 90000, "start": dt.date(2025, 1, 1)}


def test_a_record_of_an_unknown_line_is_an_error(found: Found) -> None:
    """The schedule has line 1 only: what happened to 99 happened to no line of it."""
    records = {"lifecycle": [{"line": "99", "event": "ceased", "date": DAY}]}
    (finding,) = found("E-RECORD-LINE", terms=[], circuits=[LINE], records=records)
    assert "has the line 99" in finding.message
    assert finding.where == "records/lifecycle.csv:2"


def test_a_record_of_a_known_line_is_none(found: Found) -> None:
    """Line 1 is scheduled."""
    records = {"lifecycle": [{"line": "1", "event": "ceased", "date": DAY}]}
    assert not found("E-RECORD-LINE", terms=[], circuits=[LINE], records=records)


def test_a_record_of_a_price_line_is_none(found: Found) -> None:
    """The minimal contract's price list has a line of its own."""
    everything = found("E-RECORD-LINE", records={"orders": []})
    assert not everything
