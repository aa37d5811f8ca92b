"""How are columns rounded? int64 at its edges, groups, and parts that sum to the whole."""

import numpy as np
import pytest

from lineproof.model.errors import InputRefusedError
from lineproof.settle.kernel import (
    exact,
    fitting,
    reduce_per_group,
    round_per_group,
    round_per_unit,
)

ONE = np.ones(1, dtype=np.int64)
ZERO = np.zeros(1, dtype=np.int64)


def test_int64_is_kept_where_all_surely_fits() -> None:
    """10^9 × 10^6 × 4 = 4 × 10^15 < 2^63."""
    found = exact(ZERO, ONE, (ONE * 10**9, ONE * 10**6), denominator=31, step=1)
    assert found.numerators.dtype == np.int64


def test_python_integers_take_over_where_something_might_not_fit() -> None:
    """10^15 × 10^4 × 4 > 2^63; likewise through the quantity, or a denominator alone."""
    wide = (
        exact(ZERO, ONE, (ONE * 10**15, ONE * 10**4), denominator=31, step=1),
        exact(ZERO, ONE * 10**9, (ONE * 10**12,), denominator=31, step=1),
        exact(ZERO, ONE, (ONE,), denominator=2**62, step=1),
    )
    assert [found.numerators.dtype for found in wide] == [np.object_] * 3


def test_a_quantity_never_wraps() -> None:
    """9 × 10^9 fen each, 10^9 units: 9 × 10^18, just inside int64; 10 × 10^9 is beyond it."""
    inside, beyond = (
        round_per_unit(exact(ZERO, ONE * 10**9, (ONE * rent,), denominator=1, step=1))
        for rent in (9 * 10**9, 10**10)
    )
    assert inside.tolist() == [9 * 10**18]
    assert beyond.tolist() == [10**19]


def test_an_amount_beyond_int64_is_refused_and_the_last_inside_is_not() -> None:
    """2^63 - 1 is int64's greatest."""
    assert fitting(np.array([2**63 - 1], dtype=np.object_)).tolist() == [2**63 - 1]
    with pytest.raises(InputRefusedError) as refused:
        fitting(np.array([2**63], dtype=np.object_))
    assert refused.value.findings[0].code == "E-MONEY-RANGE"


def test_a_step_rounds_to_its_multiples() -> None:
    """12.34 and 12.35 to 0.10: 1,234 → 1,230; 1,235 → 1,240, half away from zero."""
    unit = np.arange(2)
    found = exact(unit, np.ones(2, dtype=np.int64), (np.array([1234, 1235]),), denominator=1,
                  step=10)  # fmt: skip
    assert round_per_unit(found).tolist() == [1230, 1240]


def test_a_group_is_rounded_once_and_cut_by_largest_remainder() -> None:
    """0.4 + 0.4 + 0.7 = 1.5 → 2: floors 0, the remainders 0.7 and the first 0.4 get one each."""
    unit, one = np.arange(3), np.ones(3, dtype=np.int64)
    found = exact(unit, one, (np.array([4, 4, 7]),), denominator=10, step=1)
    assert round_per_group(found, unit * 0).tolist() == [1, 0, 1]


def test_groups_are_rounded_apart() -> None:
    """0.4 alone is 0; 0.4 + 0.7 = 1.1 is 1, of the 0.7."""
    unit, one = np.arange(3), np.ones(3, dtype=np.int64)
    found = exact(unit, one, (np.array([4, 4, 7]),), denominator=10, step=1)
    assert round_per_group(found, np.array([0, 1, 1])).tolist() == [0, 0, 1]


def test_a_groups_reduction_stays_on_what_is_reduced() -> None:
    """Units of 1.5 and 1.4, the first at half: left 0.75 + 1.4 = 2.15 → 2, full 2.9 → 3: -1, all of
    it on the first; rounding both apart could move a cent onto the second.
    """
    unit, one = np.arange(2), np.ones(2, dtype=np.int64)
    full = exact(unit, one, (np.array([15, 14]),), denominator=10, step=1)
    left = exact(unit, one, (np.array([15, 14]), np.array([1, 2])), denominator=20, step=1)
    assert reduce_per_group(full, left, unit * 0).tolist() == [-1, 0]


def test_nothing_is_nothing() -> None:
    """No rows, no amounts."""
    none = np.zeros(0, dtype=np.int64)
    found = exact(none, none, (none,), denominator=31, step=1)
    assert round_per_unit(found).size == round_per_group(found, none).size == 0
