"""Does an answer reach its field, only its own, and only with a value it may have?"""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lineproof.contract.answers import ANSWERS, known_answers, with_answers
from lineproof.contract.case import Case, view
from lineproof.contract.contract import Answer, Contract
from lineproof.contract.terms.pricing import Proration

Minimal = Callable[..., Case]
DAY = dt.date
GIVEN = DAY(2024, 2, 1)

STEP = {"level": 1, "limit_h": "4", "first": "1", "each": "1", "per_h": "2"}
ITEMS = [
    {"item": "repair", "metric": "m", "max_points": "1", "deduction": "step",
     "steps": [STEP, STEP | {"level": 2}]},
    {"item": "online", "metric": "m", "max_points": "1", "deduction": "rate", "target": "98",
     "per_point": "1"},
]  # fmt: skip
TERMS: dict[str, dict[str, Any]] = {
    "SLA": {"kind": "bands", "metric": "score", "domain": ["0", "1"],
            "monthly_base": "total_over_12", "bands": [{"factor": "1"}]},
    "CREDIT": {"kind": "credit", "cycle": "next_month"},
    "LATE": {"kind": "late_interest", "rate": "0.03", "rate_cited": "0.003"},
    "CARD": {"kind": "scorecard", "base": "2", "items": ITEMS},
    "VAT": {"kind": "tax", "rate": "0.06"},
    "PART": {"kind": "proration", "method": "thirty"},
    "T": {"kind": "tolerance", "share": "0.05"},
    "N": {"kind": "notice", "about": "x", "period": 3},
    "PLAN": {"kind": "payment_plan", "mode": "monthly",
             "items": [{"item": "month", "within": 7}, {"item": "other", "within": 7}]},
}  # fmt: skip


@pytest.fixture
def contract(minimal: Minimal) -> Contract:
    """Return a contract with a term of each kind that a question is about."""
    terms = [{"id": name} | term for name, term in TERMS.items()]
    return minimal(terms=terms, head={"calendar": None}).contract


def answer(code: str, subject: str | None, value: str) -> Answer:
    """Return both parties' answer."""
    return Answer(code=code, subject=subject, value=value, by=("buyer", "provider"), on=GIVEN)


def value_of(contract: Contract, subject: str, name: str) -> object:
    """Return a field of a term, or of its first item or step."""
    owner, _, part = subject.partition("/")
    term: Any = next(t for t in contract.term if t.id == owner)
    if part:
        term = next(item for item in term.items if item.item == part)
        term = term.steps[-1] if hasattr(term, "steps") else term
    return getattr(term, name)


@pytest.mark.parametrize(
    ("code", "subject", "name", "value", "expected"),
    [
        ("Q-MONTHLY-BASE", "SLA", "monthly_base", "month_rent", "month_rent"),
        ("Q-PREPAID-SCORED", "CREDIT", "cycle", "next_payment", "next_payment"),
        ("Q-RATE-CITED", "LATE", "rate", "0.003", Fraction(3, 1000)),
        ("Q-RATE-CITED", "LATE", "rate", "0.03", Fraction(3, 100)),
        ("Q-STEP-PART", "CARD/repair", "part_step", "counts", "counts"),
        ("Q-STEP-BOUNDARY", "CARD/repair", "boundary", "within", "within"),
        ("Q-POINT-PART", "CARD/online", "part_point", "free", "free"),
        ("Q-TAX-INCLUSIVE", "VAT", "inclusive", "inclusive", True),
        ("Q-TAX-INCLUSIVE", "VAT", "inclusive", "exclusive", False),
        ("Q-TAX-NATURE", "SLA", "tax_nature", "price_reduction", "price_reduction"),
        ("Q-TAX-INTEREST", "LATE", "tax_nature", "out_of_scope", "out_of_scope"),
        ("Q-TAX-RATE-CHANGE", "VAT", "on_rate_change", "net_fixed", "net_fixed"),
        ("Q-DAYS-UNIT", "N", "unit", "workdays", "workdays"),
        ("Q-DAYS-UNIT", "PLAN/month", "unit", "days", "days"),
        ("Q-TOLERANCE-OF", "T", "of", "provider", "provider"),
        ("Q-CAP-ORDER", "SLA", "cap_order", "after_factor", "after_factor"),
        ("Q-CREDIT-AFTER-LAST", "CREDIT", "after_last", "refund", "refund"),
        ("Q-INTEREST-BASE", "LATE", "base", "overdue_amount", "overdue_amount"),
        ("Q-SUSPENSION", "PART", "while_suspended", "rent", "rent"),
    ],
)
def test_an_answer_fills_its_field(  # noqa: PLR0917 - the columns of the table
    contract: Contract, code: str, subject: str, name: str, value: str, expected: object
) -> None:
    """The value both parties gave, in the field the question is about."""
    changed = with_answers(contract, [answer(code, subject, value)])
    assert value_of(changed, subject, name) == expected


