"""Do the stretches between all edges add up to what the intervals hold?"""

from __future__ import annotations

from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lineproof.measure.sweep import joined, sweep, united

Interval = tuple[int, int, int, int]
SCHEMA = dict.fromkeys(("key", "lo", "hi", "weight"), pl.Int64())
INTERVALS = st.lists(
    st.builds(
        lambda key, lo, length, weight: (key, lo, lo + length, weight),
        st.integers(0, 3), st.integers(-20, 20), st.integers(1, 10), st.integers(-5, 5),
    ),
    max_size=12,
)  # fmt: skip


def frame(intervals: list[Interval]) -> pl.DataFrame:
    """Return intervals as columns."""
    return pl.DataFrame(intervals, schema=SCHEMA, orient="row")


@given(INTERVALS)
def test_a_sweep_holds_at_each_moment_what_the_intervals_hold(intervals: list[Interval]) -> None:
    """Moment by moment: how many cover it, and the sum of their weights."""
    covers, weights = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for key, lo, hi, weight in intervals:
        for at in range(lo, hi):
            covers[key, at] += 1
            weights[key, at] += weight
    swept = sweep(frame(intervals), ["weight"]).rows()
    assert swept == sorted(swept)
    found = {(k, at): (c, w) for k, lo, hi, c, w in swept for at in range(lo, hi)}
    assert found == {at: (covers[at], weights[at]) for at in covers}
    assert len(found) == sum(hi - lo for _, lo, hi, _, _ in swept)


@given(INTERVALS)
def test_united_time_is_covered_once_and_cut_nowhere(intervals: list[Interval]) -> None:
    """The same moments as a set; and no two stretches touch."""
    rows = united(frame(intervals)).rows()
    want = {(key, at) for key, lo, hi, _ in intervals for at in range(lo, hi)}
    found = [(key, at) for key, lo, hi in rows for at in range(lo, hi)]
    assert sorted(found) == sorted(want)
    ends = {(key, hi) for key, _, hi in rows}
    assert not any((key, lo) in ends for key, lo, _ in rows)


def test_an_interval_that_is_empty_or_runs_backwards_covers_nothing() -> None:
    """[3, 3) and [9, 5); only [0, 1) is left."""
    assert united(frame([(1, 3, 3, 0), (1, 9, 5, 0), (1, 0, 1, 0)])).rows() == [(1, 0, 1)]


def test_neighbours_join_only_where_they_touch_and_agree() -> None:
    """[0,2) and [2,3) say 7; [3,4) says 8; [5,6) lies apart; key 2 is another."""
    rows = [(1, 0, 2, 7), (1, 2, 3, 7), (1, 3, 4, 8), (1, 5, 6, 8), (2, 6, 7, 8)]
    assert joined(frame(rows), ["weight"]).rows() == [
        (1, 0, 3, 7), (1, 3, 4, 8), (1, 5, 6, 8), (2, 6, 7, 8),
    ]  # fmt: skip


def test_nothing_swept_or_joined_is_nothing() -> None:
    """No interval: no stretch, with the columns there would be."""
    assert sweep(frame([]), ["weight"]).columns == ["key", "lo", "hi", "covers", "weight"]
    assert joined(frame([]), ["weight"]).rows() == []
