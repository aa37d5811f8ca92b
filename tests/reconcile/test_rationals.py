"""Are products of ratios exact, whatever their size, and rounded half away from zero?"""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lineproof.model.money import round_half_away
from lineproof.reconcile.rationals import floored_product, narrow, rounded_product

_big = st.integers(-(10**15), 10**15)
_den = st.integers(1, 10**6)


@given(st.lists(st.tuples(_big, st.integers(0, 10**6), _den, _den), min_size=1, max_size=8))
@settings(max_examples=60)
def test_products_are_those_of_fractions(rows: list[tuple[int, int, int, int]]) -> None:
    """a/c × b/d, rounded once by the standard library's fractions."""
    a, b, c, d = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    found = rounded_product((a, b), (c, d))
    exact = [Fraction(w * x, y * z) for w, x, y, z in rows]
    assert found.tolist() == [round_half_away(value) for value in exact]
    cut = floored_product((a, b), (c, d))
    assert cut.tolist() == [int(value) for value in exact]


def test_a_step_is_what_is_rounded_to() -> None:
    """2.5 steps of 5 are 3 of them, half away from zero: 12.5 is 15, and -12.5 is -15."""
    numbers, two = np.array([25, -25]), np.array([2, 2])
    assert rounded_product((numbers,), (two,), step=5).tolist() == [15, -15]


def test_what_fits_is_narrow_again() -> None:
    """Python's integers become 64 bits where they fit, and stay what they are where not."""
    assert narrow(np.array([1, 2], dtype=np.object_)).dtype == np.int64
    assert narrow(np.array([2**70], dtype=np.object_)).tolist() == [2**70]
    assert narrow(np.array([1])).dtype == np.int64
