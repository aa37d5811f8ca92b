"""What does late payment cost? By the day, on what was owed that day, month after month."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

Row = dict[str, Any]
Made = Callable[..., Any]

D = dt.date
ONCE = {"id": "PLAN", "kind": "payment_plan", "mode": "by_date",
        "items": [{"item": "a", "amount": "1000.00", "on": D(2024, 3, 10)}]}  # fmt: skip
LATE = {"id": "LATE", "kind": "late_interest", "rate": "0.001"}
TOTAL = {"stated_total": "5000.00"}


def _interest(
    settled: Made, month: str, *paid: tuple[dt.date, int], head: Row | None = None, **term: object
) -> list[int]:  # fmt: skip
    rows = [{"item": "a", "amount": amount, "paid": day} for day, amount in paid]
    found = settled(month, head={**TOTAL, **(head or {})}, terms=[ONCE, {**LATE, **term}],
                    records={"payments": rows})  # fmt: skip
    lines: list[int] = found.lines.get_column("amount").to_list()
    return lines


@pytest.mark.parametrize(
    ("paid", "first_day", "expected"),
    [
        ((), "day_after_due", [2100]),
        ((), "due_day", [2200]),
        (((D(2024, 3, 10), 100000),), "day_after_due", []),
        (((D(2024, 3, 10), 100000),), "due_day", []),
        (((D(2024, 3, 11), 100000),), "day_after_due", [100]),
        (((D(2024, 3, 11), 100000),), "due_day", [200]),
        (((D(2024, 3, 9), 100000),), "due_day", []),
        (((D(2024, 3, 20), 40000),), "day_after_due", [1660]),
        (((D(2024, 3, 5), 40000),), "day_after_due", [1260]),
        (((D(2024, 3, 20), 120000),), "day_after_due", [1000]),
        (((D(2024, 3, 20), 40000), (D(2024, 3, 25), 60000)), "day_after_due", [1300]),
    ],
)
def test_interest_of_a_month(
    settled: Made, paid: tuple[tuple[dt.date, int], ...], first_day: str, expected: list[int]
) -> None:
    """1,000.00 due 10 March, 0.1 % a day is 1.00: unpaid 21 days to the 31st, 22 from the due day.
    Paid on the due day it is in time, the day after one day late (two from the due day). 400.00 on
    the 20th: 10 × 1.00 + 11 × 0.60; paid early 21 × 0.60; more than owed leaves nothing; in two
    parts 10 × 1.00 + 5 × 0.60.
    """
    assert _interest(settled, "2024-03", *paid, first_day=first_day) == expected


def test_months_sum_to_the_rounded_whole(settled: Made) -> None:
    """0.0333 % a day of 1,000.00 is 0.333: March 21 days 6.993 → 6.99; with April's 30 51 days
    16.983 → 16.98, April 9.99; with May's 82 days 27.306 → 27.31, May 10.33.
    """
    found = [_interest(settled, f"2024-{m:02d}", rate="0.000333") for m in (3, 4, 5)]
    assert found == [[699], [999], [1033]]


@pytest.mark.parametrize(("cap", "expected"), [("0.021", [2100]), ("0.02", [2000]), ("0", [0])])
def test_a_cap_on_the_whole(settled: Made, cap: str, expected: list[int]) -> None:
    """21.00 at most 2.1 % of 1,000.00 is 21.00; 2 % is 20.00; nothing."""
    assert _interest(settled, "2024-03", cap=cap) == expected


def test_after_the_cap_a_month_adds_nothing(settled: Made) -> None:
    """30.00 at most: March 21.00, April the 9.00 left, May nothing."""
    found = [_interest(settled, f"2024-{m:02d}", cap="0.03") for m in (3, 4, 5)]
    assert found == [[2100], [900], [0]]


def test_interest_on_the_contracts_amount(settled: Made) -> None:
    """0.1 % of 5,000.00 is 5.00 a day, 21 days, whatever part is overdue."""
    paid = ((D(2024, 3, 5), 99900),)
    assert _interest(settled, "2024-03", *paid, base="contract_amount") == [10500]


def test_interest_rounds_at_the_contracts_unit(settled: Made) -> None:
    """21 × 0.0333 % of 1,000.00 = 6.993, to 0.10: 7.00."""
    rounding = {"rounding": {"unit": "0.1"}}
    assert _interest(settled, "2024-03", head=rounding, rate="0.000333") == [700]


def test_interest_is_payable_in_its_month_with_its_tax(settled: Made) -> None:
    """21.00 and 6 % on top: 22.26 due on the 31st, beside the 1,000.00 of the plan."""
    tax = {"id": "TAX", "kind": "tax", "rate": "0.06", "inclusive": False}
    found = settled("2024-03", head=TOTAL, terms=[ONCE, LATE, tax], records={"payments": []})
    assert [(d.item, d.amount.value) for d in found.due] == [("a", 100000), ("late interest", 2226)]
    assert (found.gross.value, found.payable.value) == (2226, 102226)


def test_interest_out_of_scope_bears_no_tax(settled: Made) -> None:
    """21.00, and no tax on it."""
    tax = {"id": "TAX", "kind": "tax", "rate": "0.06", "inclusive": False}
    late = {**LATE, "tax_nature": "out_of_scope"}
    found = settled("2024-03", head=TOTAL, terms=[ONCE, late, tax], records={"payments": []})
    assert (found.gross.value, found.tax.value) == (2100, 0)


@pytest.mark.parametrize(("days", "count"), [(20, 1), (21, 0)])
def test_a_right_after_so_many_days(settled: Made, days: int, count: int) -> None:
    """21 days late on 31 March: more than 20, not more than 21."""
    found = settled("2024-03", head=TOTAL, terms=[ONCE, {**LATE, "right_after_days": days}],
                    records={"payments": []})  # fmt: skip
    assert len(found.notes) == count


def _followed(settled: Made, month: str, *rates: tuple[dt.date, str], **term: object) -> Any:  # noqa: ANN401 - a settlement
    rows = [{"series": "LPR", "date": day, "value": value} for day, value in rates]
    late = {"id": "LATE", "kind": "late_interest", "reference": "LPR", "year_days": 360, **term}
    return settled(month, head=TOTAL, terms=[ONCE, late], records={"payments": [], "rates": rows})


@pytest.mark.parametrize(
    ("rates", "term", "expected"),
    [
        ([(D(2024, 1, 1), "0.036")], {}, 210),
        ([(D(2024, 1, 1), "0.036")], {"margin": "0.036"}, 420),
        ([(D(2024, 1, 1), "0.0365")], {"year_days": 365}, 210),
        ([(D(2024, 1, 1), "0.036"), (D(2024, 3, 21), "0.072")], {}, 320),
        ([(D(2024, 1, 1), "0.036"), (D(2024, 3, 21), "0.072")], {"reset": ["01-01"]}, 210),
        ([(D(2024, 1, 1), "0.036"), (D(2024, 3, 20), "0.072")], {"reset": ["01-01", "03-21"]}, 320),
        ([(D(2024, 1, 1), "0.036"), (D(2024, 3, 22), "0.072")], {"reset": ["01-01", "03-21"]}, 210),
        ([(D(2024, 3, 11), "0.036")], {}, 210),
        ([(D(2024, 1, 1), "0.036")], {"cap": "0.002"}, 200),
    ],
)
def test_interest_by_a_reference_rate(
    settled: Made, rates: list[tuple[dt.date, str]], term: Row, expected: int
) -> None:
    """3.6 % a year of 360 days is 0.01 % a day, 0.10 of 1,000.00: 21 days 2.10.

    With a margin as high again twice that; 3.65 % of 365 days the same. 7.2 % from the 21st on:
    10 × 0.10 + 11 × 0.20. Read on 1 January only: 2.10. Read again on the 21st: 3.20 where the
    new rate holds by then, 2.10 where it holds from the 22nd. At most 0.2 % of 1,000.00: 2.00.
    """
    found = _followed(settled, "2024-03", *rates, **term)
    assert (found.gross.value, found.blocked, found.not_computed) == (expected, (), ())


@pytest.mark.parametrize(
    ("rates", "term"),
    [
        ([], {}),
        ([(D(2024, 3, 12), "0.036")], {}),
        ([(D(2024, 1, 2), "0.036")], {"reset": ["01-01"]}),
    ],
)
def test_a_day_without_a_rate_leaves_interest_unknown(
    settled: Made, rates: list[tuple[dt.date, str]], term: Row
) -> None:
    """11 March is late and has no rate, or 1 January had none to be read: never zero.

    The 1,000.00 that falls due all the same is known.
    """
    found = _followed(settled, "2024-03", *rates, **term)
    assert (found.gross.value, found.gross.low, found.gross.high) == (None, None, None)
    assert [b.code for b in found.blocked] == ["E-RATE-UNKNOWN"]
    assert [d.amount.value for d in found.due] == [100000, None]
    assert _followed(settled, "2024-02", *rates, **term).blocked == ()


def test_months_by_a_reference_rate_sum_to_the_rounded_whole(settled: Made) -> None:
    """3.3 % of 360 days of 1,000.00 is 0.091666… a day: 21 days 1.925 → 1.93; with April 51 days
    4.675 → 4.68, April 2.75; with May 82 days 7.51666… → 7.52, May 2.84.
    """
    rate = (D(2024, 1, 1), "0.033")
    found = [_followed(settled, f"2024-{m:02d}", rate).gross.value for m in (3, 4, 5)]
    assert found == [193, 275, 284]


def test_without_a_file_of_payments_interest_is_unknown(settled: Made) -> None:
    """An empty payments.csv: nothing was paid, 21.00. None at all: nobody knows, 0 to 21."""
    found = settled("2024-03", head=TOTAL, terms=[ONCE, LATE])
    assert (found.gross.value, found.gross.low, found.gross.high) == (None, 0, 2100)
    assert [b.code for b in found.blocked] == ["E-PAYMENTS-MISSING"]


def test_before_anything_is_late_the_missing_file_only_earns_a_note(settled: Made) -> None:
    """In February nothing is due yet: 0 whether paid or not."""
    found = settled("2024-02", head=TOTAL, terms=[ONCE, LATE])
    assert (found.gross.value, found.blocked, len(found.notes)) == (0, (), 1)


def test_a_monthly_claim_that_is_late(settled: Made) -> None:
    """January's 100.00 is due on the 31st: in February 29 days × 0.10 = 2.90."""
    prices = {"id": "P", "kind": "price_lines",
              "lines": [{"line": "1", "name": "x", "qty": 1,
                         "monthly_rent": "100.00"}]}  # fmt: skip
    plan = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
            "items": [{"item": "month", "triggers": ["period_end"]}]}  # fmt: skip
    found = settled("2024-02", terms=[prices, plan, LATE], records={"payments": []})
    late = found.lines.filter(found.lines["charge"] == "late_interest")
    assert late.select("line", "amount").rows() == [("2024-01", 290)]
