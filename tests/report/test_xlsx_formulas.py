"""Formulas of lines, judged by exact arithmetic."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest

from lineproof.report.xlsx_formulas import (
    MINOR_MAX,
    Columns,
    Placed,
    is_total_agreed,
    paid_shares,
    shares_in_days,
    total_formula,
    unit_formulas,
)

AT = Columns("H", "I", "J", "K", "L", "M")


def row(charge: str, amount: int | None, *, days: int = 31, rent: int = 10000) -> dict[str, object]:
    """Return a line of one unit; its first day tells its segment."""
    return {"charge": charge, "amount": amount, "rent": rent, "days": days, "of_days": 31,
            "quantity": 1, "factor": 0, "from": days}  # fmt: skip


def formulas(rows: list[dict[str, object]], paid: Fraction = Fraction(1)) -> dict[int, str]:
    """Return the formulas of some rows from row 3 on."""
    placed = Placed(list(enumerate(rows, start=3)), (paid,), 2)
    return dict(unit_formulas(placed, AT))


def test_a_full_month_is_one_product() -> None:
    """100.00 × 31/31."""
    assert formulas([row("rent", 10000)]) == {3: "=ROUND(I3*J3/K3,2)*H3"}


def test_parts_are_differences_of_running_sums() -> None:
    """100.00 for 1 and 30 days: 3.23, and 100.00 - 3.23 = 96.77."""
    assert formulas([row("rent", 323, days=1), row("rent", 9677, days=30)]) == {
        3: "=ROUND(I3*J3/K3,2)*H3",
        4: "=(ROUND(SUMPRODUCT(I3:I4,J3:J4)/K4,2)-ROUND(I3*J3/K3,2))*H4",
    }


def test_a_deduction_takes_the_rent_off() -> None:
    """113.00 × 1/31 × 0.9 = 3.28; rounding the rent first would give 3.29. 3.28 - 3.65 = -0.37."""
    rows = [row("rent", 365, days=1, rent=11300), row("deduction", -37, days=1, rent=11300)]
    assert formulas(rows, Fraction(9, 10))[4] == "=ROUND(I3*J3*L3/K3,2)*H3-M3"


@pytest.mark.parametrize("amount", [None, 9999])
def test_an_amount_that_disagrees_has_no_formula(amount: int | None) -> None:
    """A month rounded as a whole invoice, or one that isn't known: the value stands there."""
    assert formulas([row("rent", amount)]) == {}


def test_a_rent_is_computed_beside_an_unknown_deduction() -> None:
    """What isn't known of the score doesn't touch the rent; no deduction of the unit is."""
    rows = [row("rent", 323, days=1), row("rent", 9677, days=30),
            row("deduction", -33, days=1), row("deduction", None, days=30)]  # fmt: skip
    assert list(formulas(rows, Fraction(9, 10))) == [3, 4]


def test_too_many_digits_have_no_formula() -> None:
    """Beyond 12 digits a spreadsheet's ROUND may err."""
    rent = MINOR_MAX // 31
    assert formulas([row("rent", rent, rent=rent)])
    assert not formulas([row("rent", rent + 1, rent=rent + 1)])


def test_rows_that_do_not_follow_each_other_have_no_formula() -> None:
    """SUMPRODUCT would read what stands between."""
    placed = Placed([(3, row("rent", 323, days=1)), (9, row("rent", 9677, days=30))],
                    (Fraction(1),), 2)  # fmt: skip
    assert dict(unit_formulas(placed, AT)) == {}


def test_a_deduction_without_a_rent_has_no_formula() -> None:
    """Nor one whose ruling isn't known."""
    assert formulas([row("deduction", -1000)], Fraction(9, 10)) == {}
    lost = [row("rent", 10000) | {"factor": 7}, row("deduction", -1000) | {"factor": 7}]
    assert list(formulas(lost, Fraction(9, 10))) == [3]


def test_a_deduction_from_a_total() -> None:
    """82,500.00 × 0.9 - 82,500.00 = -8,250.00; of a twelfth, 6,875.00, it is -687.50."""
    line = {"rent": 8250000, "amount": -825000, "days": 31, "of_days": 31}
    assert is_total_agreed(line, Fraction(9, 10))
    assert not is_total_agreed(line | {"amount": -1}, Fraction(9, 10))
    assert not is_total_agreed(line | {"amount": None}, Fraction(9, 10))
    assert is_total_agreed(line | {"amount": -68750, "days": 1, "of_days": 12}, Fraction(9, 10))
    assert total_formula(5, AT, 2) == "=ROUND(I5*J5/K5*L5,2)-ROUND(I5*J5/K5,2)"


def test_what_is_given_back_is_all_of_a_part() -> None:
    """15 % of 310.00 is given back: nothing of 46.50 is paid."""
    line = {"rent": 31000, "amount": -4650, "days": 3, "of_days": 20}
    assert is_total_agreed(line, Fraction(0))
    assert not is_total_agreed(line | {"rent": 10**12}, Fraction(0))


def test_shares_become_days_where_a_whole_unit_can() -> None:
    """56/62 is 28 of 31 days; 1/30 beside 15/30 stays; a charge without a share has none."""
    lines = pl.DataFrame({
        "unit": [0, 1, 1, None], "share_num": [56, 1, 15, None], "share_den": [62, 30, 30, None],
    })  # fmt: skip
    found = shares_in_days(lines, 31).select("days", "of_days").rows()
    assert found == [(28, 31), (1, 30), (15, 30), (None, None)]


def test_several_factors_multiply() -> None:
    """No factor leaves all of it."""
    assert paid_shares([[], [Fraction(9, 10)] * 2]) == (Fraction(1), Fraction(81, 100))
