"""Do plans that don't share out the whole, or can't be timed, come to light?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import NOTHING, Finding, Touches

Found = Callable[..., list[Finding]]
Table = dict[str, Any]
DUE = Touches(("due",))


def plan(*items: Table, mode: str = "milestones", **fields: Any) -> Table:  # noqa: ANN401 - any field
    """Return a plan of some instalments, each on signature."""
    listed = [{"item": f"i{n}", "triggers": ["signed"]} | item for n, item in enumerate(items)]
    return {"id": "PLAN", "kind": "payment_plan", "mode": mode, "items": listed} | fields


def shares(*values: str) -> list[Table]:
    """Return an instalment for each share."""
    return [{"share": value} for value in values]


def amounts(*values: str) -> list[Table]:
    """Return an instalment for each amount."""
    return [{"amount": value} for value in values]


PRICES = {"id": "P", "kind": "one_off", "name": "n", "amount": "1200.00", "due": "signed"}


@pytest.mark.parametrize(
    ("items", "stakes"),
    [
        (shares("0.6", "0.4"), []),
        (shares("0.6", "0.39"), [1200]),
        (shares("0.6", "0.41"), [1200]),
        ([*shares("0.6"), {}], [None]),
        ([{}], []),
    ],
)
def test_shares_are_the_whole(found: Found, items: list[Table], stakes: list[int | None]) -> None:
    """60 % + 40 %; a hundredth of 1,200.00 less or more is 12.00; one instalment alone is all."""
    findings = found("E-SHARES", terms=[PRICES, plan(*items)])
    assert [f.amount for f in findings] == stakes
    assert all(f.touches == DUE and f.answers == ("as_signed",) for f in findings)


@pytest.mark.parametrize("mode", ["monthly", "annual_prepay"])
def test_a_plan_of_months_or_years_has_no_shares(found: Found, mode: str) -> None:
    """Each month's, or each year's, own amount."""
    assert found("E-SHARES", terms=[PRICES, plan({}, mode=mode)]) == []


@pytest.mark.parametrize(
    ("items", "stakes"),
    [
        (amounts("400.00", "400.00", "400.00"), []),
        (amounts("400.00", "400.00", "400.01"), [1]),
        (amounts("400.00", "400.00", "399.99"), [1]),
        (amounts("300.00") + shares("0.75"), []),
        (amounts("300.00") + shares("0.7"), [6000]),
    ],
)
def test_instalments_are_the_total(found: Found, items: list[Table], stakes: list[int]) -> None:
    """3 × 400.00 = 1,200.00; 300.00 + 75 % of 1,200.00 too; with 70 %, 60.00 is missing."""
    findings = found("E-INSTALMENTS", terms=[PRICES, plan(*items)])
    assert [f.amount for f in findings] == stakes


def test_instalments_are_the_stated_total_where_there_is_one(found: Found) -> None:
    """1,200.00 priced and 1,300.00 stated: the plan pays what is stated."""
    head = {"stated_total": "1300.00"}
    counts = [
        len(found("E-INSTALMENTS", terms=[PRICES, plan(*amounts(total))], head=head))
        for total in ("1300.00", "1200.00")
    ]
    assert counts == [0, 1]


def test_a_plan_of_some_charges_pays_those(found: Found) -> None:
    """P costs 1,200.00 and Q 500.00: the plan of Q pays 500.00."""
    other = PRICES | {"id": "Q", "amount": "500.00"}
    for total, count in (("500.00", 0), ("1700.00", 1)):
        terms = [PRICES, other, plan(*amounts(total), applies_to=["Q"])]
        assert len(found("E-INSTALMENTS", terms=terms)) == count


SLA = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
       "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.6"}]}  # fmt: skip
CREDIT = {"id": "CREDIT", "kind": "credit", "cycle": "next_payment", "after_last": "refund"}
YEARLY = plan({"within": 7, "unit": "workdays"}, mode="annual_prepay")
ONCE = plan({"on": dt.date(2024, 12, 1)}, mode="by_date")
MONTHLY = plan({}, mode="monthly")
TWICE = plan(*shares("0.5", "0.5"), mode="by_date")


@pytest.mark.parametrize(
    ("terms", "subjects"),
    [
        ([YEARLY, SLA, CREDIT], ["CREDIT"]),
        ([ONCE, SLA, CREDIT], ["CREDIT"]),
        ([YEARLY, SLA], ["SLA"]),
        ([MONTHLY, SLA, CREDIT], []),
        ([TWICE, SLA, CREDIT], []),
        ([YEARLY, CREDIT], []),
    ],
)
def test_prepaid_but_scored_by_the_month_is_asked(
    found: Found, terms: list[Table], subjects: list[str]
) -> None:
    """A year or the whole term in advance; 1 - 0.6 of a month's 1,200.00 / 12 = 40.00 at stake."""
    findings = found("Q-PREPAID-SCORED", terms=[PRICES, *terms])
    assert [f.subject for f in findings] == subjects
    assert all(f.amount == 4000 for f in findings)
    assert all(f.touches == Touches(("deduction", "due")) for f in findings)


