"""Which term rules a charge on a day? Scope, overriding, precedence."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from lineproof.assess.governing import Rulings, applies, governing, lines_named, rule_changes
from lineproof.contract.terms.pricing import Tax
from lineproof.model.period import Days

Made = Callable[..., Any]

D = dt.date
CHARGE = ("rent", "PRICES", "1a")


def _tax(name: str, **more: object) -> dict[str, Any]:
    return {"id": name, "kind": "tax", "rate": "0.06", "inclusive": True, **more}


@pytest.mark.parametrize(
    ("applies_to", "expected"),
    [((), True), (("rent",), True), (("PRICES",), True), (("line:1a",), True),
     (("deduction", "rent"), True), (("line:1",), False), (("one_off",), False)],
)  # fmt: skip
def test_scope(applies_to: tuple[str, ...], *, expected: bool) -> None:
    """By the charge's name, the term that makes it, or its line; nothing named: everything."""
    term = Tax(id="T", clause="1", kind="tax", applies_to=applies_to)
    assert applies(term, charge="rent", made_by="PRICES", line="1a") is expected


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([], []),
        ([_tax("A")], ["A"]),
        ([_tax("A", applies_to=["one_off"])], []),
        ([_tax("A"), _tax("B", overrides=["A"])], ["B"]),
        ([_tax("A"), _tax("B", overrides=["A"], applies_to=["one_off"])], ["A"]),
        ([_tax("A"), _tax("B", rank="special")], ["B"]),
        ([_tax("A"), _tax("B")], ["A", "B"]),
        ([_tax("A", effective_to=D(2024, 3, 5)), _tax("B", effective_from=D(2024, 3, 5))], ["B"]),
        ([_tax("A", effective_to=D(2024, 3, 6)), _tax("B", effective_from=D(2024, 3, 6))], ["A"]),
    ],
)
def test_who_rules(viewed: Made, terms: list[dict[str, Any]], expected: list[str]) -> None:
    """On 5 March; what a term in force overrides is out, then what ranks lower."""
    found = governing(viewed(more=terms), Tax, on=D(2024, 3, 5), charge=CHARGE)
    assert [term.id for term in found] == expected


def test_days_on_which_rules_change(viewed: Made) -> None:
    """Inside March: the 1st and 1 April aren't."""
    spans = ((D(2024, 3, 1), D(2024, 3, 9)), (D(2024, 3, 9), D(2024, 4, 1)))
    terms = [_tax(str(n), effective_from=a, effective_to=b) for n, (a, b) in enumerate(spans)]
    march = Days(D(2024, 3, 1), D(2024, 4, 1))
    assert rule_changes(viewed(more=terms), (Tax,), march) == [D(2024, 3, 9)]


def test_lines_that_rules_name(viewed: Made) -> None:
    """Each once, in order."""
    terms = [_tax("A", applies_to=["line:2", "rent"]), _tax("B", applies_to=["line:1", "line:2"])]
    assert lines_named(viewed(more=terms)) == ("1", "2")


def test_rulings_choose_once_a_combination() -> None:
    """Four rows, three combinations of term, named line and stretch: three choices, no more."""
    frame = pl.DataFrame({
        "term": [0, 0, 0, 1], "code": [7, 7, 8, 8],
        "from": [D(2024, 3, 1), D(2024, 3, 2), D(2024, 3, 9), D(2024, 3, 8)],
    })  # fmt: skip
    asked: list[tuple[int, str, dt.date]] = []

    def choose(term: int, line: str, day: dt.date) -> str:
        asked.append((term, line, day))
        return f"{term}{line}{day.day}"

    cuts = (D(2024, 3, 1), D(2024, 3, 8))
    rulings = Rulings(frame, cuts=cuts, named={7: "x"}, choose=choose)
    assert [rulings.results[i] for i in rulings.index] == ["0x1", "0x1", "08", "18"]
    assert len(asked) == 3
