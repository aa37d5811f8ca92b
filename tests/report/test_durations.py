"""How lengths of time are written."""

from __future__ import annotations

import pytest

from lineproof.report.durations import duration_text, seconds_of

S = 10**9


@pytest.mark.parametrize(
    ("length", "english", "chinese"),
    [
        (0, "0", "0"),
        (S, "1 s", "1 秒"),
        (S // 4, "0.25 s", "0.25 秒"),
        (60 * S, "1 min", "1 分"),
        (3_600 * S, "1 h", "1 小时"),
        (3_661 * S, "1 h 1 min 1 s", "1 小时 1 分 1 秒"),
        (2_678_400 * S, "744 h", "744 小时"),
        (4_000 * 3_600 * S, "4,000 h", "4,000 小时"),
    ],
)
def test_a_length_is_hours_minutes_and_seconds(length: int, english: str, chinese: str) -> None:
    """Hours never become days; parts that are zero are left out."""
    assert (duration_text(length, "en"), duration_text(length, "zh")) == (english, chinese)


def test_seconds_are_whole_where_they_can_be() -> None:
    """A program gets 60, not 60.0."""
    assert repr(seconds_of(60 * S)) == "60"
    assert seconds_of(S // 2) == 0.5