def test_without_a_credit_term_the_fix_asks_for_one(found: Found) -> None:
    """An answer needs a field to go to."""
    (finding,) = found("Q-PREPAID-SCORED", terms=[PRICES, YEARLY, SLA])
    assert "credit term" in finding.fix


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"cycle": "next_month"}, 1),
        ({"cycle": "next_payment"}, 1),
        ({"cycle": "same_month"}, 0),
        ({"cycle": "next_month", "after_last": "lapse"}, 0),
    ],
)
def test_a_reduction_carried_on_needs_an_end(found: Found, fields: Table, count: int) -> None:
    """After the last month there is no next one."""
    credit = {"id": "CREDIT", "kind": "credit"} | fields
    assert len(found("Q-CREDIT-AFTER-LAST", more=[credit])) == count


def test_a_trigger_nobody_records_is_found_with_the_nearest_word(found: Found) -> None:
    """`signned` is recorded by nothing; `signed` and `invoice` are."""
    terms = [PRICES, plan({"triggers": ["signned", "invoice"]})]
    (finding,) = found("E-TRIGGER-UNKNOWN", terms=terms)
    assert (finding.subject, finding.fix) == ("PLAN/i0", 'Did you mean "signed"?')
    assert found("E-TRIGGER-UNKNOWN", terms=[PRICES, plan({})]) == []


def test_a_charge_owed_on_an_unknown_milestone_is_found(found: Found) -> None:
    """It would never be owed: 1,200.00."""
    (finding,) = found("E-TRIGGER-UNKNOWN", terms=[PRICES | {"due": "delivery"}])
    assert (finding.subject, finding.amount) == ("P", 120000)
    assert found("E-TRIGGER-UNKNOWN", terms=[PRICES | {"due": dt.date(2024, 5, 1)}]) == []


def test_a_contract_without_a_plan_is_pointed_out(found: Found) -> None:
    """With one it isn't."""
    (finding,) = found("W-NO-PLAN", terms=[PRICES])
    assert finding.touches == NOTHING
    assert found("W-NO-PLAN", terms=[PRICES, MONTHLY]) == []


RENEWAL = {"id": "ON", "kind": "renewal", "months": 12}


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([plan(*shares("1")), RENEWAL], ["ON"]),
        ([plan({}, mode="monthly"), RENEWAL], []),
        ([plan({}, mode="annual_prepay"), RENEWAL], []),
        ([plan(*shares("1"))], []),
        ([RENEWAL], []),
        ([plan(*shares("1")), RENEWAL | {"applies_to": ["B"]}], []),
    ],
)
def test_a_plan_of_instalments_ends_with_the_signed_term(
    found: Found, terms: list[Table], expected: list[str]
) -> None:
    """Months of a renewal are in no instalment; a plan by the month or year goes on.

    Without a renewal, or with one of a bundle alone, nothing goes on; without a plan it is
    W-NO-PLAN that says so.
    """
    bundle = {"id": "B", "kind": "bundle", "unit": "messages", "included": 100, "fee": "12.00",
              "overage_price": "0.05"}  # fmt: skip
    more = [bundle] if any("applies_to" in term for term in terms) else []
    findings = found("W-RENEWAL-NO-PLAN", terms=[PRICES, *terms, *more])
    assert [f.subject for f in findings] == expected
