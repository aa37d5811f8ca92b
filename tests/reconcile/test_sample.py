"""Is a sample the same for the same seed, whatever the order, and drawn by money?"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.reconcile.sample import Billed, sampled


def line(number: int, amount: int) -> Billed:
    """Return a billed line of a number."""
    return Billed("B1", f"{number}", f"{number}", f"C-{number}", "2025-03-01/31", "rent", amount)


AMOUNTS = st.lists(st.integers(-500, 500), max_size=30)


@given(AMOUNTS, st.integers(1, 12), st.randoms(use_true_random=False))
def test_the_order_of_lines_never_matters(
    amounts: list[int], size: int, chance: random.Random
) -> None:
    """Twins included: the same lines in another order give the same sample, line by line."""
    lines = [line(n // 2, amount) for n, amount in enumerate(amounts)]
    first = sampled(lines, size=size, seed="s")
    chance.shuffle(lines)
    assert sampled(lines, size=size, seed="s") == first


@given(AMOUNTS, st.integers(1, 12))
def test_a_sample_is_full_and_of_its_lines(amounts: list[int], size: int) -> None:
    """As many as asked for, or all that have an amount; none twice."""
    lines = [line(n, amount) for n, amount in enumerate(amounts)]
    found = sampled(lines, size=size, seed="s")
    with_amount = [each for each in lines if each.amount]
    assert len(found.picked) == min(size, len(with_amount))
    assert len({p.billed for p in found.picked}) == len(found.picked)
    assert {p.billed for p in found.picked} <= set(with_amount)
    assert (found.count, found.amount) == (len(with_amount), sum(map(abs, amounts)))


def test_the_dear_are_taken_surely() -> None:
    """Of 900 + 60 + 40 = 1,000 in two picks: 900 ≥ 1,000 / 2 surely; then 60 < 100 / 1."""
    lines = [line(1, 900), line(2, 60), line(3, 40)]
    for seed in "abcdefgh":
        found = sampled(lines, size=2, seed=seed)
        assert [p.is_sure for p in found.picked] == [True, False]
        assert found.picked[0].billed.amount == 900


@pytest.mark.parametrize(("amount", "is_sure"), [(50, True), (49, False)])
def test_as_dear_as_a_share_is_sure(*, amount: int, is_sure: bool) -> None:
    """50 of 100 in two picks is a share; 49 of 99 is less than half."""
    found = sampled([line(99, amount), *(line(n, 1) for n in range(50))], size=2, seed="s")
    assert any(p.is_sure for p in found.picked) is is_sure


def test_another_seed_draws_others() -> None:
    """100 equal lines, 10 picks: two seeds alike would be one in 10^13."""
    lines = [line(n, 7) for n in range(100)]
    one, other = (sampled(lines, size=10, seed=seed) for seed in ("one", "other"))
    assert {p.billed for p in one.picked} != {p.billed for p in other.picked}


def test_money_decides_how_often() -> None:
    """A line of 30 among 70 of 1, one pick, 400 seeds: taken with 30 % each; between 20 and 40 %
    by six standard deviations (√(0.3 × 0.7 / 400) = 2.3 %) and more.
    """
    lines = [line(0, 30), *(line(n, 1) for n in range(1, 71))]
    taken = sum(
        sampled(lines, size=1, seed=str(seed)).picked[0].billed.amount == 30 for seed in range(400)
    )
    assert 80 < taken < 160


def test_twins_are_two_lines() -> None:
    """The very same line twice, 50 and 50 of 100 in two picks: neither is lost."""
    twin = line(1, 50)
    assert len(sampled([twin, twin], size=2, seed="s").picked) == 2
    assert len(sampled([twin, twin, twin], size=2, seed="s").picked) == 2


def test_nothing_gives_an_empty_sample() -> None:
    """No lines, or only lines of nothing."""
    assert sampled([], size=25, seed="s").picked == ()
    assert sampled([line(1, 0)], size=25, seed="s").picked == ()
