"""How an item's month looks among others."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lineproof.assess.scorecard import ItemScore
from lineproof.report.day_cells import Look
from lineproof.report.score_cells import look_text, score_legend, score_look


@pytest.mark.parametrize(
    ("low", "high", "look"),
    [
        (20, 20, Look.UP),
        (19, 19, Look.SHORT),
        (15, 15, Look.SHORT),
        (14, 14, Look.LONG),
        (10, 10, Look.LONG),
        (9, 9, Look.WORST),
        (0, 0, Look.WORST),
        (19, 20, Look.UNKNOWN),
    ],
)
def test_it_looks_as_much_as_was_lost(low: int, high: int, look: Look) -> None:
    """Of 20 points: none, up to 5, up to 10, more; and what isn't known yet."""
    item = ItemScore("online", Fraction(20), Fraction(low), Fraction(high), ())
    assert score_look(item) is look


def test_each_look_is_told_in_both_languages() -> None:
    """Five of them."""
    assert look_text(Look.UNKNOWN, "en") == "not known yet"
    assert ("worst", "扣分超过一半") in score_legend("zh")
    assert len(score_legend("en")) == 5
