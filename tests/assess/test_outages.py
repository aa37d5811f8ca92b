"""What is told of outages: how long, since when, how much of it is excused, and who is worst."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl

from lineproof.assess.availability import availability_terms, judge
from lineproof.assess.intervals import service_intervals
from lineproof.assess.outages import outages_of, units_of
from lineproof.assess.service import services
from lineproof.contract.case import View

MARCH = dt.date(2024, 3, 1)
HOUR = 3_600 * 10**9
SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def judged(view: View) -> Any:  # noqa: ANN401 - what was judged
    """Return the month by the only term."""
    (term,) = availability_terms(view, MARCH)
    found = judge(view, services(view, service_intervals(view)), term, MARCH)
    assert found is not None
    return found


def claim(start: str, end: str, **more: str) -> dict[str, object]:
    """Return an accepted exclusion, in local time."""
    at = (dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (start, end))
    return {"cause": "works", "answer": "accepted", **dict(zip(("from", "to"), at, strict=True)),
            **more}  # fmt: skip


def test_an_outage_says_how_much_of_it_is_excused_and_by_what(
    measured: Callable[..., View],
) -> None:
    """Down 8–12 h; claims 9–11 h and 10–11.5 h are united: 2.5 h; a third one lies elsewhere."""
    claims = [
        claim("2024-03-04T09:00", "2024-03-04T11:00", lines="1"),
        claim("2024-03-04T10:00", "2024-03-04T11:30"),
        claim("2024-03-05T10:00", "2024-03-05T11:30"),
    ]
    down = [("C1", "2024-03-04T08:00", "2024-03-04T12:00")]
    found = outages_of(judged(measured(down=down, records={"exclusions": claims})))
    (row,) = found.iter_rows(named=True)
    assert (row["unit"], row["state"], row["hi"] - row["lo"]) == ("C1", "down", 4 * HOUR)
    assert (row["excluded"], row["claims"]) == (5 * HOUR // 2, ["r1", "r2"])
    assert not row["is_open"]


def test_an_outage_that_began_before_and_one_that_lasts_are_told(
    measured: Callable[..., View],
) -> None:
    """From February into March; and from 31 March 23:00 on."""
    down = [
        ("C1", "2024-02-29T20:00", "2024-03-01T01:00"),
        ("C1", "2024-03-31T23:00", "2024-04-01T00:00"),
    ]
    first, last = outages_of(judged(measured(down=down))).iter_rows(named=True)
    assert (first["lo"] - first["since"], first["hi"] - first["lo"]) == (4 * HOUR, HOUR)
    assert (first["is_open"], last["is_open"]) == (False, True)


def test_an_unknown_stretch_has_its_reason(measured: Callable[..., View]) -> None:
    """C2 was never measured: all of March is unknown."""
    (row,) = outages_of(judged(measured(silent=["C2"]))).iter_rows(named=True)
    assert (row["unit"], row["state"], row["reason"]) == ("C2", "unknown", "no data")
    assert row["hi"] - row["lo"] == 744 * HOUR


def test_a_unit_has_its_times_with_and_without_exclusions(measured: Callable[..., View]) -> None:
    """March: 744 h. Down 8–12 h and 20–21 h, unknown 3 h; 9–21 h on the 4th excluded: 12 h.

    Of the first outage 1 h counts, of the second none. Measured: 741 h.
    """
    view = measured(
        count=1,
        down=[
            ("C1", "2024-03-04T08:00", "2024-03-04T12:00"),
            ("C1", "2024-03-04T20:00", "2024-03-04T21:00"),
        ],
        unknown=[("C1", "2024-03-09T00:00", "2024-03-09T03:00")],
        records={"exclusions": [claim("2024-03-04T09:00", "2024-03-04T21:00")]},
    )
    (row,) = units_of(judged(view)).iter_rows(named=True)
    hours = {name: value // HOUR for name, value in row.items() if name not in {"unit", "outages"}}
    assert hours == {
        "service": 744, "counted": 732, "down": 1, "unknown": 3, "known": 741, "excluded": 12,
        "down_all": 5, "unknown_all": 3, "longest": 1,
    }  # fmt: skip
    assert row["outages"] == 1


def test_time_excused_as_available_stays_in_the_denominator(measured: Callable[..., View]) -> None:
    """2 h down, all excluded as available: 744 h count, none of them down."""
    term = {"id": "WORKS", "kind": "exclusion", "cause": "works", "mode": "count_as_available"}
    view = measured(
        count=1,
        more=[term],
        down=[("C1", "2024-03-04T08:00", "2024-03-04T10:00")],
        records={"exclusions": [claim("2024-03-04T08:00", "2024-03-04T10:00")]},
    )
    (row,) = units_of(judged(view)).iter_rows(named=True)
    assert (row["counted"], row["down"], row["excluded"]) == (744 * HOUR, 0, 2 * HOUR)


def test_the_worst_is_the_one_most_surely_down(measured: Callable[..., View]) -> None:
    """C3: 2 h down; C1: 1 h and 9 h unknown; C2: 1 h; C5: unknown; C4: always up."""
    view = measured(
        count=5,
        down=[(f"C{n}", "2024-03-04T08:00", f"2024-03-04T{h}:00")
              for n, h in ((1, "09"), (2, "09"), (3, "10"))],
        unknown=[("C1", "2024-03-05T00:00", "2024-03-05T09:00")],
        silent=["C5"],
    )  # fmt: skip
    assert units_of(judged(view)).get_column("unit").to_list() == ["C3", "C1", "C2", "C5", "C4"]


def test_a_unit_whose_time_is_all_excluded_comes_last(measured: Callable[..., View]) -> None:
    """Nothing of it counts, so that it is neither good nor bad."""
    down = [("C1", "2024-03-04T08:00", "2024-03-04T10:00")]
    claims = [claim("2024-03-01T00:00", "2024-04-01T00:00", lines="1")]
    found = units_of(judged(measured(down=down, records={"exclusions": claims})))
    assert found.select("unit", "counted").rows() == [("C2", 744 * HOUR), ("C1", 0)]


def test_nothing_down_is_no_outage(measured: Callable[..., View]) -> None:
    """Always up."""
    found = outages_of(judged(measured()))
    assert found.height == 0
    assert found.schema["claims"] == pl.List(pl.String)
