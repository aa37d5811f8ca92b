"""How much of a contract executes? Clause by clause, the reasons named."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from lineproof.assess.coverage import coverage

TERMS = (
    {"id": "REPORT", "clause": "2", "kind": "obligation", "who": "provider", "what": "report",
     "event": "start", "within": 7, "unit": "days"},
    {"id": "CARE", "clause": "2", "kind": "obligation", "who": "provider", "what": "care",
     "event": "always"},
    {"id": "PROSE", "clause": "3", "kind": "unmodelled", "reason": "good faith"},
)  # fmt: skip


def test_each_clause_says_how_far_it_executes(minimal: Callable[..., Any]) -> None:
    """1 computes (price and plan), 2 in part, 3 is words, 4 is cited by nothing: a quarter."""
    case = minimal(head={"clauses": ["1", "2", "3", "4"]}, more=TERMS)
    found = coverage(case.contract)
    assert [c.executes for c in found.clauses] == ["computed", "in part", "words", "absent"]
    assert found.clauses[1].why == ("CARE: no time to do it in",)
    assert found.clauses[2].why == ("PROSE: good faith",)
    assert found.share == Fraction(1, 4)


def test_a_term_may_cite_several_clauses(minimal: Callable[..., Any]) -> None:
    """Each of them has it."""
    both = TERMS[0] | {"clause": "2, 2.1"}
    case = minimal(head={"clauses": ["1", "2", "2.1"]}, more=[both])
    assert [c.terms for c in coverage(case.contract).clauses[1:]] == [("REPORT",), ("REPORT",)]


def test_an_instalment_may_cite_a_clause_of_its_own(minimal: Callable[..., Any]) -> None:
    """The plan stands in clause 1, what makes an invoice needed in 2.7."""
    item = {"item": "a", "share": "1", "triggers": ["signed"], "clause": "1, 2.7"}
    plan = {"id": "PAY", "kind": "payment_plan", "mode": "milestones", "items": [item]}
    case = minimal(head={"clauses": ["1", "2.7"]}, terms=[plan])
    assert [c.terms for c in coverage(case.contract).clauses] == [("PAY",), ("PAY",)]


def test_without_a_list_of_clauses_there_is_no_share(minimal: Callable[..., Any]) -> None:
    """Nothing says how many there are."""
    assert coverage(minimal().contract).share is None
