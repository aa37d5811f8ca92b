"""What a day's cell shows, and how its time was spent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from lineproof.assess.term_months import TermMonth, term_months
from lineproof.contract.case import View
from lineproof.report.day_cells import Look, Mix, day_cells
from lineproof.report.wall_clock import WallDay, wall_days

MINUTE = 60 * 10**9
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("mix", "look"),
    [
        (Mix(), Look.OUT),
        (Mix(DAY), Look.UP),
        (Mix(DAY, down=15 * MINUTE - 1), Look.SHORT),
        (Mix(DAY, down=15 * MINUTE), Look.LONG),
        (Mix(DAY, down=4 * HOUR - 1), Look.LONG),
        (Mix(DAY, down=4 * HOUR), Look.WORST),
        (Mix(DAY, down=MINUTE, unknown=12 * HOUR), Look.SHORT),
        (Mix(DAY, unknown=1), Look.PARTLY),
        (Mix(DAY, unknown=12 * HOUR), Look.UNKNOWN),
        (Mix(DAY, excluded=DAY), Look.EXCLUDED),
        (Mix(DAY, excluded=DAY - 1), Look.UP),
    ],
)
def test_a_cell_shows_the_worst_that_is_sure(mix: Mix, look: Look) -> None:
    """Down hides unknown, unknown hides up."""
    assert mix.look is look


def month_of(view: View) -> tuple[TermMonth, tuple[WallDay, ...]]:
    """Return March by the only term, and its days."""
    (found,) = term_months(view, dt.date(2024, 3, 1))
    timezone = view.contract.contract.timezone
    return found, wall_days(found.days_of_month, timezone=timezone)


def test_a_stretch_over_midnight_is_in_two_days(measured: Callable[..., View]) -> None:
    """4 March 23:00 to 5 March 02:00: 1 h and 2 h."""
    view = measured(down=[("C1", "2024-03-04T23:00", "2024-03-05T02:00")])
    found, days = month_of(view)
    cells = day_cells(found.month, ["C1", "C2"], days)
    assert [mix.down // HOUR for mix in cells["C1"][2:6]] == [0, 1, 2, 0]
    assert {mix.look for mix in cells["C2"]} == {Look.UP}


def test_a_day_of_23_hours_has_23_hours_of_service(measured: Callable[..., View]) -> None:
    """31 March 2024 in Berlin."""
    found, days = month_of(measured(head={"timezone": "Europe/Berlin"}))
    lengths = [mix.service // HOUR for mix in day_cells(found.month, ["C1"], days)["C1"]]
    assert lengths == [24] * 30 + [23]


def test_excluded_time_is_neither_down_nor_unknown(measured: Callable[..., View]) -> None:
    """Down 8–10 h, of which 9–11 h are excluded: 1 h down, 2 h excluded."""
    zone = dt.timezone(dt.timedelta(hours=8))
    times = {"from": dt.datetime(2024, 3, 4, 9, tzinfo=zone),
             "to": dt.datetime(2024, 3, 4, 11, tzinfo=zone)}  # fmt: skip
    view = measured(
        down=[("C1", "2024-03-04T08:00", "2024-03-04T10:00")],
        records={"exclusions": [{"cause": "works", "answer": "accepted", **times}]},
    )
    found, days = month_of(view)
    assert day_cells(found.month, ["C1"], days)["C1"][3] == Mix(DAY, down=HOUR, excluded=2 * HOUR)


def test_days_before_service_are_out_of_it(measured: Callable[..., View]) -> None:
    """In service from 3 March."""
    circuits = [{"line": "1", "id": "C1", "monthly_rent": 1, "start": dt.date(2024, 3, 3)}]
    found, days = month_of(measured(circuits=circuits))
    looks = [mix.look for mix in day_cells(found.month, ["C1"], days)["C1"]]
    assert looks[:3] == [Look.OUT, Look.OUT, Look.UP]
