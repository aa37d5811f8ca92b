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


@pytest.mark.parametrize(
    ("cap", "opened", "on", "expected"),
    [
        (("0.5", "one_off"), D(2024, 4, 30), D(2024, 3, 16), ("2024-03-16", "pending")),
        (("0.5", "one_off"), D(2024, 4, 30), D(2024, 3, 17), ("2024-03-16", "breached")),
        (("0.5", "one_off"), D(2024, 3, 16), D(2024, 3, 31), ("2024-03-16", "met")),
        (("0.59", "one_off"), D(2024, 4, 30), D(2024, 3, 31), ("2024-03-16", "breached")),
        (("1", "first_month_rent"), D(2024, 3, 14), D(2024, 3, 31), ("2024-03-13", "breached")),
        (("1", "first_month_rent"), D(2024, 4, 1), D(2024, 3, 31), ("None", "pending")),
    ],
)
def test_the_right_arises_past_the_cap(
    viewed: Callable[..., Any],
    cap: tuple[str, str],
    opened: dt.date,
    on: dt.date,
    expected: tuple[str, str],
) -> None:
    """200.00 once, 20.00 a day from 12 March: 100.00 are reached on the 16th, passed on the 17th.

    118.00 are passed by the sixth day too. Opened on the 14th, the first month's rent is 18/31 of
    100.00, 58.06: two days are 40.00, the third passes it. Before it opens nobody knows that rent.
    """
    term = {k: v for k, v in TERM.items() if k != "right_after_days"}
    records = {
        "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 3, 1)}],
        "lifecycle": [{"line": "1a", "event": "in_service", "date": opened, "one_off": 20000}],
    }
    known = viewed(more=[term | {"cap": cap[0], "cap_base": cap[1]}, END], records=records)
    (found,) = late_openings(known, on=on)
    assert (str(found.due), found.status, found.gives) == (*expected, ("END",))


def test_a_cap_gives_no_right_that_days_are_named_for(viewed: Callable[..., Any]) -> None:
    """Passed on 17 March, as above; the clause leaves only after 30 days, and it opened on the
    20th, 9 days late: the only limit is 10 April, and it was kept.
    """
    records = {
        "orders": [{"order": "O-1", "line": "1a", "ordered": D(2024, 3, 1)}],
        "lifecycle": [
            {"line": "1a", "event": "in_service", "date": D(2024, 3, 20), "one_off": 20000}
        ],
    }
    term = TERM | {"cap": "0.5", "cap_base": "one_off"}
    (found,) = late_openings(viewed(more=[term, END], records=records), on=D(2024, 4, 30))
    assert (found.due, found.status) == (D(2024, 4, 10), "met")
