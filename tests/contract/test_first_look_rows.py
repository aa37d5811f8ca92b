"""Are rows of two files made comparable: one key a circuit, and what of the month a line covers?"""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from lineproof.contract.first_look_rows import (
    LISTED_MAX,
    NAMELESS,
    Kind,
    Look,
    circuit_key,
    covering,
    keyed,
    named,
)
from lineproof.model.finding import Severity

MARCH = dt.date(2024, 3, 1)
LOOK = Look(MARCH, "s.xlsx", "b.xlsx", 2)


@pytest.mark.parametrize("text", ["ce7b-1", " CE7B-1 ", "CE7B -1", "ｃｅ７ｂ－１"])
def test_an_id_is_compared_without_case_width_and_spaces(text: str) -> None:
    """But a hyphen counts: CE7B1 may be another circuit."""
    assert pl.select(circuit_key(pl.lit(text))).item() == "CE7B-1"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, (True, True)),
        (MARCH, dt.date(2024, 3, 31), (True, True)),
        (dt.date(2024, 3, 2), None, (True, False)),
        (None, dt.date(2024, 3, 30), (True, False)),
        (None, dt.date(2024, 3, 1), (True, False)),
        (None, dt.date(2024, 2, 29), (False, False)),
        (dt.date(2024, 3, 31), None, (True, False)),
        (dt.date(2024, 4, 1), None, (False, False)),
        (dt.date(2024, 3, 20), dt.date(2024, 3, 10), (False, False)),
    ],
)
def test_a_line_covers_a_month_from_its_first_to_its_last_day(
    start: dt.date | None, end: dt.date | None, expected: tuple[bool, bool]
) -> None:
    """Both days are billed. A line that ends before it starts is never in service."""
    days = pl.DataFrame({"start": [start], "end": [end]}, schema={"start": pl.Date, "end": pl.Date})
    found = days.select(covering(pl.lit(MARCH), pl.lit(dt.date(2024, 4, 1))))
    assert found.row(0) == expected


def test_rows_without_an_id_are_matched_by_their_amount() -> None:
    """Two at 30.00: the first and the second of them, so that three would be one too many."""
    bill = pl.DataFrame({"id": [None, "a", None], "amount": [3000, 3000, 3000]})
    assert keyed(bill, LOOK, amount="amount")["key"].to_list() == [
        f"{NAMELESS}3000:1", "A", f"{NAMELESS}3000:2",
    ]  # fmt: skip


def test_a_row_without_a_period_is_of_the_month_looked_at() -> None:
    """February stays February."""
    bill = pl.DataFrame({"id": ["a", "b"], "amount": [1, 1], "period": ["2024-02", None]})
    assert keyed(bill, LOOK, amount="amount")["first"].to_list() == [dt.date(2024, 2, 1), MARCH]


def test_amounts_are_shown_with_their_thousands_apart() -> None:
    """In the currency's decimals."""
    assert LOOK.money(-123456789) == "-1,234,567.89"
    assert Look(None, "", "", 0).money(1200) == "1,200"


def test_many_rows_are_summed_up_in_one_finding_more() -> None:
    """1,003 rows worth 1, 2 … 1,003: the dearest 1,000, and 1 + 2 + 3 = 6 in the last."""
    count = LISTED_MAX + 3
    rows = pl.DataFrame(
        {"row": range(count), "subject": ["x"] * count, "stake": range(1, count + 1)}
    )
    kind = Kind("W-BILL-MISSING", "s.csv", rows, lambda row: str(row["stake"]))
    found = list(kind.findings())
    assert len(found) == LISTED_MAX + 1
    assert (found[0].amount, found[0].severity) == (count, Severity.WARNING)
    assert (found[-1].message, found[-1].amount) == ("… and 3 more", 6)
    assert kind.amount == count * (count + 1) // 2


def test_a_name_is_quoted_on_one_line_and_not_too_long() -> None:
    """Whatever a cell held."""
    assert named("C1") == "C1"
    assert named("a\nb") == "a b"
    assert len(named("x" * 100)) == 61
