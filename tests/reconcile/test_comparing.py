"""Do the differences of any bill sum to what it asks for less what is owed, in any order?"""

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineproof.model.bill import Bill
from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconcile import reconcile

D = dt.date
CALM = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
CIRCUITS = [
    {"line": "1", "id": "C1", "service": "access", "monthly_rent": 60_000, "start": D(2024, 1, 1)},
    {"line": "2", "id": "C1", "service": "backup", "monthly_rent": 20_000, "start": D(2024, 1, 1)},
    {"line": "3", "id": "C3", "monthly_rent": 90_000, "start": D(2024, 3, 4)},
    {"line": "4", "id": "C4", "monthly_rent": 30_000, "start": D(2024, 1, 1),
     "end": D(2024, 2, 10)},
]  # fmt: skip
TERMS = (
    {"id": "PART", "kind": "proration", "method": "actual_days"},
    {"id": "VAT", "kind": "tax", "rate": "0.19", "inclusive": False},
    {"id": "CARD", "kind": "scorecard", "base": "100",
     "items": [{"item": "a", "metric": "m", "max_points": "100", "deduction": "manual"}]},
    {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
     "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.85"}]},
)  # fmt: skip
SCORES = {"scores": [{"month": "2024-03", "points": "80"}]}

_rows = st.lists(
    st.fixed_dictionaries(
        {
            "net": st.integers(-200_000, 200_000),
            "circuit": st.sampled_from([None, "C1", "C3", "C4", "XX", "C3 "]),
        },
        optional={
            "charge": st.sampled_from(["rent", "one_off", "credit", "surcharge", "interest",
                                       "balance", "usage"]),
            "product": st.sampled_from(["access", "backup", "other"]),
            "rate": st.sampled_from(["0.19", "0.07", "0"]),
            "price": st.sampled_from(["600", "900", "1200.5"]),
            "quantity": st.sampled_from(["1", "2", "0.5"]),
            "from": st.dates(D(2024, 2, 1), D(2024, 4, 10)),
            "to": st.dates(D(2024, 2, 2), D(2024, 4, 20)),
        },
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@pytest.fixture(scope="module")
def march(claimed: Callable[..., Owed]) -> Owed:
    """Return what four lines claim for March 2024 at 85 %, 19 % tax apart."""
    return claimed("2024-03", circuits=CIRCUITS, terms=TERMS, records=SCORES)


@given(rows=_rows, total=st.integers(-(10**6), 10**6), seed=st.integers(0, 2**16))
@CALM
def test_differences_sum_to_the_whole_in_any_order(
    march: Owed, bill_of: Callable[..., Bill], rows: list[dict[str, Any]], total: int, seed: int
) -> None:
    """Σ by cause = billed - expected, whatever is billed; the order of the lines changes nothing.

    Each group's figures stand on one row, so that they sum to the totals too.
    """
    found = reconcile([march], [bill_of(rows, total=total)])
    assert sum(found.causes.values()) == found.billed - found.expected
    sums = found.differences.select(pl.col("billed", "expected", "difference").sum()).row(0)
    assert sums == (found.billed, found.expected, found.difference)
    assert found.undisputed <= max(found.billed, found.billed - found.difference)
    numbered = [{"line": str(n), **row} for n, row in enumerate(rows, start=1)]
    random.Random(seed).shuffle(numbered)  # noqa: S311 - no secret
    again = reconcile([march], [bill_of(numbered, total=total)])
    assert (again.causes, again.undisputed) == (found.causes, found.undisputed)
