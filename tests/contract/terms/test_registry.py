"""Is every kind of term there, fed by records there are, and read from a minimal table?"""

import dataclasses
from collections.abc import Callable
from typing import Any, get_args

import pytest

from lineproof.contract.case import Case
from lineproof.contract.fields import Term
from lineproof.contract.terms.registry import KINDS, RESERVED, AnyTerm
from lineproof.model.record import RECORDS

ITEM = {"item": "i", "metric": "m", "max_points": "1", "deduction": "manual"}
#: The fewest keys that each kind takes.
MINIMAL: dict[str, dict[str, Any]] = {
    "price_lines": {"lines": [{"line": "1", "name": "n", "qty": 1, "monthly_rent": "1.00"}]},
    "circuit_schedule": {"file": "circuits.csv"},
    "one_off": {"name": "n", "amount": "1.00", "due": "signed"},
    "proration": {"method": "thirty"},
    "scorecard": {"base": "1", "items": [ITEM]},
    "bands": {"metric": "score", "domain": ["0", "1"], "bands": [{"factor": "1"}]},
    "payment_plan": {"mode": "monthly", "items": [{"item": "month"}]},
    "late_interest": {},
    "delay_penalty": {"rate": "0.1", "per": "day"},
    "incident": {},
    "deemed": {"event": "ready", "within": 5, "outcome": "accepted"},
    "notice": {"about": "change"},
    "termination": {"who": "either"},
    "liability_cap": {},
    "renewal": {"months": 12},
    "tax": {},
    "credit": {"cycle": "same_month"},
    "bundle": {"unit": "message", "included": 0, "fee": "1.00", "overage_price": "0.0001"},
    "tolerance": {},
    "exclusion": {"cause": "flood"},
    "availability": {"slot_s": 60, "down_run": 3},
    "outage_credit": {"brackets": [{"from_h": "1"}]},
    "claim": {"what": "T", "within": 5, "of": "the outage"},
    "chronic": {"window_days": 30, "right": "R"},
    "bill_objection": {"within": 5, "meanwhile": "pay_first"},
    "obligation": {"who": "provider", "what": "report", "event": "month"},
    "right": {"who": "buyer", "what": "end it", "trigger": "late"},
    "unmodelled": {"reason": "prose"},
}


def test_every_kind_is_tried() -> None:
    """The table above, the registry and the union of types agree."""
    union, _ = get_args(AnyTerm)
    assert set(MINIMAL) == set(KINDS)
    assert {kind.type for kind in KINDS.values()} == set(get_args(union))


@pytest.mark.parametrize("name", KINDS)
def test_a_minimal_table_becomes_its_type(minimal: Callable[..., Case], name: str) -> None:
    """And a key too few or too many is refused."""
    table = {"id": "T", "kind": name} | MINIMAL[name]
    (term,) = minimal(terms=[table]).contract.term
    assert type(term) is KINDS[name].type
    assert term.kind == name
    wrongs: list[dict[str, Any]] = [{"surplus": 1}, *({key: None} for key in MINIMAL[name])]
    for wrong in wrongs:
        kept = {key: value for key, value in (table | wrong).items() if value is not None}
        with pytest.raises(AssertionError, match="E-KEY"):
            minimal(terms=[kept])


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_fed_by_records_there_are(name: str) -> None:
    """Or by the signed text alone, or by what was measured."""
    assert KINDS[name].fed_by
    assert set(KINDS[name].fed_by) <= {*RECORDS, "contract", "measurements"}


def test_every_kind_of_record_feeds_a_term() -> None:
    """None is recorded for nothing."""
    assert {record for kind in KINDS.values() for record in kind.fed_by} >= set(RECORDS)


def test_reserved_kinds_are_no_kinds() -> None:
    """They would be read as unmodelled otherwise."""
    assert not set(RESERVED) & set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_term_is_frozen_and_says_so_of_itself(name: str) -> None:
    """Every type is a frozen dataclass with the fields that all terms share."""
    type_ = KINDS[name].type
    assert issubclass(type_, Term)
    shared = {field.name for field in dataclasses.fields(Term)}
    assert shared < {field.name for field in dataclasses.fields(type_)}
    assert type_.__dataclass_params__.frozen  # type: ignore[attr-defined]
