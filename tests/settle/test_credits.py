"""When does a reduction reach the buyer? Each exactly once, to the end of the term and after."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.contract.terms.paying import Credit
from lineproof.settle.credits import closing_month, landing, month_of, months_before

Made = Callable[..., Any]

D = dt.date
PRICES = {"id": "PRICES", "kind": "price_lines",
          "lines": [{"line": "1", "name": "x", "qty": 1, "monthly_rent": "100.00"}]}  # fmt: skip
CARD = {"id": "CARD", "kind": "scorecard", "base": "100",
        "items": [{"item": "a", "metric": "m", "max_points": "100",
                   "deduction": "manual"}]}  # fmt: skip
BANDS = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
         "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]}  # fmt: skip
MONTHLY = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
           "items": [{"item": "month", "triggers": ["period_end"]}]}  # fmt: skip
YEARLY = {"id": "PLAN", "kind": "payment_plan", "mode": "annual_prepay",
          "items": [{"item": "year", "triggers": ["period_start"]}]}  # fmt: skip
DATED = {"id": "PLAN", "kind": "payment_plan", "mode": "by_date", "items": [
    {"item": "a", "share": "0.5", "on": D(2024, 3, 1)},
    {"item": "b", "share": "0.5", "on": D(2024, 3, 20)},
]}  # fmt: skip
MONTHS = [f"2024-{n:02d}" for n in range(1, 13)]
CLOSING = "2025-01"


def _credit(cycle: str, after_last: str | None = None) -> dict[str, Any]:
    return {"id": "CREDIT", "kind": "credit", "cycle": cycle,
            **({"after_last": after_last} if after_last else {})}  # fmt: skip


def _year(settled: Made, *terms: dict[str, Any], months: int = 12) -> list[Any]:
    """Every month of a contract whose scores are all 80: each is reduced by 10.00 of 100.00."""
    span = [*MONTHS, *(f"2025-{n:02d}" for n in range(1, 13))][: months + 1]
    scores = [{"month": m, "points": "80"} for m in span[:-1]]
    return [
        settled(m, head={"months": months}, terms=[PRICES, CARD, BANDS, *terms],
                records={"scores": scores})
        for m in span
    ]  # fmt: skip


@pytest.mark.parametrize("plan", [MONTHLY, YEARLY, DATED], ids=lambda p: str(p["mode"]))
@pytest.mark.parametrize("cycle", ["same_month", "next_month", "next_payment"])
def test_every_reduction_is_credited_exactly_once(
    settled: Made, plan: dict[str, Any], cycle: str
) -> None:
    """12 × 100.00 less 12 × 10.00: Σ gross = Σ payable = 1,080.00, the closing month included."""
    found = _year(settled, plan, _credit(cycle, "refund"))
    assert sum(m.gross.value for m in found) == 108000
    assert sum(m.payable.value for m in found) == 108000


def test_without_a_clause_a_fixed_plan_gets_a_credit_note_in_the_month(settled: Made) -> None:
    """Prepaid 1,200.00 in January, less January's 10.00; 10.00 back in each month after it."""
    found = _year(settled, YEARLY)
    assert [m.payable.value for m in found] == [119000, *[-1000] * 11, 0]


def test_next_month(settled: Made) -> None:
    """January pays 100.00; the others 100.00 less the 10.00 of the month before; then a refund."""
    found = _year(settled, MONTHLY, _credit("next_month", "refund"))
    assert [m.payable.value for m in found] == [10000, *[9000] * 11, -1000]
    assert [m.carried.value for m in found] == [0, *[-1000] * 12]
    assert found[-1].due[0].waiting_for == "refund by the provider"


def test_what_lapses_is_lost(settled: Made) -> None:
    """December's 10.00 has no month to go to: Σ payable = 1,200.00 - 11 × 10.00."""
    found = _year(settled, MONTHLY, _credit("next_month", "lapse"))
    assert sum(m.payable.value for m in found) == 109000


