"""When is a line billed? Schedules, price lists, acceptance, refusal and cease, by hand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.intervals import service_intervals

Made = Callable[..., Any]

D = dt.date
SCHEDULE = {"id": "S", "kind": "circuit_schedule", "file": "circuits.csv", "sha256": "0" * 64}
END = D(2025, 1, 1)


def _prices(qty: int, **more: object) -> dict[str, Any]:
    lines = [{"line": "1", "name": "access", "qty": qty, "monthly_rent": "10.00"}]
    return {"id": "P", "kind": "price_lines", "clause": "1", "lines": lines, **more}


def _event(event: str, day: dt.date, **more: object) -> dict[str, Any]:
    return {"line": "1", "event": event, "date": day, **more}


@pytest.mark.parametrize(
    ("events", "rent_from", "expected"),
    [
        ([], "accepted", D(2024, 3, 1)),
        ([_event("accepted", D(2024, 3, 4))], "accepted", D(2024, 3, 4)),
        ([_event("accepted", D(2024, 2, 4))], "accepted", D(2024, 2, 4)),
        ([_event("in_service", D(2024, 3, 2))], "accepted", D(2024, 3, 2)),
        ([_event("in_service", D(2024, 3, 2)), _event("accepted", D(2024, 3, 4))],
         "accepted", D(2024, 3, 4)),
        ([_event("in_service", D(2024, 3, 2)), _event("accepted", D(2024, 3, 4))],
         "in_service", D(2024, 3, 2)),
        ([_event("accepted", D(2024, 3, 9)), _event("accepted", D(2024, 3, 4))],
         "accepted", D(2024, 3, 4)),
        ([_event("refused", D(2024, 3, 1))], "accepted", None),
        ([_event("refused", D(2024, 3, 1)), _event("accepted", D(2024, 3, 6))],
         "accepted", D(2024, 3, 6)),
        ([_event("in_service", D(2024, 3, 1)), _event("refused", D(2024, 3, 2))],
         "accepted", None),
        ([_event("refused", D(2024, 3, 2)), _event("in_service", D(2024, 3, 3))],
         "accepted", D(2024, 3, 3)),
        ([_event("accepted", D(2024, 3, 4)), _event("refused", D(2024, 6, 1))],
         "accepted", D(2024, 3, 4)),
        ([_event("delivered", D(2024, 2, 1))], "accepted", D(2024, 3, 1)),
        ([_event("moved", D(2024, 2, 1)), _event("transferred", D(2024, 2, 1), value="B"),
          _event("reidentified", D(2024, 2, 1), value="X"),
          _event("bandwidth_changed", D(2024, 2, 1), value="9")], "accepted", D(2024, 3, 1)),
        ([_event("accepted", D(2023, 12, 4))], "accepted", D(2024, 1, 1)),
    ],
)  # fmt: skip
def test_the_first_billed_day(
    viewed: Made, events: list[dict[str, Any]], rent_from: str, expected: dt.date | None
) -> None:
    """Scheduled for 1 March. The event of `rent_from` rules, the other stands in for it; a refusal
    takes away the schedule's day and what stood in before it; nothing starts before the contract.
    """
    known = viewed(
        terms=[{**SCHEDULE, "rent_from": rent_from}],
        circuits=[{"line": "1", "monthly_rent": 1, "start": D(2024, 3, 1)}],
        records={"lifecycle": events},
    )
    found = service_intervals(known).frame.get_column("start").to_list()
    assert found == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("ceased", "end", "expected"),
    [
        ([], None, END),
        ([D(2024, 6, 1)], None, D(2024, 6, 1)),
        ([D(2024, 6, 1)], D(2024, 5, 31), D(2024, 6, 1)),
        ([D(2024, 6, 1)], D(2024, 5, 30), D(2024, 5, 31)),
        ([D(2024, 7, 1), D(2024, 6, 1)], None, D(2024, 6, 1)),
        ([], D(2025, 5, 1), END),
        ([D(2024, 3, 1)], None, None),
        ([D(2024, 2, 1)], None, None),
    ],
)
def test_the_first_unbilled_day(
    viewed: Made, ceased: list[dt.date], end: dt.date | None, expected: dt.date | None
) -> None:
    """`end` is the last billed day; the earliest of it, the cease and the term's end rules; a line
    ceased on its first day, or before, is never billed.
    """
    known = viewed(
        terms=[SCHEDULE],
        circuits=[{"line": "1", "monthly_rent": 1, "start": D(2024, 3, 1), "end": end}],
        records={"lifecycle": [_event("ceased", day) for day in ceased]},
    )
    found = service_intervals(known).frame.get_column("end").to_list()
    assert found == ([] if expected is None else [expected])


def test_a_line_without_any_day_is_not_billed(viewed: Made) -> None:
    """No start in the schedule, no record: nothing says that it ever began."""
    known = viewed(terms=[SCHEDULE], circuits=[{"line": "1", "monthly_rent": 1}])
    assert service_intervals(known).frame.is_empty()


def test_named_circuits_take_their_places_out_of_a_quantity(viewed: Made) -> None:
    """5 units, 2 named: 3 stay unnamed."""
    rows = [{"line": n, "monthly_rent": 1, "start": D(2024, 1, 1), "price_line": "1"}
            for n in ("c1", "c2")]  # fmt: skip
    frame = service_intervals(viewed(terms=[_prices(5), SCHEDULE], circuits=rows)).frame
    found = frame.select("line", "quantity").rows()
    assert sorted(found) == [("1", 3), ("c1", 1), ("c2", 1)]


def test_a_quantity_all_named_leaves_nothing(viewed: Made) -> None:
    """1 unit, 1 named: 0 stay unnamed."""
    rows = [{"line": "c1", "monthly_rent": 1, "start": D(2024, 1, 1), "price_line": "1"}]
    frame = service_intervals(viewed(terms=[_prices(1), SCHEDULE], circuits=rows)).frame
    assert frame.get_column("line").to_list() == ["c1"]


@pytest.mark.parametrize(("after", "layers"), [(12, [10, 2]), (7, [7, 3]), (10, [10])])
def test_a_changed_quantity_makes_layers(viewed: Made, after: int, layers: list[int]) -> None:
    """10 units, from 1 June 12: 10 throughout and 2 more; 7: 7 throughout and 3 till then."""
    amended = {
        "id": "A1", "signed": D(2024, 5, 1), "known_at": D(2024, 5, 1), "clause": "1",
        "effective_from": D(2024, 6, 1), "replaces": [_prices(after)],
    }  # fmt: skip
    frame = service_intervals(viewed(terms=[_prices(10)], amendment=[amended])).frame
    found = frame.group_by("layer", maintain_order=True).agg("quantity").rows()
    assert [quantities[0] for _, quantities in found] == layers
    assert all(len(set(quantities)) == 1 for _, quantities in found)


def test_lines_leave_and_join_with_a_new_version_of_the_schedule(viewed: Made) -> None:
    """From 1 June file b.csv holds: line 1 ends and line 3 begins that day, line 2 has two rows."""
    rows = [{"line": n, "monthly_rent": 1, "start": D(2024, 1, 1)} for n in ("1", "2")]
    known = viewed(terms=[SCHEDULE], circuits=rows, amendment=[{
        "id": "A1", "signed": D(2024, 5, 1), "known_at": D(2024, 5, 1), "clause": "1",
        "effective_from": D(2024, 6, 1), "replaces": [{**SCHEDULE, "clause": "1", "file": "b.csv"}],
    }])  # fmt: skip
    schedules = dict(known.case.schedules)
    first = schedules["circuits.csv"]
    schedules["b.csv"] = first.with_columns(line=first["line"].replace({"1": "3"}))
    object.__setattr__(known.case, "schedules", schedules)
    found = service_intervals(known).frame.select("line", "start", "end").rows()
    june = D(2024, 6, 1)
    assert found == [
        ("1", D(2024, 1, 1), june), ("2", D(2024, 1, 1), june), ("2", june, END), ("3", june, END),
    ]  # fmt: skip


def test_lines_are_numbered_in_their_order(viewed: Made) -> None:
    """Line 2 of the price list stands before line 10 of the schedule."""
    lines = [{"line": "2", "name": "x", "qty": 1, "monthly_rent": "1.00"}]
    rows = [{"line": "10", "monthly_rent": 1, "start": D(2024, 1, 1)}]
    terms = [SCHEDULE, {"id": "P", "kind": "price_lines", "lines": lines}]
    found = service_intervals(viewed(terms=terms, circuits=rows))
    assert found.lines.get_column("line").to_list() == ["2", "10"]
    assert found.codes_of(["10", "unknown"]) == {1: "10"}


def test_records_of_unknown_lines_are_left_out(viewed: Made) -> None:
    """An event of line 9, which no term prices, touches nothing."""
    rows = [{"line": "1", "monthly_rent": 1, "start": D(2024, 1, 1)}]
    stray = [{"line": "9", "event": "ceased", "date": D(2024, 2, 1)}]
    found = service_intervals(viewed(terms=[SCHEDULE], circuits=rows, records={"lifecycle": stray}))
    assert found.events.is_empty()
    assert found.frame.get_column("end").to_list() == [END]
