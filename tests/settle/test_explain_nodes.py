"""How are explanations put together? Nodes that recompute, with steps and bounds."""

from fractions import Fraction

import pytest

from lineproof.model.explained import Explained, recompute
from lineproof.settle.explain_nodes import rounded, sum_of, times, total_of

F = Fraction


def _node(exact: Fraction | int, bounds: tuple[int | None, int | None] | None = None) -> Explained:
    return Explained(label="x", exact=F(exact), unit="CNY", bounds=bounds)


@pytest.mark.parametrize(("step", "expected"), [(1, 1235), (10, 1230), (100, 1200), (5, 1235)])
def test_rounding_to_a_step(step: int, expected: int) -> None:
    """1,200.25 + 34.25 = 1,234.5: → 1,235; to 10: 123.45 → 123; to 100: 12; to 5: 246.9 → 247."""
    node = rounded("r", (_node(F(4801, 4)), _node(F(137, 4))), step=step, unit="CNY")
    assert recompute(node) == node.value == expected


def test_a_sum_adds_bounds() -> None:
    """5 + [1, 3] is [6, 8]; without a lower bound there is none."""
    assert sum_of("s", (_node(5), _node(2, (1, 3))), unit="CNY").bounds == (6, 8)
    assert sum_of("s", (_node(5), _node(2, (None, 3))), unit="CNY").bounds == (None, 8)
    assert sum_of("s", (_node(5), _node(2)), unit="CNY").bounds is None


def test_times_keeps_the_first_ones_unit() -> None:
    """36.45 × 198."""
    node = times(_node(3645), Explained(label="n", exact=F(198), unit="units"), label="t")
    assert (node.value, node.unit, recompute(node)) == (F(721710), "CNY", F(721710))


def test_totals_of_what_is_known() -> None:
    """One without a bound leaves the sum without one."""
    assert (total_of([1, 2]), total_of([1, None]), total_of([])) == (3, None, 0)
