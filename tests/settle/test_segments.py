"""How is a line's month cut? Prices, pauses, versions and rules, by hand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.assess.intervals import service_intervals
from lineproof.contract.case import View
from lineproof.model.period import Days
from lineproof.settle.segments import Cutting, month_segments

Made = Callable[..., Any]

D = dt.date
MARCH = Days(D(2024, 3, 1), D(2024, 4, 1))
ROW = {"line": "1", "monthly_rent": 100, "start": D(2024, 1, 1)}
SCHEDULE = {"id": "S", "kind": "circuit_schedule", "file": "circuits.csv", "sha256": "0" * 64,
            "clause": "1"}  # fmt: skip


def _at(day: dt.date, event: str, value: str | None = None) -> dict[str, Any]:
    return {"line": "1", "event": event, "date": day, "value": value}


def _segments(
    known: View, period: Days = MARCH, cutting: Cutting | None = None
) -> list[tuple[int, int, int]]:
    """Each segment's first day, first day after (32: the next month's first), and rent."""
    rows = month_segments(known, service_intervals(known), period, cutting=cutting or Cutting())
    return [
        ((start - period.start).days + 1, (end - period.start).days + 1, rent)
        for start, end, rent in rows.select("from", "to", "rent").iter_rows()
    ]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], [(1, 32, 100)]),
        ([_at(D(2024, 2, 9), "repriced", "2.00")], [(1, 32, 200)]),
        ([_at(D(2024, 3, 1), "repriced", "2.00")], [(1, 32, 200)]),
        ([_at(D(2024, 3, 2), "repriced", "2.00")], [(1, 2, 100), (2, 32, 200)]),
        ([_at(D(2024, 3, 31), "repriced", "2.00")], [(1, 31, 100), (31, 32, 200)]),
        ([_at(D(2024, 4, 1), "repriced", "2.00")], [(1, 32, 100)]),
        ([_at(D(2024, 2, 9), "repriced", "2.00"), _at(D(2024, 2, 20), "repriced", "3.00")],
         [(1, 32, 300)]),
        ([_at(D(2024, 3, 21), "repriced", "4.00"), _at(D(2024, 3, 11), "repriced", "3.00"),
          _at(D(2024, 3, 6), "repriced", "2.00")],
         [(1, 6, 100), (6, 11, 200), (11, 21, 300), (21, 32, 400)]),
        ([_at(D(2024, 3, 6), "repriced", "2.00"), _at(D(2024, 3, 6), "repriced", "3.00")],
         [(1, 6, 100), (6, 32, 300)]),
        ([_at(D(2024, 3, 6), "suspended")], [(1, 6, 100)]),
        ([_at(D(2024, 3, 6), "suspended"), _at(D(2024, 3, 20), "resumed")],
         [(1, 6, 100), (20, 32, 100)]),
        ([_at(D(2024, 2, 6), "suspended"), _at(D(2024, 3, 20), "resumed")], [(20, 32, 100)]),
        ([_at(D(2024, 2, 6), "suspended")], []),
        ([_at(D(2024, 2, 6), "suspended"), _at(D(2024, 3, 1), "resumed")], [(1, 32, 100)]),
        ([_at(D(2024, 3, 1), "suspended")], []),
        ([_at(D(2024, 3, 6), "suspended"), _at(D(2024, 3, 9), "repriced", "2.00"),
          _at(D(2024, 3, 20), "resumed")], [(1, 6, 100), (20, 32, 200)]),
        ([_at(D(2024, 3, 9), "moved"), _at(D(2024, 3, 10), "transferred"),
          _at(D(2024, 3, 11), "reidentified", "X"), _at(D(2024, 3, 12), "bandwidth_changed", "9")],
         [(1, 32, 100)]),
        ([_at(D(2024, 3, 11), "accepted"), _at(D(2024, 3, 5), "repriced", "2.00")],
         [(11, 32, 200)]),
        ([_at(D(2024, 3, 11), "accepted"), _at(D(2024, 3, 11), "repriced", "2.00")],
         [(11, 32, 200)]),
        ([_at(D(2024, 3, 11), "ceased"), _at(D(2024, 3, 11), "repriced", "2.00")],
         [(1, 11, 100)]),
    ],
)  # fmt: skip
def test_a_month_is_cut_by_what_happened(
    viewed: Made, events: list[dict[str, Any]], expected: list[tuple[int, int, int]]
) -> None:
    """Rent 1.00 from January on. Every change of the month counts, not the first or last alone
    (Kill Bill #2291); of two on one day the later record holds; a price agreed before the line was
    accepted holds from its first day.
    """
    known = viewed(terms=[SCHEDULE], circuits=[ROW], records={"lifecycle": events})
    assert _segments(known) == expected


def test_a_price_before_the_first_line_began_is_not_lost(viewed: Made) -> None:
    """The only line is accepted on the 11th and was repriced on the 5th: no line begins earlier."""
    events = [_at(D(2024, 3, 11), "accepted"), _at(D(2024, 3, 5), "repriced", "2.00")]
    known = viewed(terms=[SCHEDULE], circuits=[{**ROW, "start": None}],
                   records={"lifecycle": events})  # fmt: skip
    assert _segments(known) == [(11, 32, 200)]


def test_rent_runs_on_where_the_clause_says_so(viewed: Made) -> None:
    """Suspended on the 6th, and the term (number 0) is rented while suspended; or only line 1."""
    events = [_at(D(2024, 2, 6), "suspended")]
    known = viewed(terms=[SCHEDULE], circuits=[ROW], records={"lifecycle": events})
    for key in ((0, None), (0, 0)):
        assert _segments(known, cutting=Cutting(rented=frozenset({key}))) == [(1, 32, 100)]
    assert _segments(known, cutting=Cutting(rented=frozenset({(0, 1), (1, None)}))) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2024, 2, 9), [(1, 11, 200), (11, 32, 100)]),
        (D(2024, 3, 10), [(1, 10, 100), (10, 11, 200), (11, 32, 100)]),
        (D(2024, 3, 11), [(1, 11, 100), (11, 32, 200)]),
        (D(2024, 3, 20), [(1, 11, 100), (11, 20, 100), (20, 32, 200)]),
    ],
)
def test_a_new_version_of_the_schedule_goes_before_older_records(
    viewed: Made, day: dt.date, expected: list[tuple[int, int, int]]
) -> None:
    """From 11 March an amendment agrees 1.00 anew: a reprice to 2.00 dated before yields to it, one
    dated that day or later holds.
    """
    known = viewed(
        terms=[SCHEDULE], circuits=[ROW],
        records={"lifecycle": [_at(day, "repriced", "2.00")]},
        amendment=[{"id": "A", "signed": D(2024, 2, 1), "known_at": D(2024, 2, 1), "clause": "1",
                    "effective_from": D(2024, 3, 11), "replaces": [SCHEDULE]}],
    )  # fmt: skip
    assert _segments(known) == expected


def test_a_record_of_a_price_line_outlives_a_schedule_that_joins(viewed: Made) -> None:
    """Units at 1.00 were repriced to 2.00 in February; on 11 March a schedule names one of three:
    the two that stay unnamed keep 2.00, and stay one unit of the month each.
    """
    lines = [{"line": "1", "name": "x", "qty": 3, "monthly_rent": "1.00"}]
    joins = {**SCHEDULE, "effective_from": D(2024, 3, 11)}
    known = viewed(
        terms=[{"id": "P", "kind": "price_lines", "lines": lines}, joins],
        circuits=[{"line": "c", "monthly_rent": 5, "start": D(2024, 1, 1), "price_line": "1"}],
        records={"lifecycle": [_at(D(2024, 2, 9), "repriced", "2.00")]},
    )
    rows = month_segments(known, service_intervals(known), MARCH, cutting=Cutting())
    found = rows.select("line", "unit", "quantity", "rent").rows()
    assert found == [("1", 0, 2, 200), ("1", 0, 2, 200), ("1", 1, 1, 200), ("c", 2, 1, 5)]


def test_rules_cut_every_line_they_meet(viewed: Made) -> None:
    """A rule changes on the 11th: a line from the 11th on isn't cut, nor one that ended by then."""
    rows = [
        ROW,
        {"line": "2", "monthly_rent": 5, "start": D(2024, 3, 11)},
        {"line": "3", "monthly_rent": 6, "start": D(2024, 1, 1), "end": D(2024, 3, 10)},
    ]
    known = viewed(terms=[SCHEDULE], circuits=rows)
    found = _segments(known, cutting=Cutting([D(2024, 3, 11)]))
    assert found == [(1, 11, 100), (11, 32, 100), (11, 32, 5), (1, 11, 6)]


def test_a_month_without_lines_has_no_segments(viewed: Made) -> None:
    """The line begins in May."""
    known = viewed(terms=[SCHEDULE], circuits=[{**ROW, "start": D(2024, 5, 1)}],
                   records={"lifecycle": [_at(D(2024, 3, 2), "repriced", "2.00")]})  # fmt: skip
    assert _segments(known) == []


@pytest.mark.parametrize(("start", "expected"), [(15, [(1, 30, 100)]), (31, [(1, 32, 100)])])
def test_anniversary_months(viewed: Made, start: int, expected: list[tuple[int, int, int]]) -> None:
    """From 15 January: the month of February runs 15 February to 15 March, 29 days. From the 31st:
    29 February, its last day, to 31 March, 31 days.
    """
    known = viewed(head={"start": D(2024, 1, start), "period": "anniversary"}, terms=[SCHEDULE],
                   circuits=[ROW])  # fmt: skip
    assert _segments(known, known.period(D(2024, 2, 1))) == expected
