"""When does a circuit serve a line, day by day of the contract? By hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from lineproof.assess.intervals import service_intervals
from lineproof.assess.service import circuit_services, midnight_ns, services
from lineproof.contract.case import View, view

Row = dict[str, Any]
Viewed = Callable[..., View]
SHANGHAI = "Asia/Shanghai"


def line(number: int, **more: object) -> Row:
    """Return a line of the schedule with a circuit of its own."""
    return {"line": str(number), "id": f"C{number}", "monthly_rent": 10000,
            "start": dt.date(2024, 1, 1)} | more  # fmt: skip


def event(number: int, day: dt.date, name: str, value: str | None = None) -> Row:
    """Return a lifecycle record."""
    return {"line": str(number), "event": name, "date": day, "value": value}


def day(ns: int) -> str:
    """Return the day that begins at an instant in Shanghai, 8 hours ahead; it must be midnight."""
    at = dt.datetime.fromtimestamp(ns // 10**9, tz=dt.UTC) + dt.timedelta(hours=8)
    assert at.time() == dt.time.min
    return at.date().isoformat()


def served(seen: View) -> list[tuple[str, str, str, str]]:
    """Return line, circuit, first day and the day after the last."""
    rows = services(seen, service_intervals(seen)).select("line", "circuit", "lo", "hi")
    return [(name, circuit, day(lo), day(hi)) for name, circuit, lo, hi in rows.iter_rows()]


def built(viewed: Viewed, circuits: Sequence[Row], *events: Row, **more: Any) -> View:  # noqa: ANN401
    """Return a view of a contract of 2024 with some circuits and lifecycle records."""
    return viewed(circuits=circuits, records={"lifecycle": events}, **more)


def test_a_circuit_serves_its_line_from_acceptance_to_cease(viewed: Viewed) -> None:
    """Scheduled from 1 Jan; accepted 10 Jan, ceased 5 Mar: the first day no longer in service."""
    seen = built(viewed, [line(1)], event(1, dt.date(2024, 1, 10), "accepted"),
                 event(1, dt.date(2024, 3, 5), "ceased"))  # fmt: skip
    assert served(seen) == [("1", "C1", "2024-01-10", "2024-03-05")]


def test_a_line_without_a_circuit_id_is_known_by_its_line(viewed: Viewed) -> None:
    """No id: the line's own number, and no group."""
    seen = built(viewed, [line(1, id=None)])
    assert served(seen) == [("1", "1", "2024-01-01", "2025-01-01")]
    assert services(seen, service_intervals(seen)).item(0, "group") == ""


def test_a_suspended_line_is_out_of_service_until_it_is_back(viewed: Viewed) -> None:
    """Suspended 1 Mar, resumed 1 Apr: two stretches, which stay two for the circuit as well."""
    seen = built(viewed, [line(1)], event(1, dt.date(2024, 3, 1), "suspended"),
                 event(1, dt.date(2024, 4, 1), "resumed"))  # fmt: skip
    assert served(seen) == [
        ("1", "C1", "2024-01-01", "2024-03-01"), ("1", "C1", "2024-04-01", "2025-01-01"),
    ]  # fmt: skip
    assert circuit_services(services(seen, service_intervals(seen))).height == 2


def test_another_circuit_id_serves_from_its_day_on(viewed: Viewed) -> None:
    """C1 till 15 Mar, X from then on; suspended when it changed, it serves from its return."""
    changed = event(1, dt.date(2024, 3, 15), "reidentified", "X")
    assert served(built(viewed, [line(1)], changed)) == [
        ("1", "C1", "2024-01-01", "2024-03-15"), ("1", "X", "2024-03-15", "2025-01-01"),
    ]  # fmt: skip
    out = (event(1, dt.date(2024, 3, 1), "suspended"), event(1, dt.date(2024, 4, 1), "resumed"))
    assert served(built(viewed, [line(1)], changed, *out)) == [
        ("1", "C1", "2024-01-01", "2024-03-01"), ("1", "X", "2024-04-01", "2025-01-01"),
    ]  # fmt: skip


