"""Is a quoted number that no field holds pointed out?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import Finding

Found = Callable[..., list[Finding]]
Table = dict[str, Any]

LATE = {"id": "LATE", "kind": "late_interest", "rate": "0.003", "base": "overdue_amount",
        "right_after_days": 25}  # fmt: skip
SLA = {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
       "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]}  # fmt: skip


@pytest.mark.parametrize(
    ("quote", "missing"),
    [
        ("3 ‰ a day, over 25 days", []),
        ("每日千分之三，逾期超过二十五天", []),
        ("3 % a day", ["3 %"]),
        ("3 ‰ a day, over 26 days", ["26"]),
        ("no number at all", []),
    ],
)
def test_a_number_is_held_by_a_field(found: Found, quote: str, missing: list[str]) -> None:
    """The rate is 3 ‰ and the right comes after 25 days."""
    findings = found("W-QUOTE-NUMBER", more=[LATE | {"quote": quote}])
    said = [f.message.removeprefix("the quote of LATE names ").split(",")[0] for f in findings]
    assert said == missing


@pytest.mark.parametrize(
    ("quote", "count"),
    [("≥ 90 → 100 %, < 90 → 90 %", 0), ("90分以下扣10%", 0), ("90分以下扣20%", 1)],
)
def test_a_deduction_is_what_a_factor_leaves(found: Found, quote: str, count: int) -> None:
    """10 % off is the factor 0.9; nothing holds 20 % or 80 %."""
    assert len(found("W-QUOTE-NUMBER", more=[SLA | {"quote": quote}])) == count


@pytest.mark.parametrize(
    ("quote", "count"),
    [("60 %, that is 851,400.00", 0), ("60 %, that is 851,400.01", 1), ("12 months", 0)],
)
def test_the_head_and_shares_of_its_total_count(found: Found, quote: str, count: int) -> None:
    """60 % of 1,419,000.00 is 851,400.00; the term is 12 months."""
    items = [{"item": "a", "share": "0.6", "triggers": ["signed"]},
             {"item": "b", "share": "0.4", "triggers": ["signed"]}]  # fmt: skip
    plan = {"id": "PLAN", "kind": "payment_plan", "mode": "milestones", "items": items}
    head = {"stated_total": "1419000.00"}
    assert len(found("W-QUOTE-NUMBER", terms=[plan | {"quote": quote}], head=head)) == count


@pytest.mark.parametrize(("day", "count"), [("2024年12月1日", 0), ("2024年12月2日", 1)])
def test_a_quoted_day_is_held_too(found: Found, day: str, count: int) -> None:
    """Due on 1 December 2024."""
    items = [{"item": "a", "on": dt.date(2024, 12, 1)}]
    plan = {"id": "PLAN", "kind": "payment_plan", "mode": "by_date", "items": items}
    assert len(found("W-QUOTE-NUMBER", terms=[plan | {"quote": f"{day}前付清"}])) == count


def test_numbers_in_texts_and_tables_count(found: Found) -> None:
    """9 stands in a right's words, 30 in a table of a scorecard."""
    right = {"id": "R", "kind": "right", "who": "buyer", "what": "end it after 9 days",
             "trigger": "ceased", "quote": "9 days"}  # fmt: skip
    item = {"item": "i", "metric": "m", "max_points": "1", "deduction": "each",
            "each": {"forbidden": "30"}}  # fmt: skip
    card = {"id": "CARD", "kind": "scorecard", "base": "1", "items": [item], "quote": "30 each"}
    assert found("W-QUOTE-NUMBER", more=[right, card]) == []


def test_prose_without_fields_is_not_judged(found: Found) -> None:
    """It is counted as unmodelled already."""
    prose = {"id": "U", "kind": "unmodelled", "reason": "prose", "quote": "within 77 days"}
    assert found("W-QUOTE-NUMBER", more=[prose]) == []
