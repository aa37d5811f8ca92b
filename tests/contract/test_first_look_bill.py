"""Is each way in which a bill can differ from a schedule told once, with its money?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from lineproof.contract.first_look import FirstLook, first_look
from lineproof.contract.first_look_bill import main_month
from lineproof.contract.first_look_rows import Look
from lineproof.model.circuit import CIRCUITS

LINE = {"line": "1", "id": "C1", "monthly_rent": 90000}
BILL = {"id": pl.String(), "amount": pl.Int64(), "period": pl.String(), "row": pl.UInt32()}


def look(
    lines: list[dict[str, Any]], *bill: tuple[str | None, int | None, str | None]
) -> FirstLook:
    """Return a first look at lines (900.00 for C1 where nothing else is said) and billed rows."""
    rows = [{**LINE, "row": n, **line} for n, line in enumerate(lines, 2)]
    billed = [dict(zip(BILL, (*row, n), strict=True)) for n, row in enumerate(bill, 2)]
    return first_look(
        pl.DataFrame(rows, schema=CIRCUITS.schema()),
        pl.DataFrame(billed, schema=BILL),
        Look(None, "s.csv", "b.csv", 2),
    )


def told(found: FirstLook) -> list[tuple[str, int | None, str]]:
    """Return the findings about the bill: code, money and place."""
    return [(f.code, f.amount, f.where) for f in found.findings if "BILL" in f.code]


def test_a_bill_that_asks_for_the_rent_is_right() -> None:
    """Whatever the id's spelling."""
    found = look([{}], ("c1 ", 90000, "2024-03"))
    assert told(found) == []
    assert (found.scheduled, found.billed, found.difference) == (90000, 90000, 0)


@pytest.mark.parametrize(("amount", "expected"), [(90001, 1), (89999, 1), (100000, 10000)])
def test_another_price_is_told_with_the_difference(amount: int, expected: int) -> None:
    """Also a cent less: it may be asked for later."""
    assert told(look([{}], ("C1", amount, "2024-03"))) == [("E-BILL-PRICE", expected, "b.csv:2")]


def test_the_same_amount_again_is_billed_twice() -> None:
    """Three times 900.00 for one line: two are too many."""
    row = ("C1", 90000, "2024-03")
    assert told(look([{}], row, row, row)) == [("E-BILL-TWICE", 180000, "b.csv:3")]


def test_two_halves_are_not_twice() -> None:
    """450.00 and 450.00 are the rent."""
    row = ("C1", 45000, "2024-03")
    assert told(look([{}], row, row)) == []


def test_twice_at_another_price_is_two_findings() -> None:
    """1,000.00 twice: 1,000.00 too often, and 100.00 too much."""
    row = ("C1", 100000, "2024-03")
    assert told(look([{}], row, row)) == [
        ("E-BILL-TWICE", 100000, "b.csv:3"), ("E-BILL-PRICE", 10000, "b.csv:2"),
    ]  # fmt: skip


def test_a_credit_takes_back_what_was_billed() -> None:
    """900 + 900 - 900 is the rent."""
    row = ("C1", 90000, "2024-03")
    assert told(look([{}], row, row, ("C1", -90000, "2024-03"))) == []


def test_an_unknown_id_is_told_with_all_of_its_money() -> None:
    """Two rows of one circuit and month are one finding."""
    found = look([{}], ("C1", 90000, "2024-03"), ("X", 5000, "2024-03"), ("X", 700, "2024-03"))
    assert told(found) == [("E-BILL-UNSCHEDULED", 5700, "b.csv:3")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2024, 2, 29), [("E-BILL-ENDED", 90000, "b.csv:2")]),
        (dt.date(2024, 3, 1), []),
    ],
)
def test_a_line_that_ended_is_not_billed(day: dt.date, expected: object) -> None:
    """29 February was its last day; until 1 March a part of the month is owed, up to all of it."""
    assert told(look([{"end": day}], ("C1", 90000, "2024-03"))) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2024, 4, 1), [("E-BILL-OUTSIDE", 90000, "b.csv:2")]),
        (dt.date(2024, 3, 31), []),
    ],
)
def test_a_line_that_has_not_started_is_not_billed(day: dt.date, expected: object) -> None:
    """From 31 March on a day of it is owed."""
    assert told(look([{"start": day}], ("C1", 90000, "2024-03"))) == expected


