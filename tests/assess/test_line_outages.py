"""When was each line out, by the clock that governs? Without what is excluded, each once."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from lineproof.assess.line_outages import LineOutages, line_outages, local_day
from lineproof.contract.case import View, view

Measured = Callable[..., View]
CHINA = ZoneInfo("Asia/Shanghai")
HOUR = 3600 * 10**9
START = int(dt.datetime(2024, 3, 1, tzinfo=CHINA).timestamp()) * 10**9
END = START + 48 * HOUR


def _at(hour: float) -> dt.datetime:
    """Return an hour of 1 March."""
    return dt.datetime(2024, 3, 1, tzinfo=CHINA) + dt.timedelta(hours=hour)


def _span(lo: int, hi: int) -> tuple[str, str, str]:
    return ("C1", f"2024-03-01T{lo:02d}:00", f"2024-03-01T{hi:02d}:00")


def _fault(lo: float, hi: float | None, **more: object) -> dict[str, object]:
    return {"line": "1", "reported": _at(lo), "restored": None if hi is None else _at(hi), **more}


def _hours(rows: pl.DataFrame) -> list[tuple[Any, ...]]:
    hour = (pl.col("lo", "hi") - START) / HOUR
    return rows.with_columns(hour).select("lo", "hi", "is_sure").rows()


def _outages(found: LineOutages) -> list[tuple[Any, ...]]:
    return found.outages.select("line", "where").rows()


def test_tickets_alone_where_nothing_was_measured(minimal: Callable[..., Any]) -> None:
    """Reported 2, restored 4, and one still open: up to the instant looked at. A line, and a site.

    One closed as it was opened took no time and doesn't count.
    """
    rows = [_fault(2, 4), {"site": "S", "reported": _at(6)}, _fault(9, 9)]
    found = line_outages(view(minimal(records={"faults": rows})), until=END)
    assert _outages(found) == [("1", "records/faults.csv:2"), ("S", "records/faults.csv:3")]
    assert _hours(found.times) == [(2, 4, True), (6, 48, True)]


@pytest.mark.parametrize(
    ("claim", "times", "count"),
    [
        ((2, 4), [], 0),
        ((2, 3), [(3, 4, True)], 1),
        ((0, 2), [(2, 4, True)], 1),
        ((2.5, 3), [(2, 2.5, True), (3, 4, True)], 1),
    ],
)
def test_what_an_accepted_claim_covers_is_cut_out(
    measured: Measured, claim: tuple[float, float], times: list[Any], count: int
) -> None:
    """Down 2–4: all of it excluded, its half, nothing, and a part in its middle."""
    row = {"cause": "works", "from": _at(claim[0]), "to": _at(claim[1]), "answer": "accepted"}
    found = line_outages(measured(down=[_span(2, 4)], records={"exclusions": [row]}), until=END)
    assert _hours(found.times) == times
    assert found.outages.height == count


def test_a_ticket_for_what_was_measured_adds_nothing(measured: Measured) -> None:
    """Down 2–4, told from 3 to 9: two hours, by the name of what was measured."""
    seen = measured(down=[_span(2, 4)], records={"faults": [_fault(3, 9)]})
    found = line_outages(seen, until=END)
    assert _outages(found) == [("1", "C1@2024-02-29T18:00:00Z")]
    assert _hours(found.times) == [(2, 4, True)]


def test_time_not_known_is_not_sure(measured: Measured) -> None:
    """Down 2–4, not known 4–5: one outage; its third hour may be one."""
    found = line_outages(measured(down=[_span(2, 4)], unknown=[_span(4, 5)]), until=END)
    assert _hours(found.times) == [(2, 4, True), (4, 5, False)]
    assert found.outages.height == 1


def test_the_clock_is_that_of_the_day(measured: Measured) -> None:
    """By tickets up to the end of 1 March, then as measured: of two ticketless outages the second.

    An amendment says so from the 2nd on.
    """
    old = {"id": "INC", "kind": "incident", "clock": "ticket", "effective_to": dt.date(2024, 3, 2)}
    new = {"id": "NEW", "kind": "incident", "clock": "measured",
           "effective_from": dt.date(2024, 3, 2)}  # fmt: skip
    later = ("C1", "2024-03-02T02:00", "2024-03-02T03:00")
    found = line_outages(measured(more=(old, new), down=[_span(2, 4), later]), until=END)
    assert _outages(found) == [("1", "C1@2024-03-01T18:00:00Z")]


def test_an_instant_has_its_local_day() -> None:
    """16:00 UTC is midnight in Shanghai; a nanosecond earlier is the day before."""
    rows = pl.DataFrame({"at": [START, START - 1]})
    days = rows.select(local_day(pl.col("at"), "Asia/Shanghai")).to_series().to_list()
    assert days == [dt.date(2024, 3, 1), dt.date(2024, 2, 29)]
