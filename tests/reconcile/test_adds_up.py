"""Is every sum and tax of a bill held to the minor unit, however it is made out?"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.billing import bill_of

from lineproof.model.bill import Bill, BilledTax, BilledTotals
from lineproof.reconcile.adds_up import adds_up

VAT = Fraction(19, 100)


def told(bill: Bill) -> list[tuple[str, int | None]]:
    """Return the code and the money at stake of each finding."""
    return [(finding.code, finding.amount) for finding in adds_up(bill)]


def category_bill(*, tax: int = 3800, gross: int = 23800, payable: int = 23800) -> Bill:
    """Return a bill of two lines of 100.00 at 19 %: tax 38.00 in all, 238.00 to be paid."""
    return bill_of(
        {"net": 10000, "rate": "0.19"},
        {"net": 10000, "rate": "0.19"},
        totals=BilledTotals(20000, tax, gross, payable=payable),
        taxes=(BilledTax(VAT, 20000, tax),),
    )


def test_a_right_bill_has_nothing_to_tell() -> None:
    """200.00 + 19 % = 238.00."""
    assert told(category_bill()) == []


@pytest.mark.parametrize("off", [1, -1, 90])
def test_valid_is_not_correct_tax_is_exact_to_the_minor_unit(off: int) -> None:
    """The official check lets a rate's tax be off by less than 1.00: 0.90 too much is told here."""
    bill = category_bill(tax=3800 + off, gross=23800 + off, payable=23800 + off)
    assert told(bill) == [("E-BILL-TAX", off)]


def test_tax_is_rounded_once_a_rate_half_away_from_zero() -> None:
    """0.50 × 0.19 = 0.095 → 0.10; −0.50 → −0.10: 0.09 would be a unit too little."""
    for net, right, wrong in ((50, 10, 9), (-50, -10, -9)):
        for tax in (right, wrong):
            bill = bill_of(
                {"net": net, "rate": "0.19"},
                totals=BilledTotals(net, tax, net + tax),
                taxes=(BilledTax(VAT, net, tax),),
            )
            assert told(bill) == ([] if tax == right else [("E-BILL-TAX", tax - right)])


def test_lines_that_do_not_sum_to_the_net() -> None:
    """100.00 + 100.00 is 200.00, and the bill says 200.01: 0.01 is at stake."""
    bill = bill_of({"net": 10000}, {"net": 10000}, totals=BilledTotals(20001, None, 20001))
    assert told(bill) == [("E-BILL-SUM", 1)]


def test_net_and_tax_that_are_not_the_gross() -> None:
    """20000 + 3800 = 23800, not 23900; what is asked for follows from the gross as printed."""
    assert told(category_bill(gross=23900, payable=23900)) == [("E-BILL-SUM", 100)]


def test_what_is_asked_for_is_gross_less_prepaid_and_rounding() -> None:
    """238.00 − 100.00 + 0.02 = 138.02; 138.03 is 0.01 too much."""
    for payable, expected in ((13802, []), (13803, [("E-BILL-SUM", 1)])):
        totals = BilledTotals(20000, 3800, 23800, prepaid=10000, payable=payable, rounding=2)
        assert told(bill_of({"net": 20000}, totals=totals)) == expected


def test_the_taxed_base_must_be_what_its_lines_come_to() -> None:
    """Lines at 19 % come to 100.00 and at 7 % to 50.00; the bill taxes 150.00 at 7 %."""
    bill = bill_of(
        {"net": 10000, "rate": "0.19"},
        {"net": 5000, "rate": "0.07"},
        totals=BilledTotals(15000, 1050, 16050),
        taxes=(BilledTax(Fraction(7, 100), 15000, 1050),),
    )
    assert told(bill) == [("E-BILL-TAX", 10000), ("E-BILL-TAX", -10000)]


def test_rates_spelled_otherwise_are_the_same_rate() -> None:
    """Lines at "0.2" and a tax of 20 %: 10.00 + 2.00; a rate may stand twice, as categories do."""
    bill = bill_of(
        {"net": 600, "rate": "0.2"},
        {"net": 400, "rate": "0.2"},
        totals=BilledTotals(1000, 200, 1200),
        taxes=(BilledTax(Fraction(1, 5), 600, 120), BilledTax(Fraction(1, 5), 400, 80)),
    )
    assert told(bill) == []


def test_taxes_that_do_not_sum_to_the_total() -> None:
    """19.00 and 3.50 are 22.50, the total says 22.60."""
    bill = bill_of(
        {"net": 10000, "rate": "0.19"},
        {"net": 5000, "rate": "0.07"},
        totals=BilledTotals(15000, 2260, 17260),
        taxes=(BilledTax(VAT, 10000, 1900), BilledTax(Fraction(7, 100), 5000, 350)),
    )
    assert told(bill) == [("E-BILL-TAX", 10)]


