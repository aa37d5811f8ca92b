"""Is the rule of states what the contract's numbers say?"""

from fractions import Fraction

import pytest

from lineproof.measure.rule import StateRule


@pytest.mark.parametrize(
    ("down_run", "up_run", "ahead"), [(1, 1, 0), (3, 3, 2), (3, 10, 9), (10, 1, 9)]
)
def test_a_state_depends_on_the_longer_run_less_one(down_run: int, up_run: int, ahead: int) -> None:
    """The last slot may be the first of a run of n: n - 1 more tell."""
    assert StateRule(60, Fraction(0), down_run, up_run).lookahead == ahead


def test_a_slots_length_is_exact() -> None:
    """60 s are 60,000,000,000 ns."""
    assert StateRule(60, Fraction(0), 3, 3).slot_ns == 60_000_000_000
