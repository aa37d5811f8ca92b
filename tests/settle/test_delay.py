"""What does late opening cost? To the day, with its cap, each amount worked out by hand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

D = dt.date
Made = Callable[..., Any]
LATE = {
    "id": "DELAY", "kind": "delay_penalty", "rate": "0.1", "per": "day", "base": "one_off",
    "late_after": 10, "unit": "days", "of": "ordered", "cap": "1",
    "cap_base": "first_month_rent", "set_off": "first_month",
}  # fmt: skip


def _penalties(settled: Made, month: str, opened: dt.date, **term: object) -> list[int]:
    """Return a month's penalties for one line ordered on 1 March, due on the 11th."""
    records = {
        "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 3, 1)}],
        "lifecycle": [
            {"line": "1a", "event": "in_service", "date": opened, "one_off": 20000},
        ],
    }
    found = settled(month, more=[LATE | term], records=records)
    lines = found.lines
    amounts: list[int] = lines.filter(lines["charge"] == "delay_penalty")["amount"].to_list()
    return amounts


@pytest.mark.parametrize(
    ("day", "expected"),
    [(10, []), (11, []), (12, [-2000]), (13, [-4000]), (14, [-5806]), (15, [-5484]), (31, [-323])],
)
def test_a_line_opened_late_costs_by_the_day(settled: Made, day: int, expected: list[int]) -> None:
    """Due on 11 March, 200.00 once: 10 % is 20.00 a day; on the 12th one day, on the 13th two.

    100.00 a month: the first month pays n/31: from the 14th 18/31 = 58.06, less than 60.00;
    from the 15th 17/31 = 54.84, from the 31st 3.23.
    """
    assert _penalties(settled, "2024-03", D(2024, 3, day)) == expected


def test_set_off_happens_once(settled: Made) -> None:
    """In April nothing is taken off any more."""
    assert _penalties(settled, "2024-04", D(2024, 3, 12)) == []


def test_by_the_month_each_owes_its_own_days(settled: Made) -> None:
    """0.1 % of 1,200.00 is 1.20 a day from 12 March: 20 days 24.00; April to the 5th 5 × 1.20."""
    by_month = {
        "rate": "0.001", "base": "contract_amount", "cap": None, "cap_base": None,
        "set_off": "month",
    }  # fmt: skip
    term = {k: v for k, v in by_month.items() if v is not None}
    base = {k: v for k, v in LATE.items() if k not in {"cap", "cap_base"}}
    records = {
        "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 3, 1)}],
        "lifecycle": [{"line": "1a", "event": "in_service", "date": D(2024, 4, 5)}],
    }
    found = []
    for month in ("2024-03", "2024-04", "2024-05"):
        lines = settled(month, more=[base | term], records=records).lines
        found.append(lines.filter(lines["charge"] == "delay_penalty")["amount"].to_list())
    assert found == [[-2400], [-600], []]


def test_a_plan_of_fixed_payments_is_reduced_by_a_penalty(settled: Made) -> None:
    """1,000.00 due on 20 March, 20.00 for the one day late: 980.00 is left to pay."""
    prices = {
        "id": "P", "kind": "price_lines",
        "lines": [{"line": "1a", "name": "x", "qty": 1, "monthly_rent": "100.00"}],
    }  # fmt: skip
    plan = {
        "id": "PLAN", "kind": "payment_plan", "mode": "by_date",
        "items": [{"item": "a", "amount": "1000.00", "on": D(2024, 3, 20)}],
    }  # fmt: skip
    records = {
        "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 3, 1)}],
        "lifecycle": [
            {"line": "1a", "event": "in_service", "date": D(2024, 3, 12), "one_off": 20000}
        ],
    }
    found = settled("2024-03", terms=[prices, plan, LATE], records=records)
    assert found.payable.value == 98000


def test_an_open_question_leaves_it_among_the_lines(settled: Made) -> None:
    """Whether it was paid isn't known: two readings are merged, and the penalty stands in both."""
    records = {
        "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 3, 1)}],
        "lifecycle": [
            {"line": "1a", "event": "in_service", "date": D(2024, 3, 12), "one_off": 20000}
        ],
    }
    interest = {"id": "LATE", "kind": "late_interest", "rate": "0.001"}
    found = settled("2024-03", more=[LATE, interest], records=records).lines
    assert found.filter(found["charge"] == "delay_penalty")["amount"].to_list() == [-2000]


@pytest.mark.parametrize(
    ("opened", "days"),
    [(D(2024, 9, 27), 0), (D(2024, 9, 30), 1), (D(2024, 10, 8), 2), (D(2024, 10, 12), 6)],
)
def test_workdays_are_counted_over_the_holidays(settled: Made, opened: dt.date, days: int) -> None:
    """Due on Sunday 29 September, which is worked for National Day; 1 to 7 October are off.

    Monday the 30th is one workday late, 8 October the second, Saturday the 12th, worked too, the
    sixth: 8, 9, 10, 11 and 12 October after the 30th. 20.00 each.
    """
    term = {"per": "workday", "cap": "1", "cap_base": "one_off", "late_after": 28}
    records = {
        "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 9, 1)}],
        "lifecycle": [{"line": "1a", "event": "in_service", "date": opened, "one_off": 20000}],
    }
    lines = settled(f"{opened:%Y-%m}", more=[LATE | term], records=records).lines
    found = lines.filter(lines["charge"] == "delay_penalty")["amount"].to_list()
    assert found == ([-2000 * days] if days else [])


@pytest.mark.parametrize(
    ("day", "owed", "notes"), [(20, 18000, 0), (21, 20000, 0), (22, 20000, 1), (23, 20000, 1)]
)
def test_a_cap_exactly_reached_is_not_passed(
    settled: Made, day: int, owed: int, notes: int
) -> None:
    """20.00 a day from 12 March, at most the 200.00 of the one-time fee: ten days on the 21st.

    On the 22nd it holds, and the notes say so.
    """
    records = {
        "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 3, 1)}],
        "lifecycle": [
            {"line": "1a", "event": "in_service", "date": D(2024, 3, day), "one_off": 20000}
        ],
    }
    found = settled("2024-03", more=[LATE | {"cap_base": "one_off"}], records=records)
    own = found.lines.filter(found.lines["charge"] == "delay_penalty")["amount"].to_list()
    assert own == [-owed]
    assert len([n for n in found.notes if n == "the penalty for 1a is capped (clause 1)"]) == notes
