"""When does a late opening give a right? After its days, and not on the last of them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.settle.late_openings import late_openings

D = dt.date
TERM = {
    "id": "DELAY", "kind": "delay_penalty", "rate": "0.1", "per": "day", "base": "one_off",
    "late_after": 10, "unit": "days", "of": "ordered", "right_past": "END",
    "right_after_days": 30,
}  # fmt: skip
END = {"id": "END", "kind": "right", "who": "buyer", "what": "leave", "trigger": "DELAY"}


@pytest.mark.parametrize(
    ("opened", "on", "status"),
    [
        (D(2024, 4, 10), D(2024, 4, 10), "met"),
        (D(2024, 4, 11), D(2024, 4, 10), "pending"),
        (D(2024, 4, 11), D(2024, 4, 11), "breached"),
        (D(2024, 3, 11), D(2024, 4, 11), None),
    ],
)
def test_the_right_arises_on_the_31st_day(
    viewed: Callable[..., Any], opened: dt.date, on: dt.date, status: str | None
) -> None:
    """Ordered on 1 March, due on the 11th: 30 days late are over with 10 April."""
    records = {
        "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 3, 1)}],
        "lifecycle": [{"line": "1a", "event": "in_service", "date": opened}],
    }
    found = list(late_openings(viewed(more=[TERM, END], records=records), on=on))
    assert [d.status for d in found] == ([status] if status else [])
    assert all(d.due == D(2024, 4, 10) for d in found)
