"""Is each billed row for the line it names, by certain steps only?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.bill import Bill
from lineproof.reconcile.billed import billed
from lineproof.reconcile.claims import claims_of
from lineproof.reconcile.matching import OUTSIDE, SPANNING, matched
from lineproof.reconcile.owed import Owed

D = dt.date
PRICES = {"id": "PRICES", "kind": "price_lines", "lines": [
    {"line": "1a", "name": "phase 1", "service": "access", "qty": 198, "monthly_rent": "113.00"},
    {"line": "1b", "name": "phase 1", "service": "access", "qty": 14, "monthly_rent": "120.00"},
    {"line": "2", "name": "rural", "qty": 5, "monthly_rent": "90.00"},
]}  # fmt: skip
CIRCUITS = [
    {"line": "7", "id": "OLD1", "monthly_rent": 100, "start": D(2024, 1, 1)},
    {"line": "8", "id": "C8", "monthly_rent": 100, "start": D(2024, 1, 1)},
]
RECORDS = {
    "orders": [{"order": "PO-8", "line": "8", "ordered": D(2024, 1, 1)}],
    "lifecycle": [{"line": "7", "event": "reidentified", "date": D(2024, 3, 1), "value": "C7"}],
}


@pytest.fixture(scope="module")
def march(claimed: Callable[..., Owed]) -> Owed:
    """Return a price list of three lines, and a schedule of two circuits."""
    return claimed("2024-03", terms=(PRICES,), circuits=CIRCUITS, records=RECORDS)


@pytest.mark.parametrize(
    ("row", "line"),
    [
        pytest.param({"circuit": "c7"}, "7", id="its circuit id"),
        pytest.param({"circuit": "OLD1"}, "7", id="the id it had before"),
        pytest.param({"circuit": "8"}, "8", id="its number in the place of an id"),
        pytest.param({"order": "po-8"}, "8", id="its order"),
        pytest.param({"order": "7"}, "7", id="its number in the place of an order"),
        pytest.param({"circuit": "X", "order": "PO-8"}, "8", id="the order, the id being unknown"),
        pytest.param({"product": "rural"}, "2", id="a name that one line has"),
        pytest.param({"product": "Phase 1", "price": "120"}, "1b", id="of several, by its price"),
        pytest.param({"product": "access", "gross": 198 * 11_300}, "1a", id="or by its amount"),
        pytest.param({"product": "phase 1"}, None, id="of several, neither"),
        pytest.param({"line": "1a", "price": "113.00"}, "1a", id="its number, at its price"),
        pytest.param({"line": "1a", "price": "114.00"}, None, id="its number, at another price"),
        pytest.param({"circuit": "C9", "line": "8", "gross": 100}, None,
                     id="a strange circuit is no one else's"),
        pytest.param({"circuit": "C8O"}, None, id="an id like it"),
    ],
)  # fmt: skip
def test_a_row_finds_its_line(
    march: Owed, bill_of: Callable[..., Bill], row: dict[str, Any], line: str | None
) -> None:
    """Each step is certain; what is only likely finds nothing."""
    claims = claims_of([march])
    rows = matched(billed([bill_of([{"line": "99", "gross": 5, **row}])]), claims)
    code = rows["code"].item()
    assert (None if code is None else claims.names["line"][code]) == line


@pytest.mark.parametrize(
    ("first", "after", "month"),
    [
        (None, None, 0), (D(2024, 3, 1), D(2024, 4, 1), 0), (D(2024, 2, 1), D(2024, 3, 1), OUTSIDE),
        (D(2024, 2, 15), D(2024, 3, 2), 0), (D(2024, 4, 1), D(2024, 5, 1), OUTSIDE),
        (D(2024, 3, 31), None, 0), (None, D(2024, 3, 1), OUTSIDE),
    ],
)  # fmt: skip
def test_a_row_is_for_the_month_its_days_touch(
    march: Owed,
    bill_of: Callable[..., Bill],
    first: object,
    after: object,
    month: int,
) -> None:
    """`to` is the first day no longer in it; without any days it is the month asked for."""
    bill = bill_of([{"circuit": "C7", "gross": 1, "from": first, "to": after}])
    assert matched(billed([bill]), claims_of([march]))["month"].to_list() == [month]


def test_a_row_over_several_months_spans_them(
    claimed: Callable[..., Owed], bill_of: Callable[..., Bill]
) -> None:
    """February and March are asked for: a row for both, one for March, and one that doesn't say."""
    claim = claimed("2024-02", "2024-03", terms=(PRICES,), circuits=CIRCUITS)
    rows = [{"circuit": "C8", "gross": 1, "from": D(2024, 2, 1), "to": D(2024, 4, 1)},
            {"circuit": "C8", "gross": 1, "from": D(2024, 3, 1), "to": D(2024, 4, 1)},
            {"circuit": "C8", "gross": 1}]  # fmt: skip
    found = matched(billed([bill_of(rows)]), claims_of([claim]))
    assert found["month"].to_list() == [SPANNING, 1, SPANNING]
