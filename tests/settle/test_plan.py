"""What falls due when? Every mode of a plan, across Chinese National Day."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.contract.case import View
from lineproof.model.errors import InputRefusedError
from lineproof.model.period import Days
from lineproof.settle.plan import contract_total, instalments, item_amounts, plan_of, yearly_cycles

Made = Callable[..., Any]

D = dt.date
PRICES = {"id": "PRICES", "kind": "price_lines",
          "lines": [{"line": "1", "name": "x", "qty": 1, "monthly_rent": "100.00"}]}  # fmt: skip
UNTIL = Days(D(2024, 9, 1), D(2024, 10, 1))


def _plan(mode: str, *items: dict[str, Any]) -> dict[str, Any]:
    return {"id": "PLAN", "kind": "payment_plan", "mode": mode, "items": list(items)}


def _claims(known: View, until: Days = UNTIL) -> list[tuple[Any, ...]]:
    plan = plan_of(known)
    assert plan is not None
    found = instalments(known, plan, until=until)
    return [(i.key, i.amount, i.due, ", ".join(i.waiting_for)) for i in found]


def test_workdays_across_national_day(viewed: Made) -> None:
    """From Thursday 26 September, 10 workdays: 27, (28 off), 29 worked, 30, 1-7 October off, 8-11,
    12 worked, (13 off), 14, 15: the tenth is 27, 29, 30, 8, 9, 10, 11, 12, 14, 15 October.
    """
    item = {"item": "a", "amount": "5.00", "triggers": ["signed"], "within": 10, "unit": "workdays"}
    milestone = {"event": "signed", "date": D(2024, 9, 26)}
    known = viewed(terms=[PRICES, _plan("milestones", item)], records={"milestones": [milestone]})
    assert _claims(known) == [("a", 500, D(2024, 10, 15), "")]


@pytest.mark.parametrize(
    ("received", "expected", "waiting"),
    [
        (None, None, "an invoice"),
        (D(2024, 3, 1), D(2024, 3, 11), ""),
        (D(2024, 3, 11), D(2024, 3, 11), ""),
        (D(2024, 3, 12), D(2024, 3, 12), ""),
    ],
)
def test_an_invoice_that_is_required(
    viewed: Made, received: dt.date | None, expected: dt.date | None, waiting: str
) -> None:
    """Due 10 days after 1 March, the 11th; not before the invoice is there, on the day it is."""
    item = {"item": "a", "amount": "5.00", "triggers": ["signed"], "within": 10, "unit": "days",
            "invoice_required": True}  # fmt: skip
    records: dict[str, Any] = {"milestones": [{"event": "signed", "date": D(2024, 3, 1)}]}
    if received is not None:
        records["invoices"] = [{"number": "1", "item": "a", "amount": 500, "received": received}]
    known = viewed(terms=[PRICES, _plan("milestones", item)], records=records)
    assert _claims(known) == [("a", 500, expected, waiting)]


def test_the_clock_starts_at_the_latest_trigger(viewed: Made) -> None:
    """Signed on the 1st, released on the 9th: from the 9th; while one is missing it waits."""
    item = {"item": "a", "amount": "5.00", "triggers": ["signed", "funds_released"]}
    rows = [{"event": "signed", "date": D(2024, 3, 1)},
            {"event": "funds_released", "date": D(2024, 3, 9)}]  # fmt: skip
    terms = [PRICES, _plan("milestones", item)]
    both = viewed(terms=terms, records={"milestones": rows})
    one = viewed(terms=terms, records={"milestones": rows[:1]})
    assert _claims(both) == [("a", 500, D(2024, 3, 9), "")]
    assert _claims(one) == [("a", 500, None, "release of the funds")]


def test_an_items_own_milestone_goes_before_the_contracts(viewed: Made) -> None:
    """Signed on the 1st for the contract, on the 9th for item b."""
    items = ({"item": n, "share": "0.5", "triggers": ["signed"]} for n in ("a", "b"))
    rows = [{"event": "signed", "date": D(2024, 3, 1)},
            {"event": "signed", "date": D(2024, 3, 9), "item": "b"}]  # fmt: skip
    known = viewed(terms=[PRICES, _plan("milestones", *items)], records={"milestones": rows})
    assert [claim[2] for claim in _claims(known)] == [D(2024, 3, 1), D(2024, 3, 9)]


def test_a_monthly_plan_claims_each_month(viewed: Made) -> None:
    """January to March of a year, each due on its last day."""
    item = {"item": "month", "triggers": ["period_end"]}
    known = viewed(terms=[PRICES, _plan("monthly", item)])
    assert _claims(known, Days(D(2024, 3, 1), D(2024, 4, 1))) == [
        ("2024-01", None, D(2024, 1, 31), ""),
        ("2024-02", None, D(2024, 2, 29), ""),
        ("2024-03", None, D(2024, 3, 31), ""),
    ]


def test_annual_parts_sum_to_the_total(viewed: Made) -> None:
    """100.00 over 28 months: 42.857… → 42.86; 85.714… → 85.71 - 42.86 = 42.85; 14.29; 100.00."""
    item = {"item": "year", "triggers": ["period_start"]}
    known = viewed(head={"months": 28, "stated_total": "100.00"},
                   terms=[PRICES, _plan("annual_prepay", item)])  # fmt: skip
    until = Days(D(2026, 1, 1), D(2026, 2, 1))
    assert [claim[:3] for claim in _claims(known, until)] == [
        ("year-1", 4286, D(2024, 1, 1)),
        ("year-2", 4285, D(2025, 1, 1)),
        ("year-3", 1429, D(2026, 1, 1)),
    ]
    assert len(_claims(known, Days(D(2025, 12, 1), D(2026, 1, 1)))) == 2


@pytest.mark.parametrize(
    ("start", "months", "ends"),
    [
        (D(2024, 11, 1), 16, [D(2025, 11, 1), D(2026, 3, 1)]),
        (D(2024, 2, 29), 24, [D(2025, 2, 28), D(2026, 2, 28)]),
    ],
)
def test_years_of_a_term(viewed: Made, start: dt.date, months: int, ends: list[dt.date]) -> None:
    """16 months are a year and four months; 29 February's year ends on the 28th."""
    cycles = yearly_cycles(viewed(head={"start": start, "months": months}))
    assert [cycle.end for cycle in cycles] == ends


