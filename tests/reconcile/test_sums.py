"""Is what isn't known no difference, and what lies beyond its bounds one to the nearer of them?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from lineproof.reconcile.causes import Cause
from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconciliation import Reconciliation

TERMS = (
    {"id": "CARD", "kind": "scorecard", "base": "100",
     "items": [{"item": "a", "metric": "m", "max_points": "100", "deduction": "manual"}]},
    {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
     "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]},
)  # fmt: skip
CIRCUITS = [{"line": "1", "id": "C1", "monthly_rent": 60_000, "start": dt.date(2024, 1, 1)}]


@pytest.fixture(scope="module")
def unscored(claimed: Callable[..., Owed]) -> Owed:
    """Return a month without a score: 540.00 to 600.00 are owed."""
    return claimed("2024-03", circuits=CIRCUITS, terms=TERMS)


@pytest.mark.parametrize(
    ("billed", "expected", "undisputed"),
    [
        pytest.param(54_000, 54_000, 54_000, id="on the lower bound"),
        pytest.param(57_000, 57_000, 54_000, id="between"),
        pytest.param(60_000, 60_000, 54_000, id="on the upper bound"),
        pytest.param(61_000, 60_000, 54_000, id="above"),
        pytest.param(53_999, 54_000, 53_999, id="a cent below"),
    ],
)
def test_an_unknown_amount_has_bounds(
    unscored: Owed, compared_to: Callable[..., Reconciliation], billed: int, expected: int,
    undisputed: int,
) -> None:  # fmt: skip
    """540.00 to 600.00: within it nothing differs, and only the least of it is undisputed."""
    found = compared_to(unscored, [{"circuit": "C1", "gross": billed}])
    assert (found.expected, found.undisputed, found.unproven) == (
        expected, undisputed, (54_000, 60_000),
    )  # fmt: skip
    assert sum(found.causes.values()) == billed - expected
    assert bool(found.causes) == (billed != expected)


def test_an_undecided_row_is_marked(
    unscored: Owed, compared_to: Callable[..., Reconciliation]
) -> None:
    """It has no cause, and says that it is open."""
    found = compared_to(unscored, [{"circuit": "C1", "gross": 57_000}])
    rows: list[tuple[Any, ...]] = found.differences.select("cause", "is_open").rows()
    assert rows == [(None, True)]
    assert found.differences.get_column("is_open").dtype == pl.Boolean


def test_an_unknown_amount_that_isnt_billed_is_owed_at_least(
    unscored: Owed, compared_to: Callable[..., Reconciliation]
) -> None:
    """Nothing is billed: at least 540.00 may still come."""
    found = compared_to(unscored, [{"charge": "balance", "gross": 0}])
    assert found.causes == {Cause.NOT_BILLED: -54_000}
