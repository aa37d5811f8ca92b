"""Do the parts of a difference follow each other in their order, and sum to it?"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lineproof.reconcile.peeling import peeled
from lineproof.reconcile.priced import Pairs, told

_money = st.integers(0, 10**7)
_small = st.integers(1, 31)


@st.composite
def _rows(draw: st.DrawFn) -> dict[str, int]:
    """Draw one group's figures, whatever they are."""
    fine = draw(st.sampled_from([0, 10**6, 2 * 10**6, 1_500_000]))
    price = draw(st.sampled_from([0, 60_000 * 10**6, 75_000 * 10**6]))
    return {
        "owed": draw(_money), "rent": draw(_money), "credit": -draw(st.sampled_from([0, 6_000])),
        "price": draw(_money), "price_den": 1, "share": draw(_small), "share_den": 31,
        "quantity": draw(st.integers(1, 5)), "factor": draw(st.sampled_from([9, 10])),
        "factor_den": 10, "days": draw(_small), "month_days": 31,
        "printed_days": draw(st.sampled_from([0, 12, 31])), "printed_months": 0,
        "printed_quantity": fine, "printed_quantity_den": 10**6, "printed_price": price,
        "printed_scaled": price, "printed_price_den": 10**6,
        "list_price": draw(st.sampled_from([0, 80_000])),
    }  # fmt: skip


@given(st.lists(_rows(), min_size=1, max_size=6))
@settings(max_examples=100)
def test_parts_sum_to_the_difference(rows: list[dict[str, int]]) -> None:
    """Whatever is billed and owed: days + quantity + price + credit + rounding + rest."""
    pairs = Pairs(**{name: np.array([row[name] for row in rows]) for name in rows[0]}, step=1)
    parts = peeled(pairs, told(pairs)).stages
    difference = pairs.rent + pairs.credit - pairs.owed
    assert np.sum(parts, axis=0).tolist() == difference.tolist()


def test_each_factor_takes_the_place_of_the_owed_one_in_turn() -> None:
    """600.00 × 16/31 × 0.9 is 278.71, and 2 × 700.00 × 20/31 less 10 % is billed: 812.90.

    Days: 600.00 × 20/31 × 0.9 = 348.39, + 69.68. Quantity: + 348.39. Price: 2 × R(700.00 × 20/31
    × 0.9) = 2 × 406.45 = 812.90, + 116.12. Credit: 2 × 451.61 - 90.32 = 812.90, 0.
    """
    row = {
        "owed": 27_871, "rent": 90_322, "credit": -9_032, "price": 60_000, "price_den": 1,
        "share": 16, "share_den": 31, "quantity": 1, "factor": 9, "factor_den": 10, "days": 16,
        "month_days": 31, "printed_days": 20, "printed_months": 0, "printed_quantity": 2 * 10**6,
        "printed_quantity_den": 10**6, "printed_price": 70_000 * 10**6,
        "printed_scaled": 70_000 * 10**6, "printed_price_den": 10**6, "list_price": 0,
    }  # fmt: skip
    pairs = Pairs(**{name: np.array([value]) for name, value in row.items()}, step=1)
    parts = [int(part[0]) for part in peeled(pairs, told(pairs)).stages]
    assert parts == [6_968, 34_839, 11_612, 0, 0, 0]
