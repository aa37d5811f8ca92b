"""The strip of one circuit: a row a day, hours where the clock showed them, outages told beside."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from lineproof.assess.term_months import term_months
from lineproof.contract.case import View
from lineproof.model.period import parse_month
from lineproof.report.strip import draw_strip, strip
from lineproof.report.wording import Language

HOUR = 3_600
BERLIN = {"timezone": "Europe/Berlin", "months": 24}


def told(view: View, *, month: str = "2024-03", language: Language = "en") -> Any:  # noqa: ANN401 - what is told
    """Return what the strip of C1 says."""
    (found,) = term_months(view, parse_month(month))
    return strip(view, found, language, unit="C1", month=month)


def bars(day: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - a day of what is told
    """Return a day's bars, in hours."""
    return [(b["look"], b["start"] / HOUR, b["end"] / HOUR, b["lane"]) for b in day["bars"]]


def test_a_day_is_cut_where_states_change(measured: Callable[..., View]) -> None:
    """Down on 4 March 08:15–11:35; the days beside it are up."""
    view = measured(down=[("C1", "2024-03-04T08:15", "2024-03-04T11:35")])
    data = told(view)
    assert bars(data["days"][3]) == [
        ("up", 0, 8.25, 0), ("worst", 8.25, 11 + 35 / 60, 0), ("up", 11 + 35 / 60, 24, 0),
    ]  # fmt: skip
    assert bars(data["days"][4]) == [("up", 0, 24, 0)]
    assert data["days"][3]["told"] == "08:15 down 3 h 20 min"
    assert dict(data["figures"])["Down"] == "3 h 20 min"
    svg = draw_strip(data, form="svg").decode()
    # 31 bars up, 1 more behind the outage, and the legend's
    assert len(re.findall(r'fill="#cfe2f1"', svg)) == 33
    assert len(re.findall(r'fill="#8a2a06"', svg)) == 2


def test_hours_do_not_shift_in_march(measured: Callable[..., View]) -> None:
    """Berlin skips 02–03 on 31 March 2024; 09–10 by the clock stands at 9 on each day."""
    down = [("C1", f"2024-03-{d}T09:00", f"2024-03-{d}T10:00") for d in ("30", "31")]
    days = told(measured(head=BERLIN, down=down))["days"]
    assert bars(days[29])[1] == bars(days[30])[2] == ("worst", 9, 10, 0)
    assert bars(days[30])[:2] == [("up", 0, 2, 0), ("up", 3, 9, 0)]


def test_hours_do_not_shift_in_october(measured: Callable[..., View]) -> None:
    """Berlin has 02–03 twice on 27 October 2024: two lanes; 09–10 stands at 9 on each day."""
    down = [("C1", f"2024-10-{d}T09:00", f"2024-10-{d}T10:00") for d in ("26", "27")]
    data = told(measured("2024-10", head=BERLIN, down=down), month="2024-10")
    assert bars(data["days"][25])[1] == ("worst", 9, 10, 0)
    assert bars(data["days"][26]) == [
        ("up", 0, 2, 0), ("up", 2, 3, 1), ("up", 2, 3, 2), ("up", 3, 9, 0), ("worst", 9, 10, 0),
        ("up", 10, 24, 0),
    ]  # fmt: skip
    assert data["days"][26]["twice"] == [[2 * HOUR, 3 * HOUR]]
    assert data["notes"] == ["2024-10-27: 02:00–03:00 comes twice; the first time is drawn above."]


def test_labels_say_what_is_odd_and_count_what_has_no_room(measured: Callable[..., View]) -> None:
    """One from February; four on 5 March, of which two outages are named; one still open."""
    view = measured(
        down=[
            ("C1", "2024-02-29T20:00", "2024-03-01T01:00"),
            ("C1", "2024-03-05T08:00", "2024-03-05T09:00"),
            ("C1", "2024-03-05T10:00", "2024-03-05T11:00"),
            ("C1", "2024-03-05T12:00", "2024-03-05T13:00"),
            ("C1", "2024-03-31T23:00", "2024-04-01T00:00"),
        ],
        unknown=[("C1", "2024-03-05T02:00", "2024-03-05T03:00")],
    )
    days = told(view)["days"]
    assert days[0]["told"] == "00:00 down 1 h, began before"
    assert days[4]["told"] == "08:00 down 1 h; 10:00 down 1 h; +2 more"
    assert days[30]["told"] == "23:00 down 1 h, still open at the end"
    assert told(view, language="zh")["days"][0]["told"] == "00:00 中断 1 小时，此前开始"


def test_days_out_of_service_are_empty_and_in_the_legend(measured: Callable[..., View]) -> None:
    """In service from 3 March."""
    circuits = [{"line": "1", "id": "C1", "monthly_rent": 1, "start": dt.date(2024, 3, 3)}]
    data = told(measured(circuits=circuits))
    assert [len(day["bars"]) for day in data["days"][:3]] == [0, 0, 1]
    assert [each["look"] for each in data["legend"]] == ["up", "out"]
