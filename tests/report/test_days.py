"""Do days and months read as people write them, and does anything else stay?"""

from __future__ import annotations

import datetime as dt

import pytest

from lineproof.report.days import day_text, days_said, month_name, short_month


def test_a_day_reads_in_each_language() -> None:
    """Without leading zeros; English months cut to three letters."""
    assert day_text(dt.date(2025, 9, 5), "en") == "5 Sep 2025"
    assert day_text(dt.date(2025, 9, 5), "zh") == "2025年9月5日"


def test_a_month_reads_in_each_language() -> None:
    """In full, since it stands as a title."""
    assert month_name("2025-09", "en") == "September 2025"
    assert month_name("2025-12", "zh") == short_month("2025-12", "zh") == "2025年12月"
    assert short_month("2025-09", "en") == "Sep 2025"


def test_a_text_keeps_all_but_its_days() -> None:
    """The times behind them, several of them, and what is no day."""
    assert days_said("2025-03-04 08:30", "zh") == "2025年3月4日 08:30"
    assert days_said("2025-03-04, 2025-04-05; 3 days late", "en") == (
        "4 Mar 2025, 5 Apr 2025; 3 days late"
    )


@pytest.mark.parametrize(
    "text", ["", "–", "2025-02-30", "R-2025-01-31", "2025-01-31.csv", "2025-01-31T08:00Z", "1/12"]
)
def test_what_is_no_day_stays(text: str) -> None:
    """The 30th of February, a bill's number, a file's name, an instant of a file."""
    assert days_said(text, "en") == text


@pytest.mark.parametrize("text", ["", "2025-13", "2025-00", "year-2", "12-2025", "2025-1"])
def test_what_is_no_month_stays(text: str) -> None:
    """Such as a payment's item, or what somebody typed."""
    assert month_name(text, "en") == month_name(text, "zh") == text
