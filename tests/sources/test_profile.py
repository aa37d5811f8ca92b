"""Is a column measured right? Shares of its filled cells."""

from __future__ import annotations

import polars as pl
import pytest

from lineproof.sources.profile import EMPTY, Known, profile


def test_a_blank_column_has_no_shares() -> None:
    """There is nothing to measure."""
    assert profile(pl.Series([None, None], dtype=pl.String), digits=2) == EMPTY


def test_shares_are_of_the_filled_cells() -> None:
    """Four cells, three filled: 900 twice and 600.50; one of three has cents."""
    found = profile(pl.Series(["900", "600.50", None, "900"]), digits=2)
    assert (found.filled, found.money) == (0.75, 1.0)
    assert found.distinct == pytest.approx(2 / 3)
    assert found.cents == pytest.approx(1 / 3)
    assert found.median == 90000
    assert found.samples == ("900", "600.50")


def test_a_column_that_counts_is_known() -> None:
    """1, 2, 3 counts; 1, 3 doesn't."""
    assert profile(pl.Series(["1", "2", "3"]), digits=2).counting
    assert not profile(pl.Series(["1", "3"]), digits=2).counting


def test_days_months_speeds_and_ids_are_told_apart() -> None:
    """A day lies in a month too; a name without a digit is no id."""
    days = profile(pl.Series(["2025-03-04", "2025-03-05"]), digits=2)
    assert (days.days, days.months) == (1, 1)
    assert profile(pl.Series(["100M", "1G", "7"]), digits=2).speeds == pytest.approx(2 / 3)
    assert profile(pl.Series(["CE7BC2B595", "Berlin"]), digits=2).ids == 0.5


def test_what_another_file_has_is_recognised() -> None:
    """Ids whatever their case and spaces, rents whatever their spelling."""
    known = Known(frozenset({"AB1"}), frozenset({120000}))
    assert profile(pl.Series(["ab 1", "AB2"]), digits=2, known=known).known_ids == 0.5
    assert profile(pl.Series(["1,200.00", "5"]), digits=2, known=known).known_rents == 0.5
