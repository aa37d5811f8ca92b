"""Are all charges of a month gathered, each from its clause?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from lineproof.settle.settlement import Settlement

BUNDLE = {
    "id": "MESSAGES", "kind": "bundle", "unit": "message", "included": 100, "fee": "30.00",
    "overage_price": "0.12", "usage": "messages",
}  # fmt: skip


def test_a_months_charges_stand_beside_its_rent(settled: Callable[..., Settlement]) -> None:
    """100.00 rent, 30.00 fee and 50 messages beyond at 0.12: 6.00, together 136.00."""
    used = [{"period": "2024-03", "kind": "messages", "units": 150}]
    found = settled("2024-03", more=[BUNDLE], records={"usage": used})
    charges = dict(found.lines.select("charge", "amount").iter_rows())
    assert charges == {"rent": 10_000, "bundle": 3_000, "overage": 600}
    assert found.gross.value == 13_600


def test_a_month_without_such_clauses_has_none(settled: Callable[..., Settlement]) -> None:
    """Rent alone."""
    found: Any = settled("2024-03").lines
    assert found.get_column("charge").to_list() == ["rent"]
    assert found.item(0, "from") == dt.date(2024, 3, 1)