def test_a_yearly_plan_without_an_end_is_refused(settled: Made) -> None:
    """No year's part of the total is known."""
    item = {"item": "year", "triggers": ["period_start"]}
    head = {"start": None, "start_rule": "later_signature", "months": None}
    begun = {"milestones": [{"event": "effective", "date": D(2024, 1, 1)}]}
    with pytest.raises(InputRefusedError) as refused:
        settled("2024-03", head=head, terms=[PRICES, _plan("annual_prepay", item)], records=begun)
    assert refused.value.findings[0].code == "E-MONTHS-MISSING"


@pytest.mark.parametrize(
    ("unit", "expected"), [("0.01", (3333, 3334, 3333)), ("1", (3300, 3400, 3300))]
)
def test_shares_are_rounded_cumulatively(
    viewed: Made, unit: str, expected: tuple[int, ...]
) -> None:
    """100.00 in shares of 0.33333, 0.33333, 0.33334: 33.333 → 33.33; 66.666 → 66.67 - 33.33; rest;
    to whole units 33, 67 - 33 = 34, 33.
    """
    items = ({"item": n, "share": s, "on": D(2024, 3, 1)}
             for n, s in (("a", "0.33333"), ("b", "0.33333"), ("c", "0.33334")))  # fmt: skip
    known = viewed(head={"stated_total": "100.00", "rounding": {"unit": unit}},
                   terms=[PRICES, _plan("by_date", *items)])  # fmt: skip
    plan = plan_of(known)
    assert plan is not None
    assert item_amounts(known, plan) == expected


def test_the_total_is_what_is_stated_else_what_is_priced(viewed: Made) -> None:
    """12 × 100.00 + 30.00 once + a circuit of 5.00 for 12 months, and one stated at 7.00; an
    amendment that replaces the charge counts instead of it, not beside it.
    """
    once = {"id": "ONCE", "kind": "one_off", "name": "x", "amount": "30.00", "due": D(2024, 1, 5),
            "clause": "1"}  # fmt: skip
    rows = [{"line": "8", "monthly_rent": 500, "start": D(2024, 1, 1)},
            {"line": "9", "monthly_rent": 500, "start": D(2024, 1, 1),
             "stated_amount": 700}]  # fmt: skip
    changes = {"terms": [PRICES, once], "circuits": rows}
    assert contract_total(viewed(**changes)) == 120000 + 3000 + 6000 + 700
    amended = [{"id": "A", "signed": D(2024, 2, 1), "known_at": D(2024, 2, 1), "clause": "1",
                "effective_from": D(2024, 3, 1),
                "replaces": [{**once, "amount": "40.00"}]}]  # fmt: skip
    assert contract_total(viewed(**changes, amendment=amended)) == 120000 + 4000 + 6000 + 700
    assert contract_total(viewed(**changes, head={"stated_total": "9.99"})) == 999


@pytest.mark.parametrize(
    ("month", "due", "payable"),
    [("2024-02", [("a", "2024-03-10", None)], 0),
     ("2024-03", [("a", "2024-03-10", "2024-03")], 500),
     ("2024-04", [], 0)],
)  # fmt: skip
def test_only_what_falls_due_in_a_month_is_payable(
    settled: Made, month: str, due: list[tuple[str, str, str | None]], payable: int
) -> None:
    """5.00 on 10 March: announced in February, payable in March, gone in April."""
    item = {"item": "a", "amount": "5.00", "on": D(2024, 3, 10)}
    found = settled(month, terms=[_plan("by_date", item)])
    assert [(d.item, str(d.date), f"{d.month:%Y-%m}" if d.month else None)
            for d in found.due] == due  # fmt: skip
    assert found.payable.value == payable


@pytest.mark.parametrize(("back", "expected"), [(-499, D(2024, 3, 11)), (-500, None)])
def test_an_invoice_wholly_taken_back_is_none(
    viewed: Made, back: int, expected: dt.date | None
) -> None:
    """Of 5.00 a red one takes back 4.99: the invoice of 1 March stands; of all of it: it waits."""
    item = {"item": "a", "amount": "5.00", "triggers": ["invoice"], "within": 10, "unit": "days"}
    blue = {"number": "1", "item": "a", "amount": 500, "received": D(2024, 3, 1)}
    red = {"number": "2", "item": "a", "amount": back, "received": D(2024, 3, 5),
           "colour": "red", "red_of": "1"}  # fmt: skip
    known = viewed(terms=[PRICES, _plan("milestones", item)], records={"invoices": [blue, red]})
    assert [due for _, _, due, _ in _claims(known)] == [expected]
