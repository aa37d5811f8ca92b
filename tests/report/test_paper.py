"""Is data set as it is, the same each time?"""

from __future__ import annotations

import datetime as dt

from tests.report.audited import PACK
from tests.report.test_pdf import joined, text_of

from lineproof.report.audit_pdf import audit_data
from lineproof.report.paper import pages

ON = dt.date(2025, 3, 31)


def test_the_same_data_are_the_same_bytes() -> None:
    """No clock: only the day that is given is in it."""
    data = audit_data(PACK, "en")
    assert pages("audit", data, on=ON) == pages("audit", data, on=ON)
    assert b"20250331" in pages("audit", data, on=ON)


def test_markup_is_shown_not_read() -> None:
    """`#panic() *` is a text like any other."""
    data = audit_data(PACK, "en") | {"title": "#panic() *"}
    assert "#panic()*" in joined(text_of(pages("audit", data, on=ON)))
