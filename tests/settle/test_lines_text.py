"""Lines as canonical CSV, money as text."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from lineproof.settle.lines_text import COLUMNS, lines_csv, money_text
from lineproof.settle.settlement import LINE_SCHEMA

ROW = {
    "line": "1", "charge": "rent", "from": dt.date(2024, 1, 1), "to": dt.date(2024, 2, 1),
    "amount": 81_290, "clause": "1, 2", "term": "T", "unit": 0, "quantity": 1, "rent": 90_000,
    "share_num": 28, "share_den": 31, "factor": 0,
}  # fmt: skip


def test_a_line_is_written_with_what_it_is_computed_from() -> None:
    """812.90 = 900.00 × 28/31; a comma is quoted; bounds and rows of files are left out."""
    text = lines_csv(pl.DataFrame([ROW], schema=LINE_SCHEMA), digits=2).decode()
    assert text == (
        ",".join(COLUMNS) + '\n1,rent,2024-01-01,2024-02-01,812.90,"1, 2",T,0,1,900.00,28,31,0\n'
    )


def test_bounds_are_written_where_an_amount_isnt_known() -> None:
    """Between 1.00 and 2.00."""
    row = {**ROW, "amount": None, "low": 100, "high": 200}
    head, line = lines_csv(pl.DataFrame([row], schema=LINE_SCHEMA), digits=2).decode().splitlines()
    assert head.startswith("line,charge,from,to,amount,low,high,clause")
    assert line.startswith("1,rent,2024-01-01,2024-02-01,,1.00,2.00,")


@pytest.mark.parametrize(
    ("minor", "digits", "expected"),
    [
        (0, 2, "0.00"), (-5, 2, "-0.05"), (100, 2, "1.00"), (-100, 0, "-100"), (5, 3, "0.005"),
        (2**62, 2, "46116860184273879.04"), (-1, 3, "-0.001"),
    ],
)  # fmt: skip
def test_money_is_text(minor: int, digits: int, expected: str) -> None:
    """All decimals of the currency, a minus, no plus, no -0.00."""
    frame = pl.DataFrame({"amount": [minor]}).select(money_text("amount", digits))
    assert frame.write_csv() == f"amount\n{expected}\n"


def test_no_lines_are_a_header() -> None:
    """A month in which nothing is owed."""
    assert (
        lines_csv(pl.DataFrame(schema=LINE_SCHEMA), digits=2).decode() == ",".join(COLUMNS) + "\n"
    )
