"""What does leaving early cost? A year's rent, the rest of the term, or at least the floor."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

D = dt.date
MID_APRIL = D(2024, 4, 16)
Made = Callable[..., Any]
LEAVE = {
    "id": "LEAVE", "kind": "termination", "who": "either", "notice": 30, "unit": "days",
    "stop_billing": "notice_date", "make_up": "months_rent", "make_up_months": 3,
}  # fmt: skip


def _left(
    settled: Made, *, sender: str = "buyer", wanted: dt.date = MID_APRIL, **term: object
) -> list[int]:
    """Return what April owes for leaving line 1a, told on 1 March; its rent is 100.00."""
    row = {"what": "termination", "sender": sender, "line": "1a", "sent": D(2024, 3, 1),
           "received": D(2024, 3, 1), "wanted_for": wanted}  # fmt: skip
    found = settled("2024-04", more=[LEAVE | term], records={"notices": [row]}).lines
    amounts: list[int] = found.filter(found["charge"] == "early_end")["amount"].to_list()
    return amounts


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ({}, [30000]),
        ({"make_up_share": "0.333"}, [9990]),
        ({"floor": "300.00"}, [30000]),
        ({"floor": "300.01"}, [30001]),
        ({"make_up": "rest_of_term"}, [85161]),
        ({"make_up": "none"}, []),
    ],
)
def test_what_the_clause_makes_up_for(
    settled: Made, term: dict[str, Any], expected: list[int]
) -> None:
    """3 × 100.00; a share of it; a floor a cent above it.

    16 April to 31 December are 8 months and 16 days of 31: 851.61.
    """
    assert _left(settled, **term) == expected


def test_the_provider_who_leaves_is_owed_nothing(settled: Made) -> None:
    """He sent the notice himself."""
    assert _left(settled, sender="provider") == []


def test_a_day_in_another_month_is_that_months(settled: Made) -> None:
    """It ends on 1 May: April owes its rent only."""
    assert _left(settled, wanted=D(2024, 5, 1)) == []
