"""Which way did a billed rent come about? Each usual mistake, on columns of one row."""

import dataclasses

import numpy as np
import pytest

from lineproof.reconcile.priced import Pairs, amount_of, told

#: 600.00 a month, 16 of 31 days: 309.68; nothing is printed.
USUAL = {
    "owed": 30_968, "rent": 0, "credit": 0, "price": 60_000, "price_den": 1, "share": 16,
    "share_den": 31, "quantity": 1, "factor": 1, "factor_den": 1, "days": 16, "month_days": 31,
    "printed_days": 0, "printed_months": 0, "printed_quantity": 0, "printed_quantity_den": 10**6,
    "printed_price": 0, "printed_scaled": 0, "printed_price_den": 10**6, "list_price": 0,
}  # fmt: skip


def pairs(**changes: int) -> Pairs:
    """Return one group's figures."""
    return Pairs(**{name: np.array([value]) for name, value in (USUAL | changes).items()}, step=1)


def way(**changes: int) -> tuple[list[int], bool, bool]:
    """Return the ratios of the way taken, and whether it explains the rent, or by rounding."""
    found = told(pairs(**changes))
    columns = [int(column[0]) for column in found.way.columns]
    return columns, bool(found.is_explained[0]), bool(found.is_rounded[0])


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        pytest.param({"rent": 60_000}, [60_000, 1, 1, 1, 1, 1, 1, 1], id="a whole month"),
        pytest.param({"rent": 32_000}, [60_000, 1, 16, 30, 1, 1, 1, 1], id="16/30"),
        pytest.param({"rent": 30_000}, [60_000, 1, 1, 2, 1, 1, 1, 1], id="half a month"),
        pytest.param({"rent": 31_562}, [60_000, 1, 192, 365, 1, 1, 1, 1], id="12 × 16/365"),
        pytest.param({"rent": 38_710, "list_price": 75_000}, [75_000, 1, 16, 31, 1, 1, 1, 1],
                     id="the list price, 750.00 × 16/31"),
        pytest.param({"rent": 38_710, "printed_days": 20}, [60_000, 1, 20, 31, 1, 1, 1, 1],
                     id="20 days printed: 387.10"),
        pytest.param({"rent": 180_000, "share": 31, "days": 31, "printed_days": 91,
                      "printed_months": 3}, [60_000, 1, 3, 1, 1, 1, 1, 1], id="three months"),
        pytest.param({"rent": 92_904, "quantity": 2}, [60_000, 1, 16, 31, 3, 1, 1, 1],
                     id="three units of two, by their amount"),
        pytest.param({"rent": 27_871, "factor": 9, "factor_den": 10},
                     [60_000, 1, 16, 31, 1, 1, 9, 10], id="nine tenths of it"),
    ],
)  # fmt: skip
def test_a_usual_mistake_gives_exactly_what_is_billed(
    changes: dict[str, int], columns: list[int]
) -> None:
    """price, share, quantity and factor, each as a ratio: R(price × share × factor) × quantity."""
    assert way(**changes) == (columns, True, False)


FULL_APRIL = {"owed": 90_000, "price": 90_000, "share": 30, "share_den": 30, "days": 30,
              "month_days": 30}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        pytest.param({"rent": 93_000}, [90_000, 1, 31, 30, 1, 1, 1, 1], id="31/30"),
        pytest.param({"rent": 87_097}, [90_000, 1, 30, 31, 1, 1, 1, 1], id="30/31, rounded"),
        pytest.param({"rent": 84_000}, [90_000, 1, 28, 30, 1, 1, 1, 1], id="28/30"),
        pytest.param({"rent": 93_000 * 30, "quantity": 30}, [90_000, 1, 30, 30, 31, 1, 1, 1],
                     id="31 units of 30, not 31 days"),
        pytest.param({"rent": 93_000 * 12, "quantity": 12}, [90_000, 1, 31, 30, 12, 1, 1, 1],
                     id="31/30 of 12 units, which aren't 12.4"),
    ],
)  # fmt: skip
def test_a_whole_month_may_be_counted_by_the_length_of_another(
    changes: dict[str, int], columns: list[int]
) -> None:
    """900.00 for 30 of 30 days: 900.00 × 31/30 = 930.00, × 30/31 = 870.97, × 28/30 = 840.00."""
    assert way(**FULL_APRIL, **changes) == (columns, True, False)


@pytest.mark.parametrize("rent", [92_999, 93_001, 87_096, 87_098])
def test_a_cent_beside_a_ratio_of_days_is_a_price(rent: int) -> None:
    """900.00 × 31/30 = 930.00 and 900.00 × 30/31 = 870.97; a cent more or less is a price."""
    columns, *is_known = way(**FULL_APRIL, rent=rent)
    assert (columns[:4], is_known) == ([rent, 1, 30, 30], [False, False])


def test_a_printed_price_goes_before_a_likely_one() -> None:
    """600.00 in full is also 1,162.50 for 16 of 31 days, which is what the bill prints."""
    columns, is_explained, _ = way(
        rent=60_000, printed_price=116_250 * 10**6, printed_scaled=116_250 * 10**6
    )
    assert (columns[:4], is_explained) == ([116_250 * 10**6, 10**6, 16, 31], True)


def test_another_rounding_is_told_apart() -> None:
    """R(600.00 / 31) is 19.35, times 16 is 309.60: eight cents below."""
    columns, is_explained, is_rounded = way(rent=30_960)
    assert (columns[2:4], is_explained, is_rounded) == ([16, 31], False, True)


def test_what_nothing_explains_stays_as_agreed() -> None:
    """317.77 is no usual mistake: the way is the agreed one, and 8.09 are left."""
    found = told(pairs(rent=31_777))
    assert not found.is_explained[0]
    assert not found.is_rounded[0]
    assert 31_777 - int(amount_of(found.way, step=1)[0]) == 31_777 - 30_968


def test_rows_are_taken_by_their_place() -> None:
    """The second of two rows."""
    two = Pairs(**{
        field.name: np.array([1, 2])
        for field in dataclasses.fields(Pairs) if field.name != "step"
    }, step=1)  # fmt: skip
    assert two.take(np.array([1])).rent.tolist() == [2]
