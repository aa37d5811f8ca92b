"""Are lines of one circuit id, and stretches of one line, told apart only where that helps?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconciliation import Reconciliation

D = dt.date
Compared = Callable[..., Reconciliation]
Told = Callable[[Reconciliation], list[tuple[Any, ...]]]

#: One id on three lines, two of them alike.
SAME_ID = [
    {"line": "1", "id": "C1", "service": "access", "monthly_rent": 60_000, "start": D(2024, 1, 1)},
    {"line": "2", "id": "C1", "service": "access", "monthly_rent": 60_000, "start": D(2024, 1, 1)},
    {"line": "3", "id": "C1", "service": "backup", "monthly_rent": 20_000, "start": D(2024, 1, 1)},
]
ROWS = [
    {"circuit": "C1", "product": "access", "gross": 60_000},
    {"circuit": "C1", "product": "access", "gross": 60_000},
    {"circuit": "C1", "product": "backup", "gross": 20_000},
]
#: 600.00 to the 10th, 900.00 to the 20th, 1,200.00 from the 21st: 193.55 + 290.32 + 425.81.
REPRICED = {"lifecycle": [
    {"line": "1", "event": "repriced", "date": D(2024, 3, 11), "value": "900.00"},
    {"line": "1", "event": "repriced", "date": D(2024, 3, 21), "value": "1200.00"},
]}  # fmt: skip
PART = {"id": "PART", "kind": "proration", "method": "actual_days"}


@pytest.fixture(scope="module")
def doubled(claimed: Callable[..., Owed]) -> Owed:
    """Return three lines under one id, 1,400.00 together."""
    return claimed("2024-03", circuits=SAME_ID, terms=())


@pytest.fixture(scope="module")
def repriced(claimed: Callable[..., Owed]) -> Owed:
    """Return a line with three prices in a month, 909.68 together."""
    return claimed("2024-03", circuits=SAME_ID[:1], terms=(PART,), records=REPRICED)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(ROWS, [], id="all three"),
        pytest.param([{"circuit": "C1", "gross": 140_000}], [], id="as one row"),
        pytest.param(ROWS[:1] + ROWS[2:], [("2", "not_billed", -60_000)], id="one of the alike"),
        pytest.param(ROWS[:2], [("3", "not_billed", -20_000)], id="the other product lacks"),
        pytest.param([*ROWS, ROWS[0]], [("1", "billed_twice", 60_000)], id="one row more"),
        pytest.param([*ROWS[:2], {**ROWS[2], "gross": 25_000, "price": "250"}],
                     [("3", "wrong_price", 5_000)], id="a dearer backup"),
        pytest.param([*ROWS, {"circuit": "C1", "product": "fuel", "gross": 900}],
                     [("1", "surcharge", 900)], id="another product besides"),
    ],
)  # fmt: skip
def test_one_id_on_several_lines(
    doubled: Owed, compared_to: Compared, told: Told, rows: list[Any], expected: list[Any]
) -> None:
    """600.00, 600.00 and 200.00 stand under C1: a row is for the line it fits."""
    assert told(compared_to(doubled, rows)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([{"circuit": "C1", "gross": 90_968}], [], id="as one row"),
        pytest.param([{"circuit": "C1", "gross": 19_355, "from": D(2024, 3, 1),
                       "to": D(2024, 3, 11)},
                      {"circuit": "C1", "gross": 29_032, "from": D(2024, 3, 11),
                       "to": D(2024, 3, 21)},
                      {"circuit": "C1", "gross": 42_581, "from": D(2024, 3, 21),
                       "to": D(2024, 4, 1)}], [], id="as three rows"),
        pytest.param([{"circuit": "C1", "gross": 60_000, "price": "600"}],
                     [("1", "wrong_price", -30_968)], id="all but the oldest price dropped"),
        pytest.param([{"circuit": "C1", "gross": 19_355, "from": D(2024, 3, 1),
                       "to": D(2024, 3, 11)},
                      {"circuit": "C1", "gross": 29_032, "from": D(2024, 3, 11),
                       "to": D(2024, 3, 21)},
                      {"circuit": "C1", "gross": 31_935, "price": "900", "from": D(2024, 3, 21),
                       "to": D(2024, 4, 1)}],
                     [("1", "wrong_price", -10_646)], id="the last price change dropped"),
    ],
)  # fmt: skip
def test_several_price_changes_in_one_cycle(
    repriced: Owed, compared_to: Compared, told: Told, rows: list[Any], expected: list[Any]
) -> None:
    """193.55 + 290.32 + 425.81 = 909.68; of 900.00 the last 11 of 31 days would be 319.35."""
    assert told(compared_to(repriced, rows)) == expected


def test_a_rent_split_over_rows_is_one_rent(
    repriced: Owed, compared_to: Compared, told: Told
) -> None:
    """1,009.68 less a discount of 100.00 is 909.68."""
    rows = [{"circuit": "C1", "gross": 100_968}, {"circuit": "C1", "gross": -10_000}]
    assert told(compared_to(repriced, rows)) == []


def test_a_second_row_that_explains_nothing_is_part_of_the_rent(
    claimed: Callable[..., Owed], compared_to: Compared, told: Told
) -> None:
    """350.00 + 350.00 for 600.00: taking one away would leave 250.00 less than owed."""
    one = claimed("2024-03", circuits=SAME_ID[:1], terms=())
    rows = [{"circuit": "C1", "gross": 35_000}] * 2
    assert told(compared_to(one, rows)) == [("1", "wrong_price", 10_000)]
