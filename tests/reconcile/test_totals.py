"""Is tax compared as a whole, rounding told apart, and a balance found that no line has?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from lineproof.model.bill import Bill, BilledTotals
from lineproof.reconcile.causes import Cause
from lineproof.reconcile.owed import Owed
from lineproof.reconcile.reconciliation import Reconciliation
from lineproof.reconcile.totals import asked_for

Compared = Callable[..., Reconciliation]
Told = Callable[[Reconciliation], list[tuple[Any, ...]]]

#: Three circuits at 93.84 without tax: 281.52, with 19 % 335.01; one by one 3 × 111.67 = 335.01.
VAT = {"id": "VAT", "kind": "tax", "rate": "0.19", "inclusive": False}
CIRCUITS = [{"line": str(n), "id": f"C{n}", "monthly_rent": 9_384, "start": dt.date(2024, 1, 1)}
            for n in (1, 2, 3)]  # fmt: skip


def net(amount: int, rate: str = "0.19", *, first: int | None = None) -> list[dict[str, Any]]:
    """Return three lines of one net amount; first: another for the first of them."""
    amounts = (amount if first is None else first, amount, amount)
    return [{"circuit": f"C{n}", "net": a, "rate": rate} for n, a in enumerate(amounts, start=1)]


@pytest.fixture(scope="module")
def three(claimed: Callable[..., Owed]) -> Owed:
    """Return three circuits at 93.84 and 19 %: 281.52 + 53.49 = 335.01."""
    return claimed("2024-03", circuits=CIRCUITS, terms=(VAT,))


@pytest.fixture(scope="module")
def cheap(claimed: Callable[..., Owed]) -> Owed:
    """Return the circuits at 0.13: 0.39 with tax is R(0.4641) = 0.46, one by one 3 × 0.15."""
    circuits = [{**row, "monthly_rent": 13} for row in CIRCUITS]
    return claimed("2024-03", circuits=circuits, terms=(VAT,))


def test_the_tax_of_the_sum_is_right(three: Owed, compared_to: Compared, told: Told) -> None:
    """R(281.52 × 0.19) = R(53.4888) = 53.49: 335.01 is billed and owed."""
    found = compared_to(three, net(9_384), total=33_501)
    assert (told(found), found.billed, found.expected) == ([], 33_501, 33_501)


def test_taxes_by_line_against_the_tax_of_the_sum(
    cheap: Owed, compared_to: Compared, told: Told
) -> None:
    """R(0.39 × 0.19) = 0.07, and 3 × R(0.0247) = 3 × 0.02 = 0.06: a cent of rounding."""
    assert told(compared_to(cheap, net(13), total=46)) == []
    found = compared_to(cheap, net(13), total=45)
    assert found.causes == {Cause.ROUNDING: -1}


@pytest.mark.parametrize("off", [1, 90, -90])
def test_a_tax_that_is_too_high_is_told_to_the_cent(
    three: Owed, compared_to: Compared, off: int
) -> None:
    """An official check lets 0.90 a rate pass: valid isn't correct."""
    found = compared_to(three, net(9_384), total=33_501 + off, net=28_152)
    assert found.causes == {Cause.TAX: off}


def test_a_total_that_its_lines_dont_make_is_unexplained(
    three: Owed, compared_to: Compared
) -> None:
    """340.00 are asked for, the lines come to 335.01, and no net total says why."""
    found = compared_to(three, net(9_384), total=34_000)
    assert found.causes == {Cause.UNEXPLAINED: 499}


def test_another_rate_is_tax(three: Owed, compared_to: Compared) -> None:
    """At 25 % a line has R(23.46) = 23.46, at 19 % 17.83: 5.63 three times; 351.90 - 335.01."""
    found = compared_to(three, net(9_384, "0.25"), total=35_190)
    assert found.causes == {Cause.TAX: 1_689}


def test_a_wrong_price_has_its_tax_with_it(three: Owed, compared_to: Compared) -> None:
    """100.00 more without tax are 119.00 more with it; 287.68 + ... is rounded once a rate."""
    found = compared_to(three, net(9_384, first=19_384), total=45_401)
    assert found.causes == {Cause.WRONG_PRICE: 11_900}


def test_a_balance_that_no_line_has(three: Owed, compared_to: Compared) -> None:
    """12.34 of an earlier bill are asked for on top of 335.01, of which 35.01 were prepaid."""
    found = compared_to(
        three, net(9_384), total=33_501, totals={"prepaid": 3_501, "payable": 31_234}
    )
    assert (found.billed, found.causes) == (34_735, {Cause.CARRIED_BALANCE: 1_234})


def test_what_a_bill_asks_for(bill_of: Callable[..., Bill]) -> None:
    """Its payable amount with what was prepaid, else its total."""
    bill = bill_of([], total=100)
    assert asked_for(bill) == 100
    prepaid = bill_of([], total=100, totals={"prepaid": 30, "payable": 70})
    assert (asked_for(prepaid), prepaid.totals) == (100, BilledTotals(None, None, 100, 30, 70))


def test_prices_with_tax_against_lines_without(
    claimed: Callable[..., Owed], compared_to: Compared, told: Told
) -> None:
    """113.00 with 6 % is 106.60 without, which alone would be 113.00 or 112.99 with it again."""
    vat = {**VAT, "rate": "0.06", "inclusive": True}
    circuits = [{**row, "monthly_rent": rent} for row, rent in zip(
        CIRCUITS, (11_300, 12_007, 99_999), strict=True)]  # fmt: skip
    claim = claimed("2024-03", circuits=circuits, terms=(vat,))
    # 120.07 / 1.06 = 113.2736, 999.99 / 1.06 = 943.3868
    rows = [{"circuit": f"C{n}", "net": a, "rate": "0.06"}
            for n, a in ((1, 10_660), (2, 11_327), (3, 94_339))]  # fmt: skip
    assert told(compared_to(claim, rows, total=123_306)) == []