def test_a_part_of_a_month_is_never_more_than_a_full_one() -> None:
    """In service from 15 March: 900.01 is a cent too much, 1.00 may be right."""
    start = {"start": dt.date(2024, 3, 15)}
    assert told(look([start], ("C1", 90001, "2024-03"))) == [("E-BILL-PRICE", 1, "b.csv:2")]
    assert told(look([start], ("C1", 100, "2024-03"))) == []


def test_a_double_id_may_be_billed_once_or_twice() -> None:
    """900 and 600 under one id: from 900.00 to 1,500.00."""
    lines: list[dict[str, Any]] = [{}, {"line": "2", "monthly_rent": 60000}]
    for amount, expected in ((90000, 0), (150000, 0), (150100, 100), (89900, 100)):
        found = told(look(lines, ("C1", amount, "2024-03")))
        assert sum(stake or 0 for _, stake, _ in found) == expected


def test_a_line_that_is_not_billed_is_told_with_its_rent() -> None:
    """Not one that is free, and not one that ended."""
    lines: list[dict[str, Any]] = [
        {}, {"line": "2", "id": "C2"}, {"line": "3", "id": "C3", "monthly_rent": 0},
        {"line": "4", "id": "C4", "end": dt.date(2024, 2, 29)},
    ]  # fmt: skip
    assert told(look(lines, ("C1", 90000, "2024-03"))) == [("W-BILL-MISSING", 90000, "s.csv:3")]


def test_what_has_no_id_is_matched_by_its_amount_once() -> None:
    """One line without an id at 900.00: the second row at 900.00 is one too many."""
    row = (None, 90000, "2024-03")
    assert told(look([{"id": None}], row)) == []
    assert told(look([{"id": None}], row, row)) == [("W-BILL-NO-ID", 90000, "b.csv:3")]


def test_what_has_no_rent_is_worth_what_is_billed() -> None:
    """The blank rent is told with 900.00, and no price is compared."""
    found = look([{"monthly_rent": None}], ("C1", 90000, "2024-03"))
    assert [(f.code, f.amount) for f in found.findings] == [("E-CELL-REQUIRED", 90000)]


def test_arrears_are_compared_with_their_own_month() -> None:
    """Billed for February in March's bill: in service, at the rent; March is missing nothing."""
    found = look([{}, {"line": "2", "id": "C2"}], ("C1", 90000, "2024-03"),
                 ("C2", 90000, "2024-03"), ("C2", 90000, "2024-02"))  # fmt: skip
    assert told(found) == []
    assert found.month == dt.date(2024, 3, 1)


def test_a_bill_without_a_month_has_no_days_compared() -> None:
    """A line that ended long ago may have been billed then: that is said."""
    found = look([{"end": dt.date(2020, 1, 1)}], ("C1", 90000, None))
    assert told(found) == [("W-BILL-NO-MONTH", None, "b.csv:1")]
    assert found.month is None


def test_an_amount_that_cannot_be_read_counts_nothing() -> None:
    """Its line is then missing."""
    assert told(look([{}], ("C1", None, "2024-03"))) == [("W-BILL-MISSING", 90000, "s.csv:2")]


def test_a_bills_month_is_its_commonest_and_of_two_the_later() -> None:
    """Two rows for February against one for March."""
    bill = pl.DataFrame({"period": ["2024-02", "2024-03", "2024-02", None]})
    assert main_month(bill) == dt.date(2024, 2, 1)
    assert main_month(bill.head(2)) == dt.date(2024, 3, 1)
    assert main_month(bill.tail(1)) is None
