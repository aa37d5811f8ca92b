"""Which months do tests of availability settle? Four lines in March 2024, measured by the minute.

March 2024 has 744 hours (44,640 minutes) in Asia/Shanghai; every line costs 310.00 a month, 10.00 a
day. A line is up where nothing else is said.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from lineproof.model.measured import STATES

ZONE = ZoneInfo("Asia/Shanghai")
MARCH = (dt.datetime(2024, 3, 1, tzinfo=ZONE), dt.datetime(2024, 4, 1, tzinfo=ZONE))
AVAIL = {"id": "AVAIL", "kind": "availability", "clause": "5.1", "slot_s": 60, "down_run": 1}
BANDS = {"id": "SLA", "kind": "bands", "clause": "5.2", "metric": "availability",
         "domain": ["0", "100"],
         "bands": [{"ge": "99", "factor": "1"}, {"ge": "95", "lt": "99", "factor": "0.9"},
                   {"lt": "95", "factor": "0.5"}]}  # fmt: skip
CREDIT = {
    "id": "OC",
    "kind": "outage_credit",
    "clause": "5.3",
    "base": "month_rent",
    "brackets": [{"from_h": "4", "share": "0.1"}, {"from_h": "8", "share": "0.2"}],
}
LINES: list[dict[str, Any]] = [
    {"line": n, "id": f"C{n}", "monthly_rent": 31000, "start": dt.date(2024, 1, 1)} for n in "1234"
]

Stretch = tuple[str, str, str]
"""A state that isn't up: which, from and to, as local times of March: "04T10:00"."""


def measured(
    stretches: dict[str, list[Stretch]], *, month: tuple[dt.datetime, dt.datetime] = MARCH
) -> pl.DataFrame:
    """Return the states of a month by circuit; they tile it, up between the stretches."""
    rows: list[dict[str, object]] = []
    for circuit, listed in stretches.items():
        at = month[0]
        for state, first, last in listed:
            lo, hi = (local(month[0], text) for text in (first, last))
            if at < lo:
                rows.append(_row(circuit, "up", at, hi=lo))
            rows.append(_row(circuit, state, lo, hi=hi))
            at = hi
        if at < month[1]:
            rows.append(_row(circuit, "up", at, hi=month[1]))
    frame = pl.DataFrame(rows, schema={**STATES.schema()}, orient="row")
    return frame.with_columns(pl.lit(None, pl.UInt32).alias("row"))


def local(month: dt.datetime, text: str) -> dt.datetime:
    """Return a local time of a month, "04T10:00"; "32T00:00" is the midnight after the 31st."""
    day, clock = text.split("T")
    hours, minutes = (int(part) for part in clock.split(":"))
    return month + dt.timedelta(days=int(day) - 1, hours=hours, minutes=minutes)


def _row(circuit: str, state: str, lo: dt.datetime, *, hi: dt.datetime) -> dict[str, object]:
    """Return one stretch of one state."""
    known = 0 if state == "unknown" else int((hi - lo).total_seconds())
    return {
        "term": "AVAIL", "circuit": circuit, "from": lo.astimezone(dt.UTC),
        "to": hi.astimezone(dt.UTC), "since": lo.astimezone(dt.UTC), "state": state,
        "reason": "no data" if state == "unknown" else None, "known_s": known,
    }  # fmt: skip