@pytest.mark.parametrize(
    ("net", "tax", "is_right"),
    [
        (10000, 600, True),  # 100.00 × 6 %
        (10000, 601, False),
        (84906, 5094, True),  # from 900.00 with tax: 900 / 1.06 = 849.0566 → 849.06
        (84905, 5095, False),  # one unit moved from net to tax
        (13, 1, True),  # 0.13 × 6 % = 0.0078 → 0.01
        (8, 0, True),  # 0.08 × 6 % = 0.0048 → 0.00
        (-10000, -600, True),
        (-10000, -599, False),
    ],
)
def test_a_lines_own_tax_follows_from_its_net_or_its_gross(
    net: int,
    tax: int,
    is_right: bool,  # noqa: FBT001 - what is expected
) -> None:
    """A fapiao has tax on each line, made out from prices without tax, or with it."""
    row = {"net": net, "tax": tax, "gross": net + tax, "rate": "0.06"}
    bill = bill_of(row, totals=BilledTotals(net, tax, net + tax))
    assert [code for code, _ in told(bill)] == ([] if is_right else ["E-BILL-TAX"])


def test_tax_on_the_sum_and_the_sum_of_taxes_are_both_roundings() -> None:
    """Three lines of 0.09 at 19 %: 0.27 × 19 % = 0.0513 → 0.05, and 3 × 0.0171 → 3 × 0.02 = 0.06.

    Which one is owed is the contract's to say; 0.04 is neither.
    """
    for tax, expected in ((5, []), (6, []), (4, [("E-BILL-TAX", -1)])):
        rows = [{"net": 9, "rate": "0.19"}] * 3
        assert told(bill_of(*rows, totals=BilledTotals(27, tax, 27 + tax))) == expected


def test_334_99_against_335_00() -> None:
    """A peer's mistake: 25 % of 1,339.98 is 334.995 → 335.00; 334.99 is 0.01 too little."""
    rows = [{"net": 66999, "rate": "0.25"}] * 2
    taxes = (BilledTax(Fraction(1, 4), 133998, 33499),)
    bill = bill_of(*rows, totals=BilledTotals(133998, 33499, 167497), taxes=taxes)
    assert told(bill) == [("E-BILL-TAX", -1)]


def test_a_line_whose_net_and_tax_are_not_its_gross() -> None:
    """100.00 + 6.00 isn't 106.01, which the totals repeat."""
    row = {"net": 10000, "tax": 600, "gross": 10601, "rate": "0.06"}
    assert [c for c, _ in told(bill_of(row, totals=BilledTotals(None, None, 10601)))] == [
        "E-BILL-SUM"
    ]


def test_a_bill_of_totals_alone_is_only_held_to_them() -> None:
    """An invoice whose lines stand in a sheet that nobody sent."""
    assert told(bill_of(totals=BilledTotals(20000, 3800, 23800))) == []
    assert told(bill_of(totals=BilledTotals(20000, 3800, 23801))) == [("E-BILL-SUM", 1)]


AMOUNTS = st.integers(-(10**15), 10**15)
RATES = st.sampled_from(["0", "0.06", "0.19", "0.055", "0.123456789012345678"])


@given(st.lists(st.tuples(AMOUNTS, RATES), min_size=1, max_size=5), st.sampled_from([-1, 0, 1]))
def test_exact_taxes_add_up_whatever_their_size_and_one_unit_more_does_not(
    rows: list[tuple[int, str]], off: int
) -> None:
    """Tax a line by Python's own fractions; beyond 64 bits too. A unit off is always told."""
    taxes = [_half_away(net * Fraction(rate)) for net, rate in rows]
    lines = [
        {"net": net, "tax": tax, "rate": rate} for (net, rate), tax in zip(rows, taxes, strict=True)
    ]
    lines[0]["tax"] = taxes[0] + off
    net, tax = sum(n for n, _ in rows), sum(taxes) + off
    bill = bill_of(*lines, totals=BilledTotals(net, tax, net + tax))
    wrong = [code for code, _ in told(bill)]
    first, rate = taxes[0] + off, Fraction(rows[0][1])
    gross = rows[0][0] + first
    of_gross = (_half_away(gross / (1 + rate)), _half_away(gross * rate / (1 + rate)))
    is_right = off == 0 or of_gross[0] == rows[0][0] or of_gross[1] == first
    assert wrong == ([] if is_right else ["E-BILL-TAX"])


def _half_away(value: Fraction) -> int:
    """Round half away from zero, told anew."""
    size = int(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size
