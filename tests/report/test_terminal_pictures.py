"""Maps in a terminal: each look has a glyph of its own, in ASCII too."""

from __future__ import annotations

import io
from collections.abc import Callable

import polars as pl
import pytest

from lineproof.assess.term_months import TermMonth, term_months
from lineproof.contract.case import View
from lineproof.model.period import parse_month
from lineproof.report.day_cells import Look, parts_of
from lineproof.report.printing import Printing, console_for
from lineproof.report.terminal_pictures import half_hours, look_of, print_heat_map, print_strip
from lineproof.report.wall_clock import WallDay, wall_days

BERLIN = {"timezone": "Europe/Berlin", "months": 24}


def month_of(view: View, month: str) -> tuple[TermMonth, tuple[WallDay, ...]]:
    """Return a month by the only term, and its days."""
    (found,) = term_months(view, parse_month(month))
    timezone = view.contract.contract.timezone
    return found, wall_days(found.days_of_month, timezone=timezone)


def console(encoding: str) -> tuple[io.TextIOWrapper, Printing]:
    """Return a stream of an encoding, and what prints on it."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="replace")
    return out, Printing(console_for(out, width=100), "en")


@pytest.mark.parametrize(
    ("encoding", "row"),
    [("utf-8", "?▂▅█░" + "·" * 26), ("ascii", "?123," + "." * 26)],
)
def test_each_look_has_its_glyph(measured: Callable[..., View], encoding: str, row: str) -> None:
    """1 March unknown, then 10 min, 1 h, 5 h down, then 1 h unknown; else up."""
    view = measured(
        count=1,
        down=[("C1", f"2024-03-0{day}T08:00", f"2024-03-0{day}T{end}")
              for day, end in ((2, "08:10"), (3, "09:00"), (4, "13:00"))],
        unknown=[("C1", "2024-03-01T00:00", "2024-03-02T00:00"),
                 ("C1", "2024-03-05T08:00", "2024-03-05T09:00")],
    )  # fmt: skip
    found, days = month_of(view, "2024-03")
    out, printing = console(encoding)
    print_heat_map(found.month, ["C1"], days, printing)
    out.seek(0)
    text = out.read()
    assert f"C1  {row}\n" in text
    assert "1234567890123456789012345678901" in text
    assert "not in service" not in text


def test_long_and_chinese_names_keep_the_columns(measured: Callable[..., View]) -> None:
    """A name of 12 wide characters takes 24 columns; a longer one is cut."""
    names = ["东区" * 6, "x" * 40]
    circuits = [{"line": str(n), "id": name, "monthly_rent": 1, "start": parse_month("2024-01")}
                for n, name in enumerate(names)]  # fmt: skip
    found, days = month_of(measured(circuits=circuits), "2024-03")
    out, printing = console("utf-8")
    print_heat_map(found.month, names, days, printing)
    out.seek(0)
    text = out.read()
    assert "东区" * 6 + "  " + "·" * 31 in text
    assert "x" * 24 + "  " + "·" * 31 in text


def test_a_strip_has_48_half_hours_a_day_and_leaves_the_skipped_hour_out(
    measured: Callable[..., View],
) -> None:
    """Berlin, 31 March 2024: 4 half hours to 02:00, two blank, down 09–10 at its place."""
    down = [("C1", "2024-03-31T09:00", "2024-03-31T10:00")]
    found, days = month_of(measured(count=1, head=BERLIN, down=down), "2024-03")
    out, printing = console("utf-8")
    print_strip(found.month, "C1", days, printing)
    out.seek(0)
    text = out.read()
    assert "Sun 31  " + "·" * 4 + "  " + "·" * 12 + "██" + "·" * 28 + "\n" in text
    assert "Sat 30  " + "·" * 48 + "\n" in text
    assert "2024-03-31: the clock skips 02:00–03:00." in text


def test_an_hour_that_comes_twice_shows_the_worse(measured: Callable[..., View]) -> None:
    """Berlin, 27 October 2024: down in the second 02–03 alone; 25 h still have 48 places."""
    view = measured("2024-10", count=1, head=BERLIN)
    found, days = month_of(view, "2024-10")
    parts = parts_of(found.month, ["C1"])
    assert half_hours(parts, days[26]) == [Look.UP] * 48
    second = days[26].stretches[1]
    hour = 3_600 * 10**9
    down = pl.lit("down")
    late = parts.with_columns(lo=second.lo, hi=second.lo + hour, length=hour, state=down)
    cut = parts.vstack(late.select(parts.columns).cast(parts.schema))
    expected = [Look.UP] * 4 + [Look.WORST] * 2 + [Look.UP] * 42
    assert half_hours(cut, days[26]) == expected


@pytest.mark.parametrize(
    ("state", "mode", "look"),
    [
        ("up", None, Look.UP),
        ("down", None, Look.WORST),
        ("unknown", None, Look.UNKNOWN),
        ("down", "remove_from_denominator", Look.EXCLUDED),
        ("unknown", "count_as_available", Look.EXCLUDED),
    ],
)
def test_excluded_time_looks_excluded_whatever_its_state(
    state: str, mode: str | None, look: Look
) -> None:
    """It isn't held against the provider."""
    assert look_of(state, mode) is look
