"""Is what is odd in a schedule found, with the money of a month?"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeAlias

import polars as pl
import pytest

from lineproof.contract.first_look import first_look
from lineproof.contract.first_look_rows import Look
from lineproof.model.circuit import CIRCUITS

Lines: TypeAlias = tuple[dict[str, Any], ...]

MARCH = dt.date(2024, 3, 1)


def found(*lines: dict[str, Any], code: str) -> list[tuple[str, int | None, str]]:
    """Return the subject, money and place of the findings with a code in a schedule.

    lines: what differs from line n, id Cn, a vpn at 100 Mbit/s for 900.00.
    """
    rows = [
        {
            "line": str(n), "id": f"C{n}", "service": "vpn", "bandwidth": "100",
            "monthly_rent": 90000, "row": n + 1, **line,
        }
        for n, line in enumerate(lines, 1)
    ]  # fmt: skip
    schedule = pl.DataFrame(rows, schema=CIRCUITS.schema())
    look = first_look(schedule, None, Look(MARCH, "s.csv", "", 2))
    return [(f.subject, f.amount, f.where) for f in look.findings if f.code == code]


def test_a_double_id_costs_all_but_its_dearest_line() -> None:
    """900 + 600 + 500 - 900 = 1,100.00; case makes no difference."""
    lines: Lines = (
        {"id": "a"},
        {"id": "A", "monthly_rent": 60000},
        {"id": "a", "monthly_rent": 50000},
    )
    assert found(*lines, code="E-CIRCUIT-DUPLICATE") == [("a", 110000, "s.csv:2")]


@pytest.mark.parametrize(("day", "expected"), [(1, []), (30, [("a", 90000, "s.csv:2")])])
def test_lines_of_one_id_that_follow_each_other_are_no_double(day: int, expected: object) -> None:
    """One ends on 30 June, the next starts on 1 July; on 30 June both would be billed."""
    start = dt.date(2024, 7, 1) if day == 1 else dt.date(2024, 6, 30)
    first = {"id": "a", "end": dt.date(2024, 6, 30)}
    assert found(first, {"id": "a", "start": start}, code="E-CIRCUIT-DUPLICATE") == expected


def test_a_line_inside_a_longer_one_is_a_double() -> None:
    """All of 2024, January and June: June overlaps the year, though not the line before it."""
    year = {"id": "a", "start": dt.date(2024, 1, 1), "end": dt.date(2024, 12, 31)}
    january = {"id": "a", "start": dt.date(2024, 1, 1), "end": dt.date(2024, 1, 31)}
    june = {"id": "a", "start": dt.date(2024, 6, 1), "end": dt.date(2024, 6, 30)}
    lines: Lines = (year, january, june)
    assert found(*lines, code="E-CIRCUIT-DUPLICATE") == [("a", 180000, "s.csv:2")]


def test_blank_ids_are_no_double() -> None:
    """Each is told by itself, with its rent."""
    lines: Lines = ({"id": None}, {"id": None})
    assert found(*lines, code="E-CIRCUIT-DUPLICATE") == []
    assert found(*lines, code="W-CIRCUIT-NO-ID") == [("1", 90000, "s.csv:2"),
                                                     ("2", 90000, "s.csv:3")]  # fmt: skip


def test_a_blank_rent_is_told_without_money() -> None:
    """Nothing says how much it is."""
    assert found({"monthly_rent": None}, code="E-CELL-REQUIRED") == [("C1", None, "s.csv:2")]


def test_free_lines_with_and_without_a_start_are_told_apart() -> None:
    """Rent 0: one has a start date, the other is an entry that nobody finished."""
    lines: Lines = ({"monthly_rent": 0, "start": MARCH}, {"monthly_rent": 0}, {})
    assert [subject for subject, *_ in found(*lines, code="W-RENT-FREE")] == ["C1"]
    assert [subject for subject, *_ in found(*lines, code="W-RENT-ZERO")] == ["C2"]


def test_a_line_that_ends_before_it_starts_is_told() -> None:
    """A line of one day is fine."""
    day, before = dt.date(2024, 3, 4), dt.date(2024, 3, 3)
    lines: Lines = ({"start": day, "end": day}, {"start": day, "end": before})
    assert found(*lines, code="E-LINE-DATES") == [("C2", 90000, "s.csv:3")]


def test_a_line_that_ended_is_told_from_the_day_after() -> None:
    """29 February is before March, 1 March is in it."""
    lines: Lines = ({"end": dt.date(2024, 2, 29)}, {"end": MARCH})
    assert found(*lines, code="W-LINE-ENDED") == [("C1", 90000, "s.csv:2")]


def test_rents_above_the_usual_one_are_told_together() -> None:
    """Two at 1,000.00 beside three at 900.00: 2 × 100.00; a cheaper one is no one's loss."""
    dear = {"monthly_rent": 100000}
    lines: Lines = ({}, {}, {}, dear, dear, {"monthly_rent": 80000})
    assert found(*lines, code="W-RENT-OUTLIER") == [("4", 20000, "s.csv:5")]


def test_another_service_or_bandwidth_may_cost_more() -> None:
    """Only like is compared with like; one that is blank is a like of its own."""
    lines: Lines = ({}, {"service": "dia", "monthly_rent": 100000},
             {"bandwidth": "200", "monthly_rent": 110000},
             {"bandwidth": None, "monthly_rent": 120000})  # fmt: skip
    assert found(*lines, code="W-RENT-OUTLIER") == []


@pytest.mark.parametrize(("rent", "expected"), [(899999, []), (900000, [("4", 810000, "s.csv:5")])])
def test_without_services_ten_times_the_median_is_a_slip(rent: int, expected: object) -> None:
    """Of 900, 900, 900 and 9,000 the median is 900.00, and 9,000.00 ten times that."""
    bare = {"service": None, "bandwidth": None}
    lines: Lines = (bare, bare, bare, {**bare, "monthly_rent": rent})
    assert found(*lines, code="W-RENT-OUTLIER") == expected


def test_a_column_that_is_blank_in_some_lines_is_told_once() -> None:
    """Two of three lines have no site, worth 900 + 600; no line has an end, which says nothing."""
    lines: Lines = ({"site": "S1"}, {}, {"monthly_rent": 60000})
    assert found(*lines, code="W-CELL-BLANK") == [("site", 150000, "s.csv:3")]
