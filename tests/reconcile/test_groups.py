"""Do rents and credits of a circuit's month come together, and other charges stay apart?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from lineproof.model.bill import Bill
from lineproof.reconcile.billed import billed
from lineproof.reconcile.claims import claims_of
from lineproof.reconcile.groups import grouped
from lineproof.reconcile.matching import matched
from lineproof.reconcile.owed import CREDIT, INTEREST, ONE_OFF, Owed
from lineproof.reconcile.reconciliation import Reconciliation

D = dt.date
CIRCUITS = [{"line": "1", "id": "C1", "monthly_rent": 60_000, "start": D(2024, 1, 1)}]
MOVED = {"lifecycle": [{"line": "1", "event": "moved", "date": D(2024, 3, 9), "one_off": 5_000,
                        "value": "there"}]}  # fmt: skip


def test_rows_stand_in_their_groups(
    claimed: Callable[..., Owed], bill_of: Callable[..., Bill]
) -> None:
    """One month and five other kinds make six slots a line: 0 × 6 + 0 for rent and its credit."""
    claims = claims_of([claimed("2024-03", circuits=CIRCUITS, terms=(), records=MOVED)])
    one = {"circuit": "C1", "gross": 1}
    rows = [one, {**one, "gross": -1}, {**one, "charge": "one_off"},
            {"charge": "credit", "gross": -1}, {"charge": "interest", "gross": 1},
            {**one, "charge": "surcharge"}, {"circuit": "X", "gross": 1}]  # fmt: skip
    groups = grouped(matched(billed([bill_of(rows)]), claims), claims)
    assert (groups.months, groups.width) == (1, 6)
    own = groups.width + groups.slot(CREDIT), groups.width + groups.slot(INTEREST)
    assert groups.billed["group"].to_list() == [0, 0, groups.slot(ONE_OFF), *own]
    assert groups.owed["group"].to_list() == [0, groups.slot(ONE_OFF)]
    assert groups.singles["row"].to_list() == [5, 6]


def test_a_quarter_on_one_row_is_three_months(
    claimed: Callable[..., Owed], compared_to: Callable[..., Reconciliation],
    told: Callable[[Reconciliation], list[tuple[Any, ...]]],
) -> None:  # fmt: skip
    """3 × 600.00 for January to March, whose 91 days no denominator of 42 has part in."""
    claim = claimed("2024-01", "2024-02", "2024-03", circuits=CIRCUITS, terms=())
    quarter = {"from": D(2024, 1, 1), "to": D(2024, 4, 1)}
    assert told(compared_to(claim, [{"circuit": "C1", "gross": 180_000, **quarter}])) == []
    # 600.00 × 3 × 91/42
    found = compared_to(claim, [{"circuit": "C1", "gross": 390_000, "price": "1800", **quarter}])
    assert sum(found.causes.values()) == 210_000


def test_months_on_rows_of_their_own(
    claimed: Callable[..., Owed], compared_to: Callable[..., Reconciliation],
    told: Callable[[Reconciliation], list[tuple[Any, ...]]],
) -> None:  # fmt: skip
    """January and March are right, February lacks: its 600.00 are not billed."""
    claim = claimed("2024-01", "2024-02", "2024-03", circuits=CIRCUITS, terms=())
    rows = [{"circuit": "C1", "gross": 60_000, "from": D(2024, m, 1), "to": D(2024, m + 1, 1)}
            for m in (1, 3)]  # fmt: skip
    found = compared_to(claim, rows)
    assert told(found) == [("1", "not_billed", -60_000)]
    missing = found.differences.filter(found.differences["cause"].is_not_null())
    assert missing["from"].to_list() == [D(2024, 2, 1)]
