"""Why is it this amount? Trees of lines that compute to what the line owes."""

import datetime as dt
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from lineproof.contract.case import view
from lineproof.contract.check import check
from lineproof.model.explained import Explained, recompute
from lineproof.settle.explain import Explainer
from lineproof.settle.settle import Asked, settle

Made = Callable[..., Any]

D = dt.date
MARCH = D(2024, 3, 1)
ROW = {"line": "1", "id": "X", "monthly_rent": 90000, "start": D(2024, 3, 4)}
PART = {"id": "PART", "kind": "proration", "method": "actual_days", "clause": "4.3"}
MONTHLY = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
           "items": [{"item": "month", "triggers": ["period_end"]}]}  # fmt: skip
CARD = {"id": "CARD", "kind": "scorecard", "base": "100",
        "items": [{"item": "a", "metric": "m", "max_points": "100",
                   "deduction": "manual"}]}  # fmt: skip
BANDS = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
         "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]}  # fmt: skip
SCORES = [{"month": "2024-03", "points": "80"}]


def _explainer(built: Made, **changes: object) -> Explainer:
    case = built(**changes)
    return Explainer(view(case), settle(case, Asked(MARCH, findings=())))


def _nodes(node: Explained) -> Iterator[Explained]:
    yield node
    for child in node.inputs:
        yield from _nodes(child)


def test_a_rent_leads_to_its_price_and_its_days(built: Made) -> None:
    """900.00 × 28/31 = 812.903… → 812.90; the price stands in line 2 of the schedule, the day in
    line 2 of the records, accepted 4 March.
    """
    events = [{"line": "1", "event": "accepted", "date": D(2024, 3, 4)}]
    explainer = _explainer(built, terms=[PART], circuits=[{**ROW, "start": None}],
                           records={"lifecycle": events})  # fmt: skip
    node = explainer.line("1")
    assert node is not None
    assert recompute(node) == node.value == 81290
    rent, days = node.inputs
    assert (rent.exact, rent.evidence) == (Fraction(90000), ("circuits.csv:2",))
    assert (days.clause, days.evidence) == ("4.3", ("records/lifecycle.csv:2",))


def test_a_deduction_leads_to_its_score(built: Made) -> None:
    """812.90 × 0.9: 731.61 less 812.90; the factor stands on 80, in line 2 of the scores."""
    explainer = _explainer(built, terms=[PART, CARD, BANDS], circuits=[ROW],
                           records={"scores": SCORES})  # fmt: skip
    node = explainer.line("1")
    assert node is not None
    assert [part.value for part in node.inputs] == [81290, 73161 - 81290]
    score = next(n for n in _nodes(node) if n.label.startswith("score"))
    assert (score.exact, score.evidence) == (Fraction(80), ("records/scores.csv:2",))


@pytest.mark.parametrize("at", ["unit_month", "charge", "invoice"])
@pytest.mark.parametrize("unit", ["0.01", "0.1", "1"])
@pytest.mark.parametrize("bands", [{}, {"apply_to": "charge_total"},
                                   {"monthly_base": "total_over_12"}])  # fmt: skip
def test_every_tree_computes_at_every_rounding(
    settled: Made, at: str, unit: str, bands: dict[str, Any]
) -> None:
    """`settled` compares each line's tree with what it owes, three units of 33.35 among them."""
    prices = {"id": "P", "kind": "price_lines",
              "lines": [{"line": "p", "name": "x", "qty": 3, "monthly_rent": "33.35"}]}  # fmt: skip
    events = [{"line": "1", "event": "repriced", "date": D(2024, 3, 9), "value": "777.77"},
              {"line": "p", "event": "accepted", "date": D(2024, 3, 12),
               "one_off": 500}]  # fmt: skip
    found = settled(
        "2024-03", head={"rounding": {"unit": unit, "at": at}, "stated_total": "1000.03"},
        terms=[PART, MONTHLY, CARD, {**BANDS, **bands}, prices], circuits=[ROW],
        records={"lifecycle": events, "scores": SCORES},
    )  # fmt: skip
    assert found.gross.value == found.lines.get_column("amount").sum()


@pytest.mark.parametrize("cap", [{}, {"cap": "0.01"}])
@pytest.mark.parametrize("unit", ["0.01", "0.1"])
def test_interest_computes_too(settled: Made, cap: dict[str, str], unit: str) -> None:
    """April's interest is all so far less all before April, also at a cap."""
    plan = {"id": "PLAN", "kind": "payment_plan", "mode": "by_date",
            "items": [{"item": "a", "amount": "1000.00", "on": D(2024, 3, 10)}]}  # fmt: skip
    late = {"id": "LATE", "kind": "late_interest", "rate": "0.000333", **cap}
    paid = [{"item": "a", "amount": 333, "paid": D(2024, 4, 9)}]
    found = settled("2024-04", head={"rounding": {"unit": unit}}, terms=[plan, late],
                    records={"payments": paid})  # fmt: skip
    assert found.lines.height == 1


def test_an_unknown_amount_shows_its_bounds(built: Made) -> None:
    """No score: between -81.29 and 0."""
    explainer = _explainer(built, terms=[PART, CARD, BANDS], circuits=[ROW])
    node = explainer.line("1")
    assert node is not None
    assert node.bounds == (81290 - 8129, 81290)


def test_interest_that_only_some_readings_have_is_still_explained(built: Made) -> None:
    """10 days or workdays after 26 September is open: late from 7 October, or from the 16th; as the
    contract stands it is days, and its tree is shown; under no reading does it fail.
    """
    plan = {"id": "PLAN", "kind": "payment_plan", "mode": "milestones",
            "items": [{"item": "a", "amount": "1000.00", "triggers": ["signed"],
                       "within": 10}]}  # fmt: skip
    late = {"id": "LATE", "kind": "late_interest", "rate": "0.001"}
    rows = {"milestones": [{"event": "signed", "date": D(2024, 9, 26)}], "payments": []}
    case = built(terms=[plan, late], records=rows)
    explainer = Explainer(view(case), settle(case, Asked(D(2024, 10, 1), findings=check(case))))
    node = explainer.line("a")
    assert node is not None
    assert recompute(node) == node.value


def test_lines_of_a_circuit(built: Made) -> None:
    """X stands on lines 1 and 2, and line 3 was given it later."""
    rows = [ROW, {**ROW, "line": "2"}, {**ROW, "line": "3", "id": "Y"}]
    events = [{"line": "3", "event": "reidentified", "date": MARCH, "value": "X"}]
    explainer = _explainer(built, terms=[PART], circuits=rows, records={"lifecycle": events})
    assert explainer.lines_of("X") == ("1", "2", "3")
    assert explainer.lines_of("Z") == ()


def test_a_line_that_owes_nothing_has_no_tree(built: Made) -> None:
    """Line 9 doesn't exist."""
    assert _explainer(built, terms=[PART], circuits=[ROW]).line("9") is None
