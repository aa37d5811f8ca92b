"""Rules in words."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from lineproof.contract.case import View
from lineproof.report.charge_rules import rule_text
from lineproof.report.statement import statement_of
from lineproof.settle.settlement import Bounded, Settlement

ENGLISH = [
    "PRICES; monthly rent",
    "ANNEX-1; monthly rent; 2 of 2 lines in parts, by actual days (clause 6.5.1)",
    "PRICES; 90 % is paid since the score 85 lies in [80, 90)",
    "ANNEX-1; 90 % is paid since the score 85 lies in [80, 90)",
    "set-up of the rural sites; owed once, on 2025-03-10",
    "2025-01; 3 ‰ a day on 10,000.00",
]
CHINESE = [
    "PRICES；按月租",
    "ANNEX-1；按月租；2 行中 2 行分段，按实际天数（条款 6.5.1）",
    "PRICES；考核得分 85 位于 [80, 90)，按 90 % 支付",
    "ANNEX-1；考核得分 85 位于 [80, 90)，按 90 % 支付",
    "set-up of the rural sites；一次性，应计日 2025-03-10",
    "2025-01；每日按 10,000.00 的 3 ‰ 计",
]


def test_each_charge_says_its_rule(settled: Settlement, known: View) -> None:
    """In both languages; terms, names and figures stay."""
    statement = statement_of(settled, known, ())
    assert [rule_text(c, statement, "en") for c in statement.charges] == ENGLISH
    assert [rule_text(c, statement, "zh") for c in statement.charges] == CHINESE


def test_an_unknown_deduction_claims_no_score(blocked: Settlement, known: View) -> None:
    """Which score would leave which share is what isn't known."""
    statement = statement_of(blocked, known, ())
    deduction = next(c for c in statement.charges if c.charge == "deduction")
    assert rule_text(deduction, statement, "en") == "PRICES; depends on what isn't known yet"


def test_unknown_interest_claims_no_rate(settled: Settlement, known: View) -> None:
    """Whether 3 % or 3 ‰ is meant may be the very question."""
    statement = statement_of(settled, known, ())
    interest = dataclasses.replace(statement.charges[-1], amount=Bounded.between(0, 30000))
    assert rule_text(interest, statement, "en") == "2025-01; depends on what isn't known yet"


@pytest.mark.parametrize("count", [1, 2])
def test_several_charges_owed_once_name_no_day(
    settled: Settlement, known: View, count: int
) -> None:
    """Two moves in a month have two days; the lines say which."""
    statement = statement_of(settled, known, ())
    once = next(c for c in statement.charges if c.charge == "one_off")
    text = rule_text(dataclasses.replace(once, count=count), statement, "en")
    assert ("2025-03-10" in text) is (count == 1)


def test_a_deduction_from_a_total_names_its_base(settled: Settlement, known: View) -> None:
    """90 % of 82,500.00."""
    statement = statement_of(settled, known, ())
    deduction = next(c for c in statement.charges if c.charge == "deduction")
    whole = dataclasses.replace(deduction, base=8250000, day=dt.date(2025, 3, 1))
    assert rule_text(whole, statement, "en").endswith("[80, 90), of 82,500.00")


def test_a_missing_score_that_the_contract_decides(settled: Settlement, known: View) -> None:
    """`on_missing` says who bears it, so that the amount is known all the same."""
    statement = statement_of(settled, known, ())
    deduction = next(c for c in statement.charges if c.charge == "deduction")
    factor = dataclasses.replace(deduction.factors[0], value=None)
    text = rule_text(dataclasses.replace(deduction, factors=(factor,)), statement, "en")
    assert text == "PRICES; 90 % is paid while no score is recorded"
