"""Is a discount that nobody could work out pointed out before somebody leaves?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.finding import NOTHING, Finding

Found = Callable[..., list[Finding]]
Table = dict[str, Any]
END = {"id": "END", "kind": "termination", "clause": "5.3", "who": "buyer", "make_up": "discount"}


def line(name: str, **more: object) -> Table:
    """Return a line of a schedule at 50.00."""
    return {"line": name, "monthly_rent": 5000, "start": dt.date(2024, 1, 1), **more}


def prices(*lines: Table) -> Table:
    """Return a price list of some lines, each of 2 units at 100.00."""
    usual = {"name": "access", "qty": 2, "monthly_rent": "100.00"}
    return {"id": "PRICES", "kind": "price_lines", "lines": [usual | each for each in lines]}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([line("1", list_rent=7000), line("2", list_rent=6000)], None),
        ([line("1", list_rent=7000), line("2")], "1 line has none (2)"),
        ([line("1"), line("2")], "2 lines have none (1, 2)"),
        ([line("1", list_rent=0)], None),
    ],
)
def test_each_line_of_a_schedule_needs_its_list_rent(
    found: Found, rows: list[Table], expected: str | None
) -> None:
    """A list rent of 0 is one; a blank is none."""
    findings = found("W-LIST-RENT-NONE", terms=[END], circuits=rows)
    assert [f.subject for f in findings] == (["END"] if expected else [])
    assert all(f.touches == NOTHING and expected in f.message for f in findings if expected)


@pytest.mark.parametrize(
    ("listed", "named", "expected"),
    [
        ({}, 0, True),
        ({"list_rent": "120.00"}, 0, False),
        ({}, 1, True),
        ({}, 2, False),
        ({"list_rent": "120.00"}, 2, False),
    ],
)
def test_a_price_line_needs_one_for_its_unnamed_units(
    found: Found, listed: Table, named: int, expected: object
) -> None:
    """Of 2 units none, one or both are named by rows, which have list rents of their own."""
    rows = [line(str(n), price_line="1a", list_rent=7000) for n in range(named)]
    terms = [prices({"line": "1a", **listed}), END]
    assert bool(found("W-LIST-RENT-NONE", terms=terms, circuits=rows)) is expected


@pytest.mark.parametrize("make_up", ["none", "months_rent", "rest_of_term"])
def test_what_is_made_up_otherwise_needs_none(found: Found, make_up: str) -> None:
    """Nothing, or rents, which are known."""
    terms = [END | {"make_up": make_up, "make_up_months": 1}]
    assert found("W-LIST-RENT-NONE", terms=terms, circuits=[line("1")]) == []
