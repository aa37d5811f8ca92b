"""Are credits found wherever they stand: on the line, beside it, as a lump, in the next cycle?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconciliation import Reconciliation

D = dt.date
Compared = Callable[..., Reconciliation]
Told = Callable[[Reconciliation], list[tuple[Any, ...]]]
Rows = list[dict[str, Any]]

SCORED = (
    {"id": "CARD", "kind": "scorecard", "base": "100",
     "items": [{"item": "a", "metric": "m", "max_points": "100", "deduction": "manual"}]},
    {"id": "SLA", "kind": "bands", "metric": "score", "domain": ["0", "100"],
     "bands": [{"ge": "90", "factor": "1"}, {"lt": "90", "factor": "0.9"}]},
)  # fmt: skip
NEXT = {"id": "CREDIT", "kind": "credit", "cycle": "next_month", "after_last": "refund",
        "clause": "6.2"}  # fmt: skip
CIRCUITS = [
    {"line": "1", "id": "C1", "monthly_rent": 60_000, "start": D(2024, 1, 1)},
    {"line": "2", "id": "C2", "monthly_rent": 90_000, "start": D(2024, 1, 1)},
]
SCORES = {"scores": [{"month": f"2024-0{m}", "points": p} for m, p in ((2, "80"), (3, "80"))]}
FULL = [{"circuit": "C1", "gross": 60_000}, {"circuit": "C2", "gross": 90_000}]


@pytest.fixture(scope="module")
def march(claimed: Callable[..., Owed]) -> Owed:
    """Return March 2024 at 90 %: 540.00 and 810.00."""
    return claimed("2024-03", terms=SCORED, circuits=CIRCUITS, records=SCORES)


@pytest.fixture(scope="module")
def later(claimed: Callable[..., Owed]) -> Owed:
    """Return March 2024 in full, with February's 150.00 off: credits come a month later."""
    return claimed("2024-03", terms=(*SCORED, NEXT), circuits=CIRCUITS, records=SCORES)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([{"circuit": "C1", "gross": 54_000}, {"circuit": "C2", "gross": 81_000}],
                     id="taken off the line"),
        pytest.param([*FULL, {"circuit": "C1", "gross": -6_000},
                      {"circuit": "C2", "charge": "credit", "gross": -9_000}], id="beside it"),
        pytest.param([*FULL, {"charge": "credit", "gross": -15_000}], id="as a lump"),
        pytest.param([*FULL, {"gross": -10_000}, {"gross": -5_000}], id="as two lumps"),
    ],
)  # fmt: skip
def test_a_credit_may_stand_anywhere(
    march: Owed, compared_to: Compared, told: Told, rows: Rows
) -> None:
    """A tenth of 600.00 and 900.00, 60.00 + 90.00 = 150.00, is given in full."""
    assert told(compared_to(march, rows)) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(FULL, [("1", "missing_credit", 6_000), ("2", "missing_credit", 9_000)],
                     id="none at all"),
        pytest.param([FULL[0], {"circuit": "C2", "gross": 81_000}],
                     [("1", "missing_credit", 6_000)], id="none on one line"),
        pytest.param([*FULL, {"circuit": "C1", "gross": -3_000},
                      {"circuit": "C2", "gross": -9_000}],
                     [("1", "missing_credit", 3_000)], id="half of it on one line"),
        pytest.param([*FULL, {"charge": "credit", "gross": -14_000}],
                     [("", "missing_credit", 1_000)], id="a lump that is too small"),
        pytest.param([{"circuit": "C1", "gross": 70_000, "price": "700"},
                      {"circuit": "C2", "gross": 81_000}],
                     [("1", "missing_credit", 7_000), ("1", "wrong_price", 9_000)],
                     id="a wrong price in full: 90 % of 100.00, then a tenth of 700.00"),
        pytest.param([{"circuit": "C1", "gross": 63_000, "price": "700"},
                      {"circuit": "C2", "gross": 81_000}],
                     [("1", "wrong_price", 9_000)], id="a wrong price less its credit"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told(
    march: Owed, compared_to: Compared, told: Told, rows: Rows, expected: list[Any]
) -> None:
    """What isn't given of 60.00 and 90.00 differs, and nothing else."""
    assert told(compared_to(march, rows)) == expected


@pytest.mark.parametrize(
    "credits_",
    [
        pytest.param([{"charge": "credit", "gross": -15_000}], id="a lump"),
        pytest.param([{"circuit": "C1", "charge": "credit", "gross": -6_000},
                      {"circuit": "C2", "charge": "credit", "gross": -9_000}], id="by line"),
        pytest.param([{"circuit": "C1", "charge": "credit", "gross": -15_000,
                       "from": D(2024, 2, 1), "to": D(2024, 3, 1)}], id="for February"),
    ],
)  # fmt: skip
def test_last_months_credit_lands_in_this_one(
    later: Owed, compared_to: Compared, told: Told, credits_: Rows
) -> None:
    """March itself is in full; of February 60.00 + 90.00 come off."""
    assert told(compared_to(later, [*FULL, *credits_])) == []


def test_last_months_credit_is_missed(later: Owed, compared_to: Compared, told: Told) -> None:
    """1,500.00 are billed and 1,350.00 owed."""
    found = compared_to(later, FULL)
    assert told(found) == [("", "missing_credit", 15_000)]
    assert (found.expected, found.undisputed) == (135_000, 135_000)


def test_a_credit_that_nobody_owes_is_unexplained(
    claimed: Callable[..., Owed], compared_to: Compared, told: Told
) -> None:
    """Nothing was reduced: 10.00 off is in the buyer's favour, and nobody knows why."""
    plain = claimed("2024-03", circuits=CIRCUITS, terms=())
    found = compared_to(plain, [*FULL, {"charge": "credit", "gross": -1_000}])
    assert told(found) == [("", "unexplained", -1_000)]
    assert found.undisputed == 149_000
