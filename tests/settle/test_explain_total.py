"""Why is the total what it is? What falls due, what was earned, and the tax on it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.contract.case import view
from lineproof.model.explained import Explained, recompute
from lineproof.settle.explain import Explainer
from lineproof.settle.explain_total import explain_total
from lineproof.settle.settle import Asked, settle

Made = Callable[..., Any]

D = dt.date
PART = {"id": "PART", "kind": "proration", "method": "actual_days"}
MONTHLY = {"id": "PLAN", "kind": "payment_plan", "mode": "monthly",
           "items": [{"item": "month", "triggers": ["period_end"]}]}  # fmt: skip
CARD = {"id": "CARD", "kind": "scorecard", "base": "100",
        "items": [{"item": "a", "metric": "m", "max_points": "100",
                   "deduction": "manual"}]}  # fmt: skip
BANDS = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
         "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]}  # fmt: skip


def _total(built: Made, **changes: object) -> Explained:
    case = built(**changes)
    found = settle(case, Asked(D(2024, 3, 1), findings=()))
    return explain_total(Explainer(view(case), found))


def _rows(count: int) -> list[dict[str, Any]]:
    return [{"line": str(n), "monthly_rent": 10000, "start": D(2024, 1, 1)}
            for n in range(1, count + 1)]  # fmt: skip


@pytest.mark.parametrize(("count", "listed"), [(40, 40), (41, 1)])
def test_lines_are_listed_up_to_forty(built: Made, count: int, listed: int) -> None:
    """40 lines by line, 41 by term."""
    node = _total(built, terms=[PART, MONTHLY], circuits=_rows(count))
    payable, gross, _ = node.inputs
    assert payable.value == gross.value == count * 10000
    assert recompute(gross) == gross.value
    assert len(gross.inputs[0].inputs) == listed


@pytest.mark.parametrize(
    ("tax", "expected"),
    [({"inclusive": True}, 10000), ({"inclusive": False}, 10600),
     ({"inclusive": False, "rate": "0.00005"}, 10001)],
)  # fmt: skip
def test_tax_on_top_is_part_of_the_gross(built: Made, tax: dict[str, Any], expected: int) -> None:
    """100.00 with 6 % inside; on top 106.00; 0.005 % on top is 0.005 → 0.01, half away."""
    term = {"id": "TAX", "kind": "tax", "rate": "0.06", **tax}
    node = _total(built, terms=[PART, MONTHLY, term], circuits=_rows(1))
    gross = node.inputs[1]
    assert recompute(gross) == gross.value == expected


def test_what_is_unknown_shows_its_bounds(built: Made) -> None:
    """No score: 90.00 to 100.00."""
    node = _total(built, terms=[PART, MONTHLY, CARD, BANDS], circuits=_rows(1))
    assert node.bounds == (9000, 10000)


def test_a_group_beyond_int64_does_not_wrap(built: Made) -> None:
    """10,000 lines of 10^15 are 10^19 fen."""
    rows = [{**row, "monthly_rent": 10**15} for row in _rows(10_000)]
    gross = _total(built, terms=[PART, MONTHLY], circuits=rows).inputs[1]
    assert gross.value == 10**19