def test_next_payment_of_a_yearly_plan(settled: Made) -> None:
    """16 months: 1,200.00 in January 2024; 400.00 less 12 × 10.00 in January 2025; the last four
    months' 40.00 are refunded in May 2025.
    """
    found = _year(settled, YEARLY, _credit("next_payment", "refund"), months=16)
    expected = [120000, *[0] * 11, 28000, 0, 0, 0, -4000]
    assert [m.payable.value for m in found] == expected


def test_the_credits_of_a_month_come_off_its_first_payment_only(settled: Made) -> None:
    """Two instalments of 600.00 in March: February's 10.00 come off the first of them."""
    found = _year(settled, DATED, _credit("next_month", "refund"))[2]
    assert [due.amount.value for due in found.due] == [59000, 60000]


def test_two_clauses_each_for_its_own_reduction(settled: Made) -> None:
    """A credit that applies to other bands leaves the month as it is: same month."""
    other = {**_credit("next_month", "refund"), "applies_to": ["OTHER"]}
    found = _year(settled, MONTHLY, other)
    assert [m.payable.value for m in found] == [*[9000] * 12, 0]


def test_credits_carry_their_tax(settled: Made) -> None:
    """Exclusive, 6 %: 106.00 less 10.60 a month: January 106.00, the others 95.40, at last -10.60;
    in all 12 × 95.40 = 1,144.80.
    """
    tax = {"id": "TAX", "kind": "tax", "rate": "0.06", "inclusive": False}
    found = _year(settled, MONTHLY, tax, _credit("next_month", "refund"))
    assert [m.payable.value for m in found] == [10600, *[9540] * 11, -1060]
    assert sum(m.gross.value for m in found) == 114480


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ({}, D(2025, 1, 1)),
        ({"start": D(2024, 1, 15)}, D(2025, 2, 1)),
        ({"start": D(2024, 1, 15), "period": "anniversary"}, D(2025, 1, 1)),
        ({"start": D(2024, 1, 31), "period": "anniversary"}, D(2025, 1, 1)),
        ({"start": None, "months": None, "start_rule": "later_signature"}, None),
    ],
)
def test_the_closing_month(viewed: Made, head: dict[str, Any], expected: dt.date | None) -> None:
    """12 months from January end with December; from the 15th they end within January 2025, whose
    next is February; anniversary months name the month they begin in; no end, no closing.
    """
    begun = {"milestones": [{"event": "effective", "date": D(2024, 1, 1)}]}
    assert closing_month(viewed(head=head, records=begun)) == expected


def test_a_credit_lands_in_the_next_cycle(viewed: Made) -> None:
    """Next month, next year's payment, and what no cycle follows."""
    known = viewed(head={"months": 24}, terms=[PRICES, YEARLY])
    soon = Credit(id="C", clause="1", kind="credit", cycle="next_month", after_last="refund")
    late = dataclasses.replace(soon, cycle="next_payment")
    gone = dataclasses.replace(late, after_last="lapse")
    assert landing(known, soon, D(2024, 5, 1)) == D(2024, 6, 1)
    assert landing(known, soon, D(2025, 12, 1)) == D(2026, 1, 1)
    assert landing(known, late, D(2024, 5, 1)) == D(2025, 1, 1)
    assert landing(known, late, D(2025, 5, 1)) == D(2026, 1, 1)
    assert landing(known, gone, D(2025, 5, 1)) is None


def test_months_of_a_contract(viewed: Made) -> None:
    """From the 15th: 14 March lies in the anniversary month of February, the 15th in March's."""
    known = viewed(head={"start": D(2024, 1, 15), "period": "anniversary"})
    assert [month_of(known, D(2024, 3, n)) for n in (14, 15)] == [D(2024, 2, 1), D(2024, 3, 1)]
    assert list(months_before(known, D(2024, 3, 1))) == [D(2024, 1, 1), D(2024, 2, 1)]