def test_a_circuit_on_two_lines_is_in_service_while_on_either(viewed: Viewed) -> None:
    """Line 1 ceased on 15 Mar, line 2 with the same circuit since 1 Mar: one stretch."""
    seen = built(viewed, [line(1), line(2, id="C1", start=dt.date(2024, 3, 1))],
                 event(1, dt.date(2024, 3, 15), "ceased"))  # fmt: skip
    assert served(seen) == [
        ("1", "C1", "2024-01-01", "2024-03-15"), ("2", "C1", "2024-03-01", "2025-01-01"),
    ]  # fmt: skip
    rows = circuit_services(services(seen, service_intervals(seen))).rows()
    assert [(c, day(lo), day(hi)) for c, lo, hi in rows] == [("C1", "2024-01-01", "2025-01-01")]


def test_a_contract_without_a_near_end_serves_as_far_as_numbers_reach(viewed: Viewed) -> None:
    """1,200 months end in 2124: as nanoseconds, in 2116, and not an overflow."""
    seen = built(viewed, [line(1)], head={"months": 1200})
    rows = services(seen, service_intervals(seen))
    assert dt.datetime.fromtimestamp(rows.item(0, "hi") // 10**9, tz=dt.UTC).year == 2116


def test_unnamed_units_of_a_price_list_serve_nothing(viewed: Viewed) -> None:
    """There is no circuit to measure."""
    seen = viewed()
    assert services(seen, service_intervals(seen)).height == 0


def replaced(viewed: Viewed, *events: Row, circuit: str | None = "Y") -> View:
    """Return a contract whose schedule an amendment replaces from 1 June on, line 1 being Y."""
    day = dt.date(2024, 6, 1)
    amendment = {
        "id": "A1", "clause": "1", "signed": day, "known_at": day, "effective_from": day,
        "replaces": [{"id": "SCHEDULE", "kind": "circuit_schedule", "file": "a-new.csv",
                      "sha256": "0" * 64, "clause": "1"}],
    }  # fmt: skip
    case = built(viewed, [line(1)], *events, amendment=[amendment]).case
    old = case.schedules["circuits.csv"]
    new = old.with_columns(pl.lit(circuit, pl.String).alias("id"))
    return view(dataclasses.replace(case, schedules={"circuits.csv": old, "a-new.csv": new}))


def test_a_schedule_that_replaces_another_names_the_circuits_from_its_day(viewed: Viewed) -> None:
    """C1 till 1 June, Y from then on, though the new file's name comes first."""
    assert served(replaced(viewed)) == [
        ("1", "C1", "2024-01-01", "2024-06-01"), ("1", "Y", "2024-06-01", "2025-01-01"),
    ]  # fmt: skip


def test_an_id_in_a_later_schedule_outlasts_what_was_recorded_before(viewed: Viewed) -> None:
    """X from 1 Mar; the schedule of 1 June says Y. Where it says nothing, X stays."""
    changed = event(1, dt.date(2024, 3, 1), "reidentified", "X")
    before = [("1", "C1", "2024-01-01", "2024-03-01"), ("1", "X", "2024-03-01", "2024-06-01")]
    assert served(replaced(viewed, changed)) == [*before, ("1", "Y", "2024-06-01", "2025-01-01")]
    assert served(replaced(viewed, changed, circuit=None)) == [
        *before, ("1", "X", "2024-06-01", "2025-01-01"),
    ]  # fmt: skip


def test_days_begin_at_local_midnight_also_where_the_clock_changes() -> None:
    """Berlin's 31 March 2024 has 23 hours, its 27 October 25."""
    berlin = "Europe/Berlin"
    for first, hours in ((dt.date(2024, 3, 31), 23), (dt.date(2024, 10, 27), 25)):
        after = first + dt.timedelta(days=1)
        length = midnight_ns(after, timezone=berlin) - midnight_ns(first, timezone=berlin)
        assert length == hours * 3_600 * 10**9
    assert midnight_ns(dt.date(9999, 12, 31), timezone=SHANGHAI) == 2**62
