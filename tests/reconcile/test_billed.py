"""Is each billed line read as it is printed, and its tax worked out only where it isn't?"""

from collections.abc import Callable

import polars as pl
import pytest

from lineproof.model.bill import Bill
from lineproof.reconcile.billed import billed, fine


@pytest.mark.parametrize(
    ("row", "gross", "is_worked_out"),
    [
        pytest.param({"gross": 119}, 119, False, id="its gross as printed"),
        pytest.param({"net": 100, "tax": 20}, 120, False, id="net and tax, right or wrong"),
        pytest.param({"net": 99, "rate": "0.19"}, 118, True, id="99 + R(18.81)"),
        pytest.param({"net": -99, "rate": "0.19"}, -118, True, id="the same taken back"),
        pytest.param({"net": 99}, 99, False, id="no tax at all"),
        pytest.param({}, 0, False, id="nothing"),
    ],
)  # fmt: skip
def test_a_line_has_its_gross(
    bill_of: Callable[..., Bill], row: dict[str, object], gross: int, *, is_worked_out: bool
) -> None:
    """What is printed goes before what can be worked out."""
    rows = billed([bill_of([row], total=0)]).rows
    assert rows.select("gross", "is_worked_out").row(0) == (gross, is_worked_out)


def test_the_only_rate_of_a_bill_is_that_of_its_lines(bill_of: Callable[..., Bill]) -> None:
    """1.00 at the bill's 6 %; with two rates nobody knows which."""
    one = bill_of([{"net": 100}], total=106, tax=[("0.06", 100, 6)])
    two = bill_of([{"net": 100}], total=106, tax=[("0.06", 100, 6), ("0.09", 0, 0)])
    assert billed([one]).rows["gross"].to_list() == [106]
    assert billed([two]).rows["gross"].to_list() == [100]


@pytest.mark.parametrize(
    ("row", "kind", "expected"),
    [
        ({"gross": 5}, "invoice", "rent"), ({"gross": -5}, "invoice", "credit"),
        ({"gross": -5}, "credit_note", "rent"),
        ({"gross": -5, "charge": "rent"}, "invoice", "rent"),
        ({"gross": 5, "charge": "interest"}, "invoice", "interest"),
        ({"net": -5}, "invoice", "credit"), ({}, "invoice", "rent"),
    ],
)  # fmt: skip
def test_what_a_line_is_for(
    bill_of: Callable[..., Bill], row: dict[str, object], kind: str, expected: str
) -> None:
    """As it says, else by its sign; a credit note gives back what was billed as rent."""
    assert billed([bill_of([row], total=0, kind=kind)]).rows["class"].to_list() == [expected]


def test_rows_are_numbered_over_all_bills(bill_of: Callable[..., Bill]) -> None:
    """Two bills of two lines and one: 0, 1, 2; each knows its bill and its circuit's key."""
    bills = [bill_of([{"circuit": "c1"}, {"circuit": None}], total=0),
             bill_of([{"circuit": "C2"}], total=0, number="B2")]  # fmt: skip
    rows = billed(bills).rows
    assert rows.select("row", "bill", "key").rows() == [(0, 0, "C1"), (1, 0, None), (2, 1, "C2")]


def test_a_price_finer_than_six_decimals_is_left_out() -> None:
    """0.000001 is one part; trailing zeros are no decimals."""
    texts = pl.DataFrame({"t": ["0.000001", "0.0000001", "1.50000000", "-2", None]})
    assert texts.select(fine("t"))["t"].to_list() == [1, None, 1_500_000, -2_000_000, None]
