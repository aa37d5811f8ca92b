"""Does a first look hold together: totals, order, and 100,000 lines in a second?"""

from __future__ import annotations

import datetime as dt
from time import process_time

import polars as pl

from lineproof.contract.first_look import first_look
from lineproof.contract.first_look_rows import Look
from lineproof.model.circuit import CIRCUITS

LOOK = Look(None, "s.csv", "b.csv", 2)


def schedule(count: int) -> pl.DataFrame:
    """Return lines C0, C1 … at 100.00, in service in 2024."""
    numbers = pl.int_range(count, eager=True).cast(pl.String)
    frame = pl.DataFrame({"line": numbers, "id": "C" + numbers}).with_columns(
        monthly_rent=pl.lit(10000, pl.Int64),
        start=pl.lit(dt.date(2024, 1, 1)),
        end=pl.lit(dt.date(2024, 12, 31)),
        row=pl.int_range(2, count + 2, dtype=pl.UInt32),
    )
    return pl.concat([CIRCUITS.empty(), frame], how="diagonal")


def bill(lines: pl.DataFrame) -> pl.DataFrame:
    """Return a right bill for March 2024."""
    return lines.select("id", amount="monthly_rent", period=pl.lit("2024-03"), row="row")


def test_findings_are_ordered_by_their_money() -> None:
    """C0 is billed 5.00 more, C1 not at all (100.00), C2 7.00 less."""
    lines = schedule(3)
    change = pl.Series([500, 0, -700])
    rows = bill(lines).with_columns(pl.col("amount") + change).filter(pl.col("id") != "C1")
    found = first_look(lines, rows, LOOK)
    assert [(f.code, f.amount) for f in found.findings] == [
        ("W-BILL-MISSING", 10000), ("E-BILL-PRICE", 700), ("E-BILL-PRICE", 500),
    ]  # fmt: skip
    assert [(kind.code, kind.rows.height, kind.amount) for kind in found.kinds] == [
        ("W-BILL-MISSING", 1, 10000), ("E-BILL-PRICE", 2, 1200),
    ]  # fmt: skip
    assert (found.scheduled, found.billed, found.difference) == (30000, 19800, -10200)


def test_the_order_of_rows_makes_no_difference() -> None:
    """The bill the other way round: the same findings, at other rows."""
    lines = schedule(5)
    rows = bill(lines).with_columns(pl.col("amount") + pl.Series([0, 100, 200, 0, 300]))
    first, second = (first_look(lines, each, LOOK) for each in (rows, rows.reverse()))
    assert first.findings == second.findings


def test_without_a_bill_there_is_no_difference() -> None:
    """The month is the one that was asked for."""
    found = first_look(schedule(2), None, LOOK.of(dt.date(2025, 3, 1)))
    assert (found.scheduled, found.billed, found.difference) == (0, None, None)
    assert [kind.code for kind in found.kinds] == ["W-LINE-ENDED"]


def test_a_hundred_thousand_lines_take_a_second_at_most() -> None:
    """A right bill, and one in which nothing is right; processor time, four seconds of slack."""
    lines = schedule(100_000)
    for rows in (bill(lines), bill(lines).with_columns("X" + pl.col("id"))):
        began = process_time()
        first_look(lines, rows, LOOK)
        assert process_time() - began < 5