def test_only_the_item_that_is_named_changes(contract: Contract) -> None:
    """PLAN/other keeps its open unit."""
    changed = with_answers(contract, [answer("Q-DAYS-UNIT", "PLAN/month", "days")])
    assert value_of(changed, "PLAN/other", "unit") is None


def test_answers_about_the_contract_reach_its_head(contract: Contract) -> None:
    """Period, roll (a calendar comes with it), and a proration where there was none."""
    changed = with_answers(
        contract,
        [
            answer("Q-PERIOD", None, "anniversary"),
            answer("Q-ROLL", "contract", "next_workday"),
            answer("Q-PRORATION", "contract", "thirty"),
            answer("Q-SUSPENSION", "Q-PRORATION", "no_rent"),
        ],
    )
    assert changed.contract.period == "anniversary"
    assert changed.contract.calendar is not None
    assert changed.contract.calendar.roll == "next_workday"
    added = changed.term[-1]
    assert isinstance(added, Proration)
    assert (added.method, added.while_suspended) == ("thirty", "no_rent")


@pytest.mark.parametrize(
    ("code", "subject", "value"),
    [
        ("Q-MONTHLY-BASE", "SLA", "whatever"),
        ("Q-RATE-CITED", "LATE", "abc"),
        ("Q-RATE-CITED", "LATE", "0.3"),
        ("Q-RATE-CITED", "SLA", "0.03"),
        ("Q-MONTHLY-BASE", "VAT", "month_rent"),
        ("Q-DAYS-UNIT", "VAT/month", "days"),
        ("Q-DAYS-UNIT", "GONE", "days"),
        ("Q-PERIOD", None, "weekly"),
        ("E-TOTAL", "contract", "as_signed"),
        ("Q-UNHEARD-OF", "SLA", "yes"),
    ],
)
def test_what_is_no_answer_changes_nothing(
    contract: Contract, code: str, subject: str | None, value: str
) -> None:
    """A wrong value, another kind's field, a term there isn't, an acceptance: no crash either."""
    assert with_answers(contract, [answer(code, subject, value)]) == contract


def test_terms_of_amendments_are_answered_too(minimal: Minimal) -> None:
    """Under the same id."""
    term = {"id": "VAT", "kind": "tax", "rate": "0.05", "clause": "A"}
    amendment = {"id": "A", "signed": DAY(2024, 6, 1), "effective_from": DAY(2024, 7, 1),
                 "known_at": DAY(2024, 6, 1), "clause": "A", "replaces": [term]}  # fmt: skip
    case = minimal(more=[{"id": "VAT", "kind": "tax", "rate": "0.06"}], amendment=[amendment])
    changed = with_answers(case.contract, [answer("Q-TAX-INCLUSIVE", "VAT", "inclusive")])
    assert [t.inclusive for t in changed.amendment[0].replaces if t.kind == "tax"] == [True]


def test_of_two_answers_the_later_holds(minimal: Minimal) -> None:
    """Given on 1 and 2 February, written down the other way round."""
    given = [
        {"code": "Q-TAX-INCLUSIVE", "subject": "VAT", "value": value,
         "by": ["buyer", "provider"], "on": on}
        for value, on in (("exclusive", DAY(2024, 2, 2)), ("inclusive", DAY(2024, 2, 1)))
    ]  # fmt: skip
    case = minimal(more=[{"id": "VAT", "kind": "tax", "rate": "0.06"}], answer=given)
    for as_known, inclusive in ((None, False), (DAY(2024, 2, 1), True), (DAY(2024, 1, 31), None)):
        seen = view(case, as_known=as_known).contract
        assert value_of(seen, "VAT", "inclusive") is inclusive


@pytest.mark.parametrize(
    ("by", "count"), [(("buyer", "provider"), 1), (("buyer",), 0), (("provider", "provider"), 0)]
)
def test_an_answer_takes_both_parties(minimal: Minimal, by: tuple[str, ...], count: int) -> None:
    """One of them twice isn't both."""
    given = [{"code": "E-TOTAL", "value": "as_signed", "by": list(by), "on": DAY(2024, 2, 1)}]
    contract = minimal(answer=given).contract
    assert len(known_answers(contract, as_known=None)) == count


def test_every_question_has_answers() -> None:
    """Two at least; those of a cited rate are the two rates."""
    assert all(len(values) >= 2 for code, values in ANSWERS.items() if code != "Q-RATE-CITED")
