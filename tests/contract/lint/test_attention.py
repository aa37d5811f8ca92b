"""Is what deserves a look in a schedule shown, once and with its price?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import Finding, Severity

Found = Callable[..., list[Finding]]
Line = dict[str, Any]
DAY = dt.date


def line(number: int, **cells: Any) -> Line:  # noqa: ANN401 - any cell
    """Return a line of 100 Mbit/s at 900.00 a month."""
    usual = {"line": str(number), "id": f"C{number}", "service": "eth", "bandwidth": "100"}
    return usual | {"monthly_rent": 90000} | cells


def test_lines_without_id_are_one_warning(found: Found) -> None:
    """Lines 2 and 3 of three have none."""
    rows = [line(1), line(2, id=None), line(3, id=None)]
    (finding,) = found("W-CIRCUIT-NO-ID", terms=[], circuits=rows)
    assert finding.message == "2 lines have no circuit id: 2, 3"
    assert (finding.severity, finding.where) == (Severity.WARNING, "circuits.csv:3")


def test_many_lines_without_id_are_counted(found: Found) -> None:
    """14 lines: 12 are named, 2 are counted."""
    rows = [line(n, id=None) for n in range(14)]
    (finding,) = found("W-CIRCUIT-NO-ID", terms=[], circuits=rows)
    assert finding.message.endswith("10, 11 and 2 more")


def test_an_id_may_come_by_record(found: Found) -> None:
    """Line 2 got its id on delivery."""
    rows = [line(1), line(2, id=None)]
    named = {"line": "2", "event": "reidentified", "date": DAY(2024, 2, 1), "value": "C2"}
    records = {"lifecycle": [named]}
    assert found("W-CIRCUIT-NO-ID", terms=[], circuits=rows, records=records) == []


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ({"monthly_rent": 0}, 1),
        ({"monthly_rent": 1}, 0),
        ({"monthly_rent": 0, "start": DAY(2024, 1, 1)}, 0),
        ({}, 0),
    ],
)
def test_a_free_line_without_a_start_is_unfinished(found: Found, cells: Line, count: int) -> None:
    """Rent 0 and no start; a cent, or a start, is a statement."""
    assert len(found("W-RENT-ZERO", terms=[], circuits=[line(1, **cells)])) == count


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ({"start": None}, 1),
        ({"start": None, "monthly_rent": 0}, 0),
        ({"start": DAY(2025, 1, 1)}, 0),
    ],
)
def test_a_line_with_a_rent_is_billed_from_some_day(found: Found, cells: Line, count: int) -> None:
    """900.00 a month and no start: 900.00 at stake each month; a free line has its own warning."""
    findings = found("W-LINE-NO-START", terms=[], circuits=[line(1, **cells)])
    assert [f.amount for f in findings] == [90000] * count


def test_a_recorded_acceptance_starts_a_line(found: Found) -> None:
    """Accepted on 4 March: it is billed from then on, whatever the schedule leaves out."""
    accepted = {"line": "1", "event": "accepted", "date": DAY(2025, 3, 4)}
    rows = [line(1, start=None)]
    assert not found("W-LINE-NO-START", terms=[], circuits=rows, records={"lifecycle": [accepted]})


def test_different_rents_for_the_same_are_one_warning(found: Found) -> None:
    """3 at 900.00, 1 at 2,000.00, 1 at 800.00: (2,000.00 - 900.00) × 12 = 13,200.00 beyond."""
    rows = [line(1), line(2), line(3), line(4, monthly_rent=200000), line(5, monthly_rent=80000)]
    (finding,) = found("W-RENT-OUTLIER", terms=[], circuits=rows)
    assert finding.amount == 1320000
    assert "1 at 800.00 CNY (lines 5); 3 at 900.00 CNY (lines 1, 2, 3)" in finding.message
    assert "1 at 2,000.00 CNY (lines 4); the commonest is 900.00 CNY" in finding.message
    assert finding.where == "circuits.csv:5"


@pytest.mark.parametrize(
    "cells",
    [
        {"service": "vpn"},
        {"bandwidth": "20"},
        {"service": None},
        {"bandwidth": None},
        {"monthly_rent": 0},
        {"monthly_rent": 90000},
    ],
)
def test_what_differs_or_is_unknown_may_cost_something_else(found: Found, cells: Line) -> None:
    """Another service or bandwidth, one that isn't known, or a free line is not compared."""
    rows = [line(1), line(2, **({"monthly_rent": 200000} | cells))]
    assert found("W-RENT-OUTLIER", terms=[], circuits=rows) == []


