"""What was saved against list prices? For the months used, to the day, unknown without a price."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.settle.list_rents import list_rents

D = dt.date
Made = Callable[..., Any]
LEAVE = {
    "id": "LEAVE", "kind": "termination", "who": "either", "notice": 30, "unit": "days",
    "stop_billing": "notice_date", "make_up": "discount",
}  # fmt: skip
PART = {"id": "PART", "kind": "proration", "method": "actual_days"}
PLAN = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
        "items": [{"item": "month", "triggers": ["period_end"]}]}  # fmt: skip
LINES = (
    {"line": "1", "monthly_rent": 10000, "list_rent": 15000, "start": D(2024, 1, 1)},
    {"line": "2", "monthly_rent": 10000, "list_rent": 10000, "start": D(2024, 1, 1)},
    {"line": "3", "monthly_rent": 10000, "start": D(2024, 1, 1)},
)


def _left(settled: Made, *, line: str, day: dt.date, lines: Any = LINES, **term: object) -> Any:  # noqa: ANN401 - a settlement
    row = {"what": "termination", "sender": "buyer", "line": line or None, "sent": D(2024, 1, 10),
           "received": D(2024, 1, 10), "wanted_for": day}  # fmt: skip
    terms = [PART, PLAN, LEAVE | term]
    return settled(f"{day:%Y-%m}", terms=terms, circuits=lines, records={"notices": [row]})


def _owed(found: Any) -> list[int]:  # noqa: ANN401 - a settlement
    amounts: list[int] = found.lines.filter(found.lines["charge"] == "early_end")[
        "amount"
    ].to_list()
    return amounts


@pytest.mark.parametrize(
    ("line", "day", "term", "expected"),
    [
        ("1", D(2024, 4, 16), {}, [17500]),
        ("1", D(2024, 4, 2), {}, [15167]),
        ("1", D(2024, 4, 16), {"make_up_share": "0.5"}, [8750]),
        ("1", D(2024, 4, 16), {"floor": "175.01"}, [17501]),
        ("2", D(2024, 4, 16), {}, [0]),
    ],
)
def test_list_less_rent_for_the_months_used(
    settled: Made, line: str, day: dt.date, term: dict[str, Any], expected: list[int]
) -> None:
    """50.00 a month saved, three months and 15/30 of April: 175.00; one day of April: 151.67.

    Half of it; a floor a cent above. What has no discount makes up for nothing.
    """
    found = _left(settled, line=line, day=day, **term)
    assert (_owed(found), found.blocked) == (expected, ())


def test_a_price_that_changed_saves_by_what_each_month_cost(settled: Made) -> None:
    """To 120.00 from 1 March: two months at 50.00 and one and a half at 30.00: 145.00."""
    change = {"line": "1", "event": "repriced", "date": D(2024, 3, 1), "value": "120.00"}
    row = {"what": "termination", "sender": "buyer", "line": "1", "sent": D(2024, 1, 10),
           "received": D(2024, 1, 10), "wanted_for": D(2024, 4, 16)}  # fmt: skip
    found = settled("2024-04", terms=[PART, PLAN, LEAVE], circuits=LINES,
                    records={"notices": [row], "lifecycle": [change]})  # fmt: skip
    assert _owed(found) == [14500]


@pytest.mark.parametrize("line", ["3", ""])
def test_without_a_list_rent_it_is_unknown(settled: Made, line: str) -> None:
    """Line 3 has none; leaving the whole contract needs it too. Nothing is taken for zero."""
    found = _left(settled, line=line, day=D(2024, 4, 16))
    assert found.lines.filter(found.lines["charge"] == "early_end")["amount"].null_count() == 1
    assert found.gross.value is None
    assert [b.code for b in found.blocked] == ["E-LIST-RENT-MISSING"]
    assert "line 3 has no list rent" in found.blocked[0].reason


def test_leaving_all_of_it_makes_up_for_every_line(settled: Made) -> None:
    """Lines 1 and 2: 3.5 months at 50.00, and at nothing."""
    assert _owed(_left(settled, line="", day=D(2024, 4, 16), lines=LINES[:2])) == [17500]


def test_units_of_a_price_list_have_the_lists_list_rent(viewed: Made) -> None:
    """100.00 for 130.00, and one without any."""
    prices = {"id": "P", "kind": "price_lines", "lines": [
        {"line": "1a", "name": "x", "qty": 2, "monthly_rent": "100.00", "list_rent": "130.00"},
        {"line": "1b", "name": "x", "qty": 2, "monthly_rent": "100.00"}]}  # fmt: skip
    assert list_rents(viewed(terms=[prices])).rows() == [("1a", 13000)]
