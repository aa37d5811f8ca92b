"""Which months does a contract have, and which lie beside one?"""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import Http404

from lineproof.model.period import Days
from lineproof.web.kept.contracts import Contract
from lineproof.web.known.case import at
from lineproof.web.known.months import months_begun, neighbours, refuse_outside_term


@pytest.mark.parametrize(
    ("now", "months"),
    [
        ((2024, 12, 31), []),
        ((2025, 1, 14), ["2025-01"]),
        ((2025, 3, 1), ["2025-01", "2025-02", "2025-03"]),
        ((2026, 1, 1), ["2025-01", "2025-02", "2025-03"]),
    ],
)
def test_months_that_have_begun(now: tuple[int, int, int], months: list[str]) -> None:
    """From 15 January to 10 March: three months, each from its first day on."""
    days = Days(dt.date(2025, 1, 15), dt.date(2025, 3, 11))
    assert list(months_begun(days, dt.date(*now))) == months


def test_a_contract_without_a_term_has_no_months() -> None:
    """Nothing says from when to when it runs."""
    assert list(months_begun(None, dt.date(2025, 1, 1))) == []


def test_neighbours_end_where_the_term_does(contract: Contract) -> None:
    """It runs from 2024-11 for 16 months: nothing before the first, nothing behind the last."""
    state = at(contract)
    assert neighbours(state, "2024-11") == {"before": None, "after": "2024-12"}
    assert neighbours(state, "2025-01") == {"before": "2024-12", "after": "2025-02"}
    with pytest.raises(Http404):
        refuse_outside_term(state, "2024-10")
