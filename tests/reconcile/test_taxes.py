"""Has each line the tax of its charge and its day, rounded once?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from lineproof.contract.case import Case, view
from lineproof.model.period import parse_month
from lineproof.reconcile.taxes import gross_of, with_tax
from lineproof.settle.settle import Asked, settle

D = dt.date
CIRCUITS = [{"line": "1", "id": "C1", "monthly_rent": 9_999, "start": D(2024, 1, 1)}]
PART = {"id": "PART", "kind": "proration", "method": "actual_days"}


def taxed(case: Case) -> list[tuple[Any, ...]]:
    """Return each line of March 2024: its amount, with tax, and its rate."""
    found = settle(case, Asked(parse_month("2024-03"), findings=()))
    lines = with_tax(view(case), found.lines, found.period)
    return lines.select("low", "gross_low", "gross_high", "rate_num", "rate_den").rows()


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        pytest.param((), (9_999, 9_999, 9_999, 0, 1), id="no rate was agreed"),
        pytest.param(({"id": "T", "kind": "tax", "rate": "0.19", "inclusive": False},),
                     (9_999, 11_899, 11_899, 19, 100), id="99.99 + R(18.9981) = 118.99"),
        pytest.param(({"id": "T", "kind": "tax", "rate": "0.06", "inclusive": True},),
                     (9_999, 9_999, 9_999, 3, 50), id="the price has it"),
    ],
)  # fmt: skip
def test_a_line_has_its_tax(
    minimal: Callable[..., Case],
    terms: tuple[dict[str, object], ...],
    expected: tuple[int, ...],
) -> None:
    """Half away from zero, once a line; none is added where prices have it."""
    assert taxed(minimal(circuits=CIRCUITS, terms=terms)) == [expected]


def test_a_rate_may_change_within_the_month(minimal: Callable[..., Case]) -> None:
    """From the 11th on 10 % instead of 20 %: 10 and 21 of 31 days of 99.99 are 32.25 and 67.74."""
    terms = [
        PART,
        {"id": "A", "kind": "tax", "rate": "0.2", "inclusive": False,
         "effective_to": D(2024, 3, 11)},
        {"id": "B", "kind": "tax", "rate": "0.1", "inclusive": False,
         "effective_from": D(2024, 3, 11)},
    ]  # fmt: skip
    rows = taxed(minimal(circuits=CIRCUITS, terms=terms))
    assert rows == [(3_225, 3_870, 3_870, 1, 5), (6_774, 7_451, 7_451, 1, 10)]


def test_a_negative_amount_has_negative_tax() -> None:
    """-0.03 with 19 % is -0.0357, -0.04; and nothing has none."""
    frame = pl.DataFrame({"a": [-3, 0], "is_inclusive": False, "rate_num": 19, "rate_den": 100})
    assert frame.select(gross_of(pl.col("a"))).to_series().to_list() == [-4, 0]
