"""What stands around every picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import cast

from lineproof.assess.term_months import term_months
from lineproof.contract.case import View, view
from lineproof.model.period import Days
from lineproof.report.day_cells import Look
from lineproof.report.picture_words import (
    clock_notes,
    day_heads,
    legend_of,
    length_notes,
    sites_of,
    titles,
)
from lineproof.report.wall_clock import wall_days
from lineproof.report.wording import Word

MARCH = Days(dt.date(2025, 3, 1), dt.date(2025, 4, 1))


def test_a_title_names_contract_month_timezone_and_rule(measured: Callable[..., View]) -> None:
    """Slots of 60 s are 1 min; n = 3 both ways."""
    seen = measured()
    (found,) = term_months(seen, dt.date(2024, 3, 1))
    told = titles(seen, found, "zh", title=Word.HEAT_MAP, month="2024-03")
    assert (told["title"], told["about"]) == ("逐日可用率", "minimal  2024-03")
    (subtitle,) = cast("list[str]", told["subtitle"])
    assert subtitle.split("  ·  ") == [
        "时区 Asia/Shanghai",
        "AVAIL, 条款 4.1",
        "时隙 1 分；连续 3 个异常为中断，连续 3 个正常为恢复",
    ]


def test_figures_of_a_longer_window_say_so(measured: Callable[..., View]) -> None:
    """The cells are March's, the figures the quarter's; as known on a day is said too."""
    case = measured(availability={"window": "quarter"}).case
    seen = view(case, as_known=dt.date(2024, 4, 2))
    (found,) = term_months(seen, dt.date(2024, 3, 1))
    told = titles(seen, found, "en", title=Word.HEAT_MAP, month="2024-03")
    assert cast("list[str]", told["subtitle"])[1:] == [
        "Available %  2024-01-01 to 2024-03-31",
        "As known on 2024-04-02",
    ]


def test_days_are_named_and_weekends_are_marked() -> None:
    """1 March 2025 is a Saturday."""
    first, _, third = day_heads(wall_days(MARCH, timezone="Europe/Berlin"), "en")[:3]
    assert first == {"name": "Sat", "number": "1", "is_weekend": True}
    assert third == {"name": "Mon", "number": "3", "is_weekend": False}


def test_the_clocks_odd_hours_are_told() -> None:
    """30 March skips 02:00–03:00, 26 October has it twice; Shanghai has no such day."""
    october = Days(dt.date(2025, 10, 1), dt.date(2025, 11, 1))
    spring, autumn = (wall_days(days, timezone="Europe/Berlin") for days in (MARCH, october))
    twice = Word.HOUR_TWICE
    assert clock_notes(spring, "en", twice=twice) == ["2025-03-30: the clock skips 02:00–03:00."]
    assert clock_notes(autumn, "zh", twice=twice) == [
        "2025-10-26：02:00–03:00 出现两次，上半为第一次。"
    ]
    assert clock_notes(wall_days(MARCH, timezone="Asia/Shanghai"), "en", twice=twice) == []
    assert length_notes(spring, "en") == ["2025-03-30 has 23 h."]
    assert length_notes(autumn, "zh") == ["2025-10-26 全天为 25 小时。"]


def test_a_legend_names_only_what_occurs() -> None:
    """In the order of the table, whatever the order they were seen in."""
    words = {Look.UP: Word.UP, Look.UNKNOWN: Word.NOT_KNOWN, Look.EXCLUDED: Word.EXCLUDED}
    legend = legend_of(words, [Look.EXCLUDED, Look.UP], "en")
    assert [(each["look"], each["hatched"]) for each in legend] == [
        ("up", False),
        ("excluded", True),
    ]


def test_sites_come_from_the_schedule(measured: Callable[..., View]) -> None:
    """By circuit id; a unit that is none has no site."""
    assert sites_of(measured(), ["C2", "x"]) == {"C2": "site 2"}
