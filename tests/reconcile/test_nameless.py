"""Are rents without an id for the lines without one, one to one, and never for a named one?"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconciliation import Reconciliation

Rows = Sequence[Mapping[str, Any]]
Differing = Callable[..., list[tuple[Any, ...]]]
_YEAR = dt.date(2024, 1, 1)
#: Five lines without an id, and one with: its rent is theirs.
FIVE = tuple(
    {"line": str(line), "service": "iot-sim", "monthly_rent": 3_000, "start": _YEAR}
    for line in range(55, 60)
)
NAMED = {"line": "60", "id": "CE4F", "service": "iot-sim", "monthly_rent": 3_000, "start": _YEAR}
TWO = tuple(
    {"line": line, "service": service, "monthly_rent": rent, "start": _YEAR}
    for line, service, rent in (("1", "voice", 3_000), ("2", "fax", 3_000))
)
UNLIKE = tuple(
    {"line": line, "service": "voice", "monthly_rent": rent, "start": _YEAR}
    for line, rent in (("1", 3_000), ("2", 4_000))
)


@pytest.fixture(scope="module")
def differing(
    claimed: Callable[..., Owed],
    compared_to: Callable[..., Reconciliation],
    told: Callable[[Reconciliation], list[tuple[Any, ...]]],
) -> Differing:
    """Return what tells the differences of some rows from a schedule's months."""

    def run(circuits: Rows, rows: Rows, *months: str) -> list[tuple[Any, ...]]:
        return told(compared_to(claimed(*months, terms=(), circuits=circuits), rows))

    return run


def sims(*amounts: int, product: str | None = "iot-sim") -> list[dict[str, Any]]:
    """Return rows without an id."""
    return [{"product": product, "gross": amount} for amount in amounts]


@pytest.mark.parametrize(
    ("circuits", "rows", "expected"),
    [
        pytest.param(FIVE, sims(*[3_000] * 5), [], id="five for five"),
        pytest.param(FIVE, sims(*[3_000] * 5, product=None), [], id="by the amount alone"),
        pytest.param(FIVE, sims(*[3_000] * 4), [("59", "not_billed", -3_000)], id="one is missing"),
        pytest.param(FIVE, sims(*[3_000] * 6), [("", "surcharge", 3_000)], id="one is too many"),
        pytest.param(FIVE, sims(*[3_000] * 4, 3_500), [("59", "wrong_price", 500)],
                     id="one is dearer"),
        pytest.param((*FIVE, NAMED), [*sims(*[3_000] * 6)],
                     [("", "surcharge", 3_000), ("60", "not_billed", -3_000)],
                     id="never for a named one"),
        pytest.param((NAMED,), sims(3_000),
                     [("", "surcharge", 3_000), ("60", "not_billed", -3_000)],
                     id="not even for the only one of its product"),
        pytest.param(TWO, sims(3_000, 3_000, product="fax"),
                     [("1", "not_billed", -3_000), ("2", "billed_twice", 3_000)],
                     id="not for another product"),
        pytest.param(UNLIKE, sims(4_000, 3_000, product="voice"), [], id="each for its amount"),
        pytest.param(UNLIKE, sims(3_000, 4_200, product="voice"), [("2", "wrong_price", 200)],
                     id="the last for the last"),
        pytest.param(UNLIKE, sims(3_100, 4_200, product="voice"),
                     [("", "surcharge", 3_100), ("", "surcharge", 4_200),
                      ("1", "not_billed", -3_000), ("2", "not_billed", -4_000)],
                     id="what can't be told apart stays apart"),
    ],
)  # fmt: skip
def test_rents_without_an_id_are_for_lines_without_one(
    differing: Differing,
    circuits: Rows,
    rows: Rows,
    expected: list[tuple[Any, ...]],
) -> None:
    """Lines of 30.00, or of 30.00 and 40.00; 35.00 − 30.00 = 5.00, 42.00 − 40.00 = 2.00."""
    assert differing(circuits, rows, "2024-03") == expected


def test_each_month_has_its_own(differing: Differing) -> None:
    """Five in February and four in March: the fifth of March isn't billed."""
    months = [2] * 5 + [3] * 4
    rows = [
        {"product": "iot-sim", "gross": 3_000, "from": dt.date(2024, m, 1),
         "to": dt.date(2024, m + 1, 1)}
        for m in months
    ]  # fmt: skip
    assert differing(FIVE, rows, "2024-02", "2024-03") == [("59", "not_billed", -3_000)]