def test_between_two_equally_common_rents_the_lower_is_usual(found: Found) -> None:
    """One at 900.00, one at 901.00: 12 × 1.00 beyond."""
    rows = [line(1, monthly_rent=90100), line(2)]
    (finding,) = found("W-RENT-OUTLIER", terms=[], circuits=rows)
    assert finding.amount == 1200


def test_price_lists_are_compared_by_quantity(found: Found) -> None:
    """42 at 102.00 and 43 at 116.00, 100 Mbit/s written as 100.0: the commonest is 116.00."""
    lines = [
        {"line": str(n), "name": "n", "service": "eth", "bandwidth": "100.0", "qty": qty,
         "monthly_rent": rent}
        for n, qty, rent in ((1, 42, "102.00"), (2, 43, "116.00"))
    ]  # fmt: skip
    terms = [{"id": "P", "kind": "price_lines", "lines": lines}]
    (finding,) = found("W-RENT-OUTLIER", terms=terms, circuits=[line(9, monthly_rent=11700)])
    assert "43 at 116.00 CNY (lines 2)" in finding.message
    assert finding.amount == 1200


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ({"start": DAY(2024, 1, 1), "end": DAY(2024, 12, 31)}, 0),
        ({"start": DAY(2023, 12, 31)}, 1),
        ({"start": DAY(2024, 12, 31)}, 0),
        ({"start": DAY(2025, 1, 1)}, 1),
        ({"end": DAY(2025, 1, 1)}, 1),
        ({"end": DAY(2024, 1, 1)}, 0),
        ({"end": DAY(2023, 12, 31)}, 1),
        ({}, 0),
    ],
)
def test_a_line_lies_in_the_term(found: Found, cells: Line, count: int) -> None:
    """The term is 2024, to 31 December included; a day before or after is outside."""
    assert len(found("W-OUTSIDE-TERM", terms=[], circuits=[line(1, **cells)])) == count


def test_the_largest_amounts_are_counted_exactly(found: Found) -> None:
    """99 places at 10¹¹ yuan, the most a month may come to: each costs 10¹¹ - 900 more a month."""
    lines = [
        {"line": str(n), "name": "n", "service": "eth", "bandwidth": "100", "qty": qty,
         "monthly_rent": rent}
        for n, qty, rent in ((1, 100, "900.00"), (2, 99, "100000000000.00"))
    ]  # fmt: skip
    terms = [{"id": "P", "kind": "price_lines", "lines": lines}]
    (finding,) = found("W-RENT-OUTLIER", terms=terms)
    assert finding.amount == (10**13 - 90000) * 99 * 12


def test_only_the_commonest_rents_are_named(found: Found) -> None:
    """8 rents on two lines each are named, 2 dearer ones on one line each are counted.

    900.01 to 900.07 on two lines each, and 901.00 and 902.00: (2 × 0.28 + 3.00) × 12 = 42.72.
    """
    rents = [90000 + n for n in range(8)] * 2 + [90100, 90200]
    rows = [line(n, monthly_rent=rent) for n, rent in enumerate(rents)]
    (finding,) = found("W-RENT-OUTLIER", terms=[], circuits=rows)
    assert finding.message.count(" at ") == 1 + 8
    assert "2 at 900.07 CNY (lines 7, 15); and 2 more rents" in finding.message
    assert finding.amount == 4272
    assert finding.where == "circuits.csv:19"


def test_a_message_is_short_however_many_rents_differ(found: Found) -> None:
    """20,000 lines, no rent twice: 8 are named; beyond is 19,999 × 20,000 / 2 × 0.01 × 12."""
    rows = [line(n, monthly_rent=90000 + n) for n in range(20_000)]
    (finding,) = found("W-RENT-OUTLIER", terms=[], circuits=rows)
    assert "and 19,992 more rents" in finding.message
    assert len(finding.message) < 500
    assert finding.amount == 19_999 * 20_000 // 2 * 12
